/** How time passes: pausing, playing on, and what happens when a scene ends. */

import { tellingLength } from "./answer-picture.js";
import { rest, retry, settle } from "./loading.js";
import { FROM_START, go } from "./navigation.js";
import { openQuestion } from "./questions.js";
import { replayTick } from "./replay.js";
import { isFinished, isTelling, neighbour } from "./state.js";
import { duration, frameAt, frameEnd, questionBetween, settledAt } from "./timing.js";

/** @import { Scene } from "../data/records.js" */
/** @import { State, Until } from "./state.js" */

/** Pause, or go on to where it was to stop. @param {State} state @returns {State} */
export function toggle(state) {
  if (state.status === "playing") return rest(state);
  if (state.status !== "loading" || !state.target) return play(state, state.until);
  return { ...state, target: { ...state.target, play: !state.target.play } };
}

/**
 * What goes on from a question goes on in its scene, once a choice is revealed; elsewhere it goes where it leads.
 * @param {(state: State) => State} elsewhere
 * @returns {(state: State) => State}
 */
export const fromQuestion = (elsewhere) => (state) => {
  if (state.status === "asking") return goOn(state);
  const asked = askedSoon(state);
  return asked === null ? elsewhere(state) : rest({ ...state, seconds: asked });
};

/** The second at which what is being read already is asked: while all of its frame comes nothing leads past it.
 * @param {State} state @returns {number|null} */
function askedSoon({ status, shown, seconds }) {
  const k = status === "playing" && shown ? frameAt(shown, seconds) : -1;
  if (!shown?.frames[k]?.question) return null;
  const settled = settledAt(shown, k);
  return questionBetween(shown, seconds, settled);
}

/** On from a question: what can be told is told first, which takes a while. @param {State} state @returns {State} */
function goOn(state) {
  const { shown, seconds } = state;
  if (!openQuestion(state)) {
    return { ...state, status: "playing", revealed: false, seconds: shown ? frameEnd(shown, seconds) : 0 };
  }
  const revealed = { ...state, revealed: true, told: 0 };
  return { ...revealed, telling: tellingLength(revealed) };
}

/**
 * Play on from here; from a scene's end with the next one, from the chapter's end anew.
 * @param {State} state
 * @param {Until} until
 * @returns {State}
 */
export function play(state, until) {
  if (state.step === 0) return go(state, { step: 1, scene: 0 }, FROM_START, "chapter");
  if (state.status === "asking") return goOn({ ...state, until });
  if (state.status === "failed") return retry({ ...state, until }, true);
  if (state.status === "loading") {
    return { ...state, until, target: state.target && { ...state.target, play: true } };
  }
  if (state.status === "playing" || !hasEnded(state)) return { ...state, until, status: "playing" };
  const after = neighbour(state, 1);
  return go(state, after ?? { step: 1, scene: 0 }, FROM_START, until);
}

/**
 * Whether the scene has been played or brought to its very end, not paused while its last frame holds.
 * @param {State} state
 */
function hasEnded(state) {
  const last = (state.shown?.frames.length ?? 0) - 1;
  return isFinished(state) && (last < 0 || state.seconds === settledAt(/** @type {Scene} */ (state.shown), last));
}

/**
 * Time passes. At a question it rests, but for telling the answer; at the end of what has arrived it waits; at the end
 * of the scene it goes on or stops.
 * @param {State} state
 * @param {{seconds: number}} event
 * @returns {State}
 */
export function tick(state, event) {
  const { shown } = state;
  if (state.replay && !state.screen && !state.help) return replayTick(state, event.seconds);
  if (isTelling(state)) {
    return { ...state, told: Math.min(state.telling, state.told + event.seconds * state.speed) };
  }
  if (state.status !== "playing" || state.screen || state.help || !shown) return state;
  const end = duration(shown);
  const seconds = state.seconds + event.seconds * state.speed;
  const asks = questionBetween(shown, state.seconds, seconds);
  if (asks !== null) return rest({ ...state, seconds: asks });
  if (seconds < end) return { ...state, seconds };
  if (!shown.complete) {
    return settle({ ...state, seconds: end, target: { at: "seconds", value: end, play: true } });
  }
  const after = neighbour(state, 1);
  const stays = state.until === "scene" || (state.until === "step" && after?.step !== state.step);
  if (after && !stays) return go(state, after, FROM_START, state.until);
  const last = shown.frames.length - 1;
  return { ...state, status: "paused", seconds: last < 0 ? 0 : settledAt(shown, last) };
}
