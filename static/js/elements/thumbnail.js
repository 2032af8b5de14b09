/** A tensor as a picture of a few pixels: a channel, a few planes one behind the other, a vector, or bars. Pure. */

import { itemAt } from "../data/lists.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Shape } from "../drawing/shapes.js" */

/** How many planes stand for a stack, and how far they are apart, as a share of the side. */
const PLANES = { most: 3, apart: 0.1 };
/** So many numbers in one row are classes, a bar each. */
const CLASSES = 20;

/**
 * @param {Tensor} tensor
 * @param {number} side of the square that it has, in pixels
 * @param {number} [revealed] how many of its cells are seen, in reading order
 * @returns {Shape[]}
 */
export function thumbnail(tensor, side, revealed = Infinity) {
  const [channels, rows, columns] = tensor.shape;
  const count = channels * rows * columns;
  if (tensor.stage === "classify" && count <= CLASSES) return bars(tensor, count, side);
  if (rows * columns === 1) return planes({ ...tensor, shape: [1, channels, 1] }, 1, side, revealed);
  if (tensor.scale === "rgb" && channels % 3 === 0) return planes(tensor, 1, side, revealed, -1);
  return planes(tensor, Math.min(PLANES.most, channels), side, revealed);
}

/** The first channels, each a little behind the one before it.
 * @param {Tensor} tensor @param {number} count @param {number} side @param {number} revealed
 * @param {number} [first] the channel of the first; below zero, all in full colour
 * @returns {Shape[]} */
function planes(tensor, count, side, revealed, first = 0) {
  const [, rows, columns] = tensor.shape;
  const apart = side * PLANES.apart;
  const room = side - apart * (count - 1);
  const scale = room / Math.max(rows, columns);
  const [width, height] = [Math.max(room / 4, columns * scale), Math.max(room / 4, rows * scale)];
  const [left, top] = [(room - width) / 2, (room - height) / 2];
  return Array.from({ length: count }, (_, i) => count - 1 - i).flatMap((i) => {
    const seen = Math.min(revealed - i * rows * columns, rows * columns);
    const place = { x: left + i * apart, y: top + (count - 1 - i) * apart, width, height };
    /** @type {Shape[]} */
    const shapes = [{ kind: "rect", ...place, fill: "surface" }];
    if (seen > 0) shapes.push({ kind: "raster", tensor, channel: first < 0 ? first : i, ...place, revealed: seen });
    shapes.push({
      kind: "rect",
      x: place.x + 0.5,
      y: place.y + 0.5,
      width: width - 1,
      height: height - 1,
      stroke: "line",
      line: 1,
    });
    return shapes;
  });
}

/** The classes: a bar each, as long as its number, on a line that all begin at.
 * @param {Tensor} tensor @param {number} count @param {number} side @returns {Shape[]} */
function bars(tensor, count, side) {
  const each = side / count;
  const values = Array.from({ length: count }, (_, i) => Math.max(0, itemAt(tensor.values, i)));
  const most = Math.max(...values) || 1;
  const rows = values.map((value, i) => ({
    kind: /** @type {const} */ ("rect"),
    x: 2,
    y: i * each + each * 0.15,
    width: 1 + ((side - 3) * value) / most,
    height: each * 0.7,
    fill: "classify",
  }));
  const ends = [0, side].map((y) => ({ x: 1.5, y }));
  return [...rows, { kind: "line", points: ends, stroke: "muted", line: 1 }];
}
