/** A network, built from its list of layers: stacks of maps, columns of neurons, bars; one cell can be opened. */

import { lerp } from "../data/easing.js";
import { around, corners, polygonShape, rasterShape, rectShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { cellDetail } from "./cell-detail.js";
import { findTensor, fittedText, frameChange, partPresence, valueAt } from "./context.js";
import { classBars } from "./network-bars.js";
import { classBar, layerCellAt, networkLayout, patchCorners, planesOf, vectorCell } from "./network-layout.js";
import { detailMarks } from "./network-marks.js";

/** @typedef {import("./context.js").View<"network">} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").PanelOf<"network">} Panel */
/** @typedef {import("./context.js").Tensor} Tensor */
/** @typedef {import("./network-layout.js").Column} Column */
/** @typedef {import("./network-layout.js").NetworkLayout} NetworkLayout */
/** @typedef {import("./network-layout.js").Options} Options */
/** @typedef {import("./cell-detail.js").CellDetail} CellDetail */
/**
 * @typedef {{shown?: number, outline?: boolean, open?: CellDetail, lit?: number}} Change by frame: how many layers are
 *   there, whether the others are outlined, the cell that is opened, the class that is the answer
 */

/** @type {View} */
export const network = {
  draw(panel, _rect, context) {
    const all = networkLayout(panel, context);
    /** @type {{from: Change, to: Change, f: number}} */
    const { from, to, f } = frameChange(context, panel);
    const begun = to.outline || Number(to.shown) > 1 || Number(from.shown) > 1;
    const columns = all.columns.flatMap((column, i) => {
      const alpha = partPresence(i, Number(from.shown), Number(to.shown), f);
      const free = pitch(all.columns, i);
      return [
        ...(begun ? outlineShapes(column, all, 1 - alpha) : []),
        ...(alpha > 0 ? layerShapes(column, all, context, alpha, panel) : []),
        ...(begun || alpha > 0 ? captions(column, context, Math.max(alpha, 0.55), panel, free) : []),
      ];
    });
    const { open } = to;
    const before = from.open;
    const same = open && before && open.tensors[0] === before.tensors[0];
    return [
      ...columns,
      ...(open ? detailMarks(open, all, Number(to.shown), same ? 1 : f) : []),
      ...(before && !same ? cellDetail(before, before, all.bottom, context, 1 - f, 1) : []),
      ...(open ? cellDetail(open, same ? before : undefined, all.bottom, context, same ? 1 : f, f) : []),
    ];
  },

  locate(panel, _rect, _scene, box, context) {
    if (!context || box.role !== "highlight") return null;
    const all = networkLayout(panel, context);
    const column = all.columns.find(({ layer }) => layer.tensor === box.tensor);
    if (!column) return null;
    if (column.kind === "bars") return classBar(column, box.columns[0]);
    if (column.kind === "vector") return vectorCell(column, box.channels[0]);
    return around(patchCorners(column, all, box.channels[0], box.rows, box.columns));
  },

  hit(panel, _rect, scene, x, y, context) {
    if (!context) return null;
    const found = layerCellAt(networkLayout(panel, context), x, y);
    const shown = Number(frameChange(context, panel).to.shown);
    const { columns } = panel.options;
    if (!found || columns.findIndex(({ tensor }) => tensor === found.column.layer.tensor) >= shown) return null;
    const tensor = findTensor(scene, found.column.layer.tensor);
    const [channel, row, column] = found.index;
    return found.column.kind === "bars"
      ? { tensor, channel: 0, row: 0, column: channel }
      : { tensor, channel, row, column };
  },
};

/** What will stand there. @param {Column} column @param {NetworkLayout} all @param {number} alpha @returns {Shape[]} */
function outlineShapes(column, all, alpha) {
  if (alpha <= 0) return [];
  const { channels, rows, columns } = planesOf(column.layer);
  const ends =
    column.kind === "maps"
      ? [...new Set([0, channels - 1])].map((plane) => patchCorners(column, all, plane, [0, rows], [0, columns]))
      : [corners(column)];
  return ends.map((points) => polygonShape(points, { fill: "surface", stroke: "line", line: 1, dash: [4, 4], alpha }));
}

/** A layer's tensor; on its way to or from what it is before its activation. @param {Column} column
 * @param {NetworkLayout} all @param {Context} context @param {number} alpha @param {Panel} panel @returns {Shape[]} */
function layerShapes(column, all, context, alpha, panel) {
  const { from, to, f } = frameChange(context, panel);
  const { layer, raw, tensor } = column.layer;
  const name = (/** @type {Change} */ { open }) => (open?.raw && open.layer === layer ? raw : tensor);
  const [was, is] = [name(from), name(to)];
  const before = tensorShapes(column, all, context, was, alpha, panel);
  return was === is ? before : [...before, ...tensorShapes(column, all, context, is, alpha * f, panel)];
}

/**
 * @param {Column} column
 * @param {NetworkLayout} all
 * @param {Context} context
 * @param {string} name
 * @param {number} alpha
 * @param {Panel} panel
 * @returns {Shape[]}
 */
function tensorShapes(column, all, context, name, alpha, panel) {
  const tensor = findTensor(context.scene, name);
  if (column.kind === "bars") return classBars(column, context, tensor, alpha, panel);
  if (column.kind === "vector") return vectorShapes(column, tensor, alpha);
  const { from, to, f } = frameChange(context, panel);
  const { channels, rows, columns } = planesOf(column.layer);
  // Where planes stand close together, full lines would be all that one sees.
  const line = Math.max(0.3, Math.min(1, column.gap / 8));
  return Array.from({ length: channels }, (_, plane) => {
    const strength = alpha * lerp(planeStrength(column, plane, from.open), planeStrength(column, plane, to.open), f);
    const points = patchCorners(column, all, plane, [0, rows], [0, columns]);
    const [a, b, , d] = points;
    const skew = { across: { x: b.x - a.x, y: b.y - a.y }, down: { x: 0, y: d.y - a.y } };
    const edge = { line: plane === channels - 1 ? 1 : line, alpha: Math.max(strength, alpha * 0.4) };
    return [
      rasterShape(tensor, plane, { ...a, width: 0, height: 0 }, { skew, alpha: strength }),
      polygonShape(points, { stroke: "muted", ...edge }),
    ];
  }).flat();
}

/** @param {Column} column @param {Tensor} tensor @param {number} alpha @returns {Shape[]} */
function vectorShapes(column, tensor, alpha) {
  const cells = Array.from({ length: column.layer.shape[0] }, (_, i) => {
    const fill = { scale: tensor.scale, share: valueAt(tensor, i, 0, 0) / tensor.max_abs };
    return rectShape(vectorCell(column, i), { fill, alpha });
  });
  const { x, y, width, height } = column;
  return [...cells, rectShape({ x, y, width, height }, { stroke: "muted", line: 1, alpha })];
}

/** How much of a plane is seen: what stands before the one with the opened cell lets it through.
 * @param {Column} column @param {number} plane @param {CellDetail | undefined} open */
function planeStrength(column, plane, open) {
  const { layer, tensor } = column.layer;
  const hides =
    open && ((layer === open.layer && plane > open.index[0]) || (tensor === open.source && plane >= open.channels[1]));
  return hides ? 0.12 : 1;
}

/** How far it is from a column's middle to its nearest neighbour's in the same line.
 * @param {Column[]} columns @param {number} i */
function pitch(columns, i) {
  const [before, own, after] = [-1, 0, 1].map((by) => {
    const column = columns[i + by];
    return column ? column.x + column.width / 2 : undefined;
  });
  const away = (/** @type {number|undefined} */ low, /** @type {number|undefined} */ high) =>
    low !== undefined && high !== undefined && high > low ? high - low : Infinity;
  return Math.min(away(before, own), away(own, after));
}

/**
 * A column's name above it, its shape below.
 * @param {Column} column
 * @param {Context} context
 * @param {number} alpha
 * @param {Panel} panel
 * @param {number} free how much room there is for a shape
 * @returns {Shape[]}
 */
function captions(column, context, alpha, panel, free) {
  const { label, least } = context.layout.type;
  const narrow = context.layout.size.width < 700;
  const { shape, layer, raw } = column.layer;
  const fill = layer === "input" ? "input" : findTensor(context.scene, raw).stage;
  const x = column.x + column.width / 2;
  const name = fittedText(layer, x, column.y - label * 0.75, label, 400, { weight: 650, fill, alpha });
  const sides = shape.length === 3 && shape[0] === 1 ? shape.slice(1).join("×") : shape.join("×");
  // A shape that has no room beside its neighbours' is left to the narration.
  const wide = textWidth(sides, Math.max(label * 0.86, least)) * 1.35;
  const fits = wide < free && wide < 2 * x;
  if (panel.options.beside || !fits || (narrow && column.kind !== "vector")) return [name];
  const below = column.y + column.height + label * 0.8;
  return [name, fittedText(sides, x, below, label * 0.86, 400, { fill: "muted", alpha })];
}
