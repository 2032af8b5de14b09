/** What is said once a question's answer is told: one's own answer, what it follows from, and what is right. Pure. */

import { getOrMake } from "../data/cache.js";
import { isSaid, rowsOf } from "./answer-rows.js";
import { isArithmetic, meaningOf, numbersSaid, rightCells, rightOption, saidInWords } from "./answering.js";
import { optionName, questionAt, saidTo } from "./questions.js";
import { scheduleOf } from "./term-schedule.js";

/** @import { Option, Question } from "../data/records.js" */
/** @import { State } from "./state.js" */

/**
 * @typedef {object} Told what there is to tell
 * @property {Question} question
 * @property {string} said what was answered, as it is kept; empty for nothing
 * @property {Option} truth
 * @property {Option|null} option the one that it is
 * @property {Option|null} nearest where it is none, the wrong one that it is near to
 */

/**
 * @typedef {object} Revelation
 * @property {string} narration
 * @property {string} shown what of it the formulas say as well, at its end
 * @property {string} formula in HTML: that of the answer that was given, where it is wrong, and the right one
 * @property {never[]} computations
 * @property {import("./term-schedule.js").Schedule} schedule when the terms of the formula come
 */

/** All that ask for it in every picture are given the same. @type {WeakMap<Question, Map<string, Told|null>>} */
const TOLD = new WeakMap();
/** @type {WeakMap<Told, Revelation>} */
const REVELATIONS = new WeakMap();

/** What there is to tell, once it is told. @param {State} state @returns {Told|null} */
export function toldAnswer(state) {
  const question = state.revealed ? questionAt(state) : null;
  if (!question) return null;
  const said = saidTo(state, question);
  return getOrMake(
    getOrMake(TOLD, question, () => new Map()),
    said,
    () => toldOf(question, said),
  );
}

/** What there is to tell of an answer. @param {Question} question @param {string} said @returns {Told|null} */
export function toldOf(question, said) {
  const truth = rightOption(question);
  if (!truth) return null;
  const { option, nearest } = meaningOf(question, said);
  // What was chosen with other values may be none of the options now.
  const isStale = question.kind === "choice" && !option;
  return said === "" || isStale
    ? { question, said: "", truth, option: null, nearest: null }
    : { question, said, truth, option, nearest };
}

/** What is said once it is revealed, and the arithmetic of the answer that was given beside the right one, where either
 * is more than a number, which is said, or a number that comes from somewhere.
 * @param {State} state @returns {Revelation|null} */
export function revelation(state) {
  const told = toldAnswer(state);
  if (!told) return null;
  return getOrMake(REVELATIONS, told, () => {
    const worked = [wrongOption(told), told.truth].flatMap((option) => (option?.working ? [workedOut(option)] : []));
    const isTold = worked.some(
      ({ markup, names }) => isArithmetic(markup) || names.some((name) => isFound(told, name)),
    );
    const shown = isTold ? worked : [];
    const narration = answerSentence(told);
    const right = isSaid(told, shown) ? rightWords(told.question, told.truth) : "";
    const [formula, schedule] = [rowsOf(told, shown), scheduleOf(shown)];
    return { narration, shown: right, formula, computations: [], schedule };
  });
}

/** Whether a number stands somewhere on the screen. @param {Told} told @param {string} name */
const isFound = ({ question }, name) => question.sources.some(({ names }) => names.includes(name));

/** @param {Option} option @returns {import("./answer-rows.js").Worked} */
const workedOut = (option) => ({ option, markup: option.working, names: option.terms });

/** The wrong one that an answer is, or is near to; null for none. @param {Told} told */
export const wrongOption = ({ truth, option, nearest }) => (option === truth ? null : (option ?? nearest));

/** What is said of an answer. @param {Told} told */
export function answerSentence({ question, said, truth, option, nearest }) {
  if (said === "" && question.kind === "draw") return "This is the right map.";
  const right = rightWords(question, truth);
  if (said === "") return right;
  const own = question.kind === "choice" && option ? optionName(question, option) : saidInWords(question, said);
  if (option === truth) return `*${own}*: right.`;
  const off = offWords(question, said, truth);
  if (option) return `*${own}*: “${option.belief}” ${option.mend} ${off}${right}`;
  if (!nearest) return `*${own}*. ${off}${right}`;
  const near = question.kind === "number" ? ` *${nearest.text}*` : " this";
  return `*${own}*: nearest to${near}: “${nearest.belief}” ${nearest.mend} ${off}${right}`;
}

/** @param {Question} question @param {Option} truth */
function rightWords(question, truth) {
  if (question.kind === "draw") return "The right map stands beside it.";
  return question.kind === "cell" ? `Right is *${truth.text}*.` : `It is *${optionName(question, truth)}*.`;
}

/**
 * How far a marked or drawn answer is off; nothing of others.
 * @param {Question} question
 * @param {string} said
 * @param {Option} truth
 */
function offWords(question, said, truth) {
  if (question.kind === "draw") {
    const right = rightCells(question, said).length;
    return `${right} of ${truth.values.length} ${right === 1 ? "is" : "are"} right. `;
  }
  if (question.kind !== "cell") return "";
  const { wrong, missed } = markedCells(numbersSaid(said), truth.cells);
  const parts = [wrong.length ? `${wrong.length} too many` : "", missed.length ? `${missed.length} missed` : ""];
  return `${parts.filter(Boolean).join(", ")}. `;
}

/**
 * Marks told apart: right ones, those that should not be there, and those that lack.
 * @param {readonly number[]} own
 * @param {readonly number[]} truth
 */
export const markedCells = (own, truth) => ({
  right: own.filter((cell) => truth.includes(cell)),
  wrong: own.filter((cell) => !truth.includes(cell)),
  missed: truth.filter((cell) => !own.includes(cell)),
});
