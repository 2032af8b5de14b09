/** States of the player for the tests of its reducer, and what makes one of another. */

import { reduce } from "../../static/js/state/reducer.js";
import { initialState } from "../../static/js/state/state.js";
import { wantedKey } from "../../static/js/state/wanted.js";
import { CHOICE, chapter, questioned, questionedMap, scene } from "./samples.js";

/** @import { State } from "../../static/js/state/state.js" */

/** @param {State} state @param {...any} events @returns {State} */
export const after = (state, ...events) =>
  events.reduce((now, event) => reduce(now, typeof event === "string" ? { type: event } : event), state);

/**
 * What the state wants arrives, whole or in part.
 * @param {State} state
 * @param {number|ReturnType<typeof scene>} [what] the scene, or its number of frames
 * @param {number} [arrived]
 */
export const fed = (state, what = 3, arrived) =>
  reduce(state, {
    type: "arrived",
    key: wantedKey(state),
    scene: typeof what === "number" ? scene(what, arrived) : what,
  });

/** Where the state is. @param {State} state */
export const at = ({ step, scene: index, status }) => `${step}.${index} ${status}`;

/** Plays until nothing moves any more, feeding every scene that is wanted. @param {State} state */
export function out(state) {
  const seen = [at(state)];
  for (let i = 0; i < 1000 && (state.status === "playing" || state.status === "loading"); i += 1) {
    state = state.status === "loading" ? fed(state) : after(state, { type: "tick", seconds: 0.2 });
    if (seen.at(-1) !== at(state) && state.status !== "loading") seen.push(at(state));
  }
  return { state, seen };
}

export const idle = initialState(chapter);
export const loading = after(idle, "nextStep");
export const playing = after(fed(loading), { type: "tick", seconds: 1.5 });

/** What has just arrived, as it waits at its question. @param {ReturnType<typeof scene>} shown */
const waiting = (shown) => after(fed(loading, shown), { type: "tick", seconds: 100 });
export const asking = waiting(questioned(3));
export const choosing = waiting(questioned(3, 3, CHOICE));
/** The film as it waits at a question about a map. @param {object} question */
export const asked = (question) => waiting(questionedMap(question));
export const paused = after(playing, "toggle");
export const failed = after(fed(loading, 3, 1), {
  type: "streamFailed",
  key: wantedKey(loading),
  sentence: "It broke off.",
});
export const done = out(playing).state;
