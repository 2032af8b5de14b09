/** A program, line by line: the line spoken of is lit, what each line has made stands beside it,
 * and the lines not spoken of may be folded into thin strokes. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { rectShape, textShape } from "../drawing/build.js";
import { frameChange, partPresence } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @typedef {PanelOf<"code">} Panel */
/** @import { CodeLine as Line } from "../data/wire.js" */
/**
 * @typedef {{size: number, height: number, letter: number, indent: number, y: (line: number) => number}} Type letters,
 *   the height of a line, the width of a letter, how wide the indent is that is left out, and the middle of each line
 */

/** How wide a letter of the monospaced family is, as a share of its size. */
const LETTER = 0.602;
/** A line's height, as a share of its letters' size. */
const LEADING = 1.18;
/** How high a folded line is, as a share of an open one. */
const FOLDED = 0.2;
/** Letters, in pixels, that can still be read: where they would be smaller, lines far from the lit one are folded. */
const LEAST = 9;
/** What a line has made takes so many letters beside it: beside a whole program its shape and its parameters, beside a
 * part their number alone; these letters are to be no smaller than so many pixels. */
const NOTES = { whole: 15.5, part: 8, least: 10.5 };
/** How wide the letter of a folded line is, as a share of an open one's. */
const NARROW = 0.5;

/** How many letters a line is indented: half as far as in the file. @param {string} text */
const indentOf = (text) => (text.length - text.trimStart().length) / 2;

/** @param {Line} line */
const textOf = ({ pieces }) => pieces.map(([piece]) => piece).join("");

/** How large the letters are, what stands beside the lines, the indent that all open lines share, which is left out,
 * and which lines are open: those asked for, as far as they can be read.
 * @param {Line[]} lines @param {{width: number, height: number}} room
 * @param {readonly number[] | null} [open] the first and the last that are open @param {number} [lit] */
export function fitLines(lines, room, open, lit = -1) {
  let [first, last] = [open?.[0] ?? 0, open?.[1] ?? lines.length - 1];
  for (;;) {
    const shown = lines.slice(first, last + 1).map(textOf);
    const indent = Math.min(...shown.filter((text) => text).map(indentOf));
    const longest = Math.max(...shown.map((text) => text.length - indentOf(text))) - indent;
    const wide = (room.width * 0.97) / (longest * LETTER);
    const high = room.height / ((shown.length + FOLDED * (lines.length - shown.length)) * LEADING);
    if (high < Math.min(LEAST, wide) && first < last) {
      if (lit - first > last - lit) first++;
      else last--;
      continue;
    }
    const alone = Math.min(wide, high);
    const noted = room.width / ((longest + (open ? NOTES.part : NOTES.whole)) * LETTER);
    const beside = Math.min(alone, noted) >= NOTES.least;
    return { size: beside ? Math.min(alone, noted) : alone, beside, shapes: Number(!open), indent, first, last };
  }
}

/** So many lines a bar goes over. */
const NEAR = 2;

/** @type {View<"code">} */
export const code = {
  draw(panel, rect, context) {
    const lines = panel.options.lines;
    const { from, to, f, lit, shapes, opened, letters } = standing(panel, rect, context);
    const bar = lit.after >= 0 ? litBar(lines, lit, f, rect, letters) : [];
    const program = lines.flatMap((line, i) => {
      const open = opened(i);
      const alpha = easeWithin(open, 0.5, 1);
      if (alpha <= 0) return foldedLine(line, rect, letters, letters.y(i), 1 - easeWithin(open, 0, 0.5));
      const look = { weight: i === lit.after ? 700 : 400, alpha };
      const type = { ...letters, size: letters.size * lerp(0.5, 1, open) };
      const made = partPresence(i, Number(from.made), Number(to.made), f);
      const notes =
        shapes >= 0 && made > 0 ? sideNotes(line, type.y(i), made, shapes, look, rect, type, context.layout) : [];
      return [...pieces(line, type.y(i), look, rect.x - letters.indent, type), ...notes];
    });
    return [...bar, ...program];
  },
};

/** How the program stands on the stage: how open each line is, how large the letters are, where each line is, and how
 * strong the shapes beside them are; less than 0 where nothing stands beside them.
 * @param {Panel} panel @param {Rect} rect @param {Context} context */
function standing(panel, rect, context) {
  const lines = panel.options.lines;
  const { from, to, f } = frameChange(context, panel);
  const lit = { before: from.lit ?? -1, after: to.lit ?? -1 };
  const [a, b] = [fitLines(lines, rect, from.open, lit.before), fitLines(lines, rect, to.open, lit.after)];
  const isOpen = (/** @type {typeof a} */ fit, /** @type {number} */ i) => Number(i >= fit.first && i <= fit.last);
  const opened = (/** @type {number} */ i) => lerp(isOpen(a, i), isOpen(b, i), f);
  const shares = lines.map((_, i) => lerp(FOLDED, 1, opened(i)));
  const rows = shares.reduce((sum, share) => sum + share, 0);
  const size = lerp(a.size, b.size, f);
  const height = Math.min(rect.height / rows, size * LEADING * 1.3);
  const letter = size * LETTER;
  const shapes = a.beside && b.beside ? lerp(a.shapes, b.shapes, f) : -1;
  let bottom = rect.y + (rect.height - rows * height) / 2;
  const middles = shares.map((share) => {
    bottom += share * height;
    return bottom - (share * height) / 2;
  });
  const at = (/** @type {number} */ line) => itemAt(middles, Math.max(0, Math.min(lines.length - 1, line)));
  const y = (/** @type {number} */ line) => lerp(at(Math.floor(line)), at(Math.ceil(line)), line - Math.floor(line));
  const indent = lerp(a.indent, b.indent, f) * letter;
  return { from, to, f, lit, shapes, opened, letters: { size, height, letter, indent, y } };
}

/** A folded line: a thin stroke as long as it is. @param {Line} line @param {Rect} rect @param {Type} type
 * @param {number} y @param {number} alpha @returns {Shape[]} */
function foldedLine(line, rect, { letter, height }, y, alpha) {
  const text = textOf(line);
  const thick = Math.max(2, height * FOLDED * 0.4);
  const narrow = letter * NARROW;
  const x = rect.x + indentOf(text) * narrow;
  const stroke = { x, y: y - thick / 2, width: text.trim().length * narrow, height: thick };
  return text ? [rectShape(stroke, { radius: thick / 2, fill: "line", alpha })] : [];
}

/** Where the line spoken of ends: out of there comes what it makes.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @returns {Rect | null} null where none is lit */
export function madePlace(panel, rect, context) {
  const { lit, letters } = standing(panel, rect, context);
  if (lit.after < 0) return null;
  const { height, letter, y } = letters;
  const end = rect.x + rect.width - 2 * letter;
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
 * @param {number} shapes @param {{weight: number, alpha: number}} look @param {Rect} rect @param {Type} type
 * @param {Context["layout"]} layout @returns {Shape[]} */
function sideNotes({ shape, count, stage }, y, made, shapes, look, rect, { size, letter }, { type: { least } }) {
  const family = size < least && size >= 9 ? { family: /** @type {const} */ ("mono") } : {};
  const note = (
    /** @type {string | undefined} */ text,
    /** @type {number} */ letters,
    /** @type {string} */ fill,
    share = 1,
  ) =>
    text && share > 0
      ? [
          textShape(text, rect.x + rect.width - letters * letter, y, size, {
            align: "right",
            ...look,
            ...family,
            alpha: made * look.alpha * share,
            fill,
          }),
        ]
      : [];
  return [...note(shape, 7.4, stage ?? "ink", shapes), ...note(count, 0.5, "ink")];
}
