/** The projected window's state as the speaker's window has it, and the scene after it. Pure. */

import { reduce } from "../state/reducer.js";
import { findScene, neighbour } from "../state/state.js";
import { settledAt } from "../state/timing.js";
import { wantedKey } from "../state/wanted.js";

/** @import { State } from "../state/state.js" */
/** @import { StateMessage } from "./link.js" */

/**
 * The state that shows what the message says, settled.
 * @param {State} state
 * @param {StateMessage} message
 * @returns {State}
 */
export function followState(state, message) {
  const { step, scene, frame, screen, help, speed, theme, values } = message;
  const set = { ...state, values };
  const gone =
    step === 0
      ? { ...set, step, scene, shown: null, target: null, status: /** @type {const} */ ("idle") }
      : reduce(set, { type: "goto", step, scene, frame });
  return { ...gone, screen, help, speed, theme };
}

/**
 * What comes after the scene of a state; null at the chapter's end.
 * @param {State} state
 * @returns {{step: import("../data/records.js").Step, spec: import("../data/records.js").SceneSpec, state: State}|null}
 */
export function upcomingScene(state) {
  const after = state.step === 0 ? { step: 1, scene: 0 } : neighbour(state, 1);
  const found = after && findScene(state.chapter, after.step, after.scene);
  if (!after || !found) return null;
  const key = wantedKey(state, found.path);
  const scene = state.scenes[key];
  const shown = scene?.complete ? scene : null;
  const seconds = shown ? settledAt(shown, shown.frames.length - 1) : 0;
  const finished = {
    ...state,
    ...after,
    shown,
    shownKey: key,
    seconds,
    target: null,
    status: /** @type {const} */ ("paused"),
  };
  return { step: found.step, spec: found.spec, state: finished };
}

/**
 * The scene that comes next in words; a part of a chapter alone has its own number.
 * @param {ReturnType<typeof upcomingScene>} next
 * @param {State["chapter"]} chapter
 */
export const upcomingWords = (next, { steps }) =>
  next ? `${next.spec.title} (step ${next.step.number} / ${steps.at(-1)?.number})` : "This is the last scene.";
