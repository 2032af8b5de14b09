/**
 * When things happen in a scene: seconds ↔ frames, and how far the tween between two frames is.
 *
 * Frame k has the time from its start to the next frame's start, the latter included: at that moment
 * it is complete, so settledAt and frameAt are each other's inverse even for very short frames.
 */

import { getOrMake } from "../data/cache.js";
import { ease } from "../data/easing.js";
import { FEW_PAIRS, isRolled, isSameShot, isShown, termsBefore } from "../data/records.js";

/** @import { Frame, Moment, Scene } from "../data/records.js" */

/** How long one frame takes to become the next, in seconds at speed 1. */
export const TWEEN = 0.35;
/** As that, where other panels come or go: all find new places. */
const SHOT = 0.75;
/** How long one scene becomes the next where one goes on from its end. */
export const CUT = 0.9;
/** How long a number flies to where it is computed, how long several do, and pairs one after another, and which part of
 * a frame at most. */
const FLIGHT = { seconds: 1.15, several: 2.1, pairs: 2.6, share: 0.85, least: 0.6 };
/** Until when they wait where panels find new places. */
const WAITS = 0.55;

/** The first seconds of a scene, where Space still walks from step to step: a question is not asked in them before it
 * can have been read. */
const WALK = 6;

const MIN_SECONDS = 0.001;

/** @type {WeakMap<Scene, Float64Array>} */
const cache = new WeakMap();

/** The second at which each frame that has arrived starts, and as one more the end of the last. @param {Scene} scene */
export function frameStarts(scene) {
  return getOrMake(cache, scene, () => {
    const times = new Float64Array(scene.frames.length + 1);
    for (const [k, frame] of scene.frames.entries()) {
      times[k + 1] = /** @type {number} */ (times[k]) + Math.max(MIN_SECONDS, frame.seconds);
    }
    return times;
  });
}

/** How long the frames that have arrived last together. @param {Scene} scene */
export function duration(scene) {
  return /** @type {number} */ (frameStarts(scene)[scene.frames.length]);
}

/**
 * The frame at that second, the nearest one where the second lies outside; −1 before any has arrived.
 * @param {Scene} scene
 * @param {number} seconds
 */
export function frameAt(scene, seconds) {
  const times = frameStarts(scene);
  let low = 0;
  let high = scene.frames.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seconds <= /** @type {number} */ (times[middle + 1])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The second at which the first question is asked after one second and until another, null for none: once all of its
 * frame is to be seen, in a scene's first seconds at the end of the frame. A film that rests at one has heard it.
 * @param {Scene} scene
 * @param {number} after
 * @param {number} until
 */
export function questionBetween(scene, after, until) {
  const times = frameStarts(scene);
  for (let k = Math.max(0, frameAt(scene, after)); k < scene.frames.length; k += 1) {
    const end = /** @type {number} */ (times[k + 1]);
    const asked = Math.max(after, settledAt(scene, k), Math.min(WALK, end));
    if (asked > until) return null;
    if (after < end && scene.frames[k]?.question) return asked;
  }
  return null;
}

/** Whether all of a frame that asks is to be seen at that second. @param {Scene} scene @param {number} seconds */
export function asksAt(scene, seconds) {
  const k = frameAt(scene, seconds);
  return Boolean(scene.frames[k]?.question) && seconds >= settledAt(scene, k);
}

/** The second at which the frame that is shown at another one ends. @param {Scene} scene @param {number} seconds */
export const frameEnd = (scene, seconds) => /** @type {number} */ (frameStarts(scene)[frameAt(scene, seconds) + 1]);

/**
 * How long a frame takes to become the next: all that moves, and what flies.
 * @param {Scene} scene
 * @param {Frame|null} from
 * @param {Frame} to
 * @returns {{moves: number, waits: number, flies: number}} in seconds: until all has moved, until what flies lifts off,
 *   and until it has landed
 */
function transition({ panels }, from, to) {
  const turns = from !== null && !isSameShot(from, to);
  const fresh = Math.max(0, ...(to.computations ?? []).map((work, at) => work.shown - termsBefore(from, at, work)));
  const writes = to.boxes?.some(({ role }) => role === "cell");
  const flies = (fresh > 0 || writes) && to.seconds >= FLIGHT.least;
  const waits = flies && turns && fresh > 0 ? Math.min(WAITS, to.seconds * 0.2) : 0;
  const written = panels.some((panel) => panel.kind === "products" && isShown(to, panel));
  const added = to.computations?.some(isRolled);
  const pairs = to.computations?.some(({ op, shown }) => op === "dot" && (written || shown <= FEW_PAIRS));
  const several = pairs ? FLIGHT.pairs : written || added ? FLIGHT.several : FLIGHT.seconds;
  const longest = waits + (fresh > 1 ? several : FLIGHT.seconds);
  return {
    moves: to.tween || (turns ? SHOT : TWEEN),
    waits,
    flies: flies ? Math.min(longest, to.seconds * FLIGHT.share) : 0,
  };
}

/** The second at which frame k is complete. @param {Scene} scene @param {number} k */
export function settledAt(scene, k) {
  const { moves, flies } = transition(scene, scene.frames[k - 1] ?? null, /** @type {Frame} */ (scene.frames[k]));
  return within(scene, k, Math.max(moves, flies));
}

/** The first moment of frame k, at which the one before still stands. @param {Scene} scene @param {number} k */
export const enteredAt = (scene, k) => within(scene, k, MIN_SECONDS);

/** So many seconds after frame k begins, at the latest when it ends.
 * @param {Scene} scene @param {number} k @param {number} seconds */
function within(scene, k, seconds) {
  const times = frameStarts(scene);
  return Math.min(/** @type {number} */ (times[k]) + seconds, /** @type {number} */ (times[k + 1]));
}

/**
 * What is to be seen at that second: frame `to`, reached from `from` by f.
 * With `still` every change is complete at once. Throws RangeError before a frame has arrived.
 * @param {Scene} scene
 * @param {number} seconds
 * @param {boolean} [still]
 * @param {boolean} [cut] whether another scene becomes this one
 * @returns {Moment}
 */
export function momentAt(scene, seconds, still = false, cut = false) {
  const k = frameAt(scene, seconds);
  if (k < 0) throw new RangeError("no frame has arrived yet");
  const [from, to] = [scene.frames[k - 1] ?? null, /** @type {Frame} */ (scene.frames[k])];
  const start = /** @type {number} */ (frameStarts(scene)[k]);
  const { moves, waits, flies } = transition(scene, from, to);
  const part = (/** @type {number} */ length, begins = start) =>
    still || length === 0 ? 1 : Math.min(1, Math.max(0, (seconds - begins) / (within(scene, k, length) - begins)));
  return { k, from, to, f: ease(part(cut && k === 0 ? CUT : moves)), flight: part(flies, start + waits) };
}
