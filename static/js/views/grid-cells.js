/** Single cells of a grid, and those of zeros around them. Pure. */

import { rectShape, textShape } from "../drawing/build.js";

/** @import { Shape } from "./context.js" */
/** @import { Cells } from "./grid.js" */

/** A cell's square, or its circle, a little apart from its neighbours'.
 * @param {Cells} cells @param {number} row @param {number} column */
export function cellRect({ x, y, side, pitch, round }, row, column) {
  const gap = Math.max(1, side * 0.04);
  const [left, top] = [x + column * pitch + gap / 2, y + row * pitch + gap / 2];
  const radius = round ? (side - gap) / 2 : Math.min(6, side * 0.09);
  return { x: left, y: top, width: side - gap, height: side - gap, radius };
}

/** The rings of zeros around a padded input.
 * @param {number} padding
 * @param {number} side
 * @param {number} x
 * @param {number} y
 * @param {number} rows
 * @param {number} columns
 * @returns {Shape[]}
 */
export function paddingRing(padding, side, x, y, rows, columns) {
  /** @type {Shape[]} */
  const shapes = [];
  for (let row = -padding; row < rows + padding; row++) {
    for (let column = -padding; column < columns + padding; column++) {
      if (row >= 0 && row < rows && column >= 0 && column < columns) continue;
      const spot = cellRect({ x, y, side, pitch: side }, row, column);
      // What leads away from a window passes behind the zeros, too.
      shapes.push(rectShape(spot, { fill: "paper" }));
      shapes.push(rectShape(spot, { stroke: "muted", line: 1, dash: [2, 3], alpha: 0.6 }));
      const [middle, centre] = [x + (column + 0.5) * side, y + (row + 0.5) * side];
      if (side >= 20) shapes.push(textShape("0", middle, centre, side * 0.46, { fill: "muted" }));
    }
  }
  return shapes;
}
