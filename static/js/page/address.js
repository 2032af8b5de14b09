/** The state in the page's address: written as it changes, right when the page is left, read when it comes back. */

import { readUrl, writeUrl } from "../state/url-state.js";

/** @import { Host, Store } from "./host.js" */
/** @import { State } from "../state/state.js" */
/** @import { StateEvent } from "../state/reducer.js" */

/** The address is written at most once in so many milliseconds; browsers allow no more. */
const PAUSE_MS = 250;
const LEFT_KEY = "cnnviz.left";
const STEPS_KEY = "cnnviz.steps";
/** How many steps back, and on again, are kept: a step may hold a whole drawing. */
const MAX_STEPS = 20;

/**
 * What the page was at when it was left, as events. The address is written then as well, but a reload that has begun
 * may have come back to one before: it is put right. Who comes back from elsewhere may mean another place of the page.
 * @param {Host} host
 * @param {State["chapter"]} chapter
 * @returns {StateEvent[]}
 */
export function restoreEvents({ address, session }, chapter) {
  const left = readJson(session, LEFT_KEY);
  const steps = readJson(session, STEPS_KEY);
  for (const key of [LEFT_KEY, STEPS_KEY]) session.write(key, null);
  const isHere = address.returned === "reload" || (address.returned === "back" && left?.was === address.read());
  if (left && isHere) address.write(left.hash, left.entry);
  const place = readUrl(address.read(), chapter);
  const history = address.returned ? { past: steps?.past, future: steps?.future } : {};
  return [{ type: "restore", ...address.entry(), ...history }, ...(place ? [place] : [])];
}

/** @param {Store} store @param {string} key @returns {any} */
function readJson(store, key) {
  try {
    return JSON.parse(store.read(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Keeps the address in step with the state, both ways.
 * @param {Host} host
 * @param {() => State} now
 * @param {(event: StateEvent) => void} goTo called for each place that the address names anew
 * @param {AbortSignal} signal
 * @returns {() => void} to be called when the state has changed
 */
export function followAddress({ address, session, window }, now, goTo, signal) {
  let resting = false;
  let due = false;
  /** What a reload is to bring back and the address does not say: the settings of the other scenes. */
  let written = { values: now().values, speed: now().speed };
  /** The address as it was written or heard of last. Another one in the bar is news on its way, not to be lost. */
  let known = address.read();

  function update() {
    due = true;
    if (resting || address.read() !== known) return;
    due = false;
    const hash = writeUrl(now());
    const { values, speed } = now();
    if (hash === "" || (hash === address.read() && written.values === values && written.speed === speed)) return;
    written = { values, speed };
    address.write(hash, written);
    known = address.read();
    resting = true;
    setTimeout(() => {
      resting = false;
      if (due && !signal.aborted) update();
    }, PAUSE_MS);
  }

  /** A reload comes back to what is written before it begins; a phone tells of no such moment. @param {Event} event */
  function leave({ type }) {
    const was = address.read();
    resting = false;
    update();
    const { past, future } = now();
    const hash = address.read();
    const kept = { past: past.slice(-MAX_STEPS), future: future.slice(-MAX_STEPS) };
    session.write(STEPS_KEY, JSON.stringify(kept));
    if (type === "beforeunload" || hash !== was)
      session.write(LEFT_KEY, JSON.stringify({ was, hash, entry: address.entry() }));
  }

  address.onChange((hash) => {
    known = hash;
    const event = readUrl(hash, now().chapter);
    if (event) goTo(event);
  }, signal);
  for (const type of ["beforeunload", "pagehide"]) window.addEventListener(type, leave, { signal });
  return update;
}
