/** A program, line by line: the line spoken of is lit, what each line has made stands beside it. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { rectShape, textShape } from "../drawing/build.js";
import { frameChange, partPresence } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @typedef {PanelOf<"code">} Panel */
/** @import { CodeLine as Line } from "../data/wire.js" */
/**
 * @typedef {{size: number, height: number, letter: number, y: (line: number) => number}} Type letters, the height of a
 *   line, the width of a letter, and the middle of each line
 */

/** How wide a letter of the monospaced family is, as a share of its size. */
const LETTER = 0.602;
/** A line's height, as a share of its letters' size. */
const LEADING = 1.2;

/** How many letters wide a line is: it is indented half as far as in the file. @param {Line} line */
function lineLetters({ pieces }) {
  const text = pieces.map(([piece]) => piece).join("");
  return text.length - (text.length - text.trimStart().length) / 2;
}

/** A line's height where lines stand as close as they can. */
const TIGHT = 1.18;
/** Letters, in pixels, at which a program is still seen whole rather than in part. */
const WHOLE = 9;
/** What a line has made takes so many letters beside it, and may make all letters so much smaller. */
const NOTES = { letters: 15.5, least: 0.8 };

/** How large the letters are, and how many lines can be seen: all of them where they can be read, else a window.
 * @param {Line[]} lines @param {{width: number, height: number}} room @param {number} readable */
export function fitLines(lines, room, readable) {
  const longest = Math.max(...lines.map(lineLetters));
  const wide = (room.width * 0.97) / (longest * LETTER);
  const all = room.height / (lines.length * LEADING);
  const tight = room.height / (lines.length * TIGHT);
  if (all < readable && tight >= WHOLE) {
    const alone = Math.min(wide, readable, tight);
    const noted = room.width / ((longest + NOTES.letters) * LETTER);
    const size = noted < alone && noted >= alone * NOTES.least ? noted * 0.999 : alone;
    return { size, seen: lines.length, longest };
  }
  const size = Math.min(wide, Math.max(all, readable));
  const seen = Math.min(lines.length, Math.floor(room.height / (size * LEADING) + 0.01));
  return { size, seen, longest };
}

/** The first line of the window, so that the lit one stands in its middle.
 * @param {number} lit @param {number} seen @param {number} count */
export const firstLine = (lit, seen, count) => Math.max(0, Math.min(count - seen, lit - (seen - 1) / 2));

/** So many lines a bar goes over. */
const NEAR = 2;

/** @type {View<"code">} */
export const code = {
  draw(panel, rect, context) {
    const lines = panel.options.lines;
    const { type } = context.layout;
    const { from, to, f, lit, top, seen, beside, letters } = standing(panel, rect, context);
    const { y } = letters;
    const bar = lit.after >= 0 ? litBar(lines, lit, f, rect, letters) : [];
    const program = lines.flatMap((line, i) => {
      const away = Math.max(top - i, i - (top + seen - 1), 0);
      const strength = Math.max(0, 1 - away * 2);
      if (strength <= 0) return [];
      const look = { weight: i === lit.after ? 700 : 400, alpha: strength };
      const made = partPresence(i, Number(from.made), Number(to.made), f);
      const notes = beside && made > 0 ? sideNotes(line, y(i), made, look, rect, letters, type.least) : [];
      return [...pieces(line, y(i), look, rect.x, letters), ...notes];
    });
    return [...bar, ...program];
  },
};

/** How the program stands on the stage: which lines of it are seen, how large, and where.
 * @param {Panel} panel @param {Rect} rect @param {Context} context */
function standing(panel, rect, context) {
  const lines = panel.options.lines;
  const { type } = context.layout;
  const { from, to, f } = frameChange(context, panel);
  const { size, seen, longest } = fitLines(lines, rect, Math.max(11, type.number * 0.62, type.least * 0.92));
  const height = Math.min(rect.height / seen, size * LEADING * 1.3);
  const lit = { before: from.lit ?? -1, after: to.lit ?? -1 };
  const start = (/** @type {number} */ line) => firstLine(Math.max(0, line), seen, lines.length);
  const top = lerp(start(lit.before), start(lit.after), f);
  const letter = size * LETTER;
  const beside = rect.width - longest * letter >= NOTES.letters * letter;
  const y = (/** @type {number} */ line) => rect.y + (rect.height - seen * height) / 2 + (line - top + 0.5) * height;
  return { from, to, f, lit, top, seen, beside, letters: { size, height, letter, y } };
}

/** Where the shape of what the line spoken of makes is written: out of there it comes.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @returns {Rect | null} null where none is lit */
export function madePlace(panel, rect, context) {
  const { lit, beside, letters } = standing(panel, rect, context);
  if (lit.after < 0) return null;
  const { height, letter, y } = letters;
  const end = rect.x + rect.width - (beside ? 10.4 : 2) * letter;
  return { x: end - height / 2, y: y(lit.after) - height / 2, width: height, height };
}

/** The bar of the line spoken of: it goes to one near by, and comes anew at one that is further away than NEAR lines.
 * @param {Line[]} lines @param {{before: number, after: number}} lit @param {number} f @param {Rect} rect
 * @param {Type} type @returns {Shape[]} */
function litBar(lines, lit, f, rect, { height, letter, y }) {
  const { before, after } = lit;
  const far = Math.abs(after - before) > NEAR;
  /** @type {[number, number, number][]} line, how much of its bar there is, and whose hue it has */
  const bars =
    before < 0
      ? [[after, f, after]]
      : far
        ? [
            [before, 1 - easeWithin(f, 0, 0.5), before],
            [after, easeWithin(f, 0.5, 1), after],
          ]
        : [[lerp(before, after, f), 1, after]];
  return bars.flatMap(([line, alpha, owner]) => {
    if (alpha <= 0) return [];
    const stage = itemAt(lines, owner).stage ?? "ink";
    const bar = { x: rect.x - letter * 0.6, y: y(line) - height / 2, width: rect.width + letter * 0.6, height };
    return [
      rectShape(bar, { radius: Math.min(8, height * 0.25), fill: "surface", stroke: stage, line: 1.5, alpha }),
      rectShape(bar, { width: Math.max(4, letter * 0.4), radius: 2, fill: stage, alpha }),
    ];
  });
}

/** @param {Line} line @param {number} y @param {{weight: number, alpha: number}} look @param {number} x
 * @param {Type} type @returns {Shape[]} */
function pieces(line, y, look, x, { size, letter }) {
  let at = x;
  return line.pieces.flatMap(([text, fill], i) => {
    const before = (text.length - text.trimStart().length) * (i ? letter : letter / 2);
    const start = at + before;
    const shown = text.trim();
    at = start + text.trimStart().length * letter;
    const width = shown.length * letter;
    return shown ? [textShape(shown, start, y, size, { fill, family: "mono", align: "left", width, ...look })] : [];
  });
}

/** The shape and the count that a line has made. @param {Line} line @param {number} y @param {number} made
 * @param {{weight: number, alpha: number}} look @param {Rect} rect @param {Type} type @param {number} least
 * @returns {Shape[]} */
function sideNotes({ shape, count, stage }, y, made, look, rect, { size, letter }, least) {
  if (!shape) return [];
  const family = size < least && size >= 9 ? { family: /** @type {const} */ ("mono") } : {};
  const more = { align: /** @type {const} */ ("right"), ...look, ...family, alpha: made * look.alpha };
  const end = rect.x + rect.width;
  const first = textShape(shape, end - 7.4 * letter, y, size, { ...more, fill: stage });
  return count ? [first, textShape(count, end - letter * 0.5, y, size, { ...more, fill: "ink" })] : [first];
}
