/** A program, line by line: the line spoken of is lit, what each line has made stands beside it,
 * and the lines not spoken of may be folded into thin strokes. */

import { easeWithin, evenly, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { rectShape, textShape } from "../drawing/build.js";
import { frameChange, partPresence } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @typedef {PanelOf<"code">} Panel */
/** @import { CodeLine as Line } from "../data/wire.js" */
/** @typedef {(line: number) => number} Where */
/**
 * @typedef {{size: number, height: number, letter: number, x: Where, y: Where, left: Where, right: Where}}
 *   Type letters, the height of a line, the width of a letter, where each line begins, its middle, its column's ends
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
 * part their number alone, in a column its shape alone; these letters are to be no smaller than so many pixels. */
const NOTES = { whole: 15.5, part: 8, column: 8, least: 10.5 };
/** So many letters are free between two columns, and on a stage less wide for its height there is one. */
const COLUMNS = { gap: 2.5, least: 1.5 };
/** How wide the letter of a folded line is, as a share of an open one's. */
const NARROW = 0.5;
/** So far open, a folded line has gone and its letters come. */
const COMES = 0.35;

/** How many letters a line is indented: half as far as in the file. @param {string} text */
const indentOf = (text) => (text.length - text.trimStart().length) / 2;

/** @param {Line} line */
const textOf = ({ pieces }) => pieces.map(([piece]) => piece).join("");

/** How large the letters are, what stands beside the lines, the indent that all open lines share, which is left out,
 * and which lines are open: those asked for, as far as they can be read.
 * @param {Line[]} lines @param {{width: number, height: number}} room
 * @param {readonly number[] | null} [open] the first and the last that are open @param {number} [lit]
 * @param {boolean} [made] whether some have made something */
export function fitLines(lines, room, open, lit = -1, made = true) {
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
    const beside = made && Math.min(alone, noted) >= NOTES.least;
    return { size: beside ? Math.min(alone, noted) : alone, beside, shapes: Number(!open), indent, first, last };
  }
}

/** @typedef {{size: number, height: number, first: number, last: number, shapes: number, counts: number,
 *   x: number[], y: number[], left: number[], right: number[], beside: number[]}} Place a program's letters and the
 *   height of its lines, which of them are open, whether what stands beside them is shapes and parameters, where each
 *   begins and has its middle, from where to where its column goes, and whether something stands beside it */

/** Where the lines of a program stand: in one column, or in two from the line on at which the second begins.
 * @param {Line[]} lines @param {Rect} rect @param {import("./context.js").ChangesOf<"code">} change
 * @param {boolean} wide whether two have room @returns {Place} */
function placeLines(lines, rect, { open, lit, made, split }, wide) {
  if (split && wide) return placeColumns(lines, rect, split, Boolean(made));
  const { size, beside, shapes, indent, first, last } = fitLines(lines, rect, open, lit ?? -1, Boolean(made));
  const shares = lines.map((_, i) => (i >= first && i <= last ? 1 : FOLDED));
  const rows = shares.reduce((sum, share) => sum + share, 0);
  const height = Math.min(rect.height / rows, size * LEADING * 1.3);
  let bottom = rect.y + (rect.height - rows * height) / 2;
  const y = shares.map((share) => {
    bottom += share * height;
    return bottom - (share * height) / 2;
  });
  const x = lines.map(() => rect.x - indent * size * LETTER);
  const all = (/** @type {number} */ each) => lines.map(() => each);
  const ends = { left: all(rect.x), right: all(rect.x + rect.width), beside: all(Number(beside)) };
  return { size, height, first, last, shapes, counts: 1, x, y, ...ends };
}

/** The same in two columns, all lines open: the second begins beside the first line as far indented.
 * @param {Line[]} lines @param {Rect} rect @param {number} split @param {boolean} made whether the first has shapes
 * beside it @returns {Place} */
function placeColumns(lines, rect, split, made) {
  const widths = lines.map((line) => textOf(line).length - indentOf(textOf(line)));
  const second = lines.slice(split).map(textOf);
  const indent = Math.min(...second.filter((text) => text).map(indentOf));
  const noted = Math.max(...widths.slice(0, split)) + (made ? NOTES.column : 0);
  const left = noted + COLUMNS.gap;
  const right = Math.max(...widths.slice(split)) - indent;
  const down = Math.max(
    0,
    lines.map(textOf).findIndex((text) => indentOf(text) === indent),
  );
  const rows = Math.max(split, lines.length - split + down);
  const size = Math.min(rect.width / ((left + right) * LETTER), rect.height / (rows * LEADING));
  const height = Math.min(rect.height / rows, size * LEADING * 1.3);
  const [top, letter] = [rect.y + (rect.height - rows * height) / 2, size * LETTER];
  const start = rect.x + (rect.width - (left + right) * letter) / 2;
  const x = lines.map((_, i) => start + (i < split ? 0 : left - indent) * letter);
  const y = lines.map((_, i) => top + ((i < split ? i : i - split + down) + 0.5) * height);
  const columns = {
    left: lines.map((_, i) => start + (i < split ? 0 : left) * letter),
    right: lines.map((_, i) => start + (i < split ? noted + 1 : left + right) * letter),
    beside: lines.map((_, i) => Number(made && i < split)),
  };
  return {
    size,
    height,
    first: 0,
    last: lines.length - 1,
    shapes: 1,
    counts: 0,
    x,
    y,
    ...columns,
  };
}

/** So many lines a bar goes over. */
const NEAR = 2;
/** How far above a line's middle its bar begins and how high it is, round underscores too, as shares of its height. */
const BAR = { above: 0.47, high: 1.12 };

/** @type {View<"code">} */
export const code = {
  draw(panel, rect, context) {
    const lines = panel.options.lines;
    const { from, to, f, lit, beside, opened, spread, letters, ...seen } = standing(panel, rect, context);
    const bar = lit.after >= 0 ? litBar(lines, lit, f, letters) : [];
    const program = lines.flatMap((line, i) => {
      const open = opened(i);
      const alpha = easeWithin(open, COMES, 1);
      if (alpha <= 0) return foldedLine(line, rect, letters, letters.y(i), 1 - easeWithin(open, 0, COMES));
      const look = { weight: i === lit.after ? 700 : 400, alpha };
      const share = Math.min(lerp(NARROW, 1, open), spread(i));
      const type = { ...letters, size: letters.size * share, letter: letters.letter * share };
      const made = partPresence(i, Number(from.made), Number(to.made), f);
      const notes =
        beside(i) * made > 0
          ? sideNotes(line, type.y(i), beside(i) * made, seen, look, letters.right(i), letters, context.layout)
          : [];
      return [...pieces(line, type.y(i), look, type.x(i), type), ...notes];
    });
    return [...bar, ...program];
  },
};

/** How the program stands on the stage: how open each line is, how large the letters are, where each line is, and how
 * strong is what stands beside them, and the shapes among it.
 * @param {Panel} panel @param {Rect} rect @param {Context} context */
function standing(panel, rect, context) {
  const lines = panel.options.lines;
  const { from, to, f } = frameChange(context, panel);
  const lit = { before: from.lit ?? -1, after: to.lit ?? -1 };
  const { width, height } = context.layout.size;
  const wide = width >= height * COLUMNS.least;
  const [a, b] = [placeLines(lines, rect, from, wide), placeLines(lines, rect, to, wide)];
  const part = (/** @type {"size" | "height"} */ key) => lerp(a[key], b[key], f);
  const isOpen = (/** @type {Place} */ { first, last }, /** @type {number} */ i) => Number(i >= first && i <= last);
  // What opens is ahead of what folds: there is something to be seen all the time.
  const time = evenly(f);
  // Of two columns the lines go before they would cross each other.
  const [start, end] = from.split && wide ? [0, 0.25] : [0.1, 0.8];
  // Into two columns what opens comes where it will stand, once it has gone where it was.
  const anew = (/** @type {number} */ i) => Boolean(to.split) && wide && !isOpen(a, i);
  const [gone, here] = [easeWithin(time, 0, 0.4), easeWithin(time, 0.6, 1)];
  const note = (/** @type {"shapes" | "counts"} */ key) => lerp(a[key], b[key], a[key] < b[key] ? here : gone);
  const opened = (/** @type {number} */ i) =>
    anew(i)
      ? lerp(0, COMES, gone) + lerp(0, 1 - COMES, here)
      : lerp(isOpen(a, i), isOpen(b, i), isOpen(b, i) ? easeWithin(time, 0, 0.7) : easeWithin(time, start, end));
  // What opens grows as its lines come apart, so that none lies over another.
  const spread = (/** @type {number} */ i) => {
    if (isOpen(a, i) || !isOpen(b, i) || anew(i)) return 1;
    const next = i < b.last ? i + 1 : i - 1;
    const apart = (/** @type {number[]} */ ys) => Math.abs(itemAt(ys, next) - itemAt(ys, i));
    return (lerp(apart(a.y), apart(b.y), f) / apart(b.y)) * (b.size / part("size"));
  };
  const within = (/** @type {number} */ line) => Math.max(0, Math.min(lines.length - 1, line));
  const at = (/** @type {"x" | "y" | "left" | "right" | "beside"} */ axis, /** @type {number} */ line) =>
    lerp(itemAt(a[axis], within(line)), itemAt(b[axis], within(line)), anew(line) ? Number(time > 0.5) : f);
  const y = (/** @type {number} */ line) =>
    lerp(at("y", Math.floor(line)), at("y", Math.ceil(line)), line - Math.floor(line));
  const along = (/** @type {"x" | "left" | "right" | "beside"} */ axis) => (/** @type {number} */ line) =>
    at(axis, line);
  const type = { size: part("size"), height: part("height"), letter: part("size") * LETTER };
  const letters = { ...type, x: along("x"), y, left: along("left"), right: along("right") };
  const notes = { shapes: note("shapes"), counts: note("counts") };
  return { from, to, f, lit, beside: along("beside"), ...notes, opened, spread, letters };
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
 * @param {Line[]} lines @param {{before: number, after: number}} lit @param {number} f @param {Type} type
 * @returns {Shape[]} */
function litBar(lines, lit, f, { height, letter, y, left, right }) {
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
  // On its way its edge would cross letters.
  const edge = before < 0 || far || before === after ? 1 : Math.max(0, Math.abs(2 * f - 1) * 6 - 5);
  return bars.flatMap(([line, alpha, owner]) => {
    if (alpha <= 0) return [];
    const stage = itemAt(lines, owner).stage ?? "ink";
    const x = left(owner) - letter * 0.5;
    const radius = Math.min(8, height * 0.25);
    const bar = { x, y: y(line) - BAR.above * height, width: right(owner) - x, height: BAR.high * height };
    return [
      rectShape(bar, { radius, fill: "surface", alpha }),
      rectShape(bar, { radius, stroke: stage, line: 1.5, alpha: alpha * edge }),
      rectShape(bar, { width: Math.max(4, letter * 0.3), radius: 2, fill: stage, alpha }),
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
 * @param {{shapes: number, counts: number}} seen how much of either is there
 * @param {{weight: number, alpha: number}} look @param {number} right @param {Type} type
 * @param {Context["layout"]} layout @returns {Shape[]} */
function sideNotes({ shape, count, stage }, y, made, seen, look, right, { size, letter }, { type: { least } }) {
  const family = size < least && size >= 9 ? { family: /** @type {const} */ ("mono") } : {};
  const note = (
    /** @type {string | undefined} */ text,
    /** @type {number} */ letters,
    /** @type {string} */ fill,
    share = 1,
  ) =>
    text && share > 0
      ? [
          textShape(text, right - letters * letter, y, size, {
            align: "right",
            ...look,
            ...family,
            alpha: made * look.alpha * share,
            fill,
          }),
        ]
      : [];
  const { shapes, counts } = seen;
  return [...note(shape, lerp(0.5, 7.4, counts), stage ?? "ink", shapes), ...note(count, 0.5, "ink", counts)];
}
