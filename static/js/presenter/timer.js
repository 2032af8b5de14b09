/** The speaker's timer: starts, pauses, begins anew, and survives a reload of its window. Pure but for its memory. */

/** @import { Store } from "../page/host.js" */
/** @typedef {{counted: number, since: number|null}} Timer milliseconds counted before, and when it was last started */

const TIMER_KEY = "cnnviz-timer";

/** @type {Timer} */
export const ZERO = { counted: 0, since: null };

/** How long it has run. @param {Timer} timer @param {number} now */
export const elapsedTime = ({ counted, since }, now) => counted + (since === null ? 0 : Math.max(0, now - since));

/** Started where it stands, paused where it runs. @param {Timer} timer @param {number} now @returns {Timer} */
export function toggleTimer(timer, now) {
  return timer.since === null ? { ...timer, since: now } : { counted: elapsedTime(timer, now), since: null };
}

/** 0:07, 12:40, 1:05:00. @param {number} milliseconds */
export function formatElapsed(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** @param {Store} store @returns {Timer} */
export function loadTimer(store) {
  try {
    const { counted, since } = JSON.parse(store.read(TIMER_KEY) ?? "{}");
    if (Number.isFinite(counted)) return { counted, since: Number.isFinite(since) ? since : null };
  } catch {
    // What is kept makes no sense: it begins at zero.
  }
  return ZERO;
}

/** @param {Store} store @param {Timer} timer */
export const saveTimer = (store, timer) => store.write(TIMER_KEY, JSON.stringify(timer));
