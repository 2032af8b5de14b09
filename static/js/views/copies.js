/**
 * What is copied: the cells of a window fly, side by side, into as many others, as a row into a vector; and a kernel
 * flies from where it stands to where a cell lays it down. Pure.
 */

import { ease, easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { lerpRect } from "../drawing/between.js";
import { inset, polygonShape, rectShape, textShape } from "../drawing/build.js";
import { cellFill, findTensor, valueAt } from "./context.js";
import { boxPlaces, cellBox } from "./places.js";

/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Box } from "../data/records.js" */

/** The part of the time in which a kernel still stands, as it may have to come first. */
const WAITS = 0.3;
/** Pixels from which on a cell that flies shows its number. */
const NUMBERED = 26;

/** A frame's windows on their way into the cells of their groups, and its kernels on their way to their windows.
 * @param {Context} context @returns {Shape[]} */
export function copies(context) {
  const { flight, f, to } = context.moment;
  const p = flight < 1 ? ease(flight) : f;
  const way = easeWithin(flight < 1 ? flight : f, WAITS, 1);
  if (p >= 1 || to.computations.length > 0) return [];
  return to.boxes.flatMap((into, at) => {
    const before = to.boxes.slice(0, at);
    const lays = before.some(({ role, group }) => role === "cell" && group === into.group);
    if (into.role === "window" && lays) return stamp(context, into, way);
    const from = to.boxes.find(({ role, group }) => role === "window" && group === into.group);
    return into.role === "cell" && from && isRow(from) && isRow(into) && length(from) === length(into)
      ? row(context, from, into, p)
      : [];
  });
}

/** @param {Box} box */
const length = ({ columns }) => columns[1] - columns[0];

/** Whether it marks several cells of one row. @param {Box} box */
const isRow = (box) => length(box) > 1 && box.rows[1] - box.rows[0] === 1;

/** @param {Context} context @param {Box} from @param {Box} into @param {number} p @returns {Shape[]} */
function row(context, from, into, p) {
  const [start, end] = [boxPlaces(context, from)[0], boxPlaces(context, into)[0]];
  if (!start || !end) return [];
  const tensor = findTensor(context.scene, from.tensor);
  const way = lerpRect(start, end, p);
  const down = isBelow(context, start, end);
  const edges = [way.y, way.y + way.height].map((y) => ({ ...(down ? spanAt(y, start, end) : way), y }));
  const [upper, lower] = [itemAt(edges, 0), itemAt(edges, 1)];
  const piece = (/** @type {number} */ first, /** @type {number} */ last) => [
    ...[first, last].map((share) => ({ x: upper.x + share * upper.width, y: upper.y })),
    ...[last, first].map((share) => ({ x: lower.x + share * lower.width, y: lower.y })),
  ];
  const cells = Array.from({ length: length(from) }, (_, i) => {
    const value = valueAt(tensor, from.channels[0], from.rows[0], from.columns[0] + i);
    const place = piece(i / length(from), (i + 1) / length(from));
    return polygonShape(place, { fill: cellFill(tensor, value, from.channels[0]) });
  });
  return [...cells, polygonShape(piece(0, 1), { stroke: tensor.stage, line: 2 })];
}

/** Whether the panel in which one place lies begins below that of another.
 * @param {Context} context @param {Rect} start @param {Rect} end */
function isBelow({ layout }, start, end) {
  const [upper, lower] = [start, end].map(({ x, y, width, height }) => {
    const [across, down] = [x + width / 2, y + height / 2];
    return [...layout.panels.values()].find(
      (rect) => across >= rect.x && across <= rect.x + rect.width && down >= rect.y && down <= rect.y + rect.height,
    );
  });
  return upper !== undefined && lower !== undefined && lower.y >= upper.y + upper.height;
}

/** From where to where a row reaches at a height on its way down: from edge to edge of the beam that leads from below
 * it to above its goal.
 * @param {number} y @param {Rect} start @param {Rect} end */
function spanAt(y, start, end) {
  const foot = start.y + start.height;
  const f = Math.max(0, Math.min(1, (y - foot) / (end.y - foot)));
  return { x: lerp(start.x, end.x, f), width: lerp(start.width, end.width, f) };
}

/** The kernel that the cell before a window lays down there: where it lands, its stamp comes.
 * @param {Context} context @param {Box} onto @param {number} p @returns {Shape[]} */
function stamp(context, onto, p) {
  if (p <= 0) return [];
  const [rows, columns] = [onto.rows[1] - onto.rows[0], length(onto)];
  const kernel = context.scene.tensors.find(
    ({ name, weights, shape }) => weights && name !== onto.tensor && shape[1] === rows && shape[2] === columns,
  );
  const [end] = boxPlaces(context, onto);
  if (!kernel || !end) return [];
  const [start] = boxPlaces(context, { ...cellBox(kernel.name, 0, 0, 0), rows: [0, rows], columns: [0, columns] });
  if (!start) return [];
  const place = lerpRect(start, end, p);
  const side = place.width / columns;
  const alpha = 1 - easeWithin(p, 0.85, 1);
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const value = valueAt(kernel, 0, row, column);
    const on = cellFill(kernel, value);
    const cell = { x: place.x + column * side, y: place.y + row * side, width: side, height: side };
    const look = { on, weight: 500, alpha };
    return [
      rectShape(inset(cell, side * 0.02), { radius: side * 0.09, fill: on, stroke: kernel.stage, line: 1.5, alpha }),
      ...(side < NUMBERED ? [] : [textShape(format(value), cell.x + side / 2, cell.y + side / 2, side * 0.44, look)]),
    ];
  }).flat();
}
