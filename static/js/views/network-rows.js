/** How the camera frames an opened cell that reads several maps: these stand side by side, and below them what is read
 * of each, or what it brings. Pure. */

import { itemAt } from "../data/lists.js";
import { textWidth } from "../drawing/layout.js";
import { heads } from "./network-framing.js";
import { fannedOut, placeLayer } from "./network-layout.js";
import { placeRow, sheetOf, sumHeight, sumWidth } from "./network-lens.js";

/** @import { Rect } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Room } from "./network-framing.js" */
/** @import { Measured } from "./network-layout.js" */
/** @import { Lens } from "./network-lens.js" */
/** @import { Ends, Framed, Tensors } from "./network-open.js" */

/** How wide the layer at most is to which many maps send their beams, as a share of the room. */
const FAN = 0.34;

/** How many times its width a map has at most to itself. */
const APART = 2.4;

/** So many maps at most have their sheets below them. */
const FEW = 8;

/** How much of the height what they bring has, below them. */
const BROUGHT = 0.43;

/** Whether each map that is read has room for what is read of it, below it. @param {Measured} source
 * @param {Tensors} tensors */
export const isFew = ({ lines }, tensors) =>
  lines > 1 && lines <= FEW && tensors.length > 1 && tensors[0]?.tensor.shape[0] === lines;

/** Maps side by side above, and the room below them. @param {Measured} source @param {Room} room */
function mapsAbove(source, { all, type, options }) {
  const { above, below } = heads(type);
  const bottom = { ...all, y: all.y + all.height * (1 - BROUGHT), height: all.height * BROUGHT };
  const high = all.height - bottom.height - above * 1.5 - below;
  const [wider, higher] = [source.wide * options.across[0], source.side + source.wide * options.across[1]];
  const unit = Math.min(high / higher, (all.width * 0.75) / source.lines / wider);
  const width = Math.min(all.width, source.lines * wider * unit * APART);
  const place = placeLayer(source, unit, all.x + (all.width - width) / 2, all.y + above + high / 2, options);
  // Below them run beams.
  return { from: { ...fannedOut(place, width, 0), level: true }, bottom };
}

/** A few maps side by side, and below each of them what is read of it and its weights. @param {Ends} ends
 * @param {Tensors} tensors @param {Room} room @returns {Framed} */
export function rowsFrame({ source }, tensors, room) {
  const { type } = room;
  const { from, bottom } = mapsAbove(source, room);
  const air = type.label * 0.8;
  const high = (bottom.height - air) / 2;
  const parts = tensors.slice(0, 2).map(({ role, tensor }, k) => {
    const [count, rows, columns] = tensor.shape;
    const cell = Math.min(high / rows, (from.gap * 0.45) / columns);
    return {
      role,
      tensor,
      title: k ? `× ${role}` : role,
      across: count,
      down: 1,
      cell,
      lines: 0,
      pitch: from.gap,
      x: from.x + (from.wide * from.across[0] - columns * cell) / 2,
      y: bottom.y + k * (high + air),
      width: from.gap * (count - 1) + columns * cell,
      height: rows * cell,
    };
  });
  return { columns: [from], lens: { parts, signs: [], sum: null } };
}

/** Many maps side by side above: beams from all of them down to the cell, and beside that what they bring, which makes
 * its sum. @param {Ends} ends @param {Tensors} tensors @param {Room} room @returns {Framed} */
export function beamsFrame({ source, target }, tensors, room) {
  const { all, type } = room;
  const { below } = heads(type);
  const { from, bottom } = mapsAbove(source, room);
  const size = Math.min((bottom.height - below) / target.height, (all.width * FAN) / target.width);
  // Its name may be wider than it is.
  const taken = Math.max(target.width * size, textWidth(target.layer.layer, Math.max(type.label, type.least)) * 1.2);
  const at = all.x + all.width - (taken + target.width * size) / 2;
  const to = placeLayer(target, size, at, bottom.y + (bottom.height - below) / 2, room.options);
  const left = { ...bottom, width: all.width - taken - type.sign * 3 };
  const lens = lowerLens(itemAt(tensors, tensors.length - 1), left, type);
  return { columns: [from, to], lens };
}

/** A sheet and the sum side by side. @param {Tensors[number]} tensor @param {Rect} room @param {Type} type
 * @returns {Lens} */
function lowerLens(tensor, room, type) {
  const title = type.label * 1.5;
  const sign = type.sign * 1.5;
  const width = sumWidth(type);
  const row = { ...room, y: room.y + title, width: room.width - width - sign, height: room.height - title };
  const { parts, end } = placeRow([sheetOf(tensor, row.width, row.height, type)], row, sign);
  const high = Math.min(sumHeight(type, true), room.height);
  const middle = row.y + row.height / 2;
  const sum = { x: end + sign, y: Math.min(middle - high / 2, room.y + room.height - high), width, height: high };
  return { parts, signs: [{ text: "→", x: end + sign / 2, y: middle }], sum };
}
