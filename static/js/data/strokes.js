/** Drawings as text and as points in the unit square: reading, writing, undoing, erasing. Pure. */

import { lerp } from "./easing.js";
import { format } from "./numbers.js";

/** @typedef {[x: number, y: number] | [x: number, y: number, thickness: number]} Point from 0 to 1, and how thick */
/** @typedef {Point[][]} Strokes */

/** More than this the server does not take. */
export const LIMITS = { strokes: 60, points: 2000 };

/**
 * Why a drawing can hold no more; empty while it can.
 * @param {Strokes} strokes
 * @param {boolean} [more] whether it is a stroke that is to be added, not a point of the last one
 */
export function whyFull(strokes, more = false) {
  const over =
    more && strokes.length >= LIMITS.strokes ? "strokes" : countPoints(strokes) >= LIMITS.points ? "points" : null;
  return over ? `can hold no more: ${format(LIMITS[over])} ${over} are the most. Undo or erase a stroke to go on.` : "";
}

/**
 * A drawing from its text: strokes by |, points by ;, numbers by commas; null where it is none.
 * @param {string} text
 * @returns {Strokes | null}
 */
export function parseStrokes(text) {
  if (text.trim() === "") return [];
  const strokes = text.split("|").map((stroke) => stroke.split(";").map((point) => point.split(",").map(Number)));
  const good = strokes.flat().every((point) => point.length >= 2 && point.every(Number.isFinite));
  return good ? /** @type {Strokes} */ (strokes) : null;
}

/** @param {Strokes} strokes @returns {string} */
export function formatStrokes(strokes) {
  return strokes.map((stroke) => stroke.map((point) => point.join(",")).join(";")).join("|");
}

/** How many points there are. @param {Strokes} strokes */
export function countPoints(strokes) {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

/**
 * The first points of a drawing, as many as that, as they were drawn, and a part of the way to the next.
 * @param {Strokes} strokes
 * @param {number} points
 * @returns {Strokes}
 */
export function firstPoints(strokes, points) {
  /** @type {Strokes} */
  const drawn = [];
  for (const stroke of strokes) {
    const whole = Math.min(Math.floor(points), stroke.length);
    if (whole < 1) break;
    drawn.push(stroke.slice(0, whole));
    const [last, next] = [stroke[whole - 1], stroke[whole]];
    if (last && next && points > whole)
      drawn.at(-1)?.push(/** @type {Point} */ (last.map((at, i) => lerp(at, next[i] ?? at, points - whole))));
    points -= stroke.length;
  }
  return drawn;
}

/**
 * The drawing without the strokes that come as near to a place as that.
 * @param {Strokes} strokes
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @returns {Strokes}
 */
export function eraseNear(strokes, x, y, reach) {
  return strokes.filter(
    (stroke) => !stroke.some((point, i) => distanceToSegment(point, stroke[i + 1] ?? point, x, y) < reach),
  );
}

/**
 * From a place to the line between two points.
 * @param {Point} a
 * @param {Point} b
 * @param {number} x
 * @param {number} y
 */
function distanceToSegment(a, b, x, y) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const share = long ? Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / long)) : 0;
  return Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
}
