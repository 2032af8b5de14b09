/** Cells that a question asks for, or that are marked as its answer; once that is told, right and wrong ones. Pure. */

import { inset, lineShape, rectShape, textShape, withAlpha } from "../drawing/build.js";
import { boxPlaces, cellBox } from "./places.js";

/** @import { Context, Place, Shape } from "./context.js" */
/** @import { RectShape } from "../drawing/shapes.js" */

/** How much of the mark's colour lies over its cell. */
const TINT = 0.22;

/** @param {Context} context @returns {Shape[]} */
export function answerShapes(context) {
  const { marks, scene } = context;
  const tensor = marks && scene.tensors.find(({ name }) => name === marks.tensor);
  if (!marks || !tensor) return [];
  const { stage, shape } = tensor;
  const each = (/** @type {readonly number[]} */ cells, /** @type {(place: Place) => Shape[]} */ draw) =>
    cells.flatMap((cell) => {
      const box = cellBox(marks.tensor, 0, Math.floor(cell / shape[2]), cell % shape[2]);
      return boxPlaces(context, box).flatMap(draw);
    });
  const marked = (/** @type {Place} */ place) => [
    rectShape(edge(place), { fill: stage, alpha: TINT }),
    ...outline(place, { stroke: stage }),
  ];
  if (marks.open) return each([...Array(shape[1] * shape[2]).keys()], unknown);
  if (!marks.told) return each(marks.own, marked);
  const { right, wrong, missed } = marks.told;
  // One that lacks has an open outline.
  const gap = (/** @type {Place} */ place) => outline(place, { stroke: stage, dash: [10, 7] });
  const signs = [...each(right, hook), ...each(wrong, cross), ...each(missed, gap)];
  return [...each(marks.own, marked), ...withAlpha(signs, marks.alpha)];
}

/** A cell whose value is asked for. @param {Place} place @returns {Shape[]} */
const unknown = ({ x, y, width, height }) => [
  textShape("?", x + width / 2, y + height / 2, height * 0.4, { fill: "muted", weight: 600 }),
];

/** @param {Place} place */
const edge = (place) => ({ ...inset(place, place.width * 0.06), radius: place.radius ?? place.width * 0.08 });

/** A line around a cell, on paper. @param {Place} place @param {Partial<RectShape>} look @returns {Shape[]} */
function outline(place, look) {
  const line = Math.max(2, Math.min(5, place.width * 0.07));
  return [rectShape(edge(place), { stroke: "paper", line: line + 3 }), rectShape(edge(place), { ...look, line })];
}

/** A right one, with a hook in its corner. @param {Place} place @returns {Shape[]} */
const hook = (place) =>
  drawnSign(place, [
    [
      [0.68, 0.16],
      [0.77, 0.25],
      [0.93, 0.06],
    ],
  ]);

/** One that should not be there. @param {Place} place @returns {Shape[]} */
const cross = (place) =>
  drawnSign(place, [
    [
      [0.73, 0.07],
      [0.91, 0.25],
    ],
    [
      [0.91, 0.07],
      [0.73, 0.25],
    ],
  ]);

/** Lines in shares of a cell, on paper. @param {Place} place @param {[number, number][][]} lines @returns {Shape[]} */
function drawnSign({ x, y, width, height }, lines) {
  const line = Math.max(2, Math.min(6, width * 0.07));
  const points = lines.map((each) => each.map(([across, down]) => ({ x: x + across * width, y: y + down * height })));
  return [
    ...points.map((each) => lineShape(each, "paper", { line: line + 3 })),
    ...points.map((each) => lineShape(each, "ink", { line })),
  ];
}
