/** Which pictures are the same picture: channels of tensors that look alike, in whatever tensor they come. Pure. */

import { getOrMake } from "../data/cache.js";
import { itemAt } from "../data/lists.js";

/** @import { Tensor } from "../data/records.js" */
/** @typedef {{tensor: Tensor, channel: number}} Plane */

/** How far two cells may be apart, as a share of their plane's range: what is sent as bytes is a little off. */
const NEAR = 0.02;
/** The widest border that one of two pictures may have more than the other. */
const BORDER = 4;
/** The most cells that are seen as a grid and not as a picture. */
const GRID = 64;

/** @type {WeakMap<Tensor, Map<number, Float32Array | null>>} */
const known = new WeakMap();

/** The cells of a channel from 0 to 1; null where all are the same, which could be anything.
 * @param {Plane} plane @returns {Float32Array | null} */
function normalised({ tensor, channel }) {
  const planes = getOrMake(known, tensor, () => new Map());
  return getOrMake(planes, channel, () => {
    const size = tensor.shape[1] * tensor.shape[2];
    const cells = Float32Array.from(tensor.values.slice(channel * size, (channel + 1) * size));
    const [low, high] = [Math.min(...cells), Math.max(...cells)];
    return high - low < 1e-6 ? null : cells.map((value) => (value - low) / (high - low));
  });
}

/**
 * How many rings of border the second plane has around the first, or, negative, the first around the second;
 * null where they are not the same picture.
 * @param {Plane} a
 * @param {Plane} b
 * @returns {number | null}
 */
export function borderBetween(a, b) {
  const [[, rows, columns], [, height, width]] = [a.tensor.shape, b.tensor.shape];
  const more = (height - rows) / 2;
  if (!Number.isInteger(more) || width - columns !== 2 * more || Math.abs(more) > BORDER || rows * columns < 4)
    return null;
  if (more < 0) return within(b, a) ? more : null;
  return within(a, b) ? more : null;
}

/**
 * Where the second plane begins in the first, in rows and columns, so that the ink of both is the same and lies in the
 * same place; null where it is not the same. Their papers need not be equally large.
 * @param {Plane} a
 * @param {Plane} b
 * @returns {{row: number, column: number} | null}
 */
export function inkOffset(a, b) {
  const [first, second] = [inkOf(a), inkOf(b)];
  if (!first || !second || first.rows !== second.rows || first.columns !== second.columns) return null;
  const same = first.cells.every((cell, i) => Math.abs(cell - itemAt(second.cells, i)) <= NEAR);
  return same ? { row: first.row - second.row, column: first.column - second.column } : null;
}

/** @typedef {{row: number, column: number, rows: number, columns: number, cells: Float32Array}} Ink */
/** @type {WeakMap<Tensor, Map<number, Ink | null>>} */
const inks = new WeakMap();

/** The part of a plane that differs from its corner; null where that is too small to be a picture.
 * @param {Plane} plane @returns {Ink | null} */
function inkOf(plane) {
  const { tensor, channel } = plane;
  return getOrMake(
    getOrMake(inks, tensor, () => new Map()),
    channel,
    () => {
      const all = normalised(plane);
      if (!all) return null;
      const [, , width] = tensor.shape;
      const there = [...all.keys()].filter((i) => Math.abs(itemAt(all, i) - itemAt(all, 0)) > NEAR);
      const columns = there.map((i) => i % width);
      const [row, left, right] = [Math.floor(itemAt(there, 0) / width), Math.min(...columns), Math.max(...columns)];
      const rows = Math.floor(itemAt(there, there.length - 1) / width) - row + 1;
      const wide = right - left + 1;
      if (rows * wide <= GRID) return null;
      const cells = new Float32Array(rows * wide);
      for (let y = 0; y < rows; y++) {
        const start = (row + y) * width + left;
        cells.set(all.subarray(start, start + wide), y * wide);
      }
      return { row, column: left, rows, columns: wide, cells };
    },
  );
}

/** Whether two tensors are the same, seen in the same colours. @param {Tensor} a @param {Tensor} b */
export function isSameTensor(a, b) {
  if (a === b) return true;
  if (a.scale !== b.scale || a.shape.join() !== b.shape.join()) return false;
  const near = NEAR * Math.max(a.max_abs, b.max_abs);
  return a.values.every((value, i) => Math.abs(value - itemAt(b.values, i)) <= near);
}

/** Whether two planes are the same grid with other values: of few cells, in the same colours.
 * @param {Plane} a @param {Plane} b */
export function isSameGrid({ tensor: a }, { tensor: b }) {
  const [, rows, columns] = a.shape;
  return a.scale === b.scale && a.shape.join() === b.shape.join() && rows > 1 && rows * columns <= GRID;
}

/** Whether the cells of one plane stand in the middle of another, within nothing. @param {Plane} a @param {Plane} b */
function within(a, b) {
  const [inner, outer] = [normalised(a), normalised(b)];
  const [, rows, columns] = a.tensor.shape;
  const [, , width] = b.tensor.shape;
  const border = (width - columns) / 2;
  if (!inner || !outer) return false;
  // What surrounds the smaller one is all one value.
  const ground = itemAt(outer, 0);
  for (let row = -border; row < rows + border; row++) {
    for (let column = -border; column < columns + border; column++) {
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      const expected = inside ? itemAt(inner, row * columns + column) : ground;
      if (Math.abs(expected - itemAt(outer, (row + border) * width + column + border)) > NEAR) return false;
    }
  }
  return true;
}
