/**
 * What the stage shows at a question, and how long it takes to tell the answer. The chapter's first scene asks in words
 * alone: maps, marks and films are fetched after it (fetch-films.js). Pure, once they are here.
 */

import { revelation, toldAnswer } from "./reveal.js";
import { currentMoment } from "./state.js";

/** @import { Marks, Moment, Scene } from "../data/records.js" */
/** @import { State } from "./state.js" */
/** @typedef {{scene: Scene, moment: Moment, marks: Marks|null}} Picture */
/**
 * @typedef {object} Films
 * @property {(state: State, shown: Scene, moment: Moment) => Picture|null} askedPicture what the stage shows where a
 *   question changes that
 * @property {(state: State, shown: Scene) => number} filmSeconds how long the film of an answer takes that is told
 */

/** @type {Films} */
const films = { askedPicture: () => null, filmSeconds: () => 0 };

/** Takes in what was fetched. @param {Films} fetched */
export const installFilms = (fetched) => Object.assign(films, fetched);

/** What the stage shows; null before the first picture. @param {State} state @returns {Picture|null} */
export function answerPicture(state) {
  const { shown } = state;
  const moment = currentMoment(state);
  return shown && moment && (films.askedPicture(state, shown, moment) ?? { scene: shown, moment, marks: null });
}

/** What tells marks from others. @param {Marks|null} marks */
export const marksKey = (marks) => (marks ? JSON.stringify(marks) : "");

/** How long it takes to tell the answer that has just been asked for, in seconds. @param {State} state */
export function tellingLength(state) {
  if (!toldAnswer(state) || !state.shown || state.reducedMotion) return 0;
  return Math.max(films.filmSeconds(state, state.shown), revelation(state)?.schedule.seconds ?? 0);
}
