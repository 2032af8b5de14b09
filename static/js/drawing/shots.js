/**
 * What is on the stage together is one shot: the panels of a frame that are not hidden, arranged for themselves in the
 * sizes that they have there.
 * From shot to shot the rectangles move. Pure: a layout follows from the frames before and after and how far one is.
 */

import { getOrMake } from "../data/cache.js";
import { lerp } from "../data/easing.js";
import { isSameShot, isShown, shotKey } from "../data/records.js";
import { lerpPoint, lerpRect } from "./between.js";
import { layout } from "./layout.js";

/** @import { Frame, Panel, Scene } from "../data/records.js" */
/** @import { Layout } from "./layout.js" */
/** @typedef {{width: number, height: number, least?: number}} Size of the stage, and of the smallest letters */

/** @type {WeakMap<Panel[], Map<string, Layout>>} */
const cache = new WeakMap();

/**
 * Where the panels stand at a moment, those that are leaving included.
 * @param {Scene} scene
 * @param {{from: Frame | null, to: Frame, f: number}} moment
 * @param {Size} size
 * @returns {Layout}
 */
export function layoutAt({ panels }, { from, to, f }, size) {
  const after = shotLayout(panels, to, size);
  if (!from || f >= 1 || isSameShot(from, to)) return after;
  const before = shotLayout(panels, from, size);
  return {
    ...after,
    unit: lerp(before.unit, after.unit, f),
    panels: mixed(before.panels, after.panels, (a, b) => lerpRect(a, b, f)),
    signs: mixed(before.signs, after.signs, (a, b) => lerpPoint(a, b, f)),
  };
}

/** @param {Panel[]} panels @param {Frame} frame @param {Size} size @returns {Layout} */
function shotLayout(panels, frame, { width, height, least }) {
  const known = getOrMake(cache, panels, () => new Map());
  return getOrMake(known, `${width} ${height} ${least} ${shotKey(frame)}`, () => {
    const present = panels
      .filter((panel) => isShown(frame, panel))
      .map((panel) => ({ ...panel, size: frame.panels[panel.name]?.size ?? panel.size }));
    // A sign joins its panel to one before it.
    const [first, ...rest] = present;
    return layout(first ? [{ ...first, operator: "" }, ...rest] : panels, width, height, least);
  });
}

/** What both have is between the two; what only one has is where that has it.
 * @template T @param {Map<string, T>} before @param {Map<string, T>} after @param {(a: T, b: T) => T} mix */
function mixed(before, after, mix) {
  const all = new Map([...before, ...after]);
  for (const [name, now] of after) {
    const earlier = before.get(name);
    if (earlier) all.set(name, mix(earlier, now));
  }
  return all;
}
