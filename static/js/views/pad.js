/** A sheet of paper with the strokes drawn on it, as lines: the newest ink needs no answer to be seen. */

import { evenly, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { countPoints, firstPoints } from "../data/strokes.js";
import { circleShape, lineShape, rectShape } from "../drawing/build.js";
import { boxRect, findTensor, frameChange, paperRect } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Point as StrokePoint, Strokes } from "../data/strokes.js" */

const PAPER = { scale: "image", share: 0 };
/** So much of a picture is all of it, as it may have a border. */
const WHOLE = 0.8;
const INK = { scale: "image", share: 1 };

/** @type {View<"pad">} */
export const pad = {
  draw(panel, rect, context) {
    const known = /** @type {Strokes} */ (context.scene.values[panel.options.drawing] ?? []);
    const newest = context.ink ?? known;
    const { from, to, f } = frameChange(context, panel);
    const all = countPoints(newest);
    // A frame speaks of the strokes that its scene knows; newer ink is seen as it is.
    const told = all === countPoints(known) ? lerp(from.points ?? all, to.points ?? all, evenly(f)) : all;
    const strokes = firstPoints(newest, told);
    const paper = { ...paperRect(rect), radius: 8 };
    const ink = strokes.flatMap((stroke) => strokeShapes(stroke, paper, panel.options.thickness));
    return [
      rectShape(paper, { fill: PAPER }),
      { kind: "within", ...paper, shapes: ink },
      rectShape(paper, { stroke: "input", line: 2 }),
    ];
  },

  // A drawing is the picture that a network reads of it; it has no pixels, so that parts of that are not on it.
  locate(panel, rect, scene, box) {
    if (panel.tensors[0] !== box.tensor) return null;
    const { x, y, width } = paperRect(rect);
    const [, rows, columns] = findTensor(scene, box.tensor).shape;
    return box.rows[1] - box.rows[0] < WHOLE * rows ? null : boxRect(box, { x, y, cell: width / columns });
  },
};

/** One stroke: a single line where it is as thick everywhere, else a line from point to point.
 * @param {StrokePoint[]} stroke @param {Rect} paper @param {number} usual @returns {Shape[]} */
function strokeShapes(stroke, paper, usual) {
  const points = stroke.map(([x, y]) => ({ x: paper.x + x * paper.width, y: paper.y + y * paper.height }));
  const thick = stroke.map(([, , thickness = usual]) => thickness * paper.width);
  const [first] = thick;
  if (points.length === 1) return [circleShape(itemAt(points, 0), Number(first) / 2, { fill: INK })];
  if (thick.every((each) => each === first)) return [lineShape(rounded(points), INK, { line: first })];
  return points.slice(1).map((point, i) => {
    const line = (itemAt(thick, i) + itemAt(thick, i + 1)) / 2;
    return lineShape([itemAt(points, i), point], INK, { line });
  });
}

/** How far a line may turn at a point and still go round it, as a cosine. */
const BEND = 0.75;
/** Pixels from point to point of a rounded line. */
const FINE = 6;

/** A line through the same points, as a hand goes: round where it bends a little, sharp where it turns.
 * @param {Point[]} points @returns {Point[]} */
function rounded(points) {
  const tangents = points.map((_, i) => tangentAt(points, i));
  return points.flatMap((point, i) => {
    const next = points[i + 1];
    if (!next) return [point];
    const [start, end] = [itemAt(tangents, i), itemAt(tangents, i + 1)];
    const parts = Math.max(1, Math.min(8, Math.round(Math.hypot(next.x - point.x, next.y - point.y) / FINE)));
    return Array.from({ length: parts }, (_, k) => hermite(point, next, start, end, k / parts));
  });
}

/** Where a line goes at its ith point, as far as from there to its neighbours; null where it turns or ends.
 * @param {Point[]} points @param {number} i @returns {Point | null} */
function tangentAt(points, i) {
  const [before, at, after] = [points[i - 1], itemAt(points, i), points[i + 1]];
  if (!before || !after) return null;
  const [a, b] = [
    { x: at.x - before.x, y: at.y - before.y },
    { x: after.x - at.x, y: after.y - at.y },
  ];
  const long = Math.hypot(a.x, a.y) * Math.hypot(b.x, b.y);
  if (!long || (a.x * b.x + a.y * b.y) / long < BEND) return null;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** Between two points, leaving the one and reaching the other as told; else straight.
 * @param {Point} a @param {Point} b @param {Point | null} start @param {Point | null} end @param {number} t */
function hermite(a, b, start, end, t) {
  const along = { x: b.x - a.x, y: b.y - a.y };
  const [u, v] = [start ?? along, end ?? along];
  const [h, p, q] = [t * t * (3 - 2 * t), t * (1 - t) * (1 - t), t * t * (t - 1)];
  return { x: a.x + h * along.x + p * u.x + q * v.x, y: a.y + h * along.y + p * u.y + q * v.y };
}
