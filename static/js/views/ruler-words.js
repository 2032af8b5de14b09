/** What is written on a ruler: brackets on what is measured, with their letters. */

import { itemAt } from "../data/lists.js";
import { levelLine, textShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";

/** @import { Shape, TextShape } from "./context.js" */
/** @import { Ruler as Options } from "../data/wire.js" */
/** @import { Measures, Sweep } from "./ruler.js" */
/** @typedef {{text: string, x: number, align?: "left" | "center" | "right"}} Letters what stands on a measure */

/** A line from one end of what is measured to the other, with its letters above or below.
 * @param {number} from @param {number} to @param {number} y @param {-1 | 1} side −1 above, 1 below
 * @param {string} fill @param {Letters} letters @param {number} alpha @param {Measures} measures @returns {Shape[]} */
export function measured(from, to, y, side, fill, letters, alpha, { size }) {
  const written = lettersShape(letters, y + side * size * 0.85, fill, alpha, size);
  return [...bracket(from, to, y, fill, alpha, size), written];
}

/** A line with a tick at each end. @param {number} from @param {number} to @param {number} y @param {string} fill
 * @param {number} alpha @param {number} size of letters @returns {Shape[]} */
function bracket(from, to, y, fill, alpha, size) {
  const tick = size * 0.22;
  return [
    levelLine(y, from, to, fill, { line: 2, alpha }),
    uprightLine(from, y - tick, y + tick, fill, { line: 2, alpha }),
    uprightLine(to, y - tick, y + tick, fill, { line: 2, alpha }),
  ];
}

/** @param {Letters} letters @param {number} y @param {string} fill @param {number} alpha @param {number} size */
const lettersShape = ({ text, x, align = "center" }, y, fill, alpha, size) =>
  textShape(text, x, y, size, { fill, weight: 650, align, alpha });

/** The padding's letters at both ends. @param {Options} options @param {number} y @param {number} alpha
 * @param {Measures} measures @returns {Shape[]} */
export function ends({ size, padding, texts }, y, alpha, measures) {
  if (alpha <= 0) return [];
  const { at } = measures;
  const wide = textWidth(texts.padding, measures.size) > padding * measures.cell;
  const [left, right] = wide ? /** @type {const} */ (["left", "right"]) : /** @type {const} */ (["center", "center"]);
  const [first, last] = [at(-padding), at(size + padding)];
  const half = wide ? 0 : (padding * measures.cell) / 2;
  const text = texts.padding;
  return [
    ...measured(first, at(0), y, -1, "classify", { text, x: first + half, align: left }, alpha, measures),
    ...measured(at(size), last, y, -1, "classify", { text, x: last - half, align: right }, alpha, measures),
  ];
}

/** The first window's length below it, and from there on how far its end moves, step by step, until the room to move
 * is used up or no step fits any more.
 * @param {Options} options
 * @param {Pick<Sweep, "presence" | "closed">} sweep
 * @param {Measures} measures @returns {Shape[]} */
export function steps({ size: count, padding, over, windows, texts }, { presence, closed }, measures) {
  const { size, at } = measures;
  const [first, last] = itemAt(windows, 0);
  const { y, row, kernel, stride } = below({ windows, texts }, measures);
  const [start, end] = [at(last), at(count + padding)];
  const shapes = bracket(at(first), start, y, "conv", presence(0), size);
  shapes.push(lettersShape(kernel, row, "conv", presence(0), size));
  windows.slice(1).forEach(([, to], i) => {
    // The first step is told beforehand.
    const there = i ? presence(i + 1) : presence(0);
    shapes.push(...bracket(at(itemAt(windows, i)[1]), at(to), y, "pool", there, size));
  });
  if (over > 0) shapes.push(...bracket(at(count + padding - over), end, y, "activate", closed, size));
  if (!stride) return shapes;
  shapes.push(lettersShape(stride, row, "pool", presence(0), size));
  return [...shapes, roomLetters({ size: count, padding, over, windows, texts }, measures, closed)];
}

/** How far the first window can move, between the other letters and clear of either, a little smaller if need be; where
 * it has no room there, below them.
 * @param {Pick<Options, "size" | "padding" | "over" | "windows" | "texts">} options @param {Measures} measures
 * @param {number} [alpha] @returns {TextShape} */
export function roomLetters({ size: count, padding, over, windows, texts }, measures, alpha = 1) {
  const { size, at } = measures;
  const { row, stride } = below({ windows, texts }, measures);
  const [start, end] = [at(itemAt(windows, 0)[1]), at(count + padding)];
  const free = end - (over > 0 ? boldWidth(texts.over, size) + size * 0.4 : 0);
  const room = under(texts.room, start, end, 0, size);
  const before = stride?.end ?? start;
  const share = Math.min(1, (free - before) / room.wide);
  if (share < CLOSER) return lettersShape(room, row + size * 1.25, "pool", alpha, size);
  const half = (room.wide * share) / 2;
  const x = Math.min(Math.max(room.x, before + half), free - half);
  return { ...lettersShape({ ...room, x }, row, "pool", alpha, size * Math.max(share, SMALLER)), width: 2 * half };
}

/** Where the letters of the first window and of the first step stand, and the line above them.
 * @param {Pick<Options, "windows" | "texts">} options @param {Measures} measures */
export function below({ windows, texts }, { line, height, size, at }) {
  const [[first, last], next] = [itemAt(windows, 0), windows[1]];
  const y = line + height + size * 0.9;
  const kernel = under(texts.kernel, at(first), at(last), 0, size);
  const stride = next && under(texts.stride, at(last), at(next[1]), kernel.end, size);
  return { y, row: y + size * 0.95, kernel, stride };
}

/** Letters below a measure: in its middle, or from its start on where they are wider, or from where others end.
 * @param {string} text @param {number} from @param {number} to @param {number} free @param {number} size
 * @returns {Letters & {wide: number, end: number}} */
function under(text, from, to, free, size) {
  const wide = boldWidth(text, size);
  const left = Math.max(free, from, (from + to - wide) / 2);
  return { text, x: left + wide / 2, wide, end: left + wide + size * 0.4 };
}

/** How narrow words may become between others, and how small their letters, as shares of what they would be. */
const [CLOSER, SMALLER] = [0.78, 0.88];

/** How wide bold letters are where the font is wide, so that those beside them keep their distance.
 * @param {string} text @param {number} size */
const boldWidth = (text, size) => textWidth(text, size) * 1.28;
