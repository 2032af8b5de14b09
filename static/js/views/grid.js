/** One channel of a tensor as cells: numbers where they can be read, colours where they cannot. */

import { easeWithin } from "../data/easing.js";
import { format } from "../data/numbers.js";
import { isShown } from "../data/records.js";
import { rasterShape, rectShape, textShape, withAlpha, withinShape } from "../drawing/build.js";
import { numberSize } from "../drawing/number-size.js";
import { boxRect, cellFill, findTensor, frameChange, presence, revealedCells, valueAt } from "./context.js";

/** @import { Point, RasterShape } from "../drawing/shapes.js" */
/** @import { Context, Rect, Scene, Shape, Tensor, View } from "./context.js" */
/** @typedef {import("./context.js").PanelOf<"grid">} Panel */
/** @typedef {{x: number, y: number, side: number, round?: boolean}} Cells where they begin, and how wide one is */
/** @typedef {Cells & {size: number, channel: number}} Ground with the size of their numbers */

/** More cells than this are drawn as one image. */
const CELLS = 150;
/** As that, of cells that hold no numbers. */
const FEW = 49;
const FRAME = { stroke: "line", line: 1 };

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
    const seen = seenCells(panel, context, tensor, Math.max(0, channel));
    const change = tensorChange(panel, context, side);
    // Channel −1 is all three as colours, which no number could stand on.
    const plain = panel.options.numbers === false && !panel.options.round && rows * columns > FEW;
    const ring = withAlpha(paddingRing(padding, side, x, y, rows, columns), presence(context, panel) ** 2);
    if (rows * columns > CELLS || plain || channel < 0) {
      const spot = { x, y, width: columns * side, height: rows * side };
      return [
        rectShape(rect, { fill: "surface" }),
        ...ring,
        ...picture(tensor, channel, spot, seen, change),
        rectShape({ x: x - 0.5, y: y - 0.5, width: spot.width + 1, height: spot.height + 1 }, FRAME),
      ];
    }
    const shapes = ring;
    const size = panel.options.numbers === false ? 0 : numberSize(tensor, side, context.layout.type);
    const ground = { x, y, side, size, channel, round: panel.options.round };
    const value = (/** @type {Tensor} */ from, /** @type {number} */ row, /** @type {number} */ column) =>
      valueAt(from, channel, row, column);
    // What a cell was can be read until what it becomes can.
    const [goes, comes] = [1 - easeWithin(change.f, 0, 0.5), easeWithin(change.f, 0.5, 1)];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const index = row * columns + column;
        const alpha = index < seen.before ? 1 : index < seen.after ? seen.f : 0;
        const now = value(tensor, row, column);
        const earlier = change.before && (change.slides ? 0 : value(change.before, row, column));
        if (alpha < 1) shapes.push(rectShape(cellRect(ground, row, column), { stroke: "line", line: 1, dash: [3, 4] }));
        if (alpha === 0) continue;
        const below = earlier !== null && earlier !== now;
        if (below) shapes.push(...cellShapes(tensor, earlier, row, column, ground, alpha, alpha * goes));
        if (!below) shapes.push(...cellShapes(tensor, now, row, column, ground, alpha));
        else if (!change.slides) shapes.push(...cellShapes(tensor, now, row, column, ground, change.f, comes));
      }
    }
    if (!change.slides) return shapes;
    // What slides lies above all cells.
    const away = { ...ground, x: x + change.away.x, y: y + change.away.y };
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const now = value(tensor, row, column);
        if (now !== 0) shapes.push(...cellShapes(tensor, now, row, column, away, 1));
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
    const place = boxRect(box, { x, y, cell: side });
    return panel.options.round ? { ...place, radius: side / 2 } : place;
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

/** What a panel drew before, while it comes to draw another tensor: that fades in where its value has landed, or slides
 * from where it was.
 * @param {Panel} panel @param {Context} context @param {number} side
 * @returns {{before: Tensor | null, slides: boolean, f: number, away: Point}} */
function tensorChange(panel, context, side) {
  const { from, to, f } = frameChange(context, panel);
  const { moment, scene } = context;
  const [was, is] = [from.tensor ?? panel.tensors[0], to.tensor ?? panel.tensors[0]];
  const before = moment.from && was !== is && (f < 1 || moment.flight < 1) ? findTensor(scene, String(was)) : null;
  const [down, right] = to.moved ?? [0, 0];
  const left = 1 - f;
  return {
    before,
    slides: before !== null && to.moved !== undefined && to.moved !== null,
    f: moment.flight < 1 ? easeWithin(moment.flight, 0.9, 1) : f,
    away: { x: -right * side * left, y: -down * side * left },
  };
}

/** Cells drawn as one image. @param {Tensor} tensor @param {number} channel @param {Rect} spot
 * @param {{before: number, after: number, f: number}} seen @param {ReturnType<typeof tensorChange>} change
 * @returns {Shape[]} */
function picture(tensor, channel, spot, seen, { before, slides, f, away }) {
  const cells = (/** @type {Partial<RasterShape>} */ more) => rasterShape(tensor, channel, spot, more);
  if (slides) {
    const moving = { ...cells({}), x: spot.x + away.x, y: spot.y + away.y };
    const nothing = { fill: cellFill(tensor, 0, channel) };
    return [withinShape(spot, [rectShape(spot, nothing), moving])];
  }
  if (before) return [rasterShape(before, channel, spot), cells({ alpha: f })];
  return [
    cells({ revealed: seen.before }),
    ...(seen.after > seen.before ? [cells({ revealed: seen.after, alpha: seen.f })] : []),
  ];
}

/** One cell with its number. @param {Tensor} tensor @param {number} value @param {number} row @param {number} column
 * @param {Ground} ground @param {number} alpha @param {number} [read] how strong its number is
 * @returns {Shape[]} */
function cellShapes(tensor, value, row, column, ground, alpha, read = alpha) {
  const { x, y, side, size, channel } = ground;
  const fill = cellFill(tensor, value, channel);
  const [middle, centre] = [x + (column + 0.5) * side, y + (row + 0.5) * side];
  return [
    rectShape(cellRect(ground, row, column), { fill, stroke: "line", line: 1, alpha }),
    ...(size ? [textShape(format(value), middle, centre, size, { on: fill, weight: 500, alpha: read })] : []),
  ];
}

/** How many cells of a channel are seen; those of the channels before it come first. What only comes has them from the
 * start, but one that still has to land.
 * @param {Panel} panel @param {Context} context @param {Tensor} tensor @param {number} channel */
function seenCells(panel, context, tensor, channel) {
  const { before, after, f } = revealedCells(context, tensor);
  const size = tensor.shape[1] * tensor.shape[2];
  const own = (/** @type {number} */ count) => Math.max(0, Math.min(size, count - channel * size));
  const { from, flight } = context.moment;
  const comes = from && flight >= 1 && !isShown(from, panel);
  return { before: own(comes ? after : before), after: own(after), f };
}

/** A cell's square, or its circle, a little apart from its neighbours'.
 * @param {Cells} cells @param {number} row @param {number} column */
function cellRect({ x, y, side, round }, row, column) {
  const gap = Math.max(1, side * 0.04);
  const [left, top] = [x + column * side + gap / 2, y + row * side + gap / 2];
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
function paddingRing(padding, side, x, y, rows, columns) {
  /** @type {Shape[]} */
  const shapes = [];
  for (let row = -padding; row < rows + padding; row++) {
    for (let column = -padding; column < columns + padding; column++) {
      if (row >= 0 && row < rows && column >= 0 && column < columns) continue;
      const spot = cellRect({ x, y, side }, row, column);
      shapes.push(rectShape(spot, { stroke: "muted", line: 1, dash: [2, 3], alpha: 0.6 }));
      const [middle, centre] = [x + (column + 0.5) * side, y + (row + 0.5) * side];
      if (side >= 20) shapes.push(textShape("0", middle, centre, side * 0.46, { fill: "muted" }));
    }
  }
  return shapes;
}
