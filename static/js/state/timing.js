/**
 * When things happen in a scene: seconds ↔ frames, and how far the tween between two frames is.
 *
 * Frame k has the time from its start to the next frame's start, the latter included: at that moment
 * it is complete, so settledAt and frameAt are each other's inverse even for very short frames.
 */

import { getOrMake } from "../data/cache.js";

/** @typedef {import("../data/records.js").Scene} Scene */
/** @typedef {import("../data/records.js").Frame} Frame */
/** @typedef {{k: number, from: Frame|null, to: Frame, f: number}} Moment */

/** How long one frame takes to become the next, in seconds at speed 1. */
export const TWEEN = 0.35;

const MIN_SECONDS = 0.001;

/** @type {WeakMap<Scene, Float64Array>} */
const cache = new WeakMap();

/**
 * The second at which each frame that has arrived starts, and as one more the end of the last.
 * @param {Scene} scene
 */
export function frameStarts(scene) {
  return getOrMake(cache, scene, () => {
    const times = new Float64Array(scene.frames.length + 1);
    for (const [k, frame] of scene.frames.entries()) {
      times[k + 1] = /** @type {number} */ (times[k]) + Math.max(MIN_SECONDS, frame.seconds);
    }
    return times;
  });
}

/**
 * How long the frames that have arrived last together.
 * @param {Scene} scene
 */
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
 * The second at which frame k is complete.
 * @param {Scene} scene
 * @param {number} k
 */
export function settledAt(scene, k) {
  const times = frameStarts(scene);
  const start = /** @type {number} */ (times[k]);
  const end = /** @type {number} */ (times[k + 1]);
  return Math.min(start + TWEEN, end);
}

/**
 * What is to be seen at that second: frame `to`, reached from `from` by f (0 to 1, eased in and out).
 * With `still` every change is complete at once. Throws RangeError before a frame has arrived.
 * @param {Scene} scene
 * @param {number} seconds
 * @param {boolean} [still]
 * @returns {Moment}
 */
export function momentAt(scene, seconds, still = false) {
  const k = frameAt(scene, seconds);
  if (k < 0) throw new RangeError("no frame has arrived yet");
  const start = /** @type {number} */ (frameStarts(scene)[k]);
  const part = (seconds - start) / (settledAt(scene, k) - start);
  const f = still ? 1 : ease(Math.min(1, Math.max(0, part)));
  return { k, from: scene.frames[k - 1] ?? null, to: /** @type {Frame} */ (scene.frames[k]), f };
}

/** @param {number} part */
function ease(part) {
  return part * part * (3 - 2 * part);
}
