/** Points and rectangles on their way from one place to another. Pure. */

import { lerp } from "../data/easing.js";

/** @import { Rect } from "./layout.js" */
/** @import { Point } from "./shapes.js" */
/** @typedef {[Point, Point, Point, Point]} Corners from the top left one clockwise */

/** Between two points. @param {Point} a @param {Point} b @param {number} f @returns {Point} */
export const lerpPoint = (a, b, f) => ({ x: lerp(a.x, b.x, f), y: lerp(a.y, b.y, f) });

/** Between two rectangles. @param {Rect} a @param {Rect} b @param {number} f @returns {Rect} */
export const lerpRect = (a, b, f) => ({
  ...lerpPoint(a, b, f),
  width: lerp(a.width, b.width, f),
  height: lerp(a.height, b.height, f),
});

/** Between two quadrangles, corner by corner. @param {Corners} from @param {Corners} to @param {number} f
 * @returns {Corners} */
export const quadBetween = ([a, b, c, d], to, f) => [
  lerpPoint(a, to[0], f),
  lerpPoint(b, to[1], f),
  lerpPoint(c, to[2], f),
  lerpPoint(d, to[3], f),
];
