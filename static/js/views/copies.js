/** Cells that are copied: those of a window fly, side by side, into as many others, as a row into a vector. Pure. */

import { ease } from "../data/easing.js";
import { lerpRect } from "../drawing/between.js";
import { rectShape } from "../drawing/build.js";
import { cellFill, findTensor, valueAt } from "./context.js";
import { boxPlaces } from "./places.js";

/** @import { Context, Shape } from "./context.js" */
/** @import { Box } from "../data/records.js" */

/** The cells of a frame's windows on their way into the cells of their groups. @param {Context} context
 * @returns {Shape[]} */
export function copies(context) {
  const { flight, f, to } = context.moment;
  const p = flight < 1 ? ease(flight) : f;
  if (p >= 1 || to.computations.length > 0) return [];
  return to.boxes.flatMap((into) => {
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
  const width = way.width / length(from);
  const cells = Array.from({ length: length(from) }, (_, i) => {
    const value = valueAt(tensor, from.channels[0], from.rows[0], from.columns[0] + i);
    return rectShape({ ...way, x: way.x + i * width, width }, { fill: cellFill(tensor, value, from.channels[0]) });
  });
  return [...cells, rectShape(way, { stroke: tensor.stage, line: 2 })];
}
