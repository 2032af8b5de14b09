/** How large the numbers in cells are. Pure. */

import { format } from "../data/numbers.js";
import { isProjected, textWidth } from "./layout.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Type } from "./layout.js" */

/** How much of a cell's width its number may fill: those side by side stay apart. */
const FILLED = 0.74;
/** As that, where letters as small as can be read would not fit otherwise. */
const CROWDED = 0.82;

/** The size of letters in which every value of a tensor fits its cell; 0 where that is too small to read.
 * @param {Tensor} tensor @param {number} cell @param {Type} type */
export function numberSize(tensor, cell, type) {
  let longest = 1;
  if (tensor.error > 0 || tensor.values.length > 400) return 0;
  for (const value of tensor.values) longest = Math.max(longest, textWidth(format(value), 1));
  const size = Math.min(cell * 0.46, (cell * FILLED) / longest);
  if (!isProjected(type)) return size >= Math.max(10, type.number * 0.62) ? size : 0;
  const filled = Math.min(cell * 0.68, (cell * CROWDED) / longest);
  return filled >= type.least ? Math.max(size, type.least) : 0;
}
