/** What lies under the pointer, and the small label that tells its value. Pure. */

import { equalsSign, format } from "../data/numbers.js";
import { cellNumber } from "../data/records.js";
import { rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { presence, valueAt } from "./context.js";
import { boxPlaces, cellBox } from "./places.js";
import { viewOf } from "./registry.js";

/** The parts that are printed: hundredths. */
const PARTS = 0.01;
/** How much wider the widest usual font is than is reckoned. */
const WIDEST = 1.12;

/** @import { Scene } from "../data/records.js" */
/** @import { Cell, Context, Shape } from "./context.js" */

/**
 * The cell at a point of the stage.
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @returns {Cell | null}
 */
export function cellAt(context, x, y) {
  for (const panel of context.scene.panels) {
    const rect = context.layout.panels.get(panel.name);
    if (!rect || presence(context, panel) < 0.5) continue;
    const cell = viewOf(panel).hit?.(panel, rect, context.scene, x, y, context);
    if (cell) return cell;
  }
  return null;
}

/** Where a press at a point of the stage leads, if what is drawn there is a link. @param {Context} context
 * @param {number} x @param {number} y */
export function linkAt(context, x, y) {
  for (const panel of context.scene.panels) {
    const rect = context.layout.panels.get(panel.name);
    const link = rect && presence(context, panel) >= 0.5 ? viewOf(panel).link?.(panel, rect, x, y) : null;
    if (link) return link;
  }
  return null;
}

/** Where a cell lies on the screen. @param {Context} context @param {Cell} cell */
export const cellPlaces = (context, { tensor, channel, row, column }) =>
  boxPlaces(context, cellBox(tensor.name, channel, row, column));

/** Whether a tensor's cells are on the stage. @param {Context} context @param {Cell["tensor"]} tensor */
export const isInSight = (context, tensor) => cellPlaces(context, { tensor, channel: 0, row: 0, column: 0 }).length > 0;

/**
 * What is known of a cell's value: the number, or between which two it lies where only its colour was sent.
 * @param {Cell} cell
 */
export function cellValueText({ tensor, channel, row, column }) {
  const value = valueAt(tensor, channel, row, column);
  if (tensor.error === 0) return ` ${equalsSign(value)} ${format(value)}`;
  const [least, most] = tensor.range;
  const low = Math.floor(Math.max(least, value - tensor.error) / PARTS) * PARTS;
  const high = Math.ceil(Math.min(most, value + tensor.error) / PARTS) * PARTS;
  return `: between ${format(low)} and ${format(high)}`;
}

/** What tells a cell from others; empty for none. @param {Cell | null} cell */
export const cellMark = (cell) => (cell ? `${cell.tensor.name} ${cell.channel} ${cell.row} ${cell.column}` : "");

/** Which map of its layer a cell is on, from 0: where some are drawn, the panel says which they are.
 * @param {Cell} cell @param {Pick<Scene, "panels">} scene */
export function mapOf({ tensor, channel }, { panels }) {
  const drawn = panels.map(({ options }) => options.opens?.maps?.[tensor.name]).find((each) => each);
  return drawn?.[channel] ?? channel;
}

/** Where a cell is, and what is known of its value, once the film has come to that.
 * @param {Cell} cell @param {Context} context */
export function cellText(cell, { moment, scene }) {
  const { tensor, channel, row, column } = cell;
  const [channels] = tensor.shape;
  const map = channels > 1 ? `, channel ${mapOf(cell, scene) + 1}` : "";
  const place = `row ${row + 1}, column ${column + 1}${map}`;
  const revealed = moment.to.revealed[tensor.name] ?? Infinity;
  const isThere = cellNumber(tensor.shape, channel, row, column) < revealed;
  return `${place}${isThere ? cellValueText(cell) : ": not computed yet"}`;
}

/** The pointed cell's outline and a label with its place and value.
 * @param {Context} context @param {Cell} cell @returns {Shape[]} */
export function inspectionShapes(context, cell) {
  const [place] = cellPlaces(context, cell);
  if (!place) return [];
  const text = cellText(cell, context);
  const stage = context.layout.size;
  const most = (stage.width - 8) / (textWidth(text, 1) * WIDEST + 1.4);
  const size = Math.min(Math.max(13, context.layout.type.label * 0.8), most);
  const width = Math.min(textWidth(text, size) + size * 1.4, stage.width - 8);
  const height = size * 1.9;
  const x = Math.max(4, Math.min(place.x + place.width / 2 - width / 2, stage.width - width - 4));
  const y = place.y - height - 6 > 0 ? place.y - height - 6 : place.y + place.height + 6;
  return [
    rectShape(place, { radius: 4, stroke: "ink", line: 2 }),
    rectShape({ x, y, width, height, radius: 6 }, { fill: "ink" }),
    textShape(text, x + width / 2, y + height / 2, size, { fill: "paper", weight: 500 }),
  ];
}
