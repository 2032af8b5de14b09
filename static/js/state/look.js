/** Looking around in a network while the film waits: moved, larger or smaller; any move of the film ends it. */

import { isShown } from "../data/records.js";
import { currentFrame } from "./state.js";

/** @import { State } from "./state.js" */
/**
 * @typedef {{x: number, y: number, zoom: number}} Look how far the picture is moved, in parts of the stage's width and
 *   height, and how much larger it is
 */

/** By how much a key zooms. */
const STEP = 1.5;
const ZOOM = { least: 0.25, most: 16 };

/** The network to look around in, if there is one. @param {State} state */
const networkOf = ({ shown }) => shown?.panels.find(({ kind, options }) => kind === "network" && !options.beside);

/** Whether there is a network to look around in. @param {State} state */
export const hasNetwork = (state) => networkOf(state) !== undefined;

/** Whether one is seen, and the film waits. @param {State} state */
export function canLook(state) {
  const [network, frame] = [networkOf(state), state.shown?.frames[currentFrame(state)]];
  return state.status === "paused" && network !== undefined && frame !== undefined && isShown(frame, network);
}

/**
 * Looks there, closer or from further away, or again as the film does.
 * @param {State} state
 * @param {{to?: Look|null, by?: number}} event by: so many steps closer
 * @returns {State}
 */
export function look(state, { to = state.look, by = 0 }) {
  if (!canLook(state)) return state;
  const next = by ? zoomed(to ?? { x: 0, y: 0, zoom: 1 }, STEP ** by, { x: 0.5, y: 0.5 }) : to;
  return { ...state, look: next && (next.zoom !== 1 || next.x || next.y) ? within(next) : null };
}

/**
 * The same look, so much closer, a point of the stage staying where it is.
 * @param {Look} look
 * @param {number} by
 * @param {{x: number, y: number}} point in parts of the stage
 * @returns {Look}
 */
export function zoomed(look, by, point) {
  const zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, look.zoom * by));
  const part = zoom / look.zoom;
  return { zoom, x: point.x + (look.x - point.x) * part, y: point.y + (look.y - point.y) * part };
}

/** Never so far that all is lost. @param {Look} look @returns {Look} */
function within({ x, y, zoom }) {
  const far = (/** @type {number} */ at) => Math.min(6 * zoom + 1, Math.max(-7 * zoom, at));
  return { x: far(x), y: far(y), zoom };
}

/**
 * The state after the film has moved: one looks again as it does.
 * @param {State} before
 * @param {State} after
 * @returns {State}
 */
export function followFilm(before, after) {
  const moved = after.seconds !== before.seconds || after.shown?.name !== before.shown?.name;
  return after.look && (moved || after.status === "playing") ? { ...after, look: null } : after;
}
