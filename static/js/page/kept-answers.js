/** One's own answers, as the browser keeps them: they outlive a reload, and no server hears of them. */

import { readAnswers, writeAnswers } from "../state/summary.js";

/** @import { Host } from "./host.js" */
/** @import { State } from "../state/state.js" */

const ANSWERS_KEY = "cnnviz-answers";

/** Those that were kept, as far as they still mean something. @param {Host} host @param {State["chapter"]} chapter */
export const keptAnswers = ({ local }, chapter) => readAnswers(local.read(ANSWERS_KEY), chapter);

/**
 * Keeps the answers in step with the state.
 * @param {Host} host
 * @param {State} state as it is at first
 * @returns {(state: State) => void} to be called when the state has changed
 */
export function keepAnswers({ local }, { answers }) {
  let known = answers;
  return (state) => {
    if (state.answers === known) return;
    known = state.answers;
    local.write(ANSWERS_KEY, Object.keys(known).length ? writeAnswers(state) : null);
  };
}
