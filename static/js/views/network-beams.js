/** On a network, the light from what an opened cell reads to the cell. Pure. */

import { itemAt } from "../data/lists.js";
import { lerpPoint } from "../drawing/between.js";
import { lineShape, polygonShape } from "../drawing/build.js";
import { clipped, hull } from "../drawing/clip.js";
import { findTensor } from "./context.js";
import { faceOf, outerPlanes, sourceCell } from "./network-layout.js";

/** @import { Context, Shape, Tensor } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Column, Corners } from "./network-layout.js" */
/** @import { CellDetail } from "./network-lens.js" */
/**
 * @typedef {object} Read what an opened cell reads
 * @property {CellDetail} open
 * @property {Corners[]} windows
 * @property {Column} source
 * @property {Column} target
 * @property {Point} goal
 * @property {[number, number]} light how far it has come: as strong as weights, as strong as what they bring
 * @property {boolean} unrolled
 * @property {Context} context
 */

/** Light from all that is read to the cell; from neurons, first as strong as the weights, then as what they bring.
 * From maps side by side each beam lies over its own map and over the layer that it goes to, and behind all others.
 * @param {Read} read @returns {{behind: Shape[], above: Shape[]}} */
export function beamShapes({ open, windows, source, target, goal, light: [weighed, light], unrolled, context }) {
  if (source.alpha <= 0 || (!unrolled && windows.length < 2)) return { behind: [], above: [] };
  if (!unrolled) {
    const all = windows.map((points) => beam(points, goal, light, source.alpha, windows.length));
    const faces = windows.map((_, i) => faceOf(source, open.channels[0] + i));
    if (!areApart(faces)) return { behind: [], above: all.flat() };
    const { back, front } = outerPlanes(target.layer);
    const end = hull([...faceOf(target, back), ...faceOf(target, front)]);
    const above = all.flatMap((shapes, i) => [...partsIn(shapes, itemAt(faces, i)), ...partsIn(shapes, end)]);
    return { behind: all.flat(), above };
  }
  const [, ...ofEach] = open.tensors.map((name) => findTensor(context.scene, name));
  const strength = [1 - light, 1];
  const above = ofEach.flatMap((tensor, i) =>
    threads(open, source, tensor, goal, [weighed, light][i] ?? 0, source.alpha * (strength[i] ?? 1)),
  );
  return { behind: [], above };
}

/** Whether each map ends before the next one begins. @param {Corners[]} faces */
const areApart = (faces) => faces.slice(1).every((face, i) => itemAt(face, 0).x >= itemAt(itemAt(faces, i), 1).x);

/** What of light lies within an outline. @param {Shape[]} shapes @param {Point[]} outline @returns {Shape[]} */
const partsIn = (shapes, outline) =>
  shapes.flatMap((shape) => {
    if (shape.kind !== "polygon" && shape.kind !== "line") return [];
    const points = clipped(shape.points, outline);
    return points.length > 1 ? [{ ...shape, points }] : [];
  });

/** Light from a window that meets in the cell; it grows towards it. @param {Corners} window @param {Point} goal
 * @param {number} t how far it has come @param {number} alpha @param {number} many how many of them there are
 * @returns {Shape[]} */
export function beam(window, goal, t, alpha, many) {
  if (t <= 0 || alpha <= 0) return [];
  // Its outermost corners, as they are seen from the goal.
  const turn = (/** @type {Point} */ { x, y }) => Math.atan2(goal.y - y, goal.x - x);
  const [top, , , bottom] = [...window].sort((a, b) => turn(a) - turn(b));
  if (!top || !bottom) return [];
  const to = (/** @type {Point} */ from) => lerpPoint(from, goal, t);
  const edge = { line: many > 8 ? 1 : 1.5, alpha: (many > 8 ? 0.3 : 0.55) * alpha };
  return [
    polygonShape([top, to(top), to(bottom), bottom], { fill: "classify", alpha: (many > 8 ? 0.05 : 0.1) * alpha }),
    lineShape([top, to(top)], "classify", edge),
    lineShape([bottom, to(bottom)], "classify", edge),
  ];
}

/** From each neuron to the one that reads it, a line as strong as what it brings.
 * @param {CellDetail} open @param {Column} source @param {Tensor} products @param {Point} goal @param {number} t
 * @param {number} alpha @returns {Shape[]} */
export function threads(open, source, products, goal, t, alpha) {
  if (t <= 0 || alpha <= 0) return [];
  return Array.from(products.values, (value, i) => {
    const share = value / products.max_abs;
    const start = middleOf(sourceCell(source, open, products.shape, i));
    const end = lerpPoint(start, goal, t);
    const stroke = { scale: products.scale, share: Math.sign(share) * Math.max(0.25, Math.abs(share)) };
    return lineShape([start, end], stroke, {
      line: 0.75 + 2.5 * Math.abs(share),
      alpha: alpha * (0.25 + 0.75 * Math.abs(share)),
    });
  });
}

/** The middle of an outline. @param {Corners} points @returns {Point} */
export const middleOf = (points) => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / 4,
  y: points.reduce((sum, { y }) => sum + y, 0) / 4,
});
