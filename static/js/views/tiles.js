/** Many small pictures in rows: three channels of the tensor each, in their own colours, or one, in its scale's. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpRect } from "../drawing/between.js";
import { rasterShape, rectShape } from "../drawing/build.js";
import { boxRect, findTensor, frameChange } from "./context.js";

/** @import { Context, PanelOf, Rect, Scene, Shape, View } from "./context.js" */

/** How present the tiles are that are not spoken of. */
const UNLIT = 0.55;

/** What is drawn of the tensor now, and in which grids before and after the tween.
 * @param {PanelOf<"tiles">} panel @param {Scene} scene @param {Context} [context] */
function contents(panel, scene, context) {
  const { columns, count, single } = panel.options;
  const tensor = findTensor(scene, itemAt(panel.tensors, 0));
  const { from, to, f } = context ? frameChange(context, panel) : { from: {}, to: {}, f: 1 };
  const change = { from: from.columns ?? columns, to: to.columns ?? columns, f };
  return { tensor, count: count || tensor.shape[0] / (single ? 1 : 3), first: to.first ?? 0, columns: change };
}

/** Where the k-th picture stands, on its way from one grid to another.
 * @param {Rect} rect @param {number} k @param {number} count @param {{from: number, to: number, f: number}} columns */
function spotOf(rect, k, count, { from, to, f }) {
  return lerpRect(tileRect(rect, k, count, from), tileRect(rect, k, count, to), f);
}

/** @param {Rect} rect @param {number} k @param {number} count @param {number} columns @returns {Rect} */
function tileRect(rect, k, count, columns) {
  const side = Math.min(rect.width / columns, rect.height / Math.ceil(count / columns));
  const gap = Math.max(1, side * 0.1);
  const [x, y] = [rect.x + (k % columns) * side, rect.y + Math.floor(k / columns) * side];
  // On whole pixels, so that edges are sharp.
  const inner = Math.round(side - gap);
  return { x: Math.round(x + gap / 2), y: Math.round(y + gap / 2), width: inner, height: inner };
}

/** @type {View<"tiles">} */
export const tiles = {
  draw(panel, rect, context) {
    const { tensor, count, columns } = contents(panel, context.scene, context);
    const { single, smooth } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const strength = (/** @type {unknown} */ lit, /** @type {number} */ k) =>
      lit === undefined || lit === k ? 1 : UNLIT;
    const [before, after] = [from.first ?? 0, to.first ?? 0];
    return Array.from({ length: count }, (_, k) => {
      const alpha = lerp(strength(from.lit, k), strength(to.lit, k), f);
      const spot = spotOf(rect, k, count, columns);
      const tile = (/** @type {number} */ first, /** @type {number} */ share) =>
        rasterShape(tensor, single ? first + k : -1 - first - k, spot, { alpha: alpha * share, smooth });
      // One picture becomes another: the new one grows over the old one.
      /** @type {Shape[]} */
      const shapes = before === after ? [tile(after, 1)] : [tile(before, 1), tile(after, f)];
      if (single) shapes.push(rectShape(spot, { stroke: "line", line: 1, alpha }));
      if (to.lit === k) shapes.push(rectShape(spot, { stroke: "ink", line: 2.5, radius: 2, alpha: f }));
      return shapes;
    }).flat();
  },

  locate(panel, rect, scene, box, context) {
    if (!panel.options.single || !panel.tensors.includes(box.tensor)) return null;
    const { tensor, count, first, columns } = contents(panel, scene, context);
    const k = box.channels[0] - first;
    if (k < 0 || k >= count) return null;
    const { x, y, width } = spotOf(rect, k, count, columns);
    return boxRect(box, { x, y, cell: width / tensor.shape[2] });
  },

  hit(panel, rect, scene, px, py, context) {
    const { tensor, count, first, columns } = contents(panel, scene, context);
    const [, rows, wide] = tensor.shape;
    for (let k = 0; k < count; k++) {
      const { x, y, width, height } = spotOf(rect, k, count, columns);
      const [row, column] = [Math.floor(((py - y) / height) * rows), Math.floor(((px - x) / width) * wide)];
      if (row < 0 || row >= rows || column < 0 || column >= wide) continue;
      return panel.options.single
        ? { tensor, channel: first + k, row, column }
        : { tensor, channel: first + k, row: 0, column: 0 };
    }
    return null;
  },
};
