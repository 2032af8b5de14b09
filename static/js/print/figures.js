/** What is printed of the scenes: for each its number, its words, and the picture that it ends with. Pure. */

import { around, bounds, corners } from "../drawing/build.js";
import { layoutAt } from "../drawing/shots.js";
import { momentAt, settledAt } from "../state/timing.js";
import { wantedKey } from "../state/wanted.js";
import { compose } from "../views/compose.js";

/** @import { State } from "../state/state.js" */
/** @import { Moment, Param, Scene } from "../data/records.js" */
/** @import { Shape } from "../drawing/shapes.js" */
/**
 * @typedef {{step: number, number: string, title: string, settings: string, scene: Scene|null}} Figure without a scene
 *   where it is not here
 */
/** @typedef {{shapes: Shape[], top: number, width: number, height: number}} Picture its shapes stand from `top` down */

/** How wide a picture is, and one that has half a page's width; and how high at least and at most, in pixels. */
const WIDTH = 720;
export const HALF_WIDTH = 400;
const LOWEST = 140;
const HIGHEST = 290;
/** How near the lowest height is come to. */
const NEAR = 10;
/** A lower picture that shows things at this share of their size is preferred. */
const ENOUGH = 0.92;
/** What a line may reach beyond its points, in pixels. */
const MARGIN = 3;

/**
 * All scenes in their order, as they are set; where those settings are not here, by default.
 * @param {State} state
 * @returns {Figure[]}
 */
export function figures(state) {
  return state.chapter.steps.flatMap((step) =>
    step.scenes.map(({ name, title, params }, index) => {
      const path = `${step.name}/${name}`;
      const found = [wantedKey(state, path), path].find(
        (key) => state.scenes[key]?.complete && state.scenes[key].frames.length,
      );
      const settings = found === undefined || found === path ? "" : settingsText(params, found);
      return {
        step: step.number,
        number: `${step.number}.${index + 1}`,
        title,
        settings,
        scene: state.scenes[found ?? ""] ?? null,
      };
    }),
  );
}

/**
 * What was set otherwise than by default, such as "Stride 2, Input changed".
 * @param {Param[]} params
 * @param {string} key
 */
function settingsText(params, key) {
  const values = new URLSearchParams(key.split("?")[1]);
  return [...values]
    .map(([name, text]) => {
      const { label, kind, choices } = /** @type {Param} */ (params.find((param) => param.name === name));
      const chosen = choices.find(([value]) => value === text)?.[1];
      return `${label} ${chosen ?? (kind === "integer" ? text : "changed")}`;
    })
    .join(", ");
}

/** The last frame of a scene, on which nothing steps back behind what is spoken of. @param {Scene} scene */
export function lastMoment(scene) {
  const end = momentAt(scene, settledAt(scene, scene.frames.length - 1), true);
  return { ...end, to: { ...end.to, focus: [] } };
}

/** A frame that stands, such as one that asks. @param {Scene} scene @param {number} k */
export const frameMoment = (scene, k) => momentAt(scene, settledAt(scene, k), true);

/**
 * The picture of a scene's end, or of another moment: as low as it can be without its things getting much smaller.
 * @param {Scene} scene
 * @param {Moment} [moment]
 * @param {number} [width]
 * @returns {Picture}
 */
export function figurePicture(scene, moment = lastMoment(scene), width = WIDTH) {
  const shapes = compose({ scene, moment, layout: lowestLayout(scene, moment, width) });
  const all = around(shapes.flatMap((shape) => corners(bounds(shape))));
  return { shapes, top: all.y - MARGIN, width, height: Math.ceil(all.height + 2 * MARGIN) };
}

/** Halving, as a scene of many panels takes its time.
 * @param {Scene} scene @param {Moment} moment @param {number} width */
function lowestLayout(scene, moment, width) {
  const at = (/** @type {number} */ height) => layoutAt(scene, moment, { width, height });
  let best = at(HIGHEST);
  const enough = best.unit * ENOUGH;
  for (let low = LOWEST, high = HIGHEST; high - low > NEAR; ) {
    const height = Math.round((low + high) / 2);
    const lower = at(height);
    if (lower.unit < enough) low = height;
    else [high, best] = [height, lower];
  }
  return best;
}
