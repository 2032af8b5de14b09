/** What is said below a picture as shapes: the sentence, and its formula beside it or below. Pure. */

import { heldTogether } from "../data/numbers.js";
import { formulaOf } from "../drawing/arithmetic.js";
import { textShape } from "../drawing/build.js";
import { formulaBox } from "../drawing/formula.js";
import { textWidth } from "../drawing/layout.js";

/** @import { Caption } from "../data/records.js" */
/** @import { Box } from "../drawing/formula.js" */
/** @import { Shape } from "../drawing/shapes.js" */
/**
 * @typedef {object} Slot the room for the captions of a scene
 * @property {number} height
 * @property {number | null} sentences where they begin; null where each stands in the middle
 * @property {number} formulas where those begin that stand beside
 * @property {number} column how wide the sentences beside them may be
 * @property {ReadonlySet<string>} below the sentences below which they stand
 * @property {ReadonlySet<string>} beside those beside which one stands at some time
 */
/**
 * @typedef {{caption: Caption, formula: Box, halved: boolean, lines: string[]}} Told a sentence in its lines, and its
 *   formula; `halved`: whether that stands beside it
 */

/** How large letters are, as a share of the width; the smallest; and how much smaller a formula's are. */
const [LETTERS, LEAST, FORMULA] = [0.0205, 13, 0.94];
/** From line to line, and what stays free above, below, and on either side, in letters. */
const [LINE, ABOVE, BELOW, SIDE] = [1.34, 0.4, 0.9, 1.6];
/** A sentence's longest line and what stands between it and its formula, in letters; the formula's share beside it. */
const [LONGEST, BETWEEN, BESIDE] = [44, 1.6, 0.46];

/** @param {number} width of the picture */
const sizeFor = (width) => Math.max(LEAST, width * LETTERS);

/**
 * Where the captions of a scene stand: where formulas stand beside some of them, sentences begin at one place and
 * formulas at another, so that nothing moves as a formula comes; elsewhere each stands in the middle.
 * @param {readonly Caption[]} captions @param {number} width of the picture @returns {Slot}
 */
export function captionSlot(captions, width) {
  const size = sizeFor(width);
  const room = width - 2 * SIDE * size;
  const boxes = captions.map((caption) => ({ caption, formula: formulaIn(caption, size) }));
  const wide = boxes.filter(({ formula }) => formula.width > room * BESIDE);
  // While one sentence stands there, its formulas stand in one place, however wide each is.
  const below = new Set(wide.map(({ caption }) => caption.narration));
  /** @type {Slot} */
  const slot = { height: 0, sentences: null, formulas: 0, column: 0, below, beside: new Set() };
  const narrow = boxes.filter(({ caption, formula }) => isBeside(caption, formula, slot));
  slot.beside = new Set(narrow.map(({ caption }) => caption.narration));
  const widest = Math.max(0, ...narrow.map(({ formula }) => formula.width));
  slot.column = room - widest - BETWEEN * size;
  const all = boxes.map(({ caption, formula }) => told(caption, formula, width, slot));
  const widthOf = (/** @type {Told[]} */ some) =>
    Math.max(0, ...some.flatMap(({ lines }) => lines.map((line) => textWidth(line, size))));
  if (narrow.length) {
    const column = widthOf(all.filter(({ halved }) => halved));
    const between = column > 0 ? BETWEEN * size : 0;
    const pair = column + between + widest;
    const whole = Math.max(pair, widthOf(all));
    slot.sentences = (width - whole) / 2;
    slot.formulas = slot.sentences + column + between + (whole - pair) / 2;
  }
  const highest = Math.max(0, ...all.map((each) => setOut(each, width, slot).height));
  return { ...slot, height: highest > 0 ? Math.ceil(highest + (ABOVE + BELOW) * size) : 0 };
}

/** What stands between asterisks is emphasised. */
const EMPHASIS = /\*([^*]+)\*/g;

/** The sentence as it is read out, without its asterisks. @param {Caption} caption */
export const sentenceOf = ({ narration }) => narration.replace(EMPHASIS, "$1");

/** Which letters of the sentence are emphasised, half-open. @param {Caption} caption @returns {[number, number][]} */
const emphasised = ({ narration }) =>
  Array.from(narration.matchAll(EMPHASIS), ({ index, 1: { length } = "" }, i) => [
    index - 2 * i,
    index - 2 * i + length,
  ]);

/** @param {Caption} caption @param {number} size of the sentence's letters @param {boolean} [waits] */
const formulaIn = (caption, size, waits) => formulaBox(formulaOf(caption), size * FORMULA, waits);

/** Whether a caption's formula stands beside its sentence. @param {Caption} caption @param {Box} formula
 * @param {Slot} slot */
const isBeside = ({ narration }, { up, down }, { below }) => up + down > 0 && !below.has(narration);

/** @param {Caption} caption @param {Box} formula @param {number} width @param {Slot} slot @returns {Told} */
function told(caption, formula, width, slot) {
  const size = sizeFor(width);
  const halved = isBeside(caption, formula, slot);
  // A sentence whose formula comes later keeps its lines then.
  const isNarrow = slot.beside.has(caption.narration);
  const widest = Math.min(isNarrow ? slot.column : width - 2 * SIDE * size, LONGEST * size);
  return { caption, formula, halved, lines: broken(sentenceOf(caption), size, widest) };
}

/**
 * A caption, and how high it is; its shapes stand below a line at y.
 * @param {Caption} caption @param {number} width @param {Slot} slot of its scene
 * @param {boolean} [waits] whether its formula's result is not seen yet
 * @returns {{height: number, at: (y: number) => Shape[]}}
 */
export const captionShapes = (caption, width, slot, waits) =>
  setOut(told(caption, formulaIn(caption, sizeFor(width), waits), width, slot), width, slot, waits);

/** @param {Told} told @param {number} width @param {Slot} slot @param {boolean} [waits]
 * @returns {{height: number, at: (y: number) => Shape[]}} */
function setOut({ caption, formula, halved, lines }, width, slot, waits) {
  const size = sizeFor(width);
  const room = width - 2 * SIDE * size;
  const high = formula.up + formula.down;
  const told = lines.length * LINE * size;
  const { sentences } = slot;
  const [x, align] =
    sentences === null ? [width / 2, /** @type {const} */ ("center")] : [sentences, /** @type {const} */ ("left")];
  const strong = emphasised(caption);
  let from = 0;
  const runs = lines.map((line) => {
    const start = from;
    from += line.length + 1;
    return strong.flatMap(([a, b]) => within(a - start, b - start, line.length));
  });
  const set = (/** @type {number} */ y) =>
    lines.map((line, i) => textShape(line, x, y + (i + 0.5) * LINE * size, size, { align, strong: runs[i] }));
  // Where formulas come and go beside sentences, all of them lie around one line.
  const topIn = (/** @type {number} */ y, /** @type {number} */ height) =>
    y + ABOVE * size + (sentences === null ? 0 : (slot.height - (ABOVE + BELOW) * size - height) / 2);
  if (halved) {
    const height = Math.max(told, high);
    return {
      height,
      at: (y) => {
        const top = topIn(y, height);
        const baseline = top + (height - high) / 2 + formula.up;
        return [...set(top + (height - told) / 2), ...formula.at(slot.formulas, baseline)];
      },
    };
  }
  const fitted =
    formula.width > room ? formulaBox(formulaOf(caption), (size * FORMULA * room) / formula.width, waits) : formula;
  const gap = told && high ? size * 0.5 : 0;
  const height = told + gap + fitted.up + fitted.down;
  const left = Math.min(sentences ?? Infinity, (width - fitted.width) / 2);
  return {
    height,
    at: (y) => {
      const top = topIn(y, height);
      return [...set(top), ...fitted.at(left, top + told + gap + fitted.up)];
    },
  };
}

/** What of a run lies in a line.
 * @param {number} from @param {number} to @param {number} length of the line @returns {[number, number][]} */
function within(from, to, length) {
  const [first, end] = [Math.max(0, from), Math.min(length, to)];
  return first < end ? [[first, end]] : [];
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
