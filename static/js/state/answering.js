/** What an answer means: which option of its question it is, or which it is nearest to. Pure. */

import { itemAt } from "../data/lists.js";
import { format, isRounded } from "../data/numbers.js";
import { typedNumber, typedNumbers } from "../data/typed-number.js";

/** @import { Option, Question } from "../data/records.js" */
/**
 * @typedef {object} Meaning
 * @property {Option|null} option the one that it is
 * @property {Option|null} nearest where it is none: the wrong one that it is near to
 */

/** How far a number may be from that of a wrong rule to be near it, as a share. */
const NEAR = 0.05;
/** As much as this of what either marks both must mark, to be near. */
const OVERLAP = 0.5;

/** The right one; each question that is answered has it. @param {Question} question */
export const rightOption = ({ options }) => options.find(({ rule }) => rule === "") ?? null;

/** Whether a formula is more than a number. @param {string} markup */
export const isArithmetic = (markup) => /<mo[ >](?!&#x02212;<)/.test(markup);

/** Its arithmetic in MathML; empty where that is a number alone, which has been said. @param {Option} option */
export const workingOf = ({ working }) => (isArithmetic(working) ? working : "");

/** What is kept of who says that no cell is to be marked. */
export const NONE = "none";

/** What an answer that is kept as a text is, such as “3 4 9”. @param {string} said @returns {number[]} */
export const numbersSaid = (said) => (said === "" || said === NONE ? [] : said.split(" ").map(Number));

/** What is typed, without the words that stand behind the field. @param {string} text @param {string} unit */
export function withoutUnit(text, unit) {
  const typed = text.trim();
  const behind = [unit, single(unit)].find((each) => each && typed.toLowerCase().endsWith(each.toLowerCase())) ?? "";
  return typed.slice(0, typed.length - behind.length).trim();
}

/** The word of which there is one. @param {string} unit */
const single = (unit) => unit.replace(/s$/, "");

/** Whether what is typed is clear. @param {Question} question @param {string} text */
export const isNumeral = ({ unit }, text) => typedNumber(withoutUnit(text, unit)) !== null;

/** An answer as it is read. @param {Question} question @param {string} said */
export function saidInWords({ kind, unit }, said) {
  if (kind === "number") {
    const typed = withoutUnit(said, unit);
    return `${typed} ${typedNumber(typed) === 1 ? single(unit) : unit}`.trim();
  }
  const count = numbersSaid(said).length;
  if (kind === "cell") return count === 1 ? "1 cell" : `${count || "no"} cells`;
  return kind === "draw" ? "Your map" : said;
}

/**
 * An answer as a list of answers reads it, and what is right, which of a whole map would be too much.
 * @param {Question} question
 * @param {string} said
 * @returns {{words: string, truth: string}}
 */
export function inShort(question, said) {
  const right = rightOption(question);
  if (question.kind !== "draw") return { words: saidInWords(question, said), truth: right?.text ?? "" };
  const count = `${rightCells(question, said).length} of ${right?.values.length ?? 0}`;
  return { words: `a map with ${count} values right`, truth: "" };
}

/**
 * Which option an answer is.
 * @param {Question} question
 * @param {string} said
 * @returns {Meaning}
 */
export function meaningOf(question, said) {
  const { kind, options } = question;
  if (kind === "number") return meantNumber(question, said);
  if (kind === "cell") return nearestCells(question, numbersSaid(said));
  if (kind === "draw") return nearestMap(question, said);
  return { option: options.find(({ text }) => text === said) ?? null, nearest: null };
}

/** @param {Question} question @param {string} said @returns {Meaning} */
function meantNumber({ options, unit }, said) {
  const numbers = typedNumbers(withoutUnit(said, unit));
  const [likeliest] = numbers;
  const among = (/** @type {(value: number, number: number) => boolean} */ same) =>
    options.find(({ value }) => value !== null && numbers.some((number) => same(value, number)));
  const option = among((a, b) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))) ?? among(isPrintedSame);
  if (option || likeliest === undefined) return { option: option ?? null, nearest: null };
  const away = (/** @type {Option|null|undefined} */ each) => Math.abs((each?.value ?? Infinity) - likeliest);
  const [closest] = options.toSorted((a, b) => away(a) - away(b));
  const near = closest?.rule && away(closest) <= NEAR * Math.abs(closest.value ?? 0);
  return { option: null, nearest: near ? closest : null };
}

/** Whether a value that can't be written whole is given as printed. @param {number} value @param {number} number */
const isPrintedSame = (value, number) => isRounded(value) && format(value) !== "0" && format(value) === format(number);

/** @param {Question} question @param {number[]} marked @returns {Meaning} */
function nearestCells({ options }, marked) {
  const own = new Set(marked);
  const overlap = (/** @type {Option} */ { cells }) => {
    if (cells.length + own.size === 0) return 1;
    const both = cells.filter((cell) => own.has(cell)).length;
    return both / Math.max(1, cells.length + own.size - both);
  };
  const [closest] = options.toSorted((a, b) => overlap(b) - overlap(a));
  if (!closest || overlap(closest) === 1) return { option: closest ?? null, nearest: null };
  return { option: null, nearest: closest.rule && overlap(closest) >= OVERLAP ? closest : null };
}

/** @param {Question} question @param {string} said @returns {Meaning} */
function nearestMap(question, said) {
  const { options, least, most } = question;
  const drawn = drawnValues(question, said);
  const mean = (/** @type {Option} */ { values }) =>
    values.reduce((sum, value, i) => sum + Math.abs(value - itemAt(drawn, i)), 0) / values.length;
  const [closest] = options.toSorted((a, b) => mean(a) - mean(b));
  if (!closest) return { option: null, nearest: null };
  if (cellsAs(closest, question, said).length === drawn.length) return { option: closest, nearest: null };
  return { option: null, nearest: closest.rule && mean(closest) <= (most - least) * NEAR * 2 ? closest : null };
}

/**
 * The cells of a question after one was marked, or its mark taken away.
 * @param {string} said
 * @param {number} cell
 */
export function toggledCells(said, cell) {
  const marked = numbersSaid(said);
  const after = marked.includes(cell) ? marked.filter((each) => each !== cell) : [...marked, cell];
  return after.toSorted((a, b) => a - b).join(" ");
}

/**
 * A map's answer after a cell was marked, or its mark taken away, or none is to be marked, or a value was set.
 * @param {Question} question
 * @param {string} said
 * @param {{cell?: number|"none", value?: {index: number, value: number}}} change
 */
export function changedAnswer(question, said, { cell = -1, value }) {
  if (question.kind === "draw") return value ? setValue(question, said, value) : said;
  if (cell === NONE) return said === NONE ? "" : NONE;
  return toggledCells(said, cell);
}

/**
 * The map as it is drawn, cell by cell: at first all are 0, or as near to it as can be set.
 * @param {Question} question
 * @param {string} said
 * @returns {number[]}
 */
export function drawnValues({ options, least, most }, said) {
  const count = options[0]?.values.length ?? 0;
  const drawn = numbersSaid(said);
  return drawn.length === count ? drawn : Array(count).fill(Math.min(most, Math.max(least, 0)));
}

/** Which cells of the map as it is drawn are as in the right one. @param {Question} question @param {string} said */
export function rightCells(question, said) {
  const right = rightOption(question);
  return right ? cellsAs(right, question, said) : [];
}

/** Those that are as in an option's: what lies between two steps is met by either.
 * @param {Option} option @param {Question} question @param {string} said @returns {number[]} */
function cellsAs({ values }, question, said) {
  const drawn = drawnValues(question, said);
  const isMet = (/** @type {number} */ i) => Math.abs(itemAt(values, i) - itemAt(drawn, i)) <= question.step / 2 + 1e-9;
  return [...drawn.keys()].filter(isMet);
}

/**
 * The map after one of its values was set, in its steps and within its range.
 * @param {Question} question
 * @param {string} said
 * @param {{index: number, value: number}} set
 */
export function setValue(question, said, { index, value }) {
  const { least, most, step } = question;
  const whole = step > 0 ? least + Math.round((value - least) / step) * step : value;
  const set = Number(Math.min(most, Math.max(least, whole)).toFixed(9)) + 0;
  return drawnValues(question, said).with(index, set).join(" ");
}
