/** Questions: which one the film waits at, what is answered there. Pure. */

import { changedAnswer, inShort, isNumeral, meaningOf, NONE } from "./answering.js";
import { currentFrame, currentScene } from "./state.js";

/** @import { Option, Question } from "../data/records.js" */
/** @import { Meaning } from "./answering.js" */
/** @import { State } from "./state.js" */

/**
 * @typedef {object} Answer one's own answer to a question, with all that a summary says of it
 * @property {string} said how it is kept: an option's text, a number as it was typed, the cells that are marked or the
 *   values that are set, row by row, such as “3 4 9”
 * @property {string} words how a list reads it
 * @property {string} rule the wrong rule that gives it, or to which it is near; empty where it is right, or where no
 *   rule is known to give it
 * @property {boolean} near whether it is only near to what the rule gives
 * @property {boolean} right
 * @property {boolean} mended whether one was wrong, and right when asked again with other numbers
 * @property {string} topic what the question is about
 * @property {string} asked its sentence, with the numbers that it was asked with
 * @property {string} truth the right answer; empty for a whole map
 * @property {string} belief what one believes who follows the rule
 * @property {string} mend and what is to be said to that
 */

/** The letter of an option. @param {number} index */
export const letter = (index) => "ABCD".charAt(index);

/** How an option is spoken of: with its letter where one chooses between them.
 * @param {Question} question @param {Option} option */
export const optionName = ({ kind, options }, option) =>
  kind === "choice" ? `${letter(options.indexOf(option))}, ${option.text}` : option.text;

/**
 * The question that the film waits at, whichever way it is answered; null where it waits at none, or at one that is
 * answered aloud.
 * @param {State} state
 * @returns {Question|null}
 */
export function questionAt(state) {
  const question = state.status === "asking" ? (state.shown?.frames[currentFrame(state)]?.question ?? null) : null;
  return question && question.kind !== "open" ? question : null;
}

/** That, as long as its answer is not told. @param {State} state @returns {Question|null} */
export const openQuestion = (state) => (state.revealed ? null : questionAt(state));

/** What the question is called in the whole chapter. @param {State} state @param {Question} question */
export const questionKey = (state, question) => `${currentScene(state)?.path}#${question.name}`;

/** What has been answered, as it is kept; empty for nothing. @param {State} state @param {Question} question */
export const saidTo = (state, question) => state.answers[questionKey(state, question)]?.said ?? "";

/**
 * Which of its options was chosen with the values that are set; −1 for none.
 * @param {State} state
 * @param {Question} question
 */
export function chosenOption(state, question) {
  const said = saidTo(state, question);
  return question.options.findIndex(({ text }) => text === said);
}

/**
 * @typedef {object} Answering one of these, as the question's kind is
 * @property {number} [option] which option is chosen
 * @property {string} [number] what was typed; empty takes the answer back
 * @property {number|"none"} [cell] which cell is marked, or no longer, row by row from 0; or that none is
 * @property {{index: number, value: number}} [value] which cell is set to what
 */

/**
 * An answer; until it is revealed it may be changed. What is none of the question's changes nothing.
 * @param {State} state
 * @param {Answering} event
 * @returns {State}
 */
export function answer(state, event) {
  const question = openQuestion(state);
  const said = question && saying(state, question, event);
  if (!question || said === null) return state;
  const { [questionKey(state, question)]: before, ...others } = state.answers;
  if (said === (before?.said ?? "")) return state;
  if (said === "") return { ...state, answers: others };
  const asked = state.shown?.frames[currentFrame(state)]?.narration ?? "";
  const given = answerOf(question, asked, said, meaningOf(question, said));
  return { ...state, answers: { ...state.answers, [questionKey(state, question)]: given } };
}

/**
 * What the answer is kept as; empty for none any more, null where the event has none.
 * @param {State} state
 * @param {Question} question
 * @param {Answering} event
 */
function saying(state, question, { option = -1, number, cell = -1, value }) {
  const { kind, options, tensor } = question;
  const before = saidTo(state, question);
  if (kind === "choice") return options[option]?.text ?? null;
  const typed = number?.trim();
  if (kind === "number") return typed === "" || (typed && isNumeral(question, typed)) ? typed : null;
  const [, rows, columns] = state.shown?.tensors.find(({ name }) => name === tensor)?.shape ?? [0, 0, 0];
  const isThere = (/** @type {unknown} */ index) =>
    Number.isInteger(index) && Number(index) >= 0 && Number(index) < rows * columns;
  const isSound =
    kind === "cell" ? cell === NONE || isThere(cell) : isThere(value?.index) && Number.isFinite(value?.value);
  return isSound ? changedAnswer(question, before, { cell, value }) : null;
}

/**
 * An answer, as it is kept.
 * @param {Question} question
 * @param {string} asked
 * @param {string} said
 * @param {Meaning} meaning
 * @returns {Answer}
 */
function answerOf(question, asked, said, { option, nearest }) {
  const { rule = "", belief = "", mend = "" } = option ?? nearest ?? {};
  const { words, truth } = inShort(question, said);
  const near = option === null && nearest !== null;
  const right = option !== null && rule === "";
  return { said, words, rule, near, right, mended: false, topic: question.topic, asked, truth, belief, mend };
}

/**
 * A topic was asked again with other numbers. Answered rightly, what was wrong in it is mended; else it comes back.
 * @param {State} state
 * @param {{topic: string, right: boolean}} event
 * @returns {State}
 */
export function askedAgain(state, { topic, right }) {
  const concerned = Object.entries(state.answers).filter(
    ([, each]) => each.topic === topic && !each.right && each.mended !== right,
  );
  if (concerned.length === 0) return state;
  const changed = Object.fromEntries(concerned.map(([key, each]) => [key, { ...each, mended: right }]));
  return { ...state, answers: { ...state.answers, ...changed } };
}
