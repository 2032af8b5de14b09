/** On a network, what an opened cell is and reads: its window, the cell, and the beam between them. */

import { itemAt } from "../data/lists.js";
import { corners, lineShape, polygonShape } from "../drawing/build.js";
import { classBar, patchCorners, planesOf, vectorCell } from "./network-layout.js";

/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("../drawing/shapes.js").Point} Point */
/** @typedef {import("./network-layout.js").Column} Column */
/** @typedef {import("./network-layout.js").NetworkLayout} NetworkLayout */
/** @typedef {import("./cell-detail.js").CellDetail} CellDetail */
/** @typedef {[Point, Point, Point, Point]} Corners */

/** @param {CellDetail} open @param {NetworkLayout} all @param {number} shown how many layers are there
 * @param {number} alpha @returns {Shape[]} */
export function detailMarks(open, all, shown, alpha) {
  const source = all.columns.find(({ layer }) => layer.tensor === open.source);
  const target = all.columns.find(({ layer }) => layer.layer === open.layer);
  if (!source || !target) return [];
  const windows = windowsOf(open, source, all);
  const cell = cellOf(open, target, all);
  const written = target.kind !== "bars" || all.columns.indexOf(target) < shown;
  return [
    ...beam(itemAt(windows, windows.length - 1), cell, target, alpha),
    ...fieldMark(open, source, all, alpha),
    ...windows.flatMap((points, i) => windowShapes(points, i === windows.length - 1, alpha)),
    ...(written ? haloed(cell, alpha) : []),
  ];
}

/** The window on each plane that the cell reads. @param {CellDetail} open @param {Column} source
 * @param {NetworkLayout} all @returns {Corners[]} */
function windowsOf({ channels: [first, end], rows, columns }, source, all) {
  if (source.kind !== "maps") return [corners(end - first === 1 ? vectorCell(source, first) : source)];
  return Array.from({ length: end - first }, (_, i) => patchCorners(source, all, first + i, rows, columns));
}

/** @param {CellDetail} open @param {Column} target @param {NetworkLayout} all @returns {Corners} */
function cellOf({ index: [channel, row, column] }, target, all) {
  if (target.kind === "maps") return patchCorners(target, all, channel, [row, row + 1], [column, column + 1]);
  return corners(target.kind === "bars" ? classBar(target, channel) : vectorCell(target, channel));
}

/** No beam runs back over the picture to a layer that stands in the line below.
 * @param {Corners} front @param {Corners} cell @param {Column} target @param {number} alpha @returns {Shape[]} */
function beam([, top, bottom], cell, target, alpha) {
  const middle = (/** @type {"x"|"y"} */ axis) => cell.reduce((sum, point) => sum + point[axis], 0) / cell.length;
  const goal = { x: target.kind === "maps" ? middle("x") : cell[0].x, y: middle("y") };
  if (goal.x <= top.x) return [];
  return [
    polygonShape([top, goal, bottom], { fill: "classify", alpha: 0.1 * alpha }),
    ...[top, bottom].map((corner) => lineShape([corner, goal], "classify", { line: 1.5, alpha: 0.6 * alpha })),
  ];
}

/** The receptive field of the cell in the picture itself, where the window lies on a later layer.
 * @param {CellDetail} open @param {Column} source @param {NetworkLayout} all @param {number} alpha
 * @returns {Shape[]} */
function fieldMark({ field }, source, all, alpha) {
  const input = itemAt(all.columns, 0);
  if (!field || source === input) return [];
  const points = patchCorners(input, all, planesOf(input.layer).channels - 1, ...field);
  return [polygonShape(points, { stroke: "classify", line: 2.5, dash: [7, 4], alpha })];
}

/** @param {Corners} points @param {boolean} front @param {number} alpha @returns {Shape[]} */
const windowShapes = (points, front, alpha) =>
  front ? haloed(points, alpha) : [polygonShape(points, { stroke: "classify", line: 1.5, alpha: 0.7 * alpha })];

/** @param {Corners} points @param {number} alpha @returns {Shape[]} */
const haloed = (points, alpha) => [
  polygonShape(points, { stroke: "paper", line: 6, alpha }),
  polygonShape(points, { stroke: "classify", line: 3, alpha }),
];
