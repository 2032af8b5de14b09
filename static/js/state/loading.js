/**
 * How scenes come and go in the state: arriving, refused, broken off, asked for again.
 *
 * `settle` is the one place that decides between loading, playing, paused and failed after the place,
 * the values or the scenes have changed.
 */

import { scenePath } from "../data/requests.js";
import { currentScene, findScene, isCurrent, neighbour, targetSeconds } from "./state.js";
import { asksAt, settledAt } from "./timing.js";
import { changed, typedKey, wantedKey } from "./wanted.js";

/** @import { State, Target } from "./state.js" */
/** @import { Scene } from "../data/records.js" */

/** How many scenes are kept, beside those with their default settings: what was fetched ahead stays. */
const MAX_SCENES = 40;
const MAX_NOTED = 200;

/**
 * The state with its status, picture and message as they follow from everything else.
 * @param {State} state
 * @returns {State}
 */
export function settle(state) {
  if (state.step === 0) return showFirstPicture(state);
  const key = wantedKey(state);
  const scene = state.scenes[key] ?? null;
  const typed = typedKey(state);
  const message = typed === key ? null : (state.refused[typed] ?? null);
  const failure = state.broken[key] ?? state.refused[key]?.sentence ?? null;
  const next = { ...state, message, failure };
  if (failure !== null) {
    return { ...next, status: "failed", target: next.target ?? stayTarget(next) };
  }
  if (!next.target) return scene && next.shownKey === key ? { ...next, shown: scene } : next;
  const seconds = scene && targetSeconds(scene, next.target);
  if (seconds === null) return { ...next, status: "loading" };
  const good = { ...next.lastGood, [scenePath(key)]: key };
  const leaving = leftScene(state, next.target);
  const there = { ...next, lastGood: good, shown: scene, shownKey: key, seconds, target: null, leaving };
  return next.target.play ? { ...there, status: "playing" } : rest(there);
}

/** Still, where the state is: what asks there is asked, however one has come. @param {State} state @returns {State} */
export function rest(state) {
  const { shown, seconds } = state;
  return { ...state, status: shown && asksAt(shown, seconds) ? "asking" : "paused", revealed: false };
}

/**
 * The scene that is left where one goes on to the next one, or to the next step, and it plays from its start: that one
 * becomes this one. After a jump there is none.
 * @param {State} state which names where it goes, and still shows what it leaves
 * @param {Target} target
 */
function leftScene(state, { at, play }) {
  const { chapter, step, scene, shown, shownKey, seconds } = state;
  if (at !== "start" || !play || !shown?.frames.length) return null;
  const left = scenePath(shownKey);
  const before = neighbour(state, -1);
  const follows = before && findScene(chapter, before.step, before.scene)?.path === left;
  const opens = scene === 0 && left.split("/")[0] === chapter.steps[step - 2]?.name;
  return follows || opens ? { scene: shown, seconds } : null;
}

/** Before the first key: the chapter's first picture, to look at. @param {State} state @returns {State} */
function showFirstPicture(state) {
  const key = wantedKey(state);
  const scene = state.scenes[key];
  if (!scene || scene.frames.length === 0) return state;
  return { ...state, shown: scene, shownKey: key, seconds: settledAt(scene, 0) };
}

/** Staying where one is, as a target. @param {State} state @returns {Target} */
function stayTarget(state) {
  const play = state.status === "playing";
  return { at: "seconds", value: isCurrent(state) ? state.seconds : 0, play };
}

/**
 * More of a scene is here. Of two versions the longer one is kept: the same request gives the same
 * frames, so what an abandoned stream left is as good as new.
 * @param {State} state
 * @param {{key: string, scene: Scene}} event
 * @returns {State}
 */
export function arrived(state, { key, scene }) {
  const old = state.scenes[key];
  if (old && (old.complete || old.frames.length > scene.frames.length)) return state;
  const scenes = cacheScene(state, key, scene);
  return showOlderPicture(settle({ ...state, scenes, broken: omitKey(state.broken, key) }), key);
}

/** The scenes with one more, as the latest used. @param {State} state @param {string} key @param {Scene} scene */
export function cacheScene(state, key, scene) {
  const needed = [state.shownKey, wantedKey(state)];
  return withLatest(state.scenes, key, scene, MAX_SCENES, (name) => scenePath(name) === name || needed.includes(name));
}

/**
 * While a newer setting is on its way, an older one of the same scene is a better picture than none.
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
function showOlderPicture(state, key) {
  const { status, target } = state;
  const scene = state.scenes[key];
  if (status !== "loading" || !target || !scene || scenePath(key) !== currentScene(state)?.path) return state;
  const seconds = targetSeconds(scene, target);
  if (seconds === null) return state;
  return { ...state, shown: scene, shownKey: key, seconds, lastGood: { ...state.lastGood, [scenePath(key)]: key } };
}

/**
 * The server does not accept a parameter: its sentence stands beside the control, the picture stays.
 * @param {State} state
 * @param {{key: string, parameter: string, sentence: string, waits?: boolean}} event `waits`: it could, with an engine
 * @returns {State}
 */
export function refused(state, { key, parameter, sentence, waits = false }) {
  const known = withLatest(state.refused, key, { parameter, sentence, ...(waits ? { waits } : {}) }, MAX_NOTED);
  return settle({ ...state, refused: known });
}

/**
 * The engine does not answer: what is here plays on, and what was set waits for it beside its control.
 * @param {State} state
 * @param {{key: string}} event
 * @returns {State}
 */
export function serverLost(state, { key }) {
  const parameter = changed(state, key);
  const scene = "Can't load this scene: the server isn't responding. Retrying…";
  const instead = state.lastGood[scenePath(key)] === undefined ? " Until then you see the usual settings." : "";
  const sentence =
    scenePath(key) === key ? scene : `${parameter} can't be updated: the server isn't responding. Retrying…${instead}`;
  const message = { parameter, sentence, waits: true };
  return settle({ ...state, refused: withLatest(state.refused, key, message, MAX_NOTED) });
}

/**
 * The server is of another version of the chapter than the page: what is here plays on, and nothing of
 * the other one is shown beside it. With a `key` that was asked for.
 * @param {State} state
 * @param {{key?: string}} event
 * @returns {State}
 */
export function otherVersion(state, { key }) {
  const next = { ...state, otherVersion: true };
  if (key === undefined) return next;
  const sentence =
    scenePath(key) === key
      ? "This scene is from a newer version of the chapter: reload the page to see it."
      : "can't be updated until you reload the page: the server has a newer version of the chapter.";
  return refused(next, { key, parameter: changed(state, key), sentence, waits: true });
}

/**
 * The engine answers again: what waited for it is asked for, and shown where the picture stands.
 * @param {State} state
 * @returns {State}
 */
export function serverBack(state) {
  const refused = Object.fromEntries(Object.entries(state.refused).filter(([, { waits }]) => !waits));
  const next = { ...state, refused };
  const target = wantedKey(next) === wantedKey(state) ? state.target : (state.target ?? stayTarget(state));
  return settle({ ...next, target });
}

/**
 * A request failed, or its stream broke off.
 * @param {State} state
 * @param {{key: string, sentence: string}} event
 * @returns {State}
 */
export function streamFailed(state, { key, sentence }) {
  return settle({ ...state, broken: withLatest(state.broken, key, sentence, MAX_NOTED) });
}

/** Ask once more for what failed. @param {State} state @param {boolean} [play] @returns {State} */
export function retry(state, play = state.target?.play ?? false) {
  if (state.status !== "failed") return state;
  const key = wantedKey(state);
  const target = state.target && { ...state.target, play };
  return settle({
    ...state,
    target,
    broken: omitKey(state.broken, key),
    refused: omitKey(state.refused, key),
  });
}

/**
 * `record` with one entry more, as the latest, and at most `most` of them beside those that are `needed`.
 * @template T
 * @param {Record<string, T>} record
 * @param {string} key
 * @param {T} value
 * @param {number} most
 * @param {(name: string) => boolean} [needed]
 * @returns {Record<string, T>}
 */
function withLatest(record, key, value, most, needed = () => false) {
  const next = omitKey(record, key);
  const spare = Object.keys(next).filter((name) => !needed(name));
  for (const name of spare.slice(0, Math.max(0, spare.length + 1 - most))) delete next[name];
  next[key] = value;
  return next;
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string} key
 * @returns {Record<string, T>}
 */
export function omitKey(record, key) {
  const { [key]: gone, ...rest } = record;
  return rest;
}
