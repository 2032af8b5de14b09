/** One's own answers, put together: by step, which beliefs showed in them; as text for the browser to keep. Pure. */

import { openQuestion, questionKey } from "./questions.js";
import { findScene, isFinished, neighbour } from "./state.js";

/** @import { Chapter } from "../data/records.js" */
/** @import { Answer } from "./questions.js" */
/** @import { State } from "./state.js" */

/**
 * @typedef {object} Answered an answer, and where its question is asked
 * @property {string} key
 * @property {number} step from 1
 * @property {number} scene from 0
 * @property {string} title the scene's
 * @property {Answer} answer
 */
/** @typedef {{step: number, title: string, answers: Answered[]}} StepSummary */

/** The path of the scene, and the question's name in it. @param {string} key */
const partsOf = (key) => key.split("#");

/**
 * All answers in the chapter's order, a group for each step that has any. One that may still be changed is left out, as
 * it has not been revealed.
 * @param {State} state
 * @returns {StepSummary[]}
 */
export function summaryOf(state) {
  const { chapter, answers } = state;
  const open = openKey(state);
  const groups = chapter.steps.map(({ name, title, number, scenes }) => {
    const found = scenes.flatMap((spec, scene) =>
      Object.entries(answers)
        .filter(([key]) => key !== open && partsOf(key)[0] === `${name}/${spec.name}`)
        .map(([key, answer]) => ({ key, step: number, scene, title: spec.title, answer })),
    );
    return { step: number, title, answers: found };
  });
  return groups.filter(({ answers: found }) => found.length > 0);
}

/** The question that is asked and not yet revealed. @param {State} state */
function openKey(state) {
  const question = openQuestion(state);
  return question ? questionKey(state, question) : "";
}

/** How many there are, are to be looked at again, and were wrong at first. @param {readonly Answered[]} answered */
export function countsOf(answered) {
  const wrong = answered.filter(({ answer }) => !answer.right);
  const mended = wrong.filter(({ answer }) => answer.mended).length;
  return { count: answered.length, wrong: wrong.length - mended, mended };
}

/**
 * What is offered at the end of a step in which something was answered, and at the chapter's end of all of it; null
 * elsewhere.
 * @param {State} state
 * @returns {ReturnType<typeof countsOf>|null}
 */
export function offeredSummary(state) {
  if (state.step === 0 || state.status !== "paused" || !isFinished(state)) return null;
  const after = neighbour(state, 1);
  if (after?.step === state.step) return null;
  const own = summaryOf(state).flatMap(({ step, answers }) => (!after || step === state.step ? answers : []));
  return own.length ? countsOf(own) : null;
}

/** What is offered, in words. @param {ReturnType<typeof countsOf>} offered */
export function offerText({ count, wrong, mended }) {
  const all = count === 1 ? "1 answer" : `${count} answers`;
  if (wrong === 0) return `${all}, ${count === 1 ? "" : "all "}${rightText({ count, mended })}`;
  return count === wrong ? `${all} to look at again` : `${all}, ${wrong} to look at again`;
}

/** What is right, or has become so. @param {{count: number, mended: number}} counts */
export const rightText = ({ count, mended }) =>
  mended === 0 ? "right" : mended === count ? "mended" : "right or mended";

/** The belief that shows in an answer, and what mends it. @param {Answer} answer */
export const beliefText = ({ belief, mend, near }) => (belief ? `${near ? "Near to " : ""}“${belief}” ${mend}` : "");

/** No answer takes more letters than this; what does was not written here. */
const LONGEST = 2000;
/** The texts of an answer. */
const TEXTS = /** @type {const} */ (["said", "words", "rule", "topic", "asked", "truth", "belief", "mend"]);

const FLAGS = /** @type {const} */ (["right", "near", "mended"]);

/** The answers as a text to keep. @param {State} state */
export const writeAnswers = ({ chapter, answers }) => JSON.stringify({ version: chapter.version, answers });

/**
 * The answers in a text that was kept: none where it is of another version of the chapter, or nonsense; without those
 * to questions of scenes that are gone.
 * @param {string|null} text
 * @param {Chapter} chapter
 * @returns {Record<string, Answer>}
 */
export function readAnswers(text, chapter) {
  const kept = parsed(text);
  if (kept?.version !== chapter.version || !isRecord(kept.answers)) return {};
  const paths = new Set(chapter.steps.flatMap((step) => step.scenes.map(({ name }) => `${step.name}/${name}`)));
  return Object.fromEntries(
    Object.entries(kept.answers).flatMap(([key, given]) => {
      const [path = "", name] = partsOf(key);
      return paths.has(path) && name && isAnswer(given) ? [[key, given]] : [];
    }),
  );
}

/** @param {string|null} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** @param {unknown} given @returns {given is Record<string, unknown>} */
const isRecord = (given) => typeof given === "object" && given !== null && !Array.isArray(given);

/** @param {unknown} given @returns {given is Answer} */
function isAnswer(given) {
  if (!isRecord(given) || FLAGS.some((name) => typeof given[name] !== "boolean")) return false;
  return TEXTS.every((name) => {
    const text = given[name];
    return typeof text === "string" && text.length <= LONGEST;
  });
}

/**
 * Where a link to an answer's scene leads.
 * @param {State["chapter"]} chapter
 * @param {Answered} answered
 */
export function addressOf(chapter, { step, scene }) {
  return `#step=${step}&scene=${findScene(chapter, step, scene)?.spec.name ?? ""}`;
}
