/** What is said below a picture as shapes: the sentence, and its formula beside it or below. Pure. */

import { heldTogether } from "../data/numbers.js";
import { formulaOf } from "../drawing/arithmetic.js";
import { textShape } from "../drawing/build.js";
import { formulaBox } from "../drawing/formula.js";
import { textWidth } from "../drawing/layout.js";

/** @import { Caption } from "../data/records.js" */
/** @import { Shape } from "../drawing/shapes.js" */

/** How large letters are, as a share of the width; the smallest; and how much smaller a formula's are. */
const [LETTERS, LEAST, FORMULA] = [0.0205, 13, 0.94];
/** From line to line, and what stays free above, below, and on either side, in letters. */
const [LINE, ABOVE, BELOW, SIDE] = [1.34, 0.4, 0.9, 1.6];
/** A sentence's longest line and what stands between it and its formula, in letters; the formula's share beside it. */
const [LONGEST, BETWEEN, BESIDE] = [44, 1.6, 0.46];

/** @param {number} width of the picture */
const sizeFor = (width) => Math.max(LEAST, width * LETTERS);

/** How high the room is that each of these captions fits in.
 * @param {readonly Caption[]} captions @param {number} width */
export function captionRoom(captions, width) {
  const highest = Math.max(0, ...captions.map((caption) => captionShapes(caption, width).height));
  return highest > 0 ? Math.ceil(highest + (ABOVE + BELOW) * sizeFor(width)) : 0;
}

/** The sentence as it is read out, without its asterisks. @param {Caption} caption */
export const sentenceOf = ({ narration }) => narration.replace(/\*([^*]+)\*/g, "$1");

/**
 * A caption, and how high it is; its shapes stand below a line at y.
 * @param {Caption} caption @param {number} width
 * @returns {{height: number, at: (y: number) => Shape[]}}
 */
export function captionShapes(caption, width) {
  const size = sizeFor(width);
  const room = width - 2 * SIDE * size;
  const formula = formulaBox(formulaOf(caption), size * FORMULA);
  const high = formula.up + formula.down;
  const sentence = sentenceOf(caption);
  const beside = high > 0 && formula.width <= room * BESIDE;
  const widest = beside ? room - formula.width - BETWEEN * size : room;
  const lines = broken(sentence, size, Math.min(widest, LONGEST * size));
  const told = lines.length * LINE * size;
  const set = (/** @type {number} */ x, /** @type {number} */ y) =>
    lines.map((line, i) =>
      textShape(line, x, y + (i + 0.5) * LINE * size, size, { align: beside ? "left" : "center" }),
    );
  if (beside) {
    const height = Math.max(told, high);
    const wide = Math.max(...lines.map((line) => textWidth(line, size)), 0);
    const left = (width - wide - BETWEEN * size - formula.width) / 2;
    return {
      height,
      at: (y) => {
        const top = y + ABOVE * size;
        const baseline = top + (height - high) / 2 + formula.up;
        return [...set(left, top + (height - told) / 2), ...formula.at(left + wide + BETWEEN * size, baseline)];
      },
    };
  }
  const fitted =
    formula.width > room ? formulaBox(formulaOf(caption), (size * FORMULA * room) / formula.width) : formula;
  const gap = told && high ? size * 0.5 : 0;
  return {
    height: told + gap + fitted.up + fitted.down,
    at: (y) => {
      const top = y + ABOVE * size;
      return [...set(width / 2, top), ...fitted.at((width - fitted.width) / 2, top + told + gap + fitted.up)];
    },
  };
}

/** A sentence in lines of about one length, none wider than that.
 * @param {string} text @param {number} size @param {number} width */
function broken(text, size, width) {
  const words = heldTogether(text).split(" ").filter(Boolean);
  const count = filled(words, size, width).length;
  // The narrowest lines of which there are no more.
  let [low, high] = [0, width];
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (filled(words, size, middle).length <= count && fits(words, size, middle)) high = middle;
    else low = middle;
  }
  return filled(words, size, high);
}

/** @param {string[]} words @param {number} size @param {number} width */
const fits = (words, size, width) => words.every((word) => textWidth(word, size) <= width);

/** @param {string[]} words @param {number} size @param {number} width */
function filled(words, size, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
