/**
 * A drawing that is drawn once more, point by point. It belongs to the view: what is set is the whole
 * drawing all the time, whatever comes between.
 */

import { countPoints, firstPoints, formatStrokes, parseStrokes } from "../data/strokes.js";
import { settle } from "./loading.js";
import { currentScene } from "./state.js";

/** @import { State } from "./state.js" */

/** Seconds that a point takes, and all of them at least and at most. */
const PACE = { point: 0.025, least: 1.2, most: 5 };

/** @param {State} state @param {{parameter: string, drawing: string}} event @returns {State} */
export function replay(state, { parameter, drawing }) {
  const found = currentScene(state);
  const drawn = found?.spec.params.some(({ name, kind }) => kind === "strokes" && name === parameter);
  if (state.step === 0 || !found || !drawn || countPoints(parseStrokes(drawing) ?? []) === 0) return state;
  // The last points may not have been asked for yet: what is drawn once more is what is set.
  const set = { ...state.values[found.path], [parameter]: drawing };
  const values = { ...state.values, [found.path]: set };
  return replayTick({ ...state, values, replay: { path: found.path, parameter, drawing, seconds: 0, partial: "" } }, 0);
}

/**
 * So much later: more of it is drawn, and it is answered as if that were all.
 * @param {State} state
 * @param {number} seconds
 * @returns {State}
 */
export function replayTick(state, seconds) {
  const { replay: now } = state;
  if (!now) return state;
  const all = parseStrokes(now.drawing) ?? [];
  const points = countPoints(all);
  const time = now.seconds + seconds;
  const share = Math.max(
    1,
    Math.ceil((points * time) / Math.min(PACE.most, Math.max(PACE.least, points * PACE.point))),
  );
  const end = share >= points;
  const partial = end ? now.drawing : formatStrokes(firstPoints(all, share));
  const next = { ...state, replay: end ? null : { ...now, seconds: time, partial } };
  if (partial === now.partial) return next;
  return settle({ ...next, target: { at: "end", value: 0, play: false } });
}
