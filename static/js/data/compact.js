/**
 * A drawing in few letters that an address may hold, both ways: 2 to 4 for most points.
 *
 * "~1", how many decimals its numbers have, how many points there are, so that one that was cut off is
 * known, and the strokes, each after a dot: how many numbers its points have, then each number as its
 * difference from the one before it, in base64 digits of five bits, the lowest first, the sixth bit where
 * more follow, the first for minus, as source maps have it.
 */

import { itemAt } from "./lists.js";
import { countPoints, formatStrokes, parseStrokes } from "./strokes.js";

/** @import { Strokes } from "./strokes.js" */

/** What such a text begins with; the digit is there for the day on which another way is better. */
const MARK = "~1";
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MOST_DECIMALS = 6;
const LARGEST = 2 ** 26;

/**
 * A drawing's text in few letters; as it is where it is no drawing, or has more decimals than that.
 * @param {string} text
 */
export function compactStrokes(text) {
  const strokes = parseStrokes(text) ?? [];
  /** @type {number[]} */
  const numbers = strokes.flatMap((stroke) => stroke.flatMap((point) => [...point]));
  const decimals = [...Array(MOST_DECIMALS + 1).keys()].find((most) =>
    numbers.every((each) => Number(each.toFixed(most)) === each && Math.abs(each) < LARGEST / 10 ** most),
  );
  const sizes = strokes.map(([first]) => first?.length ?? 0);
  const even = strokes.every((stroke, i) => stroke.every(({ length }) => length <= 3 && length === sizes[i]));
  if (numbers.length === 0 || decimals === undefined || !even) return text;
  const last = [0, 0, 0];
  const moved = (/** @type {number} */ value, /** @type {number} */ axis) => {
    const now = Math.round(value * 10 ** decimals);
    const by = now - itemAt(last, axis);
    last[axis] = now;
    return encodeDigits(by);
  };
  const letters = strokes.map(
    (stroke, i) => `.${sizes[i]}${stroke.map((point) => [...point].map(moved).join("")).join("")}`,
  );
  return `${MARK}${decimals}${countPoints(strokes)}${letters.join("")}`;
}

/** @param {number} number */
function encodeDigits(number) {
  let rest = Math.abs(number) * 2 + (number < 0 ? 1 : 0);
  let text = "";
  for (; rest > 31; rest >>>= 5) text += DIGITS[(rest & 31) | 32];
  return text + DIGITS[rest];
}

/**
 * What `packed` has made a drawing's text of, as that text; any other text as it is, and null where it
 * begins so and does not go on so.
 * @param {string} text
 * @returns {string|null}
 */
export function expandStrokes(text) {
  if (!text.startsWith("~")) return text;
  const [head = "", ...letters] = text.split(".");
  const [, decimals, points] = /^~1([0-6])(\d+)$/.exec(head) ?? [];
  const last = [0, 0, 0];
  const strokes = /** @type {Strokes} */ (
    letters.map((stroke) => {
      const size = Number(stroke[0]);
      const numbers = decodeDigits(stroke.slice(1));
      return Array.from({ length: Math.ceil(numbers.length / size) || 0 }, (_, i) =>
        numbers.slice(i * size, (i + 1) * size).map((by, axis) => {
          const now = (last[axis] ?? Number.NaN) + by;
          last[axis] = now;
          return now / 10 ** Number(decimals);
        }),
      );
    })
  );
  const expanded = formatStrokes(strokes);
  return countPoints(strokes) === Number(points) && compactStrokes(expanded) === text ? expanded : null;
}

/** @param {string} text */
function decodeDigits(text) {
  const numbers = [];
  let [number, place] = [0, 0];
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    number += (digit & 31) * 2 ** place;
    place += 5;
    if (digit & 32) continue;
    numbers.push((number % 2 ? -1 : 1) * Math.floor(number / 2));
    [number, place] = [0, 0];
  }
  return numbers;
}
