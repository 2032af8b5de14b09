/** Many small pictures in rows: three channels of the tensor each, in their own colours, or one, in its scale's. */

import { getOrMake } from "../data/cache.js";
import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpRect } from "../drawing/between.js";
import { rasterShape, rectShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { boxRect, findTensor, fittedText, frameChange } from "./context.js";

/** @import { Context, PanelOf, Rect, Scene, Shape, Tensor, View } from "./context.js" */

/** How present the tiles are that are not spoken of. */
const UNLIT = 0.75;
/** How thick the outline of the one spoken of is, and how far its middle is from it, in letters. */
const [OUTLINE, CLEAR] = [0.16, 0.14];

/** What is drawn of the tensor now, and in which grids before and after the tween.
 * @param {PanelOf<"tiles">} panel @param {Scene} scene @param {Context} [context] */
function contents(panel, scene, context) {
  const { columns, count, single, texts } = panel.options;
  const tensor = findTensor(scene, itemAt(panel.tensors, 0));
  const { from, to, f } = context ? frameChange(context, panel) : { from: {}, to: {}, f: 1 };
  const change = { from: from.columns ?? columns, to: to.columns ?? columns, f };
  const line = texts?.some(Boolean) && context ? context.layout.type.label * 1.5 : 0;
  const all = count || tensor.shape[0] / (single ? 1 : 3);
  return { tensor, count: all, first: to.first ?? 0, columns: change, line };
}

/** @typedef {ReturnType<typeof contents>} Contents */

/** Where the k-th picture stands on its way from one grid to another.
 * @param {Rect} rect @param {number} k @param {Contents} contents */
function spotOf(rect, k, contents) {
  const { from, to, f } = contents.columns;
  return lerpRect(tileRect(rect, k, from, contents), tileRect(rect, k, to, contents), f);
}

/** @param {Rect} rect @param {number} k @param {number} columns @param {Contents} contents @returns {Rect} */
function tileRect(rect, k, columns, { count, line }) {
  const side = Math.min(rect.width / columns, rect.height / Math.ceil(count / columns) - line);
  const gap = Math.max(1, side * 0.1);
  const left = rect.x + (rect.width - side * columns) / 2;
  // On whole pixels, so that edges are sharp.
  const inner = Math.round(side - gap);
  const x = left + ((k % columns) + 0.5) * side - inner / 2;
  // One alone stands on the foot of its room.
  const above = count === 1 ? rect.height - line - inner : gap / 2;
  const y = rect.y + above + Math.floor(k / columns) * (side + line);
  return { x: Math.round(x), y: Math.round(y), width: inner, height: inner };
}

/** @type {WeakMap<Tensor, Map<number, Tensor>>} */
const known = new WeakMap();

/** A tensor with another magnitude in full colour. @param {Tensor} tensor @param {number | undefined} most */
function scaled(tensor, most) {
  if (!most) return tensor;
  return getOrMake(
    getOrMake(known, tensor, () => new Map()),
    most,
    () => ({ ...tensor, max_abs: most }),
  );
}

/** What is written below a picture. @param {string} text @param {Rect} spot @param {number} line
 * @param {number} size @param {number} alpha @returns {Shape} */
const nameShape = (text, { x, y, width, height }, line, size, alpha) =>
  fittedText(text, x + width / 2, y + height + line * 0.6, size, width, { fill: "muted", alpha });

/** Around a picture, clear of it, so that its own lines are none of the outline's.
 * @param {Rect} spot @param {number} letters their size @param {number} alpha @returns {Shape} */
function outlineShape({ x, y, width, height }, letters, alpha) {
  const clear = CLEAR * letters;
  const around = { x: x - clear, y: y - clear, width: width + 2 * clear, height: height + 2 * clear };
  return rectShape(around, { stroke: "ink", line: OUTLINE * letters, radius: 5, alpha });
}

/** @type {View<"tiles">} */
export const tiles = {
  draw(panel, rect, context) {
    const held = contents(panel, context.scene, context);
    const { tensor, count } = held;
    const { single, smooth, texts = [] } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const strength = (/** @type {unknown} */ lit, /** @type {number} */ k) =>
      lit === undefined || lit === k ? 1 : UNLIT;
    const [before, after] = [from.first ?? 0, to.first ?? 0];
    // All names are as large as one another.
    const widest = Math.max(...texts.map((text) => textWidth(text, 1)));
    const letters = Math.min(context.layout.type.label, spotOf(rect, 0, held).width / widest);
    return Array.from({ length: count }, (_, k) => {
      const alpha = lerp(strength(from.lit, k), strength(to.lit, k), f);
      const spot = spotOf(rect, k, held);
      const tile = (/** @type {number} */ first, /** @type {number} */ share, /** @type {number | undefined} */ most) =>
        rasterShape(scaled(tensor, most), single ? first + k : -1 - first - k, spot, { alpha: alpha * share, smooth });
      // One picture becomes another: the new one grows over the old one.
      /** @type {Shape[]} */
      const shapes =
        before === after ? [tile(after, 1, to.most)] : [tile(before, 1, from.most), tile(after, f, to.most)];
      if (single) shapes.push(rectShape(spot, { stroke: "line", line: 1, alpha }));
      if (to.lit === k) shapes.push(outlineShape(spot, context.layout.type.label, from.lit === k ? 1 : f));
      const named = lerp(from.named ?? 0, to.named ?? 0, f);
      const text = texts[after + k];
      if (text && named) shapes.push(nameShape(text, spot, held.line, letters, named));
      return shapes;
    }).flat();
  },

  locate(panel, rect, scene, box, context) {
    if (panel.tensors[0] !== box.tensor) return null;
    const held = contents(panel, scene, context);
    const { tensor, count, first } = held;
    // Of a picture in its colours a piece has a place, but no cell.
    if (!panel.options.single && box.rows[1] - box.rows[0] === 1) return null;
    const k = (panel.options.single ? box.channels[0] : Math.floor(box.channels[0] / 3)) - first;
    if (k < 0 || k >= count) return null;
    const { x, y, width } = spotOf(rect, k, held);
    return boxRect(box, { x, y, cell: width / tensor.shape[2] });
  },

  hit(panel, rect, scene, px, py, context) {
    const held = contents(panel, scene, context);
    const { tensor, count, first } = held;
    const [, rows, wide] = tensor.shape;
    for (let k = 0; k < count; k++) {
      const { x, y, width, height } = spotOf(rect, k, held);
      const [row, column] = [Math.floor(((py - y) / height) * rows), Math.floor(((px - x) / width) * wide)];
      if (row < 0 || row >= rows || column < 0 || column >= wide) continue;
      return panel.options.single
        ? { tensor, channel: first + k, row, column }
        : { tensor, channel: first + k, row: 0, column: 0 };
    }
    return null;
  },
};
