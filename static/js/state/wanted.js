/** Which requests a state wants: now, next, and while there is nothing better to do. */

import { keyValues, requestKey, scenePath } from "../data/requests.js";
import { currentScene, findScene, neighbour, requestedValues } from "./state.js";

/** @import { State } from "./state.js" */

/** The request as the user has set it, accepted or not. @param {State} state */
export function typedKey(state) {
  const path = currentScene(state)?.path ?? "";
  return requestKey(path, requestedValues(state, path));
}

/**
 * The request for the place: as typed; where that was refused, the last good one; else the defaults.
 * @param {State} state
 * @param {string} [path]
 */
export function wantedKey(state, path = currentScene(state)?.path ?? "") {
  const keys = [requestKey(path, requestedValues(state, path)), state.lastGood[path] ?? path, path];
  return keys.find((key) => !Object.hasOwn(state.refused, key)) ?? path;
}

/** The request for the scene after that of the place; empty where there is none. @param {State} state */
export function nextKey(state) {
  const after = state.step > 0 ? neighbour(state, 1) : null;
  const next = after && findScene(state.chapter, after.step, after.scene);
  return next ? wantedKey(state, next.path) : "";
}

/**
 * What to fetch now, the most urgent first: the scene of the place, then the one after it.
 * @param {State} state
 * @returns {string[]}
 */
export function wantedKeys(state) {
  const key = wantedKey(state);
  if (isMissing(state, key)) return [key];
  const next = nextKey(state);
  return next && isMissing(state, next) ? [next] : [];
}

/**
 * What to fetch while there is nothing better to do, the next scenes first, so that a chapter that is
 * open plays without a network: every scene as it is set, and as it is by default.
 * @param {State} state
 * @returns {string[]}
 */
export function prefetchKeys(state) {
  if (state.otherVersion) return [];
  const paths = state.chapter.steps.flatMap((step) => step.scenes.map((spec) => `${step.name}/${spec.name}`));
  const from = Math.max(0, paths.indexOf(currentScene(state)?.path ?? ""));
  const keys = [...paths.slice(from), ...paths.slice(0, from)].flatMap((path) => [wantedKey(state, path), path]);
  return keys.filter((key, index) => keys.indexOf(key) === index && isMissing(state, key));
}

/**
 * The first parameter in which a request differs from the last good one of its scene.
 * @param {State} state
 * @param {string} key
 * @returns {string} "This setting" where none does
 */
export function changed(state, key) {
  const good = keyValues(state.lastGood[scenePath(key)] ?? "");
  return (
    Object.entries(keyValues(key)).find(([name, text]) => good[name] !== text)?.[0] ??
    Object.keys(good)[0] ??
    "This setting"
  );
}

/** @param {State} state @param {string} key */
function isMissing(state, key) {
  if (Object.hasOwn(state.broken, key) || Object.hasOwn(state.refused, key)) return false;
  return !state.scenes[key]?.complete;
}
