/** What is written on a ruler: brackets on what is measured, with their letters, and the sum that they make. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpPoint } from "../drawing/between.js";
import { levelLine, rectAbout, rectShape, textShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";

/** @import { Rect, Shape } from "./context.js" */
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
  const free = end - (over > 0 ? boldWidth(texts.over, size) + size * 0.4 : 0);
  const room = under(texts.room, start, end, 0, size);
  // Between the others it keeps clear of either, in letters a little smaller if need be; where it has no room there, it
  // stands below them.
  const share = Math.min(1, (free - stride.end) / room.wide);
  if (share < CLOSER) return [...shapes, lettersShape(room, row + size * 1.25, "pool", closed, size)];
  const half = (room.wide * share) / 2;
  const x = Math.min(Math.max(room.x, stride.end + half), free - half);
  const letters = lettersShape({ ...room, x }, row, "pool", closed, size * Math.max(share, SMALLER));
  return [...shapes, { ...letters, width: 2 * half }];
}

/** Where the letters of the first window and of the first step stand, and the line above them.
 * @param {Pick<Options, "windows" | "texts">} options @param {Measures} measures */
function below({ windows, texts }, { line, height, size, at }) {
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

/** @typedef {{text: string, above?: string, fill: string, from?: {x: number, y: number}}} Part of the sum, what stands
 * above it, and whence it comes */

/** The parts of the sum that says how many outputs there are, with the spaces around them.
 * @param {Options} options @param {Measures} measures @returns {Part[]} */
function partsOf(options, measures) {
  const { at, size, line, outputs, height, middle } = measures;
  const stand = below(options, measures);
  const { row, kernel, stride } = stand;
  const [top, foot] = [line - size * 1.3, outputs + height + size * 1.3];
  const { texts } = options;
  const { numbers, letters } = texts;
  const [w, k, p, s, room, o] = numbers;
  const signs = (/** @type {string[]} */ ...texts) => texts.map((text) => ({ text, fill: "ink" }));
  const both = (/** @type {string[]} */ ...texts) => texts.map((text) => ({ text, above: text, fill: "ink" }));
  return [
    { text: "", above: letters[4], fill: "stack" },
    ...both(" = ", "⌊", "("),
    { text: w, above: letters[0], fill: "input", from: { x: at(options.size / 2), y: top } },
    ...both(" − "),
    { text: k, above: letters[1], fill: "conv", from: { x: kernel.x, y: row } },
    ...both(" + ", "2", " · "),
    { text: p, above: letters[2], fill: "classify", from: { x: at(0), y: top } },
    ...both(")", " / "),
    { text: s, above: letters[3], fill: "pool", from: { x: (stride ?? kernel).x, y: row } },
    ...both("⌋", " + ", "1"),
    ...signs(" = ", `⌊${room}⌋`, " + ", "1", " = "),
    { text: o, fill: "stack", from: { x: middle, y: foot } },
  ];
}

/** The sum: its letters, and below each of them its number, which comes from where it is measured.
 * @param {Options} options @param {number} told how far it has come, 0 to 1 @param {Rect} rect
 * @param {Measures} measures @returns {Shape[]} */
export function sum(options, told, rect, measures) {
  if (told <= 0) return [];
  const { size, outputs, height } = measures;
  const parts = partsOf(options, measures);
  const widths = parts.map(({ text, above = "" }) => Math.max(evenWidth(text), evenWidth(above)));
  const whole = widths.reduce((a, b) => a + b, 0);
  const large = Math.min(size * 1.3, rect.width / whole);
  const upper = outputs + height + size * 2.4 + large * 0.6;
  const y = upper + large * 1.4;
  let x = rect.x + (rect.width - whole * large) / 2;
  const flying = parts.filter(({ from }) => from);
  // What is made of the numbers comes when they are there.
  const given = parts.findIndex(({ text }) => text.startsWith("⌊") && text.length > 1);
  return parts.flatMap((part, i) => {
    const { text, above = "", fill, from } = part;
    const wide = itemAt(widths, i) * large;
    const [written, rest] = [text.trim(), { x: x + wide / 2, y }];
    x += wide;
    const weight = fill === "ink" ? 500 : 650;
    const letter = textShape(above.trim(), rest.x, upper, large, { fill, weight, alpha: easeWithin(told, 0, 0.15) });
    const there = i < given ? easeWithin(told, 0, 0.25) : easeWithin(told, 0.82, 1);
    if (!from) return [letter, textShape(written, rest.x, y, large, { fill, weight, alpha: there })];
    // One after another: several at once could not be followed.
    const late = (flying.indexOf(part) / (flying.length - 1)) * 0.8;
    const way = easeWithin(told, late, late + 0.2);
    const now = lerpPoint(from, rest, way);
    const alpha = easeWithin(told, late, late + 0.1);
    const set = lerp(size, large, way);
    // On paper, as it flies over pixels of any grey.
    const ground = rectAbout(now, evenWidth(text) * set + set * 0.2, set * 1.1);
    const paper = { fill: "paper", radius: set * 0.2, alpha: alpha * (1 - easeWithin(told, late + 0.12, late + 0.2)) };
    return [letter, rectShape(ground, paper), textShape(written, now.x, now.y, set, { fill, weight: 650, alpha })];
  });
}

/** How wide a part of a sum is, in its letters' size, in a wide font: digits are as wide as one another.
 * @param {string} text */
const evenWidth = (text) =>
  Array.from(text, (letter) =>
    " .·".includes(letter) ? 0.3 : "()/".includes(letter) ? 0.45 : "⌊⌋".includes(letter) ? 0.48 : 0.7,
  ).reduce((a, b) => a + b, 0);
