/**
 * When things happen in a scene: seconds ↔ frames, and how far the tween between two frames is.
 *
 * Frame k has the time from its start to the next frame's start, the latter included: at that moment
 * it is complete, so settledAt and frameAt are each other's inverse even for very short frames.
 */

import { getOrMake } from "../data/cache.js";
import { ease } from "../data/easing.js";
import { isSameShot, termsBefore } from "../data/records.js";

/** @import { Frame, Moment, Scene } from "../data/records.js" */

/** How long one frame takes to become the next, in seconds at speed 1. */
export const TWEEN = 0.35;
/** As that, where other panels come or go: all find new places. */
const SHOT = 0.75;
/** How long one scene becomes the next where one goes on from its end. */
export const CUT = 0.9;
/** How long numbers fly to where they are computed, and which part of a frame at most. */
const FLIGHT = { seconds: 1.15, share: 0.85, least: 0.6 };

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
 * The second at which the first question is asked after one second and until another, null for none: a film
 * that rests at one has heard it.
 * @param {Scene} scene
 * @param {number} after
 * @param {number} until
 */
export function questionBetween(scene, after, until) {
  const times = frameStarts(scene);
  for (let k = Math.max(0, frameAt(scene, after)); k < scene.frames.length; k += 1) {
    const end = /** @type {number} */ (times[k + 1]);
    if (end > until) return null;
    if (end > after && scene.frames[k]?.question) return end;
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
 * @param {Frame|null} from
 * @param {Frame} to
 * @returns {{moves: number, flies: number}} in seconds
 */
function transition(from, to) {
  const moves = to.tween || (from && !isSameShot(from, to) ? SHOT : TWEEN);
  const computes = to.computations?.some((work, at) => termsBefore(from, at, work) < work.shown);
  const writes = to.boxes?.some(({ role }) => role === "cell");
  const flies = (computes || writes) && to.seconds >= FLIGHT.least;
  return { moves, flies: flies ? Math.min(FLIGHT.seconds, to.seconds * FLIGHT.share) : 0 };
}

/** The second at which frame k is complete. @param {Scene} scene @param {number} k */
export function settledAt(scene, k) {
  const { moves, flies } = transition(scene.frames[k - 1] ?? null, /** @type {Frame} */ (scene.frames[k]));
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
  const { moves, flies } = transition(from, to);
  const part = (/** @type {number} */ length) =>
    still || length === 0 ? 1 : Math.min(1, Math.max(0, (seconds - start) / (within(scene, k, length) - start)));
  return { k, from, to, f: ease(part(cut && k === 0 ? CUT : moves)), flight: part(flies) };
}
