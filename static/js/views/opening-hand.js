/** A hand that writes: ink along its strokes, as far as it is, and the pen at its end. Pure. */

import { ease, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lineShape, polygonShape } from "../drawing/build.js";
import { pointOn } from "./opening-places.js";

/** @import { Strokes } from "../data/strokes.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Shape } from "./context.js" */
/** @import { Plane } from "./opening-places.js" */

/** The network's picture: a digit is fitted into 20 of 32 cells, and a line is as thick as that of the drawing's. */
const [FITTED, CELLS, THICK] = [20, 32, 0.085];
/** Where the pen points to, and how long it is: shares of the paper's side. */
const PEN = { x: 0.3, y: -0.52 };
/** From the paper up to where the pen waits. */
const LIFT = 0.16;

/**
 * @param {Plane} plane the paper
 * @param {number} side how long its edges are, in pixels
 * @param {Strokes} strokes in the unit square
 * @param {number} f how much is written, from 0 to 1; outside, the pen comes or goes
 * @param {number} t in seconds
 * @returns {Shape[]}
 */
export function handShapes(plane, side, strokes, f, t) {
  const { scale, place } = fitted(strokes);
  const written = writtenPart(strokes, f);
  const lines = written.map((points) => points.map((point) => place(point)).map(({ x, y }) => pointOn(plane, x, y)));
  const ink = lines.map((points) => lineShape(points, "ink", { line: THICK * scale * side }));
  const last = lines.at(-1)?.at(-1) ?? pointOn(plane, 0.5, 0.5);
  const away = Math.max(0, 1 - t / 0.25, Math.min(1, (t - 1.75) / 0.3));
  return [...(f > 0 ? ink : []), ...penShapes(last, side, away)];
}

/** @param {Point} tip @param {number} side @param {number} away from 0, on the paper, to 1 @returns {Shape[]} */
function penShapes(tip, side, away) {
  if (away >= 1) return [];
  const from = { x: tip.x + PEN.x * side * LIFT * 2 * away, y: tip.y - side * LIFT * 2 * away };
  const at = (/** @type {number} */ along, /** @type {number} */ across) => ({
    x: from.x + side * (PEN.x * along - PEN.y * across),
    y: from.y + side * (PEN.y * along + PEN.x * across),
  });
  const alpha = 1 - away;
  const body = [at(0.2, 0.055), at(1, 0.055), at(1, -0.055), at(0.2, -0.055)];
  return [
    polygonShape([at(0, 0), at(0.2, 0.055), at(0.2, -0.055)], { fill: "surface", stroke: "ink", line: 1.2, alpha }),
    polygonShape([at(0, 0), at(0.08, 0.022), at(0.08, -0.022)], { fill: "ink", alpha }),
    polygonShape(body, { fill: "conv", stroke: "ink", line: 1.2, alpha }),
  ];
}

/** How a drawing is fitted as the network's pictures are: its longer side into 20 cells, its centre of mass in the
 * middle. @param {Strokes} strokes */
function fitted(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const spread = (/** @type {number[]} */ all) => Math.max(...all) - Math.min(...all) + THICK;
  const scale = FITTED / CELLS / Math.max(spread(xs), spread(ys));
  const sum = { long: 0, x: 0, y: 0 };
  for (const { from, to, long } of segments(strokes)) {
    sum.long += long;
    sum.x += (long * (from[0] + to[0])) / 2;
    sum.y += (long * (from[1] + to[1])) / 2;
  }
  const middle = { x: sum.x / sum.long, y: sum.y / sum.long };
  return {
    scale,
    place: (/** @type {import("../data/strokes.js").Point} */ [x, y]) => ({
      x: 0.5 + (x - middle.x) * scale,
      y: 0.5 + (y - middle.y) * scale,
    }),
  };
}

/** @param {Strokes} strokes */
const segments = (strokes) =>
  strokes.flatMap((stroke) =>
    stroke.slice(1).map((to, i) => {
      const from = itemAt(stroke, i);
      return { from, to, long: Math.hypot(to[0] - from[0], to[1] - from[1]) };
    }),
  );

/** The first part of a drawing by its length; each stroke begins and ends slowly.
 * @param {Strokes} strokes @param {number} f @returns {Strokes} */
function writtenPart(strokes, f) {
  const lengths = strokes.map((stroke) => segments([stroke]).reduce((sum, { long }) => sum + long, 0));
  const all = lengths.reduce((sum, long) => sum + long, 0);
  let before = 0;
  /** @type {Strokes} */
  const written = [];
  for (const [i, stroke] of strokes.entries()) {
    const long = itemAt(lengths, i);
    const part = (f * all - before) / long;
    before += long;
    if (part <= 0 && i > 0) break;
    written.push(firstPart(stroke, long * ease(part)));
  }
  return written;
}

/** @param {Strokes[number]} stroke @param {number} long @returns {Strokes[number]} */
function firstPart(stroke, long) {
  const points = [itemAt(stroke, 0)];
  for (const { from, to, long: own } of segments([stroke])) {
    if (long <= 0) break;
    const f = Math.min(1, long / own);
    points.push([lerp(from[0], to[0], f), lerp(from[1], to[1], f)]);
    long -= own;
  }
  return points;
}
