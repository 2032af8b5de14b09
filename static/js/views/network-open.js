/** How the camera frames an opened cell: the layer that it reads, the lens, the layer that it belongs to. Pure. */

import { itemAt } from "../data/lists.js";
import { aroundThem, heads } from "./network-framing.js";
import { fannedOut, placeLayer } from "./network-layout.js";
import {
  cellForNumbers,
  isUnrolled,
  placeRow,
  SUMMED,
  sheetOf,
  strips,
  sumHeight,
  sumWidth,
  tensorsOf,
} from "./network-lens.js";
import { narrowFrame } from "./network-narrow.js";
import { beamsFrame, isFew, rowsFrame } from "./network-rows.js";

/** @import { Context, Rect } from "./context.js" */
/** @import { Room } from "./network-framing.js" */
/** @import { Column, Measured } from "./network-layout.js" */
/** @import { CellDetail, Lens } from "./network-lens.js" */
/** @typedef {ReturnType<typeof tensorsOf>} Tensors */
/**
 * @typedef {object} Ends the layer that is read and the one that the cell belongs to
 * @property {number} first which layer is read
 * @property {number} last which layer the cell belongs to
 * @property {Measured} source
 * @property {Measured} target
 */
/** @typedef {{columns: Column[], lens: Lens}} Framed */

/** How wide the classes are beside an opened one's arithmetic, as a share of the room. */
const CLASSES = 0.36;
/** As that, where there is no room for arithmetic. */
const WIRED = 0.5;
/** How wide neurons are beside them at most. */
const THIN = 0.12;

/** @param {Measured[]} measured @param {CellDetail} open @param {number} shown how many layers are there
 * @param {Room} room @param {Context} context @returns {import("./network-pose.js").Pose} */
export function openPose(measured, open, shown, room, context) {
  const last = Math.max(0, measured.findIndex(isTarget(open)));
  const found = measured.findIndex(isSource(open));
  const first = found < 0 ? last : found;
  const ends = { first, last, source: itemAt(measured, first), target: itemAt(measured, last) };
  const tensors = tensorsOf(open, context);
  const patch = itemAt(tensors, 0).tensor;
  const summed = open.stage >= SUMMED;
  const unrolled = isUnrolled(open, ends.target.kind, patch);
  // Where all neurons are seen wired to all classes, no other picture lies across.
  const wired = unrolled && ends.target.kind === "bars" && !summed && shown <= last;
  // What an activation makes is drawn where its layer is: there is one picture of both.
  const framed = wired
    ? wiredFrame(ends, room)
    : room.narrow || first === last
      ? narrowFrame(ends, tensors, summed, unrolled, room)
      : unrolled
        ? unrolledFrame(ends, tensors, summed, shown > last, room)
        : !summed && isFew(ends.source, tensors)
          ? rowsFrame(ends, tensors, room)
          : !summed
            ? patchFrame(ends, tensors, shown > last || tensors.length === 1, room)
            : patch.shape[0] > 1
              ? beamsFrame(ends, tensors, room)
              : sumFrame(ends, tensors, room);
  // What lies between the two ends is framed with them; elsewhere they are neighbours.
  const order = framed.columns.length === 2 ? [first, last] : [summed ? last : first];
  const columns = completed(measured, order, framed.columns, room);
  return { columns, lens: framed.lens, narrow: room.narrow, crowded: false };
}

/** Whether it is the layer that an opened cell reads. @param {CellDetail} open */
export const isSource =
  (open) =>
  (/** @type {{layer: import("./network-layout.js").Layer}} */ { layer }) =>
    layer.tensor === open.source || layer.raw === open.source;

/** Whether it is the layer that an opened cell belongs to. @param {CellDetail} open */
export const isTarget =
  (open) =>
  (/** @type {{layer: import("./network-layout.js").Layer}} */ { layer }) =>
    layer.layer === open.layer || layer.tensor === open.layer;

/** All layers, given where some of them stand. @param {Measured[]} measured @param {number[]} order which these are
 * @param {Column[]} framed @param {Room} room @returns {Column[]} */
function completed(measured, order, framed, room) {
  const all = aroundThem(measured, itemAt(order, 0), [itemAt(framed, 0)], room);
  const columns = all.map((column, i) => (i === order[0] ? column : { ...column, alpha: 0 }));
  if (framed.length < 2) return columns;
  const [second, at] = [itemAt(framed, 1), itemAt(order, 1)];
  const beyond = aroundThem(measured, at, [second], room);
  return columns
    .map((column, i) => (i < at ? column : itemAt(beyond, i)))
    .map((column, i) => (order.includes(i) ? column : { ...column, alpha: 0 }));
}

/** What is read, at its size beside the layer, and behind it the cell's own layer where that is there, or has a place.
 * @param {Ends} ends @param {Tensors} tensors @param {boolean} there @param {Room} room @returns {Framed} */
function patchFrame({ source, target }, tensors, there, { all, type, options }) {
  const { above, below } = heads(type);
  const high = all.height - above - below;
  const sign = type.sign * 1.8;
  const space = Math.max(28, all.width * 0.045);
  const shown = tensors.slice(0, 2);
  // The layers give way to the numbers of the sheets, as far as they stay pictures.
  const widths = shown.map(({ tensor }) => cellForNumbers(tensor, type) * tensor.shape[2]);
  const wished = Math.max(...widths) * shown.length;
  const gaps = space * (there ? 2 : 1) + sign * (shown.length - 1);
  const most = all.width * (shown.length === 1 ? 0.66 : there ? 0.5 : 0.42);
  const few = shown.length > 1 && shown[0]?.tensor.shape[0] === 1;
  const share = few ? Math.max(most / 2, Math.min(most, all.width - wished - gaps)) : most;
  const layers = source.width + (there ? target.width : 0);
  const unit = Math.min(high / source.height, share / layers);
  const each = (all.width - layers * unit - gaps) / shown.length;
  const sheets = shown.map((tensor) => sheetOf(tensor, each, high * 0.92, type));
  const lens = sheets.reduce((sum, { width }) => sum + width, sign * (shown.length - 1));
  const x = all.x + (all.width - lens - layers * unit - space * (there ? 2 : 1)) / 2;
  const middle = all.y + above + high / 2;
  const start = x + source.width * unit + space;
  const { parts, signs } = placeRow(sheets, { x: start, y: all.y + above, width: lens, height: high }, sign);
  const to = placeLayer(target, unit, start + lens + space, middle, options);
  return {
    columns: [placeLayer(source, unit, x, middle, options), { ...to, alpha: there ? 1 : 0 }],
    lens: { parts, signs, sum: null },
  };
}

/** One map's patch over its weights, their products over the sum, between the two layers.
 * @param {Ends} ends @param {Tensors} tensors @param {Room} room @returns {Framed} */
function sumFrame({ source, target }, tensors, { all, type, options }) {
  const { above, below } = heads(type);
  const high = all.height - above - below;
  const dot = tensors.length > 1;
  const sign = type.sign * 1.5;
  const space = Math.max(28, all.width * 0.04);
  const title = type.label * 1.5;
  const sumHigh = sumHeight(type, dot);
  const main = itemAt(tensors, dot ? 2 : 0);
  const [, rows, columns] = main.tensor.shape;
  const wished = Math.max(cellForNumbers(main.tensor, type) * (dot ? 1.3 : 2), type.number * 2);
  const side = Math.min(wished * columns, high + below - sumHigh - title * 0.45);
  const sheet = sheetOf(main, side, (side / columns) * rows, type);
  const small = dot ? Math.min((high + below - title * 1.4) / 2, all.width * 0.14) : 0;
  const pair = dot ? [0, 1].map((i) => sheetOf(itemAt(tensors, i), small, small, type)) : [];
  const lensWidth = Math.max(sheet.width, sumWidth(type)) + (dot ? small + sign : 0);
  const unit = Math.min(
    high / Math.max(source.height, target.height),
    (all.width - lensWidth - 2 * space) / (source.width + target.width),
  );
  const used = (source.width + target.width) * unit + lensWidth + 2 * space;
  let x = all.x + (all.width - used) / 2;
  const middle = all.y + above + high / 2;
  const from = placeLayer(source, unit, x, middle, options);
  x += from.width + space;
  const lensTop = all.y + above;
  const lensHigh = high + below;
  const stacked = pair.map((part, i) => {
    const top = lensTop + (lensHigh - title * 1.4 - 2 * small) / 2 + i * (small + title * 1.4);
    const named = i ? `× ${part.role}` : part.role;
    return { ...part, small: true, title: named, x: x + (small - part.width) / 2, y: top + (small - part.height) / 2 };
  });
  if (dot) x += small + sign;
  const width = Math.max(sheet.width, sumWidth(type));
  const top = lensTop + (lensHigh - sheet.height - sumHigh - title * 0.4) / 2;
  const placed = { ...sheet, x: x + (width - sheet.width) / 2, y: top };
  const sum = {
    x: x + width - sumWidth(type),
    y: top + sheet.height + title * 0.4,
    width: sumWidth(type),
    height: sumHigh,
  };
  const signs = dot ? [{ text: "=", x: placed.x - sign / 2, y: placed.y + placed.height / 2 }] : [];
  const to = placeLayer(target, unit, x + width + space, middle, options);
  return { columns: [from, to], lens: { parts: [...stacked, placed], signs, sum } };
}

/** Maps or a vector unrolled below themselves; then the sum, and the layer that it goes to. @param {Ends} ends
 * @param {Tensors} tensors @param {boolean} summed @param {boolean} there whether that layer is there before its cell
 * @param {Room} room @returns {Framed} */
function unrolledFrame({ source, target }, tensors, summed, there, { all, type, options }) {
  const { above, below } = heads(type);
  const shown = summed ? tensors.slice(-1) : tensors.slice(0, 2);
  // Ten rows of classes have the whole height, beside all else.
  const bars = target.kind === "bars";
  const left = bars ? { ...all, width: all.width * (1 - CLASSES) - type.label } : all;
  const lensHigh = Math.min(all.height * 0.42, Math.max(sumHeight(type, true), shown.length * type.number * 3.2));
  const high = all.height - above - below - lensHigh;
  const middle = all.y + above + high / 2;
  const bottom = { ...left, y: all.y + all.height - lensHigh, height: lensHigh };
  const space = type.label;
  const width = sumWidth(type);
  const room = summed ? { ...bottom, width: bottom.width - width - space } : bottom;
  const parts = strips(shown, source.layer.layer, room, type, false);
  const size = Math.min(sumHeight(type, true), lensHigh);
  const sum = summed
    ? { x: left.x + left.width - width, y: bottom.y + (lensHigh - size) / 2, width, height: size }
    : null;
  const lens = { parts, signs: [], sum };
  if (!summed && !there && source.kind === "maps")
    return { columns: [alone(source, high, middle, all, options)], lens };
  const from = ended(source, high, middle, all.x, options);
  const to = ended(target, high, middle, 0, options);
  const placed = bars ? { ...to, width: all.width * CLASSES, height: all.height - above - type.label * 0.5 } : to;
  return { columns: [from, { ...placed, x: all.x + all.width - placed.width }], lens };
}

/** Neurons, and beside them all classes, each as high as there is room. @param {Ends} ends @param {Room} room
 * @returns {Framed} */
function wiredFrame({ source, target }, { all, type, options, narrow }) {
  const { above, below } = heads(type);
  const high = all.height - above - below;
  const column = ended(source, high, all.y + above + high / 2, all.x, options);
  const from = { ...column, width: Math.min(column.width, all.width * THIN) };
  const width = all.width * (narrow ? WIRED : CLASSES);
  const to = { ...placeLayer(target, 1, all.x + all.width - width, all.y, options), width };
  return {
    columns: [from, { ...to, y: all.y + above, height: all.height - above - type.label * 0.5 }],
    lens: { parts: [], signs: [], sum: null },
  };
}

/** A layer in the middle, its planes fanned out. @param {Measured} layer @param {number} high @param {number} middle
 * @param {Rect} all @param {import("./network-layout.js").Options} options @returns {Column} */
function alone(layer, high, middle, all, options) {
  if (layer.kind !== "maps") {
    const column = ended(layer, high, middle, 0, options);
    const width = Math.max(column.width, high * 0.62);
    return { ...column, width, x: all.x + (all.width - width) / 2 };
  }
  const flat = 0.02;
  const depth = flat * ((all.width * 0.94) / high) * 0.9;
  const unit = (high / (layer.side + layer.wide * 0.3)) * (1 - depth);
  const column = placeLayer(layer, unit, all.x + all.width * 0.03, middle, options);
  return fannedOut(column, Math.min(all.width * 0.94, layer.lines * layer.wide * unit * 0.72), flat);
}

/** A layer at the end of beams, as high as there is room. @param {Measured} layer @param {number} high
 * @param {number} middle @param {number} x @param {import("./network-layout.js").Options} options @returns {Column} */
function ended(layer, high, middle, x, options) {
  const column = placeLayer(layer, high / layer.height, x, middle, options);
  return layer.kind === "vector" ? { ...column, width: Math.min(column.width * 1.6, high * 0.5) } : column;
}
