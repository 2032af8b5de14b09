/** Where the layers of a network stand on the whole stage: columns of planes, of cells, of bars. Pure. */

import { frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").Panel} Panel */
/** @typedef {import("./context.js").Rect} Rect */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../drawing/shapes.js").Point} Point */
/** @typedef {{tensor: string, raw: string, layer: string, shape: number[]}} Layer */
/**
 * @typedef {{kind: "maps" | "vector" | "bars", layer: Layer, x: number, y: number, width: number, height: number, side:
 *   number, wide: number, gap: number, lines: number, foot: number}} Column
 */
/** @typedef {{top: Rect, bottom: Rect, columns: Column[], across: number[], along: number}} NetworkLayout */

/** Below this ratio of width to height the columns stand in two lines. */
const NARROW = 1.5;
/** How deep a column of cells is folded: at most so many cells high. */
export const FOLD = 30;
const GAP = 0.26;
const BARS = 1.6;

/** How much of the height the network has while a cell is opened. @param {Context} context @param {Panel} panel */
function networkShare(context, panel) {
  const { from, to, f } = frameChange(context, panel);
  const open = (/** @type {Record<string, any>} */ state) => (state.open ? 0.585 : 1);
  return lerp(open(from), open(to), f);
}

/**
 * A column's size in parts of the largest plane's side.
 * @param {Layer} layer
 * @param {"maps" | "vector" | "bars"} kind
 * @param {number} largest
 * @param {number[]} across
 * @param {number} letters of the longest class */
function measureColumn(layer, kind, largest, across, letters) {
  if (kind === "bars") return { width: BARS + 0.09 * (letters - 1), side: 0, wide: 0, gap: 0, lines: 1 };
  if (kind === "vector") {
    const lines = Math.ceil(layer.shape[0] / FOLD);
    return { width: 0.085 * lines, side: 0, wide: 0, gap: 0, lines };
  }
  const [planes, rows, columns] = layer.shape;
  const longer = Math.max(rows, columns);
  const cell = Math.sqrt(longer / largest) / longer;
  const [side, wide] = [rows * cell, columns * cell];
  const depth = Math.min(0.85, 0.105 * (planes - 1));
  return { width: wide * across[0] + depth, side, wide, gap: planes > 1 ? depth / (planes - 1) : 0, lines: planes };
}

/** @param {Panel} panel @param {Context} context @returns {NetworkLayout} */
export function networkLayout(panel, context) {
  const { type } = context.layout;
  const beside = panel.options.beside ? context.layout.panels.get(panel.name) : undefined;
  const size = beside ?? context.layout.size;
  const across = /** @type {number[]} */ (panel.options.across);
  const along = Number(panel.options.along);
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
  const bottom = {
    x: all.x,
    y: all.y + all.height * (narrow ? 0.64 : 0.6),
    width: all.width,
    height: all.height * (narrow ? 0.36 : 0.4),
  };
  const layers = /** @type {Layer[]} */ (panel.options.columns);
  const largest = Math.max(
    ...layers.filter(({ shape }) => shape.length === 3).map(({ shape }) => Math.max(shape[1], shape[2])),
  );
  const letters = Math.max(1, .../** @type {string[]} */ (panel.options.classes).map(({ length }) => length));
  const measured = layers.map((layer, i) => {
    const kind = layer.shape.length === 3 ? "maps" : i === layers.length - 1 ? "bars" : "vector";
    return {
      layer,
      kind: /** @type {Column["kind"]} */ (kind),
      ...measureColumn(layer, /** @type {Column["kind"]} */ (kind), largest, across, letters),
    };
  });
  const rows = narrow
    ? [measured.filter(({ kind }) => kind === "maps"), measured.filter(({ kind }) => kind !== "maps")]
    : [measured];
  // Beside another picture the layers go by their names alone.
  const captions = type.label * (beside ? 1.7 : narrow ? 2.7 : 3);
  // Of two lines beside another picture the lower has more room: its ten bars are to be read.
  const parts = beside && rows.length === 2 ? [0.42, 0.58] : rows.map(() => 1 / rows.length);
  const heights = parts.map((share) => top.height * share - captions);
  const unit = Math.min(
    ...rows.map((row, i) =>
      Math.min(
        all.width / row.reduce((sum, { width, kind }) => sum + (narrow && kind === "bars" ? 0 : width) + GAP, -GAP),
        heights[i] /
          Math.max(
            ...row.map(({ kind, side, wide, gap, lines }) =>
              kind === "maps" ? side + wide * across[1] + gap * (lines - 1) * along : 0.9,
            ),
          ),
        all.height * 0.42,
      ),
    ),
  );
  const columns = rows.flatMap((row, line) => {
    const widths = row.map(({ width, kind }) => width * unit * (narrow && kind !== "maps" ? 2.2 : 1));
    const used = widths.reduce((sum, width) => sum + width, 0);
    const gap = row.length > 1 ? Math.min((all.width - used) / (row.length - 1), unit * 0.8) : 0;
    let x = all.x + (all.width - used - gap * (row.length - 1)) / 2;
    const middle =
      top.y +
      top.height * (parts.slice(0, line).reduce((sum, share) => sum + share, 0) + parts[line] / 2) +
      (beside ? type.label * 0.75 : narrow ? type.label * 0.55 : 0);
    return row.map((each, i) => {
      const height =
        each.kind === "maps"
          ? (each.side + each.wide * across[1] + each.gap * (each.lines - 1) * along) * unit
          : Math.min(heights[line], unit * (narrow ? 9 : part > 0.9 ? 2 : 1.5));
      const column = {
        ...each,
        x,
        y: middle - height / 2,
        width: widths[i],
        height,
        side: each.side * unit,
        wide: each.wide * unit,
        gap: each.gap * unit,
        foot: 0,
      };
      x += widths[i] + gap;
      return column;
    });
  });
  return { top, bottom, columns, across, along };
}

/**
 * The corners of a region of one plane of a column.
 * @param {Column} column
 * @param {NetworkLayout} places
 * @param {number} plane
 * @param {number[]} rows @param {number[]} cells @returns {Point[]} */
export function patchCorners(column, { across, along }, plane, rows, cells) {
  const cell = column.side / column.layer.shape[1];
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
 * @param {NetworkLayout} all @param {number} x @param {number} y */
export function layerCellAt(all, x, y) {
  for (const column of all.columns) {
    if (x < column.x || x > column.x + column.width || y < column.y || y > column.y + column.height) continue;
    const [count, rows, cells] = column.layer.shape;
    if (column.kind === "bars") return { column, index: [Math.floor((y - column.y) / (column.height / count)), 0, 0] };
    if (column.kind === "vector") {
      const high = Math.ceil(count / column.lines);
      const index =
        Math.floor((x - column.x) / (column.width / column.lines)) * high +
        Math.floor((y - column.y) / (column.height / high));
      return index < count ? { column, index: [index, 0, 0] } : null;
    }
    const cell = column.side / rows;
    for (let plane = count - 1; plane >= 0; plane--) {
      const [corner] = patchCorners(column, all, plane, [0, 1], [0, 1]);
      const across = (x - corner.x) / (all.across[0] * cell);
      const down = (y - corner.y) / cell + across * all.across[1];
      if (across >= 0 && across < cells && down >= 0 && down < rows)
        return { column, index: [plane, Math.floor(down), Math.floor(across)] };
    }
  }
  return null;
}
