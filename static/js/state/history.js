/**
 * What was set before, and what was taken back: one history for pixels, weights, drawings, settings.
 *
 * One step is all that a hand sets between two rests: a slider's way, a stroke, a number typed. A step
 * belongs to its scene; where another one is on the screen, it waits until one comes back.
 */

import { read, written } from "../data/strokes.js";
import { here } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Typed} Typed */

/** How many steps are remembered, of all scenes together. */
const MOST = 200;

/**
 * The history once the values of the scene on the screen are about to change.
 * @param {State} state
 * @param {Typed} old
 * @returns {Pick<State, "past"|"future"|"hand">}
 */
export function noted({ past, future, hand, ...state }, old) {
  const path = here(/** @type {State} */ (state))?.path ?? "";
  return {
    past: hand === path ? past : [...past, { path, values: old }].slice(-MOST),
    future: future.filter((step) => step.path !== path),
    hand: path,
  };
}

/**
 * The hand rests: what it sets next is another step.
 * @param {State} state
 * @returns {State}
 */
export function rest(state) {
  return state.hand === "" ? state : { ...state, hand: "" };
}

/**
 * The values before the last step on the scene on the screen; null where there are none. A drawing that
 * came with the address goes stroke by stroke.
 * @param {State} state
 * @returns {Typed|null}
 */
export function before(state) {
  const path = here(state)?.path;
  const last = state.past.findLast((step) => step.path === path);
  if (last) return last.values;
  const values = state.values[path ?? ""] ?? {};
  const drawing = here(state)?.script.params.find(({ kind, name }) => kind === "strokes" && values[name])?.name;
  const strokes = drawing && read(values[drawing] ?? "");
  return drawing && strokes ? { ...values, [drawing]: written(strokes.slice(0, -1)) } : null;
}

/**
 * The values that were last taken back on the scene on the screen; null where there are none.
 * @param {State} state
 * @returns {Typed|null}
 */
export function after(state) {
  const path = here(state)?.path;
  return state.future.findLast((step) => step.path === path)?.values ?? null;
}

/**
 * The history after a step back (−1) or a step on again (1).
 * @param {State} state
 * @param {1|-1} by
 * @returns {Pick<State, "past"|"future"|"hand">}
 */
export function moved({ past, future, ...state }, by) {
  const path = here(/** @type {State} */ (state))?.path ?? "";
  const step = { path, values: state.values[path] ?? {} };
  const less = (/** @type {State["past"]} */ steps) =>
    steps.filter((_, i) => i !== steps.findLastIndex((each) => each.path === path));
  return by < 0
    ? { past: less(past), future: [...future, step], hand: "" }
    : { past: [...past, step], future: less(future), hand: "" };
}
