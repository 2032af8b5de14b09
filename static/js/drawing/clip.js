/** Parts of shapes that lie within a convex outline. Pure. */

import { itemAt } from "../data/lists.js";
import { lerpPoint } from "./between.js";

/** @import { Point } from "./shapes.js" */

/** On which side of a line through two points a third lies. @param {Point} a @param {Point} b @param {Point} p */
const sideOf = (a, b, p) => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);

/** What of an outline, or of a line, lies within a convex outline, whose points go clockwise on the screen.
 * @param {Point[]} points @param {Point[]} convex @returns {Point[]} none where nothing does */
export function clipped(points, convex) {
  return convex.reduce((left, a, i) => {
    const b = itemAt(convex, (i + 1) % convex.length);
    return left.flatMap((to, k) => {
      const from = itemAt(left, (k + left.length - 1) % left.length);
      const [before, now] = [sideOf(a, b, from), sideOf(a, b, to)];
      const met = before >= 0 === now >= 0 ? [] : [lerpPoint(from, to, before / (before - now))];
      return now >= 0 ? [...met, to] : met;
    });
  }, points);
}

/** The least convex outline around points, clockwise on the screen. @param {Point[]} points @returns {Point[]} */
export function hull(points) {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const half = (/** @type {Point[]} */ all) => {
    /** @type {Point[]} */
    const done = [];
    for (const point of all) {
      while (done.length > 1 && sideOf(itemAt(done, done.length - 2), itemAt(done, done.length - 1), point) <= 0)
        done.pop();
      done.push(point);
    }
    return done.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}
