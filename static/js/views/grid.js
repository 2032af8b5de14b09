/** One channel of a tensor as cells: numbers where they can be read, colours where they cannot. */

import { easeWithin, lerp } from "../data/easing.js";
import { format } from "../data/numbers.js";
import { isShown } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { inset, rasterShape, rectShape, textShape, withAlpha, withinShape } from "../drawing/build.js";
import { numberSize, WITHIN } from "../drawing/number-size.js";
import { moved, TURN } from "../drawing/shots.js";
import {
  asItWas,
  boxRect,
  cellFill,
  findTensor,
  frameChange,
  hueFrame,
  presence,
  revealedCells,
  SMALL,
  valueAt,
} from "./context.js";
import { cellRect, paddingRing } from "./grid-cells.js";

/** @import { Box } from "../data/records.js" */
/** @import { Point, RasterShape } from "../drawing/shapes.js" */
/** @import { Context, Rect, Scene, Shape, Tensor, View } from "./context.js" */
/** @typedef {import("./context.js").PanelOf<"grid">} Panel */
/** @typedef {{x: number, y: number, side: number, pitch: number, round?: boolean}} Cells where they begin, how wide one
 * is, and how far it is from one to the next */
/** @typedef {Cells & {size: number, channel: number}} Ground with the size of their numbers */

/** More cells than this are drawn as one image. */
const CELLS = 150;
/** As that, of cells that hold no numbers. */
const FEW = 49;
/** Until when what is laid on cells is on its way to them, and until when it covers them. */
const [LAID, LANDED] = [0.8, 0.9];
const FRAME = { stroke: "line", line: 1 };

/** Where the cells begin and how wide one is. How near those that stood apart are to standing side by side follows from
 * the moment, and how much room there is around them all.
 * @param {Panel} panel @param {Rect} rect @param {[number, number, number]} shape @param {Context} [context] */
function geometry(panel, rect, shape, context) {
  const { padding = 0, field } = panel.options;
  const closed = context ? closedUp(panel, context) : 0;
  const { from, to, f } = context ? frameChange(context, panel) : { from: {}, to: {}, f: 1 };
  const room = (/** @type {number} */ i) => padding + lerp(from.around?.[i] ?? 0, to.around?.[i] ?? 0, f);
  const step = lerp(panel.options.step ?? 1, 1, closed);
  const [high, wide] = [lerp(field?.[0] ?? shape[1], shape[1], closed), lerp(field?.[1] ?? shape[2], shape[2], closed)];
  const [columns, rows] = [wide + room(1) + room(3), high + room(0) + room(2)];
  const side = Math.min(rect.width / columns, rect.height / rows);
  const [left, top] = [(rect.width - columns * side) / 2, (rect.height - rows * side) / 2];
  const [x, y] = [rect.x + left + room(3) * side, rect.y + top + room(0) * side];
  const hasRoom = (/** @type {typeof from} */ { around }) => Number(around?.some((each) => each > 0) ?? 0);
  const roomy = lerp(hasRoom(from), hasRoom(to), f);
  // Less than none: what is seen fills the panel, and the rest is cut off.
  const isCut = [0, 1, 2, 3].some((i) => room(i) < 0);
  return { side, pitch: step * side, step, padding, x, y, high, wide, roomy, isCut };
}

/** How far cells that stood apart have closed up: they do while their panel moves. @param {Panel} panel
 * @param {Context} context */
function closedUp(panel, context) {
  const { from, to } = frameChange(context, panel);
  const { moment, scene } = context;
  const way = moment.from ? moved(scene, { ...moment, from: moment.from }) : 1;
  return lerp(Number(from.closed ?? 0), Number(to.closed ?? 0), way);
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
    const places = geometry(panel, rect, tensor.shape, context);
    const { side, pitch, padding, x, y } = places;
    const [, rows, columns] = tensor.shape;
    const seen = seenCells(panel, context, tensor, Math.max(0, channel));
    const change = tensorChange(panel, context, side);
    // Channel −1 is all three as colours, which no number could stand on.
    const plain = panel.options.numbers === false && !panel.options.round && rows * columns > FEW;
    const ring = withAlpha(paddingRing(padding, side, x, y, rows, columns), presence(context, panel) ** 2);
    if (rows * columns > CELLS || plain || channel < 0) {
      const spot = { x, y, width: columns * side, height: rows * side };
      return asPicture(rect, spot, places, ring, picture(tensor, channel, spot, seen, change));
    }
    const shapes = [...ring, ...empty(places, seen, columns)];
    // What leads away from a window passes behind the gaps of full rows, too.
    const [first, end] = panel.options.part ?? [0, columns];
    const [left, right] = tensor.name === panel.tensors[0] ? [first, end] : [0, columns];
    const high = Math.floor(seen.before / columns) * side;
    const full = { x: x + left * side, y, width: (right - left) * side, height: high };
    if (pitch === side && !panel.options.round) shapes.push(rectShape(full, { fill: "paper" }));
    const { like } = panel.options;
    const { type } = context.layout;
    const bare = panel.options.numbers === false || frameChange(context, panel).to.bare;
    const size = bare ? 0 : numberSize(like ? findTensor(context.scene, like) : tensor, side, type);
    const ground = { x, y, side, pitch, size, channel, round: panel.options.round };
    const value = (/** @type {Tensor} */ from, /** @type {number} */ row, /** @type {number} */ column) =>
      valueAt(from, channel, row, column);
    // What a cell was can be read until what it becomes can.
    const [goes, comes] = [easeWithin(change.f, 0.5, 0.3), easeWithin(change.f, 0.5, 0.7)];
    for (let row = 0; row < rows; row++) {
      for (let column = left; column < right; column++) {
        const index = row * columns + column;
        const alpha = index < seen.before ? 1 : index < seen.after ? seen.f : 0;
        const now = value(tensor, row, column);
        const earlier = change.before && (change.slides ? 0 : value(change.before, row, column));
        if (alpha < 1)
          shapes.push(rectShape(cellRect(ground, row, column), { ...FRAME, fill: "surface", dash: [3, 4] }));
        if (alpha === 0) continue;
        const below = earlier !== null && earlier !== now;
        if (below && column >= first && column < end)
          shapes.push(...cellShapes(tensor, earlier, row, column, ground, alpha, alpha * goes));
        if (!below) shapes.push(...cellShapes(tensor, now, row, column, ground, alpha));
        else if (!change.slides) shapes.push(...cellShapes(tensor, now, row, column, ground, change.f, comes));
      }
    }
    const { hue } = panel.options;
    if (hue) shapes.push(rectShape(rect, { ...hueFrame(hue), radius: 6 }));
    if (!change.slides) return [...shapes, ...laid(panel, rect, context)];
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

  locate(panel, rect, scene, box, context) {
    if (!panel.tensors.includes(box.tensor)) return null;
    const channel = panel.options.channel ?? 0;
    if (channel < 0 ? box.channels[1] - box.channels[0] < 3 : channel < box.channels[0] || channel >= box.channels[1])
      return null;
    const tensor = findTensor(scene, box.tensor);
    const { side, pitch, x, y } = geometry(panel, rect, tensor.shape, context);
    const { width, height, ...at } = boxRect(box, { x, y, cell: pitch });
    const place = {
      ...at,
      width: width - pitch + side,
      height: height - pitch + side,
      ...ownColour(tensor, box, side),
    };
    return panel.options.round ? { ...place, radius: side / 2 } : place;
  },

  hit(panel, rect, scene, px, py, context) {
    const tensor = drawnTensor(panel, scene, context);
    const { side, pitch, x, y } = geometry(panel, rect, tensor.shape, context);
    const row = Math.floor((py - y) / pitch);
    const column = Math.floor((px - x) / pitch);
    if (Math.max(py - y - row * pitch, px - x - column * pitch) > side) return null;
    const inside = row >= 0 && row < tensor.shape[1] && column >= 0 && column < tensor.shape[2];
    return inside ? { tensor, channel: Math.max(0, panel.options.channel ?? 0), row, column } : null;
  },
};

/** A pixel that is marked alone, and is no larger than a frame's line, has its own colour beside those of others.
 * @param {Tensor} tensor @param {Box} box @param {number} side */
function ownColour(tensor, { role, channels, rows, columns }, side) {
  const alone = role === "window" && rows[1] - rows[0] === 1 && columns[1] - columns[0] === 1;
  const value = () => valueAt(tensor, channels[0], rows[0], columns[0]);
  return alone && side < SMALL ? { fill: cellFill(tensor, value(), channels[0]) } : {};
}

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
  const lays = moment.to.boxes.some(
    ({ role, group, tensor }) => role === "window" && group >= 0 && panel.tensors.includes(tensor),
  );
  const left = 1 - f;
  return {
    before,
    slides: before !== null && to.moved !== undefined && to.moved !== null,
    // What a kernel brings lands with it; else it changes as the window comes.
    f: to.laid
      ? easeWithin(f, LAID, 1)
      : moment.flight < 1 && (moment.to.computations?.length || lays)
        ? easeWithin(moment.flight, 0.9, 1)
        : f,
    away: { x: -right * side * left, y: -down * side * left },
  };
}

/** What lay elsewhere, on its way to where it is laid down on these cells, the same cells over the same.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @returns {Shape[]} */
function laid(panel, rect, context) {
  const { scene, layout, moment } = context;
  const { to, f } = frameChange(context, panel);
  const source = scene.panels.find(({ name }) => name === to.laid);
  const start = source && layout.panels.get(source.name);
  if (!start || !moment.from || f >= 1) return [];
  const place = lerpRect(start, rect, easeWithin(f, TURN.starts, LAID));
  const shapes = grid.draw(/** @type {Panel} */ (source), place, asItWas(context, moment.from));
  // Its numbers go before those that come, and it covers those that were there.
  return shapes.slice(1).flatMap((shape) => {
    const [goes, gone] = shape.kind === "text" ? [LAID, LANDED] : [LANDED, 1];
    return withAlpha([shape], 1 - easeWithin(f, goes, gone));
  });
}

/** A picture in its panel: with room around it, or, where some of it is cut off, as much as is seen.
 * @param {Rect} rect @param {Rect} spot @param {{roomy: number, isCut: boolean}} places @param {Shape[]} ring
 * @param {Shape[]} drawn @returns {Shape[]} */
const asPicture = (rect, spot, { roomy, isCut }, ring, drawn) => [
  rectShape(rect, { fill: "surface" }),
  ...withAlpha([rectShape(rect, { stroke: "muted", line: 1, dash: [3, 4] })], roomy),
  ...ring,
  ...(isCut ? [withinShape(rect, drawn)] : drawn),
  rectShape(inset(isCut ? rect : spot, -0.5), FRAME),
];

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
  const { x, y, side, pitch, size, channel } = ground;
  const fill = cellFill(tensor, value, channel);
  const [middle, centre] = [x + column * pitch + side / 2, y + row * pitch + side / 2];
  // A weight without its number is seen by its outline: of 0 it has no colour of its own.
  const stroke = tensor.weights && !size ? "muted" : "line";
  return [
    rectShape(cellRect(ground, row, column), { fill, stroke, line: 1, alpha }),
    ...(size
      ? [textShape(format(value), middle, centre, size, { on: fill, weight: 500, alpha: read, width: side * WITHIN })]
      : []),
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

/** The places between cells that stand apart: dashed up to the last cell that is seen.
 * @param {ReturnType<typeof geometry>} places @param {ReturnType<typeof seenCells>} seen @param {number} columns
 * @returns {Shape[]} */
function empty({ x, y, side, step, high, wide }, { before, after, f }, columns) {
  if (!Number.isInteger(step) || step === 1) return [];
  const all = Math.ceil(high / step) * columns;
  /** @param {number} count of cells that are seen, up to the place of the last of them; past it, once all are there */
  const passed = (count) =>
    count < all ? (Math.floor((count - 1) / columns) * wide + ((count - 1) % columns)) * step : high * wide;
  const [was, is] = [passed(before), passed(after)];
  return Array.from({ length: is }, (_, at) => at).flatMap((at) => {
    const [row, column] = [Math.floor(at / wide), at % wide];
    if (row % step === 0 && column % step === 0) return [];
    const spot = cellRect({ x, y, side, pitch: side }, row, column);
    return [rectShape(spot, { stroke: "muted", line: 1.5, dash: [3, 4], alpha: at < was ? 0.7 : 0.7 * f })];
  });
}
