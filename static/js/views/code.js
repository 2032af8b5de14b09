/** A program, line by line: the line spoken of is lit, what each line has made stands beside it. */

import { frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/**
 * @typedef {{pieces: [string, string][], stage?: string, shape?: string, count?: string}} Line pieces: text, token of
 *   its colour
 */

/** How wide a letter of the monospaced family is, as a share of its size. */
const LETTER = 0.602;
/** A line's height, as a share of its letters' size. */
const LEADING = 1.36;

/** How large the letters are, and how many lines can be seen: all of them where they can be read, else a window.
 * @param {Line[]} lines @param {{width: number, height: number}} room @param {number} readable */
export function fitLines(lines, room, readable) {
  const longest = Math.max(...lines.map((line) => line.pieces.reduce((sum, [text]) => sum + text.length, 0)));
  const wide = (room.width * 0.97) / (longest * LETTER);
  const all = room.height / (lines.length * LEADING);
  const size = Math.min(wide, Math.max(all, readable));
  const seen = Math.min(lines.length, Math.floor(room.height / (size * LEADING) + 0.01));
  return { size, seen, longest };
}

/** The first line of the window, so that the lit one stands in its middle.
 * @param {number} lit @param {number} seen @param {number} count */
export const firstLine = (lit, seen, count) => Math.max(0, Math.min(count - seen, lit - (seen - 1) / 2));

/** Options: lines. By frame: lit (index of a line, −1 for none), made (how many lines have their
 * shape and count beside them), total (text at the foot). @type {View} */
export const code = {
  draw(panel, rect, context) {
    const lines = /** @type {Line[]} */ (panel.options.lines);
    const { from, to, f } = frameChange(context, panel);
    const { size, seen, longest } = fitLines(
      lines,
      rect,
      Math.max(11, context.layout.type.number * 0.62, context.layout.type.least),
    );
    const height = Math.min(rect.height / seen, size * LEADING * 1.3);
    const number = (/** @type {unknown} */ value) => Number(value ?? -1);
    const start = (/** @type {unknown} */ lit) => firstLine(Math.max(0, number(lit)), seen, lines.length);
    const top = lerp(start(from.lit), start(to.lit), f);
    const letter = size * LETTER;
    const end = rect.x + longest * letter;
    const wide = rect.x + rect.width - end;
    const beside = wide >= 14 * letter;
    const edge = { shape: rect.x + rect.width - 8 * letter, count: rect.x + rect.width - letter * 0.5 };
    const y = (/** @type {number} */ line) => rect.y + (rect.height - seen * height) / 2 + (line - top + 0.5) * height;
    /** @type {Shape[]} */
    const shapes = [];
    if (number(to.lit) >= 0) {
      const line = number(from.lit) >= 0 ? lerp(number(from.lit), number(to.lit), f) : number(to.lit);
      const stage = lines[number(to.lit)].stage ?? "ink";
      const bar = {
        x: rect.x - letter * 0.6,
        y: y(line) - height / 2,
        width: rect.width + letter * 0.6,
        height,
        radius: Math.min(8, height * 0.25),
      };
      const alpha = number(from.lit) >= 0 ? 1 : f;
      shapes.push({ kind: "rect", ...bar, fill: "surface", stroke: stage, line: 1.5, alpha });
      shapes.push({ kind: "rect", ...bar, width: Math.max(4, letter * 0.4), radius: 2, fill: stage, alpha });
    }
    lines.forEach((line, i) => {
      const away = Math.max(top - i, i - (top + seen - 1), 0);
      const strength = Math.max(0, 1 - away * 2);
      if (strength <= 0) return;
      const lit = i === number(to.lit);
      let x = rect.x;
      for (const [text, colour] of line.pieces) {
        const blank = text.length - text.trimStart().length;
        if (text.trim())
          shapes.push({
            kind: "text",
            text: text.trim(),
            x: x + blank * letter,
            y: y(i),
            size,
            fill: colour,
            family: "mono",
            align: "left",
            weight: lit ? 700 : 400,
            width: text.trim().length * letter,
            alpha: strength,
          });
        x += text.length * letter;
      }
      const [before, after] = [number(from.made) > i, number(to.made) > i];
      const made = before && after ? 1 : after ? f : before ? 1 - f : 0;
      if (!beside || made <= 0 || !line.shape) return;
      const more = {
        kind: /** @type {const} */ ("text"),
        y: y(i),
        size: Math.max(size * 0.96, Math.min(size, context.layout.type.least)),
        align: /** @type {const} */ ("right"),
        weight: lit ? 700 : 400,
        alpha: made * strength,
      };
      shapes.push({ ...more, text: line.shape, x: edge.shape, fill: line.stage });
      if (line.count) shapes.push({ ...more, text: line.count, x: edge.count, fill: "ink" });
    });
    return shapes;
  },
};
