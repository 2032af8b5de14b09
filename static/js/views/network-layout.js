/** A network's layers in one space: how large each is, where its planes and cells lie, what lies at a point. Pure. */

import { itemAt } from "../data/lists.js";
import { corners } from "../drawing/build.js";

/** @typedef {import("./context.js").PanelOf<"network">} Panel */
/** @import { Rect } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @typedef {import("../data/wire.js").Column} Layer */
/** @typedef {import("../data/wire.js").Network} Options */
/** @typedef {"maps" | "vector" | "bars"} Kind */
/**
 * @typedef {object} Measured a layer's size, in parts of the largest plane's side
 * @property {Kind} kind
 * @property {Layer} layer
 * @property {number} width
 * @property {number} height
 * @property {number} side how high a plane is
 * @property {number} wide how many sides a plane is wide, before it is seen from the side
 * @property {number} gap from plane to plane
 * @property {number} lines of cells, where it is a vector
 */
/**
 * @typedef {object} Placing where a layer stands, in pixels
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {number} side
 * @property {number} wide
 * @property {number} gap
 * @property {number} along how much lower each plane stands than the one before it, for one step to the right
 * @property {number} [head] above where its name stands, if not just above it
 * @property {number} alpha how much of it is seen: nothing of what the camera leaves out
 */
/** @typedef {{kind: Kind, layer: Layer, lines: number, across: [number, number], level?: boolean} & Placing} Column
 *   `level`: its sides are written beside its name, not below it */
/** @typedef {[Point, Point, Point, Point]} Corners */

/** How deep a column of cells is folded: at most so many cells high. */
const FOLD = 30;
const CELL = { width: 0.085, height: 0.055 };
/** So many planes are few. */
const FEW = 3;
/** How far planes stand apart of which one sees what each is, in sides of a plane, and many planes; and how far all. */
export const APART = 0.17;
const CLOSE = 0.105;
const DEEPEST = 0.85;
/** Of the bars of the classes, and what each letter of a name adds. */
const BARS = { width: 1.5, height: 1.5, letter: 0.09 };

/** The planes of a layer: how many, how high, how wide. @param {Layer} layer */
export const planesOf = ({ shape: [channels, rows = 1, columns = 1] }) => ({ channels, rows, columns });

/** Which planes are drawn, from behind to the front. @param {Layer} layer @returns {number[]} */
export function drawnPlanes(layer) {
  const { drawn } = layer;
  return drawn?.length ? drawn : Array.from({ length: planesOf(layer).channels }, (_, plane) => plane);
}

/** The plane at the back of all that are drawn, and the one in front of them. @param {Layer} layer */
export function outerPlanes(layer) {
  const drawn = drawnPlanes(layer);
  return { back: itemAt(drawn, 0), front: itemAt(drawn, drawn.length - 1) };
}

/** Which place among those that are drawn a plane has; one that is not has that of the next one by number.
 * @param {Layer} layer @param {number} plane */
export function planePlace({ drawn }, plane) {
  if (!drawn?.length) return plane;
  const distance = (/** @type {number} */ each) => Math.abs(each - plane);
  return drawn.reduce((best, each, i) => (distance(each) < distance(itemAt(drawn, best)) ? i : best), 0);
}

/** @param {Options} options @returns {Measured[]} */
export function measureLayers({ columns, classes, across, along, barred }) {
  const planes = columns.filter(({ shape }) => shape.length === 3).map(planesOf);
  const largest = Math.max(...planes.map((each) => Math.max(each.rows, each.columns)));
  const letters = Math.max(1, ...classes.map(({ length }) => length));
  return columns.map((layer, i) => {
    const flat = { layer, side: 0, wide: 0, gap: 0 };
    if (layer.shape.length === 3) return measureMaps(layer, largest, across, along);
    if (barred !== false && i === columns.length - 1)
      return { ...flat, kind: "bars", width: BARS.width + BARS.letter * (letters - 1), height: BARS.height, lines: 1 };
    const [length] = layer.shape;
    const lines = Math.ceil(length / FOLD);
    const high = Math.ceil(length / lines);
    return { ...flat, kind: "vector", width: CELL.width * lines, height: Math.max(0.6, CELL.height * high), lines };
  });
}

/** The smaller a map, the larger its cells. @param {Layer} layer @param {number} largest side of any map, in cells
 * @param {[number, number]} across @param {number} along @returns {Measured} */
function measureMaps(layer, largest, across, along) {
  const { rows, columns } = planesOf(layer);
  const lines = drawnPlanes(layer).length;
  const longer = Math.max(rows, columns);
  const cell = Math.sqrt(longer / largest) / longer;
  const [side, wide] = [rows * cell, columns * cell];
  // The channels of a picture, and a few of many maps, stand further apart: of each one sees what it is.
  const depth = Math.min(DEEPEST, (lines <= FEW || layer.drawn?.length ? APART : CLOSE) * (lines - 1));
  const gap = lines > 1 ? depth / (lines - 1) : 0;
  const height = side + wide * across[1] + depth * along;
  return { kind: "maps", layer, width: wide * across[0] + depth, height, side, wide, gap, lines };
}

/** A layer at a size and a place: its left edge, its middle's height.
 * @param {Measured} measured @param {number} unit @param {number} x @param {number} middle @param {Options} options
 * @returns {Column} */
export function placeLayer({ kind, layer, lines, ...each }, unit, x, middle, { across, along }) {
  const [width, height] = [each.width * unit, each.height * unit];
  const sizes = { side: each.side * unit, wide: each.wide * unit, gap: each.gap * unit, along };
  return { kind, layer, lines, across, x, y: middle - height / 2, width, height, ...sizes, alpha: 1 };
}

/** Its planes fanned out so that all are seen, in that width. @param {Column} column @param {number} width
 * @param {number} along @returns {Column} */
export function fannedOut(column, width, along) {
  const { across, side, wide, lines } = column;
  const gap = lines > 1 ? (width - wide * across[0]) / (lines - 1) : 0;
  const height = side + wide * across[1] + gap * (lines - 1) * along;
  return { ...column, gap, along, width, height, y: column.y + (column.height - height) / 2 };
}

/** Its planes one upon another, in the middle of where they stood. @param {Column} column @returns {Column} */
export function stacked(column) {
  const { lines, gap, along } = column;
  const depth = gap * (lines - 1);
  const [width, height] = [column.width - depth, column.height - depth * along];
  return { ...column, gap: 0, width, height, x: column.x + depth / 2, y: column.y + (depth * along) / 2 };
}

/**
 * The corners of a region of one plane of a column.
 * @param {Column} column
 * @param {number} plane
 * @param {[number, number]} rows
 * @param {[number, number]} cells
 * @returns {Corners}
 */
export function patchCorners(column, plane, rows, cells) {
  const { across, wide, gap, along } = column;
  const cell = column.side / planesOf(column.layer).rows;
  const place = planePlace(column.layer, plane);
  const origin = { x: column.x + place * gap, y: column.y + across[1] * wide + place * gap * along };
  const at = (/** @type {number} */ y, /** @type {number} */ x) => ({
    x: origin.x + x * across[0] * cell,
    y: origin.y + (y - x * across[1]) * cell,
  });
  return [at(rows[0], cells[0]), at(rows[0], cells[1]), at(rows[1], cells[1]), at(rows[1], cells[0])];
}

/** The corners of a whole plane, or of what has none.
 * @param {Column} column @param {number} plane @returns {Corners} */
export function faceOf(column, plane) {
  if (column.kind !== "maps") return corners(column);
  const { rows, columns } = planesOf(column.layer);
  return patchCorners(column, plane, [0, rows], [0, columns]);
}

/**
 * The cell of a vector, folded into lines from top to bottom.
 * @param {Column} column
 * @param {number} index
 * @returns {Rect}
 */
export function vectorCell(column, index) {
  const high = Math.ceil(column.layer.shape[0] / column.lines);
  const width = column.width / column.lines;
  const height = column.height / high;
  return { x: column.x + Math.floor(index / high) * width, y: column.y + (index % high) * height, width, height };
}

/** Where the ith of the numbers that a cell reads lies in their layer. @param {Column} source
 * @param {import("../data/wire.js").OpenCell} open @param {number[]} shape of what is read @param {number} i
 * @returns {Corners} */
export function sourceCell(source, { channels, rows, columns }, [, high = 1, wide = 1], i) {
  const channel = channels[0] + Math.floor(i / (high * wide));
  if (source.kind !== "maps") return corners(vectorCell(source, channel));
  const [row, column] = [rows[0] + (Math.floor(i / wide) % high), columns[0] + (i % wide)];
  return patchCorners(source, channel, [row, row + 1], [column, column + 1]);
}

/** The row of one class. @param {Column} column @param {number} index @returns {Rect} */
export function classBar(column, index) {
  const height = column.height / column.layer.shape[0];
  return { x: column.x, y: column.y + index * height, width: column.width, height };
}

/** What lies at a point: the column, and channel, row and column of the cell in it.
 * @param {Column[]} columns that are seen @param {number} x @param {number} y
 * @returns {{column: Column, index: [number, number, number]} | null} */
export function layerCellAt(columns, x, y) {
  const column = columns.find(
    (each) => x >= each.x && x <= each.x + each.width && y >= each.y && y <= each.y + each.height,
  );
  if (!column) return null;
  const { channels } = planesOf(column.layer);
  if (column.kind === "bars") return { column, index: [Math.floor((y - column.y) / (column.height / channels)), 0, 0] };
  if (column.kind === "maps") return mapCellAt(column, x, y);
  const high = Math.ceil(channels / column.lines);
  const line = Math.floor((x - column.x) / (column.width / column.lines));
  const index = line * high + Math.floor((y - column.y) / (column.height / high));
  return index < channels ? { column, index: [index, 0, 0] } : null;
}

/** The cell of the front plane at a point. @param {Column} column @param {number} x @param {number} y
 * @returns {ReturnType<typeof layerCellAt>} */
function mapCellAt(column, x, y) {
  const { rows, columns } = planesOf(column.layer);
  const cell = column.side / rows;
  for (const plane of [...drawnPlanes(column.layer)].reverse()) {
    const corner = itemAt(patchCorners(column, plane, [0, 1], [0, 1]), 0);
    const across = (x - corner.x) / (column.across[0] * cell);
    const down = (y - corner.y) / cell + across * column.across[1];
    if (across >= 0 && across < columns && down >= 0 && down < rows)
      return { column, index: [plane, Math.floor(down), Math.floor(across)] };
  }
  return null;
}
