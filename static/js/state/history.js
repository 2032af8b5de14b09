/**
 * What was set before, and what was taken back: one history for pixels, weights, drawings, settings.
 *
 * One step is all that a hand sets between two rests: a slider's way, a stroke, a number typed. A step
 * belongs to its scene; where another one is on the screen, it waits until one comes back.
 */

import { formatStrokes, parseStrokes } from "../data/strokes.js";
import { currentScene } from "./state.js";

/** @import { State, Values } from "./state.js" */

/** How many steps are remembered, of all scenes together. */
const MAX_STEPS = 200;

/**
 * The history once the values of the scene on the screen are about to change.
 * @param {State} state
 * @param {Values} old
 * @returns {Pick<State, "past"|"future"|"editing">}
 */
export function withStep({ past, future, editing: hand, ...state }, old) {
  const path = currentScene(/** @type {State} */ (state))?.path ?? "";
  return {
    past: hand === path ? past : [...past, { path, values: old }].slice(-MAX_STEPS),
    future: future.filter((step) => step.path !== path),
    editing: path,
  };
}

/** The hand rests: what it sets next is another step. @param {State} state @returns {State} */
export function gestureEnd(state) {
  return state.editing === "" ? state : { ...state, editing: "" };
}

/**
 * The values before the last step on the scene on the screen; null where there are none. A drawing that
 * came with the address goes stroke by stroke.
 * @param {State} state
 * @returns {Values|null}
 */
export function undoValues(state) {
  const path = currentScene(state)?.path;
  const last = state.past.findLast((step) => step.path === path);
  if (last) return last.values;
  const values = state.values[path ?? ""] ?? {};
  const drawing = currentScene(state)?.spec.params.find(({ kind, name }) => kind === "strokes" && values[name])?.name;
  const strokes = drawing && parseStrokes(values[drawing] ?? "");
  return drawing && strokes ? { ...values, [drawing]: formatStrokes(strokes.slice(0, -1)) } : null;
}

/**
 * The values that were last taken back on the scene on the screen; null where there are none.
 * @param {State} state
 * @returns {Values|null}
 */
export function redoValues(state) {
  const path = currentScene(state)?.path;
  return state.future.findLast((step) => step.path === path)?.values ?? null;
}

/**
 * The history after a step back (−1) or a step on again (1).
 * @param {State} state
 * @param {1|-1} by
 * @returns {Pick<State, "past"|"future"|"editing">}
 */
export function historyAfter({ past, future, ...state }, by) {
  const path = currentScene(/** @type {State} */ (state))?.path ?? "";
  const step = { path, values: state.values[path] ?? {} };
  const less = (/** @type {State["past"]} */ steps) =>
    steps.filter((_, i) => i !== steps.findLastIndex((each) => each.path === path));
  return by < 0
    ? { past: less(past), future: [...future, step], editing: "" }
    : { past: [...past, step], future: less(future), editing: "" };
}
