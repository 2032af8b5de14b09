/** Many small pictures in rows: three channels of the tensor each, in their own colours, or one, in its scale's. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { rasterShape, rectShape } from "../drawing/build.js";
import { boxRect, findTensor, frameChange } from "./context.js";

/** @import { Cell, PanelOf, Rect, Scene, Shape, View } from "./context.js" */

/** How present the tiles are that are not spoken of. */
const UNLIT = 0.55;

/** How many pictures are drawn, and where.
 * @param {PanelOf<"tiles">} panel @param {Rect} rect @param {Scene} scene */
function geometry(panel, rect, scene) {
  const { columns, count: some, single } = panel.options;
  const tensor = findTensor(scene, itemAt(panel.tensors, 0));
  const count = some || tensor.shape[0] / (single ? 1 : 3);
  const side = Math.min(rect.width / columns, rect.height / Math.ceil(count / columns));
  const gap = Math.max(1, side * 0.1);
  const spot = (/** @type {number} */ k) => ({
    x: rect.x + (k % columns) * side + gap / 2,
    y: rect.y + Math.floor(k / columns) * side + gap / 2,
    width: side - gap,
    height: side - gap,
  });
  return { tensor, count, columns, side, spot };
}

/** @type {View<"tiles">} */
export const tiles = {
  draw(panel, rect, context) {
    const { tensor, count, spot } = geometry(panel, rect, context.scene);
    const { single } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const strength = (/** @type {unknown} */ lit, /** @type {number} */ k) =>
      lit === undefined || lit === k ? 1 : UNLIT;
    const [before, after] = [from.first ?? 0, to.first ?? 0];
    return Array.from({ length: count }, (_, k) => {
      const alpha = lerp(strength(from.lit, k), strength(to.lit, k), f);
      const tile = (/** @type {number} */ first, /** @type {number} */ share) =>
        rasterShape(tensor, single ? first + k : -1 - first - k, spot(k), { alpha: alpha * share });
      // One picture becomes another: the new one grows over the old one.
      /** @type {Shape[]} */
      const shapes = before === after ? [tile(after, 1)] : [tile(before, 1), tile(after, f)];
      if (single) shapes.push(rectShape(spot(k), { stroke: "line", line: 1, alpha }));
      if (to.lit === k) shapes.push(rectShape(spot(k), { stroke: "ink", line: 2.5, radius: 2, alpha: f }));
      return shapes;
    }).flat();
  },

  locate(panel, rect, scene, box, context) {
    if (!panel.options.single || !panel.tensors.includes(box.tensor)) return null;
    const { tensor, count, spot } = geometry(panel, rect, scene);
    const k = box.channels[0] - ((context && frameChange(context, panel).to.first) ?? 0);
    if (k < 0 || k >= count) return null;
    const { x, y, width } = spot(k);
    return boxRect(box, { x, y, cell: width / tensor.shape[2] });
  },

  hit(panel, rect, scene, px, py, context) {
    const { tensor, count, columns, side, spot } = geometry(panel, rect, scene);
    const column = Math.floor((px - rect.x) / side);
    const k = Math.floor((py - rect.y) / side) * columns + column;
    if (column < 0 || column >= columns || k < 0 || k >= count) return null;
    if (!panel.options.single) return { tensor, channel: k, row: 0, column: 0 };
    const { x, y, width, height } = spot(k);
    const [, rows, wide] = tensor.shape;
    /** @type {Cell} */
    const cell = {
      tensor,
      channel: k + ((context && frameChange(context, panel).to.first) ?? 0),
      row: Math.floor(((py - y) / height) * rows),
      column: Math.floor(((px - x) / width) * wide),
    };
    return cell.row >= 0 && cell.row < rows && cell.column >= 0 && cell.column < wide ? cell : null;
  },
};
