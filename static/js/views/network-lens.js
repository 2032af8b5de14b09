/** The lens on an opened cell: how large its sheets and strips are, and where they lie in their room. Pure. */

import { itemAt } from "../data/lists.js";
import { isProjected, textWidth } from "../drawing/layout.js";
import { longestNumber } from "../drawing/number-size.js";
import { findTensor } from "./context.js";

/** @import { Context, Rect, Tensor } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @typedef {import("../data/wire.js").OpenCell} CellDetail */
/** @typedef {"patch" | "weights" | "products"} Role */
/**
 * @typedef {object} Sheet a tensor of the lens
 * @property {Role} role
 * @property {Tensor} tensor
 * @property {string} title
 * @property {number} across how many of its channels stand side by side
 * @property {number} down
 * @property {number} cell how wide its cells are
 * @property {number} lines in so many its numbers stand as strips; 0 where they are tiles
 * @typedef {Sheet & Rect & {small?: boolean, pitch?: number}} Part small: too small for numbers, wherever it is seen;
 *   pitch: how far apart its tiles begin, where they stand below the maps that they come from
 */
/** @typedef {{text: string, x: number, y: number}} Sign */
/** @typedef {{parts: Part[], signs: Sign[], sum: Rect | null}} Lens */

/** From this stage on the products and the sum are there. */
export const SUMMED = 3;
/** Between two tiles, in cells. */
const SPACE = 0.9;
const ROLES = /** @type {const} */ (["patch", "weights", "products"]);
/** How narrow a cell of a strip may be, in letters: narrower ones would be seen as stripes. */
const THIN = 0.24;

/** Its tensors: what is read, and of products the weights and the products. @param {CellDetail} open
 * @param {Context} context @returns {{role: Role, tensor: Tensor}[]} */
export const tensorsOf = (open, { scene }) =>
  open.tensors.map((name, i) => ({ role: itemAt(ROLES, i), tensor: findTensor(scene, name) }));

/** Whether maps or vectors are read whole, and are shown as one long vector. @param {CellDetail} open
 * @param {import("./network-layout.js").Kind} target the kind of its layer @param {Tensor} patch */
export const isUnrolled = (open, target, patch) =>
  patch.shape[0] > 1 &&
  open.kind !== "sum" &&
  (patch.shape[1] * patch.shape[2] === 1 || (open.kind === "dot" && target !== "maps"));

/** How much a part is spoken of, 0 to 1: what is multiplied steps back behind its products, and all of them behind what
 * an activation makes of their sum. @param {Lens | null} lens @param {CellDetail} open @param {Role} role */
export function spokenOf(lens, open, role) {
  if (open.stage > SUMMED) return 0;
  return role !== "products" && lens?.parts.some((part) => part.role === "products") ? 0 : 1;
}

/** How many tiles side by side make the cells largest in a room of this size.
 * @param {[number, number, number]} shape @param {number} width @param {number} height @param {number} most */
function fitTiles([count, rows, columns], width, height, most) {
  let best = { across: 1, cell: 0, down: 1 };
  for (let across = 1; across <= count; across++) {
    const down = Math.ceil(count / across);
    const cell = Math.min(most, width / (across * (columns + SPACE) - SPACE), height / (down * (rows + SPACE) - SPACE));
    if (cell > best.cell + 0.01) best = { across, cell, down };
  }
  return best;
}

/**
 * A sheet as large as a room of that size allows.
 * @param {{role: Role, tensor: Tensor}} of
 * @param {number} width
 * @param {number} height
 * @param {Type} type
 * @returns {Part} at no place yet
 */
export function sheetOf({ role, tensor }, width, height, type) {
  const tiles = fitTiles(tensor.shape, width, height, type.number * 4.4);
  return {
    role,
    tensor,
    title: role,
    ...tiles,
    lines: 0,
    x: 0,
    y: 0,
    width: (tiles.across * (tensor.shape[2] + SPACE) - SPACE) * tiles.cell,
    height: (tiles.down * (tensor.shape[1] + SPACE) - SPACE) * tiles.cell,
  };
}

/** How wide a cell is in which each number can be read. @param {Tensor} tensor @param {Type} type */
export const cellForNumbers = (tensor, type) =>
  isProjected(type) ? (longestNumber(tensor) * type.least) / 0.95 : (longestNumber(tensor) * type.number) / 0.9;

/** Parts side by side in a room, each in the middle of its height, signs of multiplication between them.
 * @param {Part[]} parts @param {Rect} room @param {number} sign how wide a sign is
 * @returns {{parts: Part[], signs: Sign[], end: number}} */
export function placeRow(parts, room, sign) {
  const used = parts.reduce((sum, { width }) => sum + width, 0) + sign * (parts.length - 1);
  const middle = room.y + room.height / 2;
  let x = room.x + Math.max(0, (room.width - used) / 2);
  /** @type {Sign[]} */
  const signs = [];
  const placed = parts.map((part, i) => {
    if (i > 0) signs.push({ text: "×", x: x - sign / 2, y: middle });
    const place = { ...part, x, y: middle - part.height / 2 };
    x += part.width + sign;
    return place;
  });
  return { parts: placed, signs, end: x - sign };
}

/** All as strips, one below another, their names before them or, where there is no room beside, above.
 * @param {{role: Role, tensor: Tensor}[]} tensors @param {string} origin what is read @param {Rect} room
 * @param {Type} type @param {boolean} narrow @returns {Part[]} */
export function strips(tensors, origin, room, type, narrow) {
  const name = narrow ? 0 : textWidth("products", type.label) + type.label;
  const row = room.height / tensors.length;
  const title = narrow ? type.label * 1.3 : 0;
  return tensors.map(({ role, tensor }, i) => {
    const count = tensor.values.length;
    const width = room.width - name;
    const lines = Math.ceil((count * type.number * THIN) / width);
    const height = Math.min(row - title - type.label * 0.6, type.number * (2 + lines * 0.5));
    const y = room.y + row * i + title + (row - title - height) / 2;
    return {
      role,
      tensor,
      title: role === "patch" ? origin : role,
      across: 1,
      down: 1,
      cell: 0,
      lines,
      x: room.x + name,
      y,
      width,
      height,
    };
  });
}

/** A cell of a strip. @param {Part} part @param {number} i @returns {Rect} */
export function stripCell({ tensor, lines, x, y, width, height }, i) {
  const along = Math.ceil(tensor.values.length / lines);
  const [cell, line] = [width / along, height / lines];
  return { x: x + (i % along) * cell, y: y + Math.floor(i / along) * line, width: cell, height: line };
}

/** A channel of a sheet. @param {Part} part @param {number} channel @returns {Rect} */
export function tileRect({ tensor, across, cell, pitch, x, y }, channel) {
  const [, rows, columns] = tensor.shape;
  return {
    x: x + (channel % across) * (pitch ?? (columns + SPACE) * cell),
    y: y + Math.floor(channel / across) * (rows + SPACE) * cell,
    width: columns * cell,
    height: rows * cell,
  };
}

/** How wide the sum's box is. @param {Type} type */
export const sumWidth = (type) => type.number * (isProjected(type) ? 8.4 : 9);

/** How high it is: bias, sum, activation; or the one result and its activation.
 * @param {Type} type @param {boolean} dot */
export const sumHeight = (type, dot) => type.number * (dot ? 4.2 : 3);
