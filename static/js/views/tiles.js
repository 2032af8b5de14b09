/** Many small pictures in their own colours, in rows: three channels of the tensor each. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { findTensor, frameChange } from "./context.js";

/** @import { PanelOf, Rect, View } from "./context.js" */

/** How present the tiles are that are not spoken of. */
const UNLIT = 0.3;

/** @param {PanelOf<"tiles">} panel @param {Rect} rect @param {number} count */
function geometry(panel, rect, count) {
  const columns = panel.options.columns;
  const side = Math.min(rect.width / columns, rect.height / Math.ceil(count / columns));
  return { columns, side, gap: Math.max(1, side * 0.1) };
}

/** @type {View<"tiles">} */
export const tiles = {
  draw(panel, rect, context) {
    const tensor = findTensor(context.scene, itemAt(panel.tensors, 0));
    const count = tensor.shape[0] / 3;
    const { columns, side, gap } = geometry(panel, rect, count);
    const { from, to, f } = frameChange(context, panel);
    const strength = (/** @type {unknown} */ lit, /** @type {number} */ k) =>
      lit === undefined || lit === k ? 1 : UNLIT;
    return Array.from({ length: count }, (_, k) => {
      const x = rect.x + (k % columns) * side + gap / 2;
      const y = rect.y + Math.floor(k / columns) * side + gap / 2;
      const spot = { x, y, width: side - gap, height: side - gap };
      const alpha = lerp(strength(from.lit, k), strength(to.lit, k), f);
      const tile = { kind: /** @type {const} */ ("raster"), tensor, channel: -1 - k, ...spot, alpha };
      if (to.lit !== k) return [tile];
      return [tile, { kind: /** @type {const} */ ("rect"), ...spot, stroke: "ink", line: 2.5, radius: 2, alpha: f }];
    }).flat();
  },

  locate() {
    return null;
  },

  hit(panel, rect, scene, px, py) {
    const tensor = findTensor(scene, itemAt(panel.tensors, 0));
    const count = tensor.shape[0] / 3;
    const { columns, side } = geometry(panel, rect, count);
    const column = Math.floor((px - rect.x) / side);
    const k = Math.floor((py - rect.y) / side) * columns + column;
    return column >= 0 && column < columns && k >= 0 && k < count ? { tensor, channel: k, row: 0, column: 0 } : null;
  },
};
