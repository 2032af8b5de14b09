/** Questions with options: which one the film waits at, what was answered, and what the answer means. Pure. */

import { currentFrame, currentScene } from "./state.js";

/** @import { Option, Question } from "../data/records.js" */
/** @import { State } from "./state.js" */

/**
 * @typedef {object} Answer one's own answer to a question, with all that a summary says of it
 * @property {string} said how it is written: an option's text, a number as it was typed
 * @property {string} rule the wrong rule that gives it; empty where it is right, or no rule is known to give it
 * @property {boolean} right
 * @property {string} topic what the question is about
 * @property {string} asked its sentence, with the numbers that it was asked with
 * @property {string} truth the right answer
 * @property {string} belief what one believes who follows the rule
 * @property {string} mend and what is to be said to that
 */

/** The letter of an option. @param {number} index */
export const letter = (index) => "ABCD".charAt(index);

/** The choice that the film waits at; null where it waits at none. @param {State} state @returns {Question|null} */
export function choiceAt(state) {
  const question = state.status === "asking" ? (state.shown?.frames[currentFrame(state)]?.question ?? null) : null;
  return question?.kind === "choice" ? question : null;
}

/** What the question is called in the whole chapter. @param {State} state @param {Question} question */
export const questionKey = (state, question) => `${currentScene(state)?.path}#${question.name}`;

/**
 * Which of its options was chosen with the values that are set; −1 for none.
 * @param {State} state
 * @param {Question} question
 */
export function chosenOption(state, question) {
  const said = state.answers[questionKey(state, question)]?.said;
  return question.options.findIndex(({ text }) => text === said);
}

/**
 * An answer; until it is revealed it may be changed.
 * @param {State} state
 * @param {{option: number}} event
 * @returns {State}
 */
export function answer(state, { option }) {
  const question = choiceAt(state);
  const chosen = question?.options[option];
  if (!question || !chosen || state.revealed) return state;
  const asked = state.shown?.frames[currentFrame(state)]?.narration ?? "";
  const given = answerOf(question, asked, chosen.text, chosen);
  return { ...state, answers: { ...state.answers, [questionKey(state, question)]: given } };
}

/**
 * An answer, as it is kept.
 * @param {Question} question
 * @param {string} asked
 * @param {string} said
 * @param {Option|null} option which it is; null where no rule is known to give it
 * @returns {Answer}
 */
export function answerOf({ topic, options }, asked, said, option) {
  const truth = options.find(({ rule }) => rule === "")?.text ?? "";
  const { rule = "", belief = "", mend = "" } = option ?? {};
  return { said, rule, right: option !== null && rule === "", topic, asked, truth, belief, mend };
}

/** On from a question: a choice is revealed first. @param {State} state @returns {State} */
export function goOn(state) {
  if (choiceAt(state) && !state.revealed) return { ...state, revealed: true };
  return { ...state, status: "playing", revealed: false };
}

/**
 * What is said once it is revealed, and the arithmetic of the answer that was given beside the right one.
 * @param {State} state
 * @returns {{narration: string, formula: string, computations: never[]}|null} the formula in MathML
 */
export function revelation(state) {
  const question = choiceAt(state);
  if (!question || !state.revealed) return null;
  const right = question.options.findIndex(({ belief }) => belief === "");
  const chosen = chosenOption(state, question);
  const [truth, own] = [question.options[right], question.options[chosen]];
  if (!truth) return null;
  if (!own) return { narration: `It is ${named(truth, right)}.`, formula: truth.working, computations: [] };
  if (own === truth) return { narration: `${named(own, chosen)}: right.`, formula: own.working, computations: [] };
  return {
    narration: `${named(own, chosen)}: “${own.belief}” ${own.mend} It is ${named(truth, right)}.`,
    formula: own.working + truth.working,
    computations: [],
  };
}

/** @param {Option} option @param {number} index */
const named = (option, index) => `*${letter(index)}, ${option.text}*`;
