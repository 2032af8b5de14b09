/** Going from place to place: steps, scenes, stages, frames. */

import { nonDefaults } from "../data/requests.js";
import { withStep } from "./history.js";
import { cacheScene, omitKey, rest, settle } from "./loading.js";
import { currentFrame, findScene, isCurrent, neighbour } from "./state.js";
import { asksAt, duration, frameEnd, questionBetween, settledAt } from "./timing.js";
import { KEPT_HERE } from "./url-state.js";
import { wantedKey } from "./wanted.js";

/** @import { State, Target, Until } from "./state.js" */

/** @type {Target} */
export const FROM_START = { at: "start", value: 0, play: true };
/** @type {Target} */
const AT_END = { at: "end", value: 0, play: false };

/** @param {number} k @param {"frame"|"entry"} [at] from where it begins the film plays on @returns {Target} */
const atFrame = (k, at = "frame") => ({ at, value: k, play: at === "entry" });

/**
 * To a place; what failed there before is tried again, and whatever lay over the picture goes.
 * @param {State} state
 * @param {{step: number, scene: number}} to
 * @param {Target} target
 * @param {Until} [until]
 * @returns {State}
 */
export function go(state, to, target, until = "step") {
  const next = {
    ...state,
    ...to,
    target,
    until,
    note: "",
    screen: /** @type {const} */ (""),
    help: false,
    hint: null,
    replay: null,
    editing: "",
  };
  const key = wantedKey(next);
  const cached = next.scenes[key];
  const scenes = cached ? cacheScene(next, key, cached) : next.scenes;
  return settle({ ...next, scenes, broken: omitKey(next.broken, key) });
}

/** The next step; of a chapter of one step, whose film waits on its way, where it waits next. @param {State} state */
export function nextStep(state) {
  if (!findScene(state.chapter, state.step + 1, 0)) return nextStop(state) ?? finish(state);
  return go(state, { step: state.step + 1, scene: 0 }, FROM_START);
}

/** To where the film waits next: at once while it plays there, else on to there; null where it does not wait.
 * @param {State} state @returns {State|null} */
function nextStop(state) {
  const { shown, seconds, status, step } = state;
  if (state.chapter.steps.length > 1 || step === 0 || !shown?.complete) return null;
  if (!shown.frames.some(({ question }) => question)) return null;
  const stop = status === "playing" ? questionBetween(shown, seconds, Number.POSITIVE_INFINITY) : null;
  if (stop !== null) return rest({ ...state, seconds: stop });
  const after = neighbour(state, 1);
  const on = asksAt(shown, seconds) ? frameEnd(shown, seconds) : seconds;
  if (status === "paused" && on < duration(shown)) return { ...state, status: "playing", until: "step", seconds: on };
  return after && go(state, after, FROM_START);
}

/** The step before, finished; before the first there is its first frame. @param {State} state */
export function previousStep(state) {
  if (state.step === 0) return state;
  const before = state.chapter.steps[state.step - 2];
  if (!before) return go(state, { step: 1, scene: 0 }, atFrame(0));
  return go(state, { step: state.step - 1, scene: before.scenes.length - 1 }, AT_END);
}

/** @param {State} state */
export function nextScene(state) {
  if (state.step === 0) return go(state, { step: 1, scene: 0 }, FROM_START, "scene");
  const after = neighbour(state, 1);
  return after ? go(state, after, FROM_START, "scene") : finish(state);
}

/** @param {State} state */
export function previousScene(state) {
  if (state.step === 0) return state;
  const before = neighbour(state, -1);
  return before ? go(state, before, AT_END) : go(state, { step: 1, scene: 0 }, atFrame(0));
}

/** The chapter's end, finished. @param {State} state */
function finish(state) {
  const step = state.chapter.steps.length;
  const scene = (state.chapter.steps[step - 1]?.scenes.length ?? 0) - 1;
  return scene < 0 ? state : go(state, { step, scene }, AT_END, state.until);
}

/**
 * To a step from its start, or to an exact frame, paused; with `flies` as that begins, and on to the scene's end.
 * Unknown places change nothing.
 * @param {State} state
 * @param {{step: number, scene?: number, frame?: number, fraction?: number, values?: Record<string, unknown>, note?:
 *   string, flies?: boolean}} event
 * @returns {State}
 */
export function goto(state, { step, scene = 0, frame, fraction, values, note = "", flies = false }) {
  const found = findScene(state.chapter, step, scene);
  if (!found) return note ? { ...state, note } : state;
  const target =
    frame !== undefined
      ? atFrame(frame, flies ? "entry" : "frame")
      : fraction !== undefined
        ? { at: /** @type {const} */ ("fraction"), value: fraction, play: false }
        : FROM_START;
  const old = state.values[found.path] ?? {};
  const { values: given, lost } = knownValues(values ?? old, old);
  const typed = values ? nonDefaults(found.spec.params, given) : old;
  const missing = found.spec.params.filter(({ name }) => lost.includes(name)).map(({ label }) => missingSetting(label));
  const stays = step === state.step && scene === state.scene && JSON.stringify(typed) !== JSON.stringify(old);
  const set = { ...state, ...(stays ? withStep(state, old) : {}), values: { ...state.values, [found.path]: typed } };
  const until = flies ? "scene" : fraction === undefined ? "step" : state.until;
  return {
    ...go(set, { step, scene }, target, until),
    ...(stays ? { editing: set.editing } : {}),
    note: [note, ...missing].filter(Boolean).join(" "),
  };
}

/** @param {string} label */
const missingSetting = (label) =>
  `The address does not hold its ${label.toLowerCase()}: it was drawn in another browser, or the address was cut ` +
  "off. Here is the usual one instead.";

/**
 * Values of an address; of what it only says to be kept, what is here, and of what is not here its names.
 * @param {Record<string, unknown>} values
 * @param {Record<string, unknown>} old
 */
function knownValues(values, old) {
  const pairs = Object.entries(values).map(([name, value]) => [name, value === KEPT_HERE ? old[name] : value]);
  const here = pairs.filter(([, value]) => value !== undefined);
  return {
    values: Object.fromEntries(here),
    lost: Object.keys(values).filter((name) => !here.some(([other]) => other === name)),
  };
}

/** To the first scene of a stage, played from its start. @param {State} state @param {{stage: string}} event */
export function toStage(state, { stage }) {
  for (const [index, step] of state.chapter.steps.entries()) {
    const scene = step.scenes.findIndex((spec) => spec.stage === stage);
    if (scene >= 0) return go(state, { step: index + 1, scene }, FROM_START, "scene");
  }
  return state;
}

/**
 * One frame on or back, settled, over the borders of scenes; stays at the chapter's ends.
 * @param {State} state
 * @param {{by: number}} event
 * @returns {State}
 */
export function frame(state, { by }) {
  if (state.step === 0) return by > 0 ? go(state, { step: 1, scene: 0 }, atFrame(0)) : state;
  const { shown, target } = state;
  if (!shown || !isCurrent(state) || (target && target.at !== "seconds" && target.at !== "frame")) {
    return target ? settle({ ...state, target: { ...target, play: false } }) : state;
  }
  const k = (target?.at === "frame" ? target.value : currentFrame(state)) + by;
  if (k < 0 && by < 0) return previousScene(state);
  if (k >= shown.count) {
    const after = neighbour(state, 1);
    return after ? go(state, after, atFrame(0)) : go(state, { step: state.step, scene: state.scene }, AT_END);
  }
  if (state.status === "failed" && k < shown.frames.length) {
    return { ...state, seconds: settledAt(shown, k), target: { at: "frame", value: k, play: false } };
  }
  return settle({ ...state, target: atFrame(k) });
}

/**
 * To a second of the scene on the screen, paused.
 * @param {State} state
 * @param {{seconds: number}} event
 * @returns {State}
 */
export function seek(state, { seconds }) {
  if (state.step === 0 || !Number.isFinite(seconds)) return state;
  return settle({ ...state, target: { at: "seconds", value: Math.max(0, seconds), play: false } });
}
