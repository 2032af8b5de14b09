/** Maps, or a vector, unrolled into one long strip: each number leaves its cell for its place in it. Pure. */

import { getOrMake } from "../data/cache.js";
import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpRect, quadBetween } from "../drawing/between.js";
import { corners, polygonShape, rasterShape, rectShape } from "../drawing/build.js";
import { stepBack } from "../drawing/step-back.js";
import { cellFill } from "./context.js";
import { sourceCell } from "./network-layout.js";
import { stripCell } from "./network-lens.js";
import { SETTLED, title } from "./network-sheets.js";

/** @import { Shape, Tensor } from "./context.js" */
/** @import { Column } from "./network-layout.js" */
/** @import { CellDetail, Part } from "./network-lens.js" */
/**
 * @typedef {Omit<import("./network-sheets.js").Sheets, "windows"> & {open: CellDetail, source: Column,
 *   narrow: boolean}} Strips
 */

/** When the first number leaves, how long one is on its way, and when the last one arrives. */
const UNROLL = { start: 0.25, length: 0.35, end: 0.95 };
/** When products are named and what they are made of goes into them, and when all of them are there. */
const PRODUCTS = { start: 0.3, end: 0.6 };

/** @param {Strips} strips @returns {Shape[]} */
export function stripShapes(strips) {
  const { was, is, same, f, type, narrow, told } = strips;
  const { start, end } = PRODUCTS;
  const kept = same ? (was?.parts ?? []) : [];
  const named = (/** @type {Part} */ part, /** @type {number} */ alpha) =>
    narrow ? title({ ...part, lines: 0 }, alpha, type) : title(part, alpha, type);
  const products = is.parts.find(({ role }) => role === "products");
  const gone = kept.filter(({ role }) => !is.parts.some((part) => part.role === role));
  return [
    // What has no room any more goes into its products.
    ...gone.flatMap((part) =>
      whole(
        { ...part, ...lerpRect(part, products ?? part, easeWithin(f, 0.1, end)) },
        part,
        1 - easeWithin(f, start, end),
      ),
    ),
    ...is.parts.flatMap((part) => {
      const old = kept.find(({ role }) => role === part.role);
      if (old) {
        const rect = lerpRect(old, part, easeWithin(f, 0, SETTLED));
        return stepBack([...whole({ ...part, ...rect }, part, 1), ...named({ ...part, ...rect }, 1)], told(part.role));
      }
      if (part.role === "patch") return [...unrolling(part, strips), ...named(part, easeWithin(f, 0.2, 0.4))];
      const alpha = part.role === "weights" ? easeWithin(f, 0.6, 0.9) : easeWithin(f, start, end);
      // What goes into the products is nearly there before they are seen.
      const seen = part.role === "weights" ? alpha : easeWithin(f, lerp(start, end, 0.6), end);
      return [...whole(part, part, seen), ...named(part, alpha)];
    }),
  ];
}

/** @type {WeakMap<Tensor, Map<number, Tensor>>} */
const FOLDED = new WeakMap();

/** A tensor's numbers in so many lines, the last one filled up with nothing. @param {Tensor} tensor
 * @param {number} lines @returns {Tensor} */
function inLines(tensor, lines) {
  const known = getOrMake(FOLDED, tensor, () => new Map());
  return getOrMake(known, lines, () => {
    const along = Math.ceil(tensor.values.length / lines);
    const values = new Float64Array(lines * along);
    values.set(tensor.values);
    return { ...tensor, shape: /** @type {[number, number, number]} */ ([1, lines, along]), values };
  });
}

/** A strip that stands: one picture. @param {Part} place @param {Part} part @param {number} alpha @returns {Shape[]} */
export function whole(place, { tensor, lines }, alpha) {
  if (alpha <= 0) return [];
  const { x, y, width, height } = place;
  return [
    rasterShape(inLines(tensor, lines), 0, { x, y, width, height }, { alpha }),
    rectShape({ x, y, width, height }, { stroke: "muted", line: 1.5, alpha }),
  ];
}

/** Numbers on their way from the layer to the strip, one after another. @param {Part} part @param {Strips} strips
 * @returns {Shape[]} */
function unrolling(part, { f, source, open }) {
  if (f >= UNROLL.end) return whole(part, part, 1);
  const count = part.tensor.values.length;
  const spread = UNROLL.end - UNROLL.start - UNROLL.length;
  const cells = Array.from({ length: count }, (_, i) => {
    const start = UNROLL.start + (spread * i) / count;
    const t = easeWithin(f, start, start + UNROLL.length);
    if (t <= 0) return [];
    const quad = quadBetween(sourceCell(source, open, part.tensor.shape, i), corners(stripCell(part, i)), t);
    return [polygonShape(quad, { fill: cellFill(part.tensor, itemAt(part.tensor.values, i)) })];
  });
  const { x, y, width, height } = part;
  return [
    rectShape({ x, y, width, height }, { stroke: "muted", line: 1.5, alpha: easeWithin(f, UNROLL.start, 0.5) }),
    ...cells.flat(),
  ];
}
