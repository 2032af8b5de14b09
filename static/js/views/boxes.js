/** Boxes over the panels: where each is at a moment, on its way from the frame before, and its colour. Pure. */

import { lerpRect } from "../drawing/between.js";
import { boxPlaces, seenPlaces } from "./places.js";

/** @import { Context, Place } from "./context.js" */
/** @import { Box, Frame } from "../data/records.js" */

/** From when a new box comes: when what it is around has landed. */
export const WHOLE = 0.75;

/** The colour of a group: the stage's for the one that leads, plain ink for one beside it in a comparison.
 * @param {Context} context @param {number} group */
export const groupColour = ({ scene }, group) => (group === 0 ? scene.stage : group === 1 ? "ink" : "muted");

/** @param {Context} context @param {Box} box */
export function boxColour(context, { role, group, stage }) {
  if (stage) return stage;
  if (role === "skipped" || role === "border") return "muted";
  return group >= 0 ? groupColour(context, group) : "accent";
}

/** What a box is known by. The largest is found anew in each window: its box does not travel there.
 * @param {Box} box */
const boxKey = (box) => `${box.tensor} ${box.role} ${box.role === "argmax" ? placeOf(box) : box.group}`;

/** @param {Box} box */
const placeOf = ({ rows, columns }) => `${rows} ${columns}`;

/** Where every box of the current frame is at this moment, on its way from the frame before.
 * @param {Context} context @returns {{box: Box, rect: Place, alpha: number, first: boolean}[]} */
export function movingBoxes(context) {
  const { moment } = context;
  return boxesWithEarlier(context).flatMap(({ box, earlier }) => {
    const starts = earlier ? boxPlaces(context, earlier) : [];
    return seenPlaces(context, box).map(({ place, seen }, i) => ({
      box,
      rect: starts[i] ? { ...place, ...lerpRect(starts[i], place, moment.f) } : place,
      // Nothing is marked on a panel that is hardly there.
      alpha: Math.min(seen, starts[i] ? 1 : moment.f),
      first: i === 0,
    }));
  });
}

/** Every box, and the one that it was in the frame before: the same, or else one on the same grid that is like it.
 * @param {Context} context @returns {{box: Box, earlier?: Box | undefined}[]} */
function boxesWithEarlier({ scene: { panels }, moment: { from, to } }) {
  const [before, now] = [from ? boxesByKey(from) : new Map(), boxesByKey(to)];
  const grids = panels.filter(({ kind }) => kind === "grid");
  const left = [...before].flatMap(([name, box]) => (now.has(name) ? [] : [box]));
  return Array.from(now, ([name, box]) => {
    const like = left.findIndex(
      (other) =>
        isLike(other, box) && grids.some(({ tensors }) => [other, box].every(({ tensor }) => tensors.includes(tensor))),
    );
    return { box, earlier: before.get(name) ?? (like < 0 ? undefined : left.splice(like, 1)[0]) };
  });
}

/** Whether two boxes of one channel are in one place, or of one role and of one group or size.
 * @param {Box} a @param {Box} b */
function isLike(a, b) {
  const size = (/** @type {Box} */ { rows, columns }) => `${rows[1] - rows[0]} ${columns[1] - columns[0]}`;
  if (`${a.channels}` !== `${b.channels}`) return false;
  if (placeOf(a) === placeOf(b)) return true;
  return a.role === b.role && a.role !== "argmax" && (a.group === b.group || size(a) === size(b));
}

/** Boxes by what they are, so that the same box is found again in the frame before.
 * @param {Frame} frame @returns {Map<string, Box>} */
function boxesByKey(frame) {
  /** @type {Map<string, Box>} */
  const map = new Map();
  frame.boxes.forEach((box) => {
    let name = boxKey(box);
    while (map.has(name)) name += "+";
    map.set(name, box);
  });
  return map;
}
