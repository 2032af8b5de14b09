/** A channel of a tensor → pixels, one a cell, and where a raster shape puts them. Pure. */

import { getOrMake } from "../data/cache.js";
import { itemAt } from "../data/lists.js";
import { channelScale, valueColour } from "./palette.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Theme } from "./palette.js" */
/** @import { RasterShape } from "./shapes.js" */

/** How a raster lies: its cells, how many whole rows and cells of the next are seen, and a, b, c, d, e, f of the
 * transform from cells to pixels.
 * @param {RasterShape} shape */
export function placement({ tensor, x, y, width, height, revealed = Infinity, skew }) {
  const [, rows, columns] = tensor.shape;
  const { across, down } = skew ?? { across: { x: width, y: 0 }, down: { x: 0, y: height } };
  const shown = Math.min(revealed, columns * rows);
  /** @type {[number, number, number, number, number, number]} */
  const transform = [across.x / columns, across.y / columns, down.x / rows, down.y / rows, x, y];
  return { rows, columns, whole: Math.floor(shown / columns), rest: shown % columns, transform };
}

/** One channel as red, green, blue and alpha, cell by cell; below zero the picture −1 − channel in full colour, of
 * three channels as red, green and blue.
 * @param {Tensor} tensor @param {number} channel @param {Theme} theme @returns {Uint8ClampedArray<ArrayBuffer>} */
export function channelPixels({ shape, scale, max_abs, values }, channel, theme) {
  const size = shape[1] * shape[2];
  const data = new Uint8ClampedArray(4 * size);
  if (channel < 0) {
    const from = 3 * size * (-1 - channel);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < 3; c++) data[4 * i + c] = (255 * itemAt(values, from + c * size + i)) / max_abs;
      data[4 * i + 3] = 255;
    }
    return data;
  }
  const pixels = new Uint32Array(data.buffer);
  const colours = shades(theme, channelScale(scale, channel));
  for (let i = 0; i < size; i++) {
    const share = Math.max(-1, Math.min(1, itemAt(values, channel * size + i) / max_abs));
    pixels[i] = itemAt(colours, LEVELS + Math.round(LEVELS * share));
  }
  return data;
}

/** As many shades to either side of zero as a screen has. */
const LEVELS = 255;
/** @type {WeakMap<Theme, Map<string, Uint32Array>>} */
const known = new WeakMap();

/** The colours of a scale from −1 to 1, each as a pixel.
 * @param {Theme} theme @param {string} scale */
function shades(theme, scale) {
  const scales = getOrMake(known, theme, () => new Map());
  return getOrMake(scales, scale, () => {
    const cells = Array.from({ length: 2 * LEVELS + 1 }, (_, i) => [...valueColour(theme, scale, i / LEVELS - 1), 255]);
    return new Uint32Array(new Uint8Array(cells.flat()).buffer);
  });
}
