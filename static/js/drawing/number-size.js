/** How large the numbers in cells are. Pure. */

import { getOrMake } from "../data/cache.js";
import { format } from "../data/numbers.js";
import { isProjected, textWidth } from "./layout.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Type } from "./layout.js" */

/** How much of a cell's width its number may fill: those side by side stay apart. */
const FILLED = 0.74;
/** As that, where letters as small as can be read would not fit otherwise. */
const CROWDED = 0.82;
/** As that, in any font: a wide one's letters are drawn narrower. */
export const WITHIN = 0.92;

/** The size of letters in which every value of a tensor fits its cell; 0 where that is too small to read. Small
 * letters have all its height, where it is higher than wide.
 * @param {Tensor} tensor @param {number} cell how wide it is @param {Type} type @param {number} [high] */
export function numberSize(tensor, cell, type, high = cell) {
  if (tensor.error > 0 || tensor.values.length > 400) return 0;
  const longest = longestNumber(tensor);
  const size = Math.min(cell * 0.46, (cell * FILLED) / longest);
  if (!isProjected(type)) return size >= Math.max(10, type.number * 0.62) ? size : 0;
  const filled = Math.min(high * 0.68, (cell * CROWDED) / longest);
  return filled >= type.least ? Math.max(size, type.least) : 0;
}

/** @type {WeakMap<Tensor, number>} */
const known = new WeakMap();

/** How wide the widest number of a tensor is, in letters' sizes; at least 1. @param {Tensor} tensor */
export const longestNumber = (tensor) =>
  getOrMake(known, tensor, () =>
    Array.from(tensor.values).reduce((most, value) => Math.max(most, textWidth(format(value), 1)), 1),
  );
