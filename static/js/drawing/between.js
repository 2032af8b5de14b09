/** Points and rectangles on their way from one place to another. Pure. */

import { lerp } from "../data/easing.js";

/** @import { Rect } from "./layout.js" */
/** @import { Point } from "./shapes.js" */

/** Between two points. @param {Point} a @param {Point} b @param {number} f @returns {Point} */
export const lerpPoint = (a, b, f) => ({ x: lerp(a.x, b.x, f), y: lerp(a.y, b.y, f) });

/** Between two rectangles. @param {Rect} a @param {Rect} b @param {number} f @returns {Rect} */
export const lerpRect = (a, b, f) => ({
  ...lerpPoint(a, b, f),
  width: lerp(a.width, b.width, f),
  height: lerp(a.height, b.height, f),
});
