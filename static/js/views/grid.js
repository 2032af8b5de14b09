/** One channel of a tensor as cells: numbers where they can be read, colours where they cannot. */

import { format } from "../data/numbers.js";
import { rasterShape, rectShape, textShape } from "../drawing/build.js";
import { channelScale } from "../drawing/palette.js";
import { boxRect, findTensor, frameChange, numberSize, revealedCells, valueAt } from "./context.js";

/** @import { RasterShape } from "../drawing/shapes.js" */
/** @import { Context, Rect, Scene, Shape, View } from "./context.js" */
/** @typedef {import("./context.js").PanelOf<"grid">} Panel */

/** More cells than this are drawn as one image. */
const CELLS = 150;

/** Where the cells begin and how wide one is.
 * @param {Panel} panel @param {Rect} rect @param {[number, number, number]} shape */
function geometry(panel, rect, shape) {
  const padding = panel.options.padding ?? 0;
  const [columns, rows] = [shape[2] + 2 * padding, shape[1] + 2 * padding];
  const side = Math.min(rect.width / columns, rect.height / rows);
  const [left, top] = [(rect.width - columns * side) / 2, (rect.height - rows * side) / 2];
  return { side, padding, x: rect.x + left + padding * side, y: rect.y + top + padding * side };
}

/** The tensor that is drawn: the frame's own choice among the panel's, else the first.
 * @param {Panel} panel @param {Scene} scene @param {Context} [context] */
const drawnTensor = (panel, scene, context) =>
  findTensor(scene, String((context && frameChange(context, panel).to.tensor) ?? panel.tensors[0]));

/** @type {View<"grid">} */
export const grid = {
  draw(panel, rect, context) {
    const tensor = drawnTensor(panel, context.scene, context);
    const channel = panel.options.channel ?? 0;
    const { side, padding, x, y } = geometry(panel, rect, tensor.shape);
    const [, rows, columns] = tensor.shape;
    const seen = seenCells(context, tensor, Math.max(0, channel));
    // Channel −1 is all three as colours, which no number could stand on.
    if (rows * columns > CELLS || channel < 0) {
      const [width, height] = [columns * side, rows * side];
      const cells = (/** @type {Partial<RasterShape>} */ more) =>
        rasterShape(tensor, channel, { x, y, width, height }, more);
      return [
        rectShape(rect, { fill: "surface" }),
        ...paddingRing(padding, side, x, y, rows, columns),
        cells({ revealed: seen.before }),
        ...(seen.after > seen.before ? [cells({ revealed: seen.after, alpha: seen.f })] : []),
        rectShape({ x: x - 0.5, y: y - 0.5, width: width + 1, height: height + 1 }, { stroke: "line", line: 1 }),
      ];
    }
    const shapes = paddingRing(padding, side, x, y, rows, columns);
    const size = panel.options.numbers === false ? 0 : numberSize(tensor, side, context.layout.type);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const index = row * columns + column;
        const spot = cellRect(x, y, side, row, column);
        const alpha = index < seen.before ? 1 : index < seen.after ? seen.f : 0;
        if (alpha < 1) shapes.push(rectShape(spot, { stroke: "line", line: 1, dash: [3, 4] }));
        if (alpha === 0) continue;
        const value = valueAt(tensor, channel, row, column);
        const fill = { scale: channelScale(tensor.scale, channel), share: value / tensor.max_abs };
        shapes.push(rectShape(spot, { fill, stroke: "line", line: 1, alpha }));
        const [middle, centre] = [x + (column + 0.5) * side, y + (row + 0.5) * side];
        if (size) shapes.push(textShape(format(value), middle, centre, size, { on: fill, weight: 500, alpha }));
      }
    }
    return shapes;
  },

  locate(panel, rect, scene, box) {
    if (!panel.tensors.includes(box.tensor)) return null;
    const channel = panel.options.channel ?? 0;
    if (channel < 0 ? box.channels[1] - box.channels[0] < 3 : channel < box.channels[0] || channel >= box.channels[1])
      return null;
    const { side, x, y } = geometry(panel, rect, findTensor(scene, box.tensor).shape);
    return boxRect(box, { x, y, cell: side });
  },

  hit(panel, rect, scene, px, py, context) {
    const tensor = drawnTensor(panel, scene, context);
    const { side, x, y } = geometry(panel, rect, tensor.shape);
    const row = Math.floor((py - y) / side);
    const column = Math.floor((px - x) / side);
    const inside = row >= 0 && row < tensor.shape[1] && column >= 0 && column < tensor.shape[2];
    return inside ? { tensor, channel: Math.max(0, panel.options.channel ?? 0), row, column } : null;
  },
};

/** How many cells of a channel are seen; those of the channels before it come first.
 * @param {import("./context.js").Context} context @param {import("./context.js").Tensor} tensor
 * @param {number} channel */
function seenCells(context, tensor, channel) {
  const { before, after, f } = revealedCells(context, tensor);
  const size = tensor.shape[1] * tensor.shape[2];
  const own = (/** @type {number} */ count) => Math.max(0, Math.min(size, count - channel * size));
  return { before: own(before), after: own(after), f };
}

/** A cell's square, a little apart from its neighbours'.
 * @param {number} x @param {number} y @param {number} side @param {number} row @param {number} column */
function cellRect(x, y, side, row, column) {
  const gap = Math.max(1, side * 0.04);
  const [left, top] = [x + column * side + gap / 2, y + row * side + gap / 2];
  return { x: left, y: top, width: side - gap, height: side - gap, radius: Math.min(6, side * 0.09) };
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
function paddingRing(padding, side, x, y, rows, columns) {
  /** @type {Shape[]} */
  const shapes = [];
  for (let row = -padding; row < rows + padding; row++) {
    for (let column = -padding; column < columns + padding; column++) {
      if (row >= 0 && row < rows && column >= 0 && column < columns) continue;
      const spot = cellRect(x, y, side, row, column);
      shapes.push(rectShape(spot, { stroke: "muted", line: 1, dash: [2, 3], alpha: 0.6 }));
      const [middle, centre] = [x + (column + 0.5) * side, y + (row + 0.5) * side];
      if (side >= 34) shapes.push(textShape("0", middle, centre, side * 0.46, { fill: "muted" }));
    }
  }
  return shapes;
}
