/** The sum below a ruler, which says how many outputs there are: its letters, its numbers, which come from where they
 * are measured, and what they come to. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { rectAbout, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { below, roomLetters } from "./ruler-words.js";

/** @import { Rect, Shape } from "./context.js" */
/** @import { Ruler as Options } from "../data/wire.js" */
/** @import { Measures } from "./ruler.js" */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{text: string, above?: string, fill: string, from?: Point}} Part of the sum, what stands above it, and
 * whence it comes */
/** @typedef {{part: Part, x: number, y: number, size: number}} Placed a part, and where its middle is */

/** From row to row, in letters, and how many rows there are. */
const [LEADING, ROWS] = [1.4, 3];
/** How much of the time goes by until there is room for it; of the rest, until the last number sets out, and how long
 * each is on its way. */
const [ROOM, LAST, WAY] = [0.2, 0.82, 0.18];

/** How high the sum is, in the letters of a ruler. */
export const SUM = 5.9;

/** @param {string[]} all @returns {Part[]} */
const signs = (...all) => all.map((text) => ({ text, fill: "ink" }));

/** The parts of the first two rows: letters, and below each of them its number.
 * @param {Options} ruler @param {Measures} measures @returns {Part[]} */
function measuredParts(ruler, measures) {
  const { at, size, line } = measures;
  const { row, kernel, stride } = below(ruler, measures);
  const top = line - size * 1.3;
  const { numbers, letters } = ruler.texts;
  const [w, k, p, s] = numbers;
  const both = (/** @type {string[]} */ ...all) => signs(...all).map((sign) => ({ ...sign, above: sign.text }));
  return [
    { text: "", above: letters[4], fill: "stack" },
    ...both(" = ", "⌊", "("),
    { text: w, above: letters[0], fill: "input", from: { x: at(ruler.size / 2), y: top } },
    ...both(" − "),
    { text: k, above: letters[1], fill: "conv", from: { x: kernel.x, y: row } },
    ...both(" + ", "2", " · "),
    { text: p, above: letters[2], fill: "classify", from: { x: at(0), y: top } },
    ...both(")", " / "),
    { text: s, above: letters[3], fill: "pool", from: { x: (stride ?? kernel).x, y: row } },
    ...both("⌋", " + ", "1"),
  ];
}

/** Those of the third: the room to move, divided by the step, and the outputs.
 * @param {Options} ruler @param {Measures} measures @returns {Part[]} */
function workedParts(ruler, measures) {
  const { size, outputs, height, middle } = measures;
  const { numbers, room } = ruler.texts;
  const [, , , step, quotient, o, free] = numbers;
  const letters = roomLetters(ruler, measures);
  const wide = (/** @type {string} */ text) => textWidth(text, letters.size);
  const before = room.slice(0, room.indexOf(free));
  const from = { x: letters.x - wide(room) / 2 + wide(before) + wide(free) / 2, y: letters.y };
  const divided = quotient === free ? [] : signs(" = ", `⌊${quotient}⌋`, " + ", "1");
  return [
    ...signs(" = ", "⌊"),
    { text: free, fill: "pool", from },
    ...signs(" / "),
    { text: step, fill: "pool" },
    ...signs("⌋", " + ", "1"),
    ...divided,
    ...signs(" = "),
    { text: o, fill: "stack", from: { x: middle, y: outputs + height + size * 1.3 } },
  ];
}

/** @param {Options} ruler @param {number} told how far it has come, 0 to 1 @param {Rect} rect
 * @param {Measures} measures @returns {Shape[]} */
export function sum(ruler, told, rect, measures) {
  // The picture has made room before anything is written there.
  const now = (told - ROOM) / (1 - ROOM);
  if (now <= 0) return [];
  const { size, outputs, height } = measures;
  const [first, worked] = [measuredParts(ruler, measures), workedParts(ruler, measures)];
  const widths = first.map(({ text, above = "" }) => Math.max(evenWidth(text), evenWidth(above)));
  const others = worked.map(({ text }) => evenWidth(text));
  // What it comes to begins below the first sign of equality.
  const indent = itemAt(widths, 0);
  const widest = Math.max(total(widths), indent + total(others));
  const large = Math.min(size * 1.3, rect.width / widest);
  const upper = outputs + height + size * 2.4 + large * 0.6;
  const left = rect.x + (rect.width - widest * large) / 2;
  const aside = Math.min(left + (widest + 1) * large, rect.x + rect.width - large * 0.7);
  const rows = [
    inRow(first, widths, left, upper + large * LEADING, large),
    inRow(worked, others, left + indent * large, upper + (ROWS - 1) * large * LEADING, large),
  ];
  const flying = [...first, ...worked].filter(({ from }) => from);
  const leaves = (/** @type {Part} */ part) => (flying.indexOf(part) / (flying.length - 1)) * LAST;
  // A sign comes once the number before it is there.
  let comes = 0;
  return rows.flat().flatMap((placed) => {
    const { part, x, y } = placed;
    const { above = "", fill, from } = part;
    const weight = fill === "ink" ? 500 : 650;
    const letter = textShape(above.trim(), x, upper, large, { fill, weight, alpha: easeWithin(now, 0, 0.15) });
    const shapes = above ? [letter] : [];
    if (!from) {
      const alpha = easeWithin(now, comes, comes + 0.12);
      return [...shapes, textShape(part.text.trim(), x, y, large, { fill, weight, alpha })];
    }
    const late = leaves(part);
    comes = late + WAY * 0.8;
    const way = above ? { upper } : { aside: Math.max(aside, from.x) };
    return [...shapes, ...onItsWay(placed, from, (now - late) / WAY, way, size)];
  });
}

/** @param {number[]} widths */
const total = (widths) => widths.reduce((a, b) => a + b, 0);

/** @param {Part[]} parts @param {number[]} widths @param {number} left @param {number} y @param {number} size
 * @returns {Placed[]} */
function inRow(parts, widths, left, y, size) {
  let end = left;
  return parts.map((part, i) => {
    const wide = itemAt(widths, i) * size;
    end += wide;
    return { part, x: end - wide / 2, y, size };
  });
}

/** A number that flies to its place, one after another, as several at once could not be followed: to its letter and
 * down from there, or, to the last row, beside the others and along its own.
 * @param {Placed} placed @param {Point} from @param {number} p how far it has come, 0 to 1
 * @param {{upper?: number, aside?: number}} way the height of its letter, or where the others end
 * @param {number} size of the letters where it sets out @returns {Shape[]} */
function onItsWay({ part: { text, fill }, x, y, size: large }, from, p, { upper = y, aside = x }, size) {
  const part = (/** @type {number} */ start, /** @type {number} */ end) => easeWithin(p, start, end);
  const turns = aside !== x;
  const now = {
    x: turns ? from.x + (aside - from.x) * part(0, 0.4) + (x - aside) * part(0.55, 1) : lerp(from.x, x, part(0, 0.75)),
    y: turns
      ? lerp(from.y, y, part(0.2, 0.7))
      : from.y + (upper - from.y) * part(0, 0.75) + (y - upper) * part(0.65, 1),
  };
  const alpha = part(0, 0.75);
  const set = lerp(size, large, part(0.4, 1));
  // On paper, as it flies over pixels of any grey.
  const ground = rectAbout(now, evenWidth(text) * set + set * 0.2, set * 1.1);
  const paper = { fill: "paper", radius: set * 0.2, alpha: alpha * (1 - part(0.35, 0.55)) };
  return [rectShape(ground, paper), textShape(text, now.x, now.y, set, { fill, weight: 650, alpha })];
}

/** How wide a part of a sum is, in its letters' size, in a wide font: digits are as wide as one another.
 * @param {string} text */
const evenWidth = (text) =>
  Array.from(text, (letter) =>
    " .·".includes(letter) ? 0.3 : "()/".includes(letter) ? 0.45 : "⌊⌋".includes(letter) ? 0.48 : 0.7,
  ).reduce((a, b) => a + b, 0);
