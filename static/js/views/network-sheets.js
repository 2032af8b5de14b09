/** The sheets of an opened cell, on their way out of the map that is read: tiles of cells, with numbers where there is
 * room. Pure. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { lerpPoint, quadBetween } from "../drawing/between.js";
import { around, corners, polygonShape, slantedRaster, slantOf } from "../drawing/build.js";
import { longestNumber } from "../drawing/number-size.js";
import { stepBack } from "../drawing/step-back.js";
import { cellFill, fittedText, valueAt } from "./context.js";
import { tileRect } from "./network-lens.js";

/** @import { Shape, Tensor } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Corners } from "./network-layout.js" */
/** @import { Lens, Part, Role } from "./network-lens.js" */
/** @typedef {{was: Lens | null, is: Lens, same: boolean, f: number, windows: Corners[], type: Type,
 *   told: (role: Role) => number}} Sheets `same`: whether the lens was on the same cell before; windows: what is read,
 *   as it lies on its maps; told: how much a part is spoken of */

/** When in a tween what is new comes. */
const COMES = { patch: [0.3, 0.75], weights: [0.55, 0.95], products: [0.5, 0.62] };
/** When what stays has found its new place. */
export const SETTLED = 0.32;
/** When pixels and weights leave their places for the products, and when they meet there. */
const FLIES = { start: 0.3, end: 0.58 };

/** Where each tile of the patch is now. @param {Sheets} sheets @returns {Corners[]} */
export function patchQuads(sheets) {
  const part =
    sheets.is.parts.find(({ role }) => role === "patch") ?? sheets.was?.parts.find(({ role }) => role === "patch");
  return part ? quadsOf(part, sheets) : [];
}

/** @param {Sheets} sheets @returns {Shape[]} */
export function sheetShapes(sheets) {
  const { was, is, same, f, type, told } = sheets;
  const kept = same ? (was?.parts ?? []) : [];
  const gone = kept.filter(({ role }) => !is.parts.some((part) => part.role === role));
  const comes = is.parts.find(({ role }) => role === "products" && !kept.some((part) => part.role === role));
  return [
    ...gone.flatMap((part) =>
      tiles(part, gatheredAt(part, comes, f), 1 - easeWithin(f, FLIES.start, FLIES.end), type, 0),
    ),
    ...is.parts.flatMap((part) => {
      const isNew = !kept.some(({ role }) => role === part.role);
      const [start = 0, end = 1] = COMES[part.role];
      const arrived = isNew ? easeWithin(f, start, end) : 1;
      const alpha = isNew && part.role !== "patch" ? easeWithin(f, start, lerp(start, end, 0.4)) : 1;
      const written = isNew ? easeWithin(f, lerp(start, end, 0.75), end) : 1;
      const quads = quadsOf(part, sheets);
      const { x, y, width } = around(quads.flat());
      const shapes = [...tiles(part, quads, alpha, type, written), ...title({ ...part, x, y, width }, arrived, type)];
      return stepBack(shapes, told(part.role));
    }),
    ...(comes ? flown(comes, sheets) : []),
  ];
}

/** Pixels and weights on their way to where they are multiplied. @param {Part} products @param {Sheets} sheets
 * @returns {Shape[]} */
function flown(products, sheets) {
  const { is, f, type } = sheets;
  const alpha =
    easeWithin(f, FLIES.start, FLIES.start + 0.05) * (1 - easeWithin(f, FLIES.end - 0.03, FLIES.end + 0.05));
  if (alpha <= 0) return [];
  return is.parts
    .filter(({ role }) => role !== "products")
    .flatMap((part) => {
      const quads = quadsOf(part, sheets);
      const goal = quadsOf(products, { ...sheets, f: 1 });
      const t = easeWithin(f, FLIES.start, FLIES.end);
      return tiles(
        part,
        quads.map((quad, i) => quadBetween(quad, itemAt(goal, i), t)),
        alpha * 0.75,
        type,
        0,
      );
    });
}

/** Where each tile of a part is at this moment. @param {Part} part @param {Sheets} sheets @returns {Corners[]} */
function quadsOf(part, { was, is, same, f, windows }) {
  const count = part.tensor.shape[0];
  const goal = Array.from({ length: count }, (_, i) => corners(tileRect(part, i)));
  const old = same ? was?.parts.find(({ role }) => role === part.role) : undefined;
  if (old) return goal.map((quad, i) => quadBetween(corners(tileRect(old, i)), quad, easeWithin(f, 0, SETTLED)));
  const [start = 0, end = 1] = COMES[part.role];
  const t = easeWithin(f, start, end);
  if (part.role === "patch") return goal.map((quad, i) => quadBetween(windows[i] ?? quad, quad, t));
  // The weights come out from behind the patch; the products are made where they stand.
  const patch = is.parts.find(({ role }) => role === "patch");
  if (part.role === "products" || !patch) return goal.map((quad) => quadBetween(shrunk(quad), quad, t));
  return goal.map((quad, i) => quadBetween(corners(tileRect(patch, i)), quad, t));
}

/** What goes flies to what comes of it. @param {Part} part @param {Part | undefined} comes @param {number} f
 * @returns {Corners[]} */
function gatheredAt(part, comes, f) {
  return Array.from({ length: part.tensor.shape[0] }, (_, i) => {
    const quad = corners(tileRect(part, i));
    return comes ? quadBetween(quad, corners(tileRect(comes, i)), easeWithin(f, 0, FLIES.end)) : quad;
  });
}

/** @param {Corners} quad @returns {Corners} */
function shrunk([a, b, c, d]) {
  const middle = { x: (a.x + c.x) / 2, y: (a.y + c.y) / 2 };
  const near = (/** @type {import("../drawing/shapes.js").Point} */ point) => lerpPoint(middle, point, 0.8);
  return [near(a), near(b), near(c), near(d)];
}

/** @param {Part} part @param {Corners[]} quads @param {number} alpha @param {Type} type @param {number} written
 * @returns {Shape[]} */
function tiles({ tensor, small }, quads, alpha, type, written) {
  if (alpha <= 0) return [];
  return quads.flatMap((quad, channel) => [
    ...tile(tensor, channel, quad, alpha),
    ...(written > 0 && quads.length === 1 && !small ? numbers(tensor, quad, written * alpha, type) : []),
  ]);
}

/** All tiles of a part where it stands, without numbers. @param {Part} part @param {number} alpha @returns {Shape[]} */
export const partTiles = (part, alpha) =>
  alpha <= 0
    ? []
    : Array.from({ length: part.tensor.shape[0] }, (_, i) =>
        tile(part.tensor, i, corners(tileRect(part, i)), alpha),
      ).flat();

/** One channel in a parallelogram. @param {Tensor} tensor @param {number} channel @param {Corners} quad
 * @param {number} alpha @returns {Shape[]} */
export function tile(tensor, channel, quad, alpha) {
  return [
    polygonShape(quad, { fill: "paper", alpha }),
    slantedRaster(tensor, channel, slantOf(quad), { alpha }),
    polygonShape(quad, { stroke: "muted", line: 1.5, alpha }),
  ];
}

/** The numbers of a sheet whose cells have room for them. @param {Tensor} tensor @param {Corners} quad
 * @param {number} alpha @param {Type} type @returns {Shape[]} */
function numbers(tensor, [a, b, , d], alpha, type) {
  const [, rows, columns] = tensor.shape;
  const cell = Math.abs(b.x - a.x) / columns;
  const size = Math.min(cell * 0.42, type.number * 1.3, (cell * 0.96) / longestNumber(tensor));
  if (tensor.error > 0 || size < Math.max(type.number * 0.62, type.least * 0.8)) return [];
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const value = valueAt(tensor, 0, row, column);
    const high = (d.y - a.y) / rows;
    const [x, y] = [a.x + (column + 0.5) * cell, a.y + (row + 0.5) * high];
    return fittedText(format(value), x, y, Math.max(size, type.least), cell * 0.86, {
      on: cellFill(tensor, value),
      weight: 500,
      alpha,
    });
  });
}

/** @param {Part} part @param {number} alpha @param {Type} type @returns {Shape[]} */
export function title({ title: text, x, y, width, height, lines, pitch }, alpha, type) {
  const size = Math.max(type.label * 0.9, type.least);
  const look = { fill: "muted", weight: 600, alpha };
  // Between two tiles, where these are far apart.
  if (pitch) return [fittedText(text, x + (pitch + height) / 2, y + height / 2, size, (pitch - height) * 0.9, look)];
  if (!lines) return [fittedText(text, x + width / 2, y - size * 0.8, size, Math.max(width * 1.4, size * 6), look)];
  return [fittedText(text, x - type.label * 0.6, y + height / 2, size, size * 6, { ...look, align: "right" })];
}
