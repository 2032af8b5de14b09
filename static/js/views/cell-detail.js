/** One opened cell: its patch, the weights on it, their products as tiles, and the sum. Pure. */

import { itemAt } from "../data/lists.js";
import { format, formatApprox } from "../data/numbers.js";
import { textShape } from "../drawing/build.js";
import { isProjected } from "../drawing/layout.js";
import { findTensor, fittedText, valueAt } from "./context.js";

/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Rect} Rect */
/** @typedef {import("./context.js").Tensor} Tensor */
/** @typedef {import("../data/wire.js").OpenCell} CellDetail */

/**
 * @typedef {{tensor: Tensor, across: number, down: number, cell: number, width: number, slot: number}} Sheet a
 *   tensor's channels side by side: how many across and down, how wide, and in how wide a room
 */

const SPACE = 0.9;

/** How many tiles side by side make the cells largest in a room of this size.
 * @param {[number, number, number]} shape @param {number} width @param {number} height */
function fitTiles([count, rows, columns], width, height) {
  let best = { across: 1, cell: 0, down: 1 };
  for (let across = 1; across <= count; across++) {
    const down = Math.ceil(count / across);
    const cell = Math.min(width / (across * (columns + SPACE) - SPACE), height / (down * (rows + SPACE) - SPACE));
    if (cell > best.cell + 0.01) best = { across, cell, down };
  }
  return best;
}

/**
 * @param {CellDetail} open
 * @param {CellDetail | undefined} before
 * @param {Rect} rect
 * @param {Context} context
 * @param {number} alpha
 * @param {number} f
 * @returns {Shape[]}
 */
export function cellDetail(open, before, rect, context, alpha, f) {
  if (alpha <= 0) return [];
  const { type, size } = context.layout;
  const narrow = size.width < 700;
  const titles = [narrow ? "patch" : `patch of ${open.origin}`, "weights", "products"];
  const head = type.label * 1.5;
  const sign = type.sign * (narrow ? 1 : 1.6);
  const room = { width: (rect.width - sign * 3) * (narrow ? 0.205 : 0.235), height: rect.height - head - 4 };
  const sheets = open.tensors.map((name, i) => {
    const tensor = foldVector(findTensor(context.scene, name));
    const tiles = fitTiles(tensor.shape, room.width, Math.min(room.height, type.number * 12));
    const width = (tiles.across * (tensor.shape[2] + SPACE) - SPACE) * tiles.cell;
    const slot = Math.max(width, narrow ? width : itemAt(titles, i).length * type.label * 0.5);
    return { tensor, ...tiles, width, slot };
  });
  const wide = Math.max(rect.width * (narrow ? 0.31 : 0.2), isProjected(type) ? type.number * 8.4 : 0);
  const box = { width: wide, height: Math.min(room.height, type.number * 5) };
  const used = sheets.reduce((sum, { slot }) => sum + slot, 0) + sign * sheets.length + box.width;
  let x = rect.x + Math.max(0, (rect.width - used) / 2);
  const middle = rect.y + head + room.height / 2;
  const past = before?.stage ?? open.stage;
  const come = (/** @type {number} */ from) => alpha * (open.stage < from ? 0 : past < from ? f : 1);
  const drawn = sheets.flatMap((sheet, i) => {
    const left = x;
    x += sheet.slot + sign;
    const mark = sheets.length === 1 ? "→" : itemAt(["·", "=", "→"], i);
    const look = { fill: "muted", alpha: come(i === 0 && sheets.length > 1 ? 1 : 3) };
    return [
      ...sheetShapes(sheet, itemAt(titles, i), left, middle, sign, type, come(i === 2 ? 3 : 1)),
      textShape(mark, x - sign / 2, middle, type.sign * (narrow ? 0.8 : 1), look),
    ];
  });
  const raw = open.raw ? 0 : open.raw === before?.raw || !before ? come(3) : alpha * f;
  return [...drawn, ...sumBox(open, { x, y: middle - box.height / 2, ...box }, context, come(3), raw)];
}

/** A sheet under its title. @param {Sheet} sheet @param {string} title @param {number} x @param {number} middle
 * @param {number} sign @param {import("../drawing/layout.js").Type} type @param {number} alpha @returns {Shape[]} */
function sheetShapes({ tensor, down, cell, across, width, slot }, title, x, middle, sign, type, alpha) {
  const height = (down * (tensor.shape[1] + SPACE) - SPACE) * cell;
  const at = { x: x + (slot - width) / 2, y: middle - height / 2 };
  const look = { fill: "muted", weight: 600, alpha };
  return [
    ...channelTiles(tensor, at, cell, across, type.number, alpha),
    fittedText(title, x + slot / 2, at.y - type.label * 0.8, type.label * 0.86, slot + sign, look),
  ];
}

/** Laid out once, as pictures are kept by their tensor. @type {WeakMap<Tensor, Tensor>} */
const FOLDED = new WeakMap();

/**
 * A vector laid out in rows, about as wide as it is high, where its length allows.
 * @param {Tensor} tensor
 * @returns {Tensor}
 */
function foldVector(tensor) {
  const [length, rows, columns] = tensor.shape;
  const found = rows * columns > 1 ? tensor : FOLDED.get(tensor);
  if (found) return found;
  let high = Math.floor(Math.sqrt(length));
  while (length % high) high--;
  /** @type {Tensor} */
  const sheet = { ...tensor, shape: [1, high, length / high] };
  FOLDED.set(tensor, sheet);
  return sheet;
}

/**
 * A tensor's channels side by side.
 * @param {Tensor} tensor
 * @param {{x: number, y: number}} at
 * @param {number} cell
 * @param {number} across
 * @param {number} number
 * @param {number} alpha
 * @returns {Shape[]}
 */
function channelTiles(tensor, at, cell, across, number, alpha) {
  const [count, rows, columns] = tensor.shape;
  const numbers = count === 1 && tensor.error === 0 && cell > number * 2.1;
  return Array.from({ length: count }, (_, channel) => {
    const x = at.x + (channel % across) * (columns + SPACE) * cell;
    const y = at.y + Math.floor(channel / across) * (rows + SPACE) * cell;
    const place = { x, y, width: columns * cell, height: rows * cell };
    /** @type {Shape[]} */
    const shapes = [
      { kind: "raster", tensor, channel, ...place, alpha },
      { kind: "rect", ...place, stroke: "muted", line: 1, alpha },
    ];
    for (let i = 0; numbers && i < rows * columns; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const value = valueAt(tensor, channel, row, column);
      shapes.push(
        fittedText(
          format(value),
          x + (column + 0.5) * cell,
          y + (row + 0.5) * cell,
          Math.min(cell * 0.34, number * 1.2),
          cell * 0.9,
          { on: { scale: tensor.scale, share: value / tensor.max_abs }, weight: 600, alpha },
        ),
      );
    }
    return shapes;
  }).flat();
}

/**
 * The sum, and what its activation makes of it.
 * @param {CellDetail} open
 * @param {Rect} rect
 * @param {Context} context
 * @param {number} alpha
 * @param {number} activated
 * @returns {Shape[]}
 */
function sumBox(open, rect, context, alpha, activated) {
  const { type } = context.layout;
  const lines =
    open.tensors.length > 1
      ? [
          ["bias", open.bias, alpha],
          ["sum", open.sum, alpha],
        ]
      : [[open.kind === "activation" ? open.function : open.kind, open.sum, alpha]];
  if (open.activated !== undefined) lines.push([open.function, open.activated, activated]);
  const height = Math.min(rect.height / 3, type.number * 1.75);
  const top = rect.y + (rect.height - height * lines.length) / 2;
  const whole = { x: rect.x, y: top - height * 0.2, width: rect.width, height: height * (lines.length + 0.4) };
  return [
    { kind: "rect", ...whole, radius: 10, fill: "surface", stroke: "classify", line: 2.5, alpha },
    ...lines.flatMap(([name, value, seen], i) => {
      const y = top + (i + 0.5) * height;
      const strong = i === lines.length - 1 || name === "sum";
      return /** @type {Shape[]} */ ([
        fittedText(String(name), rect.x + rect.width * 0.09, y, type.label * 0.9, rect.width * 0.3, {
          align: "left",
          fill: "muted",
          alpha: Number(seen),
        }),
        fittedText(
          formatApprox(Number(value)),
          rect.x + rect.width * 0.92,
          y,
          type.number * (strong ? (context.layout.size.width < 700 ? 1.1 : 1.25) : 1),
          rect.width * 0.6,
          { align: "right", weight: strong ? 700 : 500, alpha: Number(seen) },
        ),
      ]);
    }),
  ];
}
