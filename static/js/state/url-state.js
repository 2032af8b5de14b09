/**
 * The exact place as it stands in the address: `#step=3&scene=padding&frame=12&stride=2`, both ways.
 *
 * Steps and frames count from 1, as on the screen.
 */

import { compactStrokes, expandStrokes } from "../data/compact.js";
import { encodeQuery, isOwnPicture, keyValues } from "../data/requests.js";
import { currentFrame, currentScene, findScene } from "./state.js";
import { wantedKey } from "./wanted.js";

/** What stands for a picture of one's own, which this browser keeps. */
export const KEPT_HERE = "kept";
/** What stands for a scene's last frame while nobody knows how many there will be. */
const LAST = "last";
/** No scene has so many frames. */
const MOST = 1e6;

/** @import { State } from "./state.js" */
/** @import { Chapter } from "../data/records.js" */
/** @import { StateEvent } from "./reducer.js" */

/**
 * What an address asks for, as an event; null where it names no place. A step alone is to be played
 * from its start; a frame is to be shown, paused. What makes no sense is answered with a note.
 * @param {string} hash with or without its #
 * @param {Chapter} chapter
 * @returns {StateEvent|null}
 */
export function readUrl(hash, chapter) {
  const given = new URLSearchParams(hash.replace(/^#/, "").replace(/\+/g, "%2B"));
  const asked = given.get("step");
  if (asked === null) return null;
  const step = stepNumber(asked, chapter);
  if (step === 0) {
    return { type: "note", sentence: `The address asks for step “${shorten(asked)}”; ${whatIsHere(chapter)}.` };
  }
  const { scene, note } = sceneNumber(given.get("scene"), step, chapter);
  const params = findScene(chapter, step, scene)?.spec.params ?? [];
  const named = params.filter(({ name }) => given.has(name));
  const values = Object.fromEntries(
    named.map(({ name, kind }) => [
      name,
      kind === "strokes" ? (expandStrokes(given.get(name) ?? "") ?? KEPT_HERE) : given.get(name),
    ]),
  );
  const exact = given.has("scene") || named.length > 0;
  return {
    type: "goto",
    step,
    scene,
    ...(given.has("frame") ? { frame: frameNumber(given.get("frame")) } : {}),
    ...(exact ? { values } : {}),
    ...(note ? { note } : {}),
  };
}

/**
 * @param {string} asked a number or a name
 * @param {Chapter} chapter
 * @returns {number} 0 where there is none
 */
function stepNumber(asked, chapter) {
  const named = chapter.steps.findIndex((step) => step.name === asked) + 1;
  const numbered = /^\d+$/.test(asked) ? chapter.steps.findIndex((step) => step.number === Number(asked)) + 1 : 0;
  return named || numbered;
}

/** Which steps there are; of a part of a chapter, that it is one. @param {Chapter} chapter */
function whatIsHere({ steps: [first, ...others] }) {
  const last = others.at(-1);
  if (last) return `this chapter has steps ${first?.number} to ${last.number}`;
  const [scene, ...more] = first?.scenes ?? [];
  return `here is step ${first?.number}${more.length ? "" : `, scene ${scene?.name},`} alone`;
}

/**
 * @param {string|null} asked a name
 * @param {number} step its place, from 1
 * @param {Chapter} chapter
 */
function sceneNumber(asked, step, chapter) {
  if (asked === null) return { scene: 0, note: "" };
  const { number, scenes } = /** @type {Chapter["steps"][number]} */ (chapter.steps[step - 1]);
  const scene = scenes.findIndex((spec) => spec.name === asked);
  if (scene >= 0) return { scene, note: "" };
  // A part of a chapter may not have what its step has.
  const why = scenes.length > 1 ? `, which step ${number} does not have` : `; ${whatIsHere(chapter)}`;
  return { scene: 0, note: `The address asks for scene “${shorten(asked)}”${why}.` };
}

/** @param {string|null} asked */
function frameNumber(asked) {
  const frame = asked === LAST ? MOST : Number(asked);
  return Number.isFinite(frame) ? Math.max(0, Math.min(MOST, Math.round(frame) - 1)) : 0;
}

/** @param {string} text */
function shorten(text) {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}

/**
 * The address of where the state is; empty before the first key. While the place is loading it leads there all the
 * same: who reloads meanwhile comes back to it.
 * @param {State} state
 * @returns {string}
 */
export function writeUrl(state) {
  const found = state.step > 0 ? currentScene(state) : null;
  if (!found) return "";
  const where = { step: String(found.step.number), scene: found.spec.name, frame: frameInUrl(state) };
  const { message } = state;
  // What was refused would be refused again.
  const set = message && !message.waits ? keyValues(wantedKey(state)) : (state.values[found.path] ?? {});
  const values = Object.entries(set).map(([name, text]) => {
    const param = found.spec.params.find((each) => each.name === name);
    return [name, param?.kind === "strokes" ? compactStrokes(text) : isOwnPicture(param, text) ? KEPT_HERE : text];
  });
  return `#${encodeQuery({ ...where, ...Object.fromEntries(values) })}`;
}

/** @param {State} state @returns {string} */
function frameInUrl(state) {
  const { target, replay } = state;
  if (target === null || replay || target.at === "seconds") return String(Math.max(0, currentFrame(state)) + 1);
  if (target.at === "end") return LAST;
  return String(target.at === "frame" || target.at === "entry" ? target.value + 1 : 1);
}
