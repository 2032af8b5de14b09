/** A number on its way across the stage, and where it goes. Pure. */

import { ease, easeWithin } from "../data/easing.js";
import { format } from "../data/numbers.js";
import { operandCell } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { inset, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { cellFill, findTensor, valueAt } from "./context.js";
import { boxPlaces, cellBox } from "./places.js";

/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Computation, Operand } from "../data/records.js" */
/** @import { Fill } from "../drawing/shapes.js" */

/** How much of its ground a number may fill. */
const FILLED = 0.74;

/** The box on the cell that a result goes to, of several on its tensor its own: in its channel, if one is there.
 * @param {Context} context @param {Computation} work */
export function resultCell({ moment }, { tensor, index: [channel, row, column] }) {
  const cells = moment.to.boxes.filter((box) => box.role === "cell" && box.tensor === tensor);
  const there = cells.filter(({ rows, columns }) => rows[0] === row && columns[0] === column);
  return there.find(({ channels }) => channels[0] === channel) ?? there[0] ?? cells[0];
}

/** Where one factor stands, and what it is; null where that is beside the picture, or not on the stage.
 * @param {Context} context @param {Computation} work @param {Operand} operand @param {number} i
 * @returns {{place: Rect, value: number, on: Fill|undefined} | null} */
export function factorPlace(context, work, operand, i) {
  const tensor = findTensor(context.scene, operand.tensor);
  const [channel, row, column] = operandCell(work, operand, i);
  const [, rows, columns] = tensor.shape;
  if (row < 0 || column < 0 || row >= rows || column >= columns) return null;
  const [place] = boxPlaces(context, cellBox(tensor.name, channel, row, column));
  const value = valueAt(tensor, channel, row, column);
  return place ? { place, value, on: cellFill(tensor, value, channel) } : null;
}

/** One factor on its way. @param {Context} context @param {Computation} work @param {Operand} operand
 * @param {number} i @param {Rect} end @param {number} p @returns {Shape[]} */
export function chip(context, work, operand, i, end, p) {
  const found = factorPlace(context, work, operand, i);
  if (!found) return [];
  const { place, value, on } = found;
  return chipAt(arc(inset(place, place.width * 0.03), end, p), value, on, 1 - easeWithin(p, 0.82, 1));
}

/** A number with its own ground, as large as in a cell. @param {Rect} place @param {number} value
 * @param {Fill|undefined} on @param {number} alpha @returns {Shape[]} */
export function chipAt(place, value, on, alpha) {
  const text = format(value);
  const size = sizeIn(place, text);
  return [
    rectShape(place, { radius: Math.min(6, place.width * 0.1), fill: on, stroke: "accent", line: 1.5, alpha }),
    ...(size < 8 ? [] : [textShape(text, ...middle(place), size, { on, weight: 600, alpha })]),
  ];
}

/** How large a number is in a cell. @param {Rect} place @param {string} text */
export const sizeIn = ({ width, height }, text) =>
  Math.min(Math.max(height * 0.46, Math.min(height * 0.72, width * 0.46)), (width * FILLED) / textWidth(text, 1));

/** On the way from one place to another, in an arc that stays on the stage.
 * @param {Rect} a @param {Rect} b @param {number} p @returns {Rect} */
export function arc(a, b, p) {
  const way = lerpRect(a, b, ease(p));
  const height = Math.max(0, Math.min(70, 0.16 * Math.hypot(b.x - a.x, b.y - a.y), Math.min(a.y, b.y) - 6));
  return { ...way, y: way.y - Math.sin(Math.PI * ease(p)) * height };
}

/** @param {Rect} rect @returns {[number, number]} */
export const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
