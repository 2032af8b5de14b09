/** Where the layers of a network stand on the whole stage: columns of planes, of cells, of bars. Pure. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { frameChange } from "./context.js";

/** @typedef {import("./context.js").PanelOf<"network">} Panel */
/** @typedef {import("./context.js").Rect} Rect */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../drawing/shapes.js").Point} Point */
/** @typedef {[channels: number, rows: number, columns: number] | [length: number]} LayerShape */
/** @typedef {import("../data/wire.js").Column} Layer */
/** @typedef {import("../data/wire.js").Network} Options */
/** @typedef {"maps" | "vector" | "bars"} Kind */
/**
 * @typedef {{kind: Kind, layer: Layer, x: number, y: number, width: number, height: number, side: number, wide: number,
 *   gap: number, lines: number}} Column side, wide: of a plane; gap: from plane to plane; lines: of cells
 */
/** @typedef {Pick<Column, "kind"|"layer"|"width"|"side"|"wide"|"gap"|"lines">} Measured in parts of the largest side */
/**
 * @typedef {{top: Rect, bottom: Rect, columns: Column[], across: [number, number], along: number}} NetworkLayout
 *   bottom: where an opened cell stands
 */
/** @typedef {{all: Rect, top: Rect, narrow: boolean, beside: boolean, label: number, part: number}} Room */

/** Below this ratio of width to height the columns stand in two lines. */
const NARROW = 1.5;
/** How deep a column of cells is folded: at most so many cells high. */
const FOLD = 30;
const GAP = 0.26;
const BARS = 1.6;

/** How much of the height the network has while a cell is opened. @param {Context} context @param {Panel} panel */
function networkShare(context, panel) {
  const { from, to, f } = frameChange(context, panel);
  const open = (/** @type {import("./context.js").ChangesOf<"network">} */ state) => (state.open ? 0.585 : 1);
  return lerp(open(from), open(to), f);
}

/** The planes of a layer: how many, how high, how wide. @param {Layer} layer */
export const planesOf = ({ shape: [channels, rows = 1, columns = 1] }) => ({ channels, rows, columns });

/** @param {Panel} panel @param {Context} context @returns {NetworkLayout} */
export function networkLayout(panel, context) {
  const options = panel.options;
  const { across, along } = options;
  const room = roomOf(panel, context);
  const { all, top, narrow, beside, label } = room;
  const bottom = { x: all.x, y: all.y + all.height * (narrow ? 0.64 : 0.6), width: all.width, height: 0 };
  bottom.height = all.height * (narrow ? 0.36 : 0.4);
  const measured = measureAll(options);
  const maps = measured.filter(({ kind }) => kind === "maps");
  const rows = narrow ? [maps, measured.filter(({ kind }) => kind !== "maps")] : [measured];
  // Beside another picture the layers go by their names alone.
  const captions = label * (beside ? 1.7 : narrow ? 2.7 : 3);
  // Of two lines beside another picture the lower has more room: its ten bars are to be read.
  const parts = beside && rows.length === 2 ? [0.42, 0.58] : rows.map(() => 1 / rows.length);
  const heights = parts.map((share) => top.height * share - captions);
  const unit = Math.min(...rows.map((row, i) => largestUnit(row, itemAt(heights, i), options, room)));
  const columns = rows.flatMap((row, i) => {
    const above = parts.slice(0, i).reduce((sum, share) => sum + share, 0) + itemAt(parts, i) / 2;
    const down = beside ? label * 0.75 : narrow ? label * 0.55 : 0;
    return placeRow(row, unit, top.y + top.height * above + down, itemAt(heights, i), options, room);
  });
  return { top, bottom, columns, across, along };
}

/** @param {Panel} panel @param {Context} context @returns {Room} */
function roomOf(panel, context) {
  const { type, panels, size: stage } = context.layout;
  const beside = panel.options.beside ? panels.get(panel.name) : undefined;
  const size = beside ?? stage;
  const margin = beside ? { x: 0, y: 0 } : { x: Math.max(10, size.width * 0.025), y: type.label * 0.5 };
  const all = {
    x: (beside?.x ?? 0) + margin.x,
    y: (beside?.y ?? 0) + margin.y,
    width: size.width - 2 * margin.x,
    height: size.height - 2 * margin.y,
  };
  const narrow = all.width / all.height < NARROW;
  const part = narrow ? Math.max(networkShare(context, panel), 0.62) : networkShare(context, panel);
  const top = { ...all, height: all.height * part };
  return { all, top, narrow, beside: beside !== undefined, label: type.label, part };
}

/** @param {Options} options @returns {Measured[]} */
function measureAll({ columns, classes, across }) {
  const planes = columns.filter(({ shape }) => shape.length === 3).map(planesOf);
  const largest = Math.max(...planes.map((each) => Math.max(each.rows, each.columns)));
  const letters = Math.max(1, ...classes.map(({ length }) => length));
  return columns.map((layer, i) => {
    const kind = layer.shape.length === 3 ? "maps" : i === columns.length - 1 ? "bars" : "vector";
    return { layer, kind, ...measureColumn(layer, kind, largest, across, letters) };
  });
}

/**
 * A column's size in parts of the largest plane's side.
 * @param {Layer} layer
 * @param {Kind} kind
 * @param {number} largest
 * @param {[number, number]} across
 * @param {number} letters of the longest class
 */
function measureColumn(layer, kind, largest, across, letters) {
  const { channels, rows, columns } = planesOf(layer);
  if (kind === "bars") return { width: BARS + 0.09 * (letters - 1), side: 0, wide: 0, gap: 0, lines: 1 };
  if (kind === "vector") {
    const lines = Math.ceil(channels / FOLD);
    return { width: 0.085 * lines, side: 0, wide: 0, gap: 0, lines };
  }
  const longer = Math.max(rows, columns);
  const cell = Math.sqrt(longer / largest) / longer;
  const [side, wide] = [rows * cell, columns * cell];
  const depth = Math.min(0.85, 0.105 * (channels - 1));
  return {
    width: wide * across[0] + depth,
    side,
    wide,
    gap: channels > 1 ? depth / (channels - 1) : 0,
    lines: channels,
  };
}

/** How high the planes of a column are together. @param {Measured} column @param {Options} options */
const mapsHeight = ({ side, wide, gap, lines }, { across, along }) =>
  side + wide * across[1] + gap * (lines - 1) * along;

/** The largest plane's side with which a row fits its room.
 * @param {Measured[]} row @param {number} height @param {Options} options @param {Room} room */
function largestUnit(row, height, options, { all, narrow }) {
  const wide = row.reduce((sum, { width, kind }) => sum + (narrow && kind === "bars" ? 0 : width) + GAP, -GAP);
  const high = Math.max(...row.map((each) => (each.kind === "maps" ? mapsHeight(each, options) : 0.9)));
  return Math.min(all.width / wide, height / high, all.height * 0.42);
}

/** @param {Measured[]} row @param {number} unit @param {number} middle @param {number} room its height
 * @param {Options} options @param {Room} where @returns {Column[]} */
function placeRow(row, unit, middle, room, options, { all, narrow, part }) {
  const widths = row.map(({ width, kind }) => width * unit * (narrow && kind !== "maps" ? 2.2 : 1));
  const used = widths.reduce((sum, width) => sum + width, 0);
  const gap = row.length > 1 ? Math.min((all.width - used) / (row.length - 1), unit * 0.8) : 0;
  let x = all.x + (all.width - used - gap * (row.length - 1)) / 2;
  return row.map((each, i) => {
    const width = itemAt(widths, i);
    const height =
      each.kind === "maps"
        ? mapsHeight(each, options) * unit
        : Math.min(room, unit * (narrow ? 9 : part > 0.9 ? 2 : 1.5));
    const sizes = { side: each.side * unit, wide: each.wide * unit, gap: each.gap * unit };
    const column = { ...each, ...sizes, x, y: middle - height / 2, width, height };
    x += width + gap;
    return column;
  });
}

/**
 * The corners of a region of one plane of a column.
 * @param {Column} column
 * @param {Pick<NetworkLayout, "across"|"along">} layout
 * @param {number} plane
 * @param {[number, number]} rows
 * @param {[number, number]} cells
 * @returns {[Point, Point, Point, Point]}
 */
export function patchCorners(column, { across, along }, plane, rows, cells) {
  const cell = column.side / planesOf(column.layer).rows;
  const origin = {
    x: column.x + plane * column.gap,
    y: column.y + across[1] * column.wide + plane * column.gap * along,
  };
  const at = (/** @type {number} */ y, /** @type {number} */ x) => ({
    x: origin.x + x * across[0] * cell,
    y: origin.y + (y - x * across[1]) * cell,
  });
  return [at(rows[0], cells[0]), at(rows[0], cells[1]), at(rows[1], cells[1]), at(rows[1], cells[0])];
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

/** The row of one class. @param {Column} column @param {number} index @returns {Rect} */
export function classBar(column, index) {
  const height = column.height / column.layer.shape[0];
  return { x: column.x, y: column.y + index * height, width: column.width, height };
}

/** What lies at a point: the column, and channel, row and column of the cell in it.
 * @param {NetworkLayout} all @param {number} x @param {number} y
 * @returns {{column: Column, index: [number, number, number]} | null} */
export function layerCellAt(all, x, y) {
  const column = all.columns.find(
    (each) => x >= each.x && x <= each.x + each.width && y >= each.y && y <= each.y + each.height,
  );
  if (!column) return null;
  const { channels, rows, columns } = planesOf(column.layer);
  if (column.kind === "bars") return { column, index: [Math.floor((y - column.y) / (column.height / channels)), 0, 0] };
  if (column.kind === "vector") {
    const high = Math.ceil(channels / column.lines);
    const line = Math.floor((x - column.x) / (column.width / column.lines));
    const index = line * high + Math.floor((y - column.y) / (column.height / high));
    return index < channels ? { column, index: [index, 0, 0] } : null;
  }
  const cell = column.side / rows;
  for (let plane = channels - 1; plane >= 0; plane--) {
    const [corner] = patchCorners(column, all, plane, [0, 1], [0, 1]);
    const across = (x - corner.x) / (all.across[0] * cell);
    const down = (y - corner.y) / cell + across * all.across[1];
    if (across >= 0 && across < columns && down >= 0 && down < rows)
      return { column, index: [plane, Math.floor(down), Math.floor(across)] };
  }
  return null;
}
