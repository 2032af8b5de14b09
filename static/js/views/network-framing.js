/** What the camera frames of a network: layers side by side, or in two lines, and the others beyond them. Pure. */

import { itemAt } from "../data/lists.js";
import { textWidth } from "../drawing/layout.js";
import { placeLayer } from "./network-layout.js";

/** @import { Rect } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Column, Measured } from "./network-layout.js" */
/** @typedef {{all: Rect, type: Type, narrow: boolean, options: import("./network-layout.js").Options}} Room `narrow`:
 *   one layer at a time has it */

/** Between two layers, in parts of the largest plane's side: at least, and at most. */
const GAP = { least: 0.16, most: 0.6 };

/** How much wider letters may be than is estimated; and those of names, which are bold. */
const WIDER = 1.45;
const BOLD = 1.2;

/** A layer's shape as it is written: of one map its sides alone. @param {import("./network-layout.js").Layer} layer */
export const sidesOf = ({ shape }) => (shape.length === 3 && shape[0] === 1 ? shape.slice(1) : shape).join("×");

/** The room that a layer's shape needs below it. @param {{layer: import("./network-layout.js").Layer}} column
 * @param {Type} type */
export const shapeWidth = ({ layer }, { label, least }) => textWidth(sidesOf(layer), Math.max(label, least)) * WIDER;

/** The room that its name needs above it. @param {Measured} column @param {Type} type */
const nameWidth = ({ layer }, { label, least }) => textWidth(layer.layer, Math.max(label, least)) * BOLD;

/** How much is kept for a layer's name above it, and for its shape below. @param {Type} type */
export const heads = ({ label }) => ({ above: label * 1.55, below: label * 1.5 });

/** How long the longest bar can be where layers stand beside the bars, as a share of the room: all of them in a line or
 * in two, or the last alone. */
export const LONGEST = { line: 0.15, folded: 0.27, pair: 0.36 };
/** As that, where the words of folded lines would touch beside longer bars. */
export const SHORTER = 0.18;

/** @param {number} count of layers in a line, the bars among them */
const longestIn = (count) => (count > 4 ? LONGEST.line : count === 2 ? LONGEST.pair : 0);

/** The room of the classes: name, bar and number. @param {Room} where @param {number} bar */
function barsWidth({ all, type, options }, bar) {
  const letters = Math.max(1, ...options.classes.map((name) => textWidth(name, 1)));
  return Math.max(type.least * (letters + 6.6), all.width * 0.17, type.least * (letters + 5.7) + bar);
}

/** Layers side by side in the middle of the room. @param {Measured[]} layers @param {Room} where @param {number} count
 * @returns {Column[]} */
export function oneLine(layers, where, count) {
  const { all, type, options } = where;
  const { above, below } = heads(type);
  const high = all.height - above - below;
  const middle = all.y + above + high / 2;
  const only = itemAt(layers, 0);
  if (count === 1 && only.kind === "bars") {
    const width = Math.min(all.width, high * 2.1);
    const x = all.x + (all.width - width) / 2;
    return [{ ...placeLayer(only, high, x, middle, options), x, width, y: middle - high / 2, height: high }];
  }
  // The bars have the room that name, bar and number need; the rest shares what is left.
  const bars = barsWidth(where, all.width * longestIn(count));
  const others = layers.filter(({ kind }) => kind !== "bars");
  const fixed = others.length < count ? bars : 0;
  const wide = others.reduce((sum, { width }) => sum + width, GAP.least * (count - 1));
  const tallest = Math.max(...others.map(({ height }) => height));
  const unit = Math.min((all.width - fixed) / wide, high / tallest);
  const used = others.reduce((sum, { width }) => sum + width * unit, fixed);
  const gap = count > 1 ? Math.min((all.width - used) / (count - 1), unit * GAP.most) : 0;
  let x = all.x + (all.width - used - gap * (count - 1)) / 2;
  return layers.map((each) => {
    const column = placeLayer(each, unit, x, middle, options);
    x += (each.kind === "bars" ? bars : column.width) + gap;
    return each.kind === "bars" ? { ...column, width: bars, y: middle - high / 2, height: high } : column;
  });
}

/** Between two lines, below the first of them, in letters. */
const CLEAR = 0.6;

/** All layers where they have no room side by side: the maps above, the vectors and the classes below.
 * @param {Measured[]} layers @param {Room} where @param {boolean} crowded whether they go by their names alone
 * @returns {Column[]} */
export function twoLines(layers, { all, type, options }, crowded) {
  const maps = layers.filter(({ kind }) => kind === "maps");
  const others = layers.filter(({ kind }) => kind !== "maps");
  const { above, below } = heads(type);
  const under = crowded ? 0 : below;
  // Each class has a row in which it can be read; the maps have what is left.
  const rows = Math.max(1, ...others.map(({ kind, layer }) => (kind === "bars" ? layer.shape[0] : 1)));
  const need = above + under + (rows * type.least) / 0.93;
  const share = maps.length && others.length ? Math.min(0.38, 1 - need / all.height) : maps.length ? 1 : 0;
  const upper = { ...all, height: all.height * share };
  const lower = { ...all, y: all.y + upper.height, height: all.height - upper.height };
  const wide = maps.reduce((sum, { width }) => sum + width, 0.12 * (maps.length - 1));
  // Where no shapes stand there, an arrow has room below them to lead to the next line, above its names.
  const clear = crowded && others.length ? type.label * CLEAR : 0;
  const room = Math.max(1, upper.height - above - under - clear);
  const unit = Math.min(all.width / wide, room / Math.max(...maps.map(({ height }) => height)));
  // The shape below a small map is wider than it.
  const cells = maps.map((each) =>
    Math.max(each.width * unit, crowded ? nameWidth(each, type) : shapeWidth(each, type)),
  );
  const used = cells.reduce((sum, width) => sum + width, 0);
  const gap = maps.length > 1 ? (all.width - used) / (maps.length - 1) : 0;
  let x = all.x;
  const first = maps.map((each, i) => {
    const cell = itemAt(cells, i);
    const column = placeLayer(each, unit, x + (cell - each.width * unit) / 2, upper.y + above + room / 2, options);
    x += cell + gap;
    return column;
  });
  // Names of one line stand at one height.
  const head = Math.min(...first.map(({ y }) => y));
  const high = lower.height - above - under;
  const space = Math.max(type.label * 0.9, all.width * 0.05);
  const vectors = others.filter(({ kind }) => kind === "vector");
  const widths = vectors.map((each) => Math.max(nameWidth(each, type), Math.min(all.width * 0.14, each.lines * 18)));
  const beside = widths.reduce((sum, width) => sum + width + space, 0);
  x = all.x;
  const second = others.map((each, i) => {
    const width = each.kind === "bars" ? all.width - beside : itemAt(widths, i);
    const column = placeLayer(each, unit, x, lower.y + above + high / 2, options);
    const placed = { ...column, x, width, y: lower.y + above, height: high };
    x += width + space;
    return placed;
  });
  return [...first.map((column) => ({ ...column, head })), ...second];
}

/** Maps and vectors in two lines, one below the other, and the classes beside both.
 * @param {Measured[]} layers @param {Room} where @param {number} [longest] the longest bar, as a share of the room
 * @param {boolean} [crowded] whether no shapes are written below the layers
 * @returns {Column[]} */
export function foldedLines(layers, where, longest = LONGEST.folded, crowded = false) {
  const { all, type, options } = where;
  const { above, below: under } = heads(type);
  const below = crowded ? type.label * 0.6 : under;
  const others = layers.filter(({ kind }) => kind !== "bars");
  const bars = barsWidth(where, all.width * longest);
  const air = Math.max(type.label, type.least) * 1.4;
  const left = all.width - (others.length < layers.length ? bars + air : 0);
  const half = Math.ceil(others.length / 2);
  const lines = [others.slice(0, half), others.slice(half)].filter(({ length }) => length);
  const high = all.height / lines.length - above - below;
  const wide = Math.max(...lines.map((line) => sumOf(line) + GAP.least * (line.length - 1)));
  const maps = others.filter(({ kind }) => kind === "maps");
  const unit = Math.min(left / wide, high / Math.max(...(maps.length ? maps : others).map(({ height }) => height)));
  const placed = lines.flatMap((line, row) => {
    // What is wider, the layer or what is written at it, needs the room.
    const slots = line.map((each) =>
      Math.max(each.width * unit, crowded ? nameWidth(each, type) : shapeWidth(each, type)),
    );
    const gap = (left - slots.reduce((sum, slot) => sum + slot, 0)) / line.length;
    let x = all.x + gap / 2;
    const middle = all.y + (row + 0.5) * (all.height / lines.length) + (above - below) / 2;
    return line.map((each, i) => {
      const slot = itemAt(slots, i);
      // A column of neurons is as high as the line, if not so high by itself.
      const own = Math.min(unit, high / each.height);
      const column = placeLayer(each, own, x + (slot - each.width * own) / 2, middle, options);
      x += slot + gap;
      return column;
    });
  });
  const rows = all.height - above - below;
  return [
    ...placed,
    ...layers
      .filter(({ kind }) => kind === "bars")
      .map((each) => {
        const column = placeLayer(each, unit, all.x + all.width - bars, all.y + above + rows / 2, options);
        return { ...column, width: bars, y: all.y + above, height: rows };
      }),
  ];
}

/** @param {Measured[]} layers */
const sumOf = (layers) => layers.reduce((sum, { width }) => sum + width, 0);

/** The other layers, beyond those that the camera frames; none is cut by an edge.
 * @param {Measured[]} measured @param {number} first the first that is framed @param {Column[]} framed
 * @param {Room} room @returns {Column[]} */
export function aroundThem(measured, first, framed, { all, options }) {
  const end = first + framed.length;
  const anchor = itemAt(framed, 0);
  const unit = anchor.side
    ? anchor.side / itemAt(measured, first).side
    : anchor.height / itemAt(measured, first).height;
  const middle = anchor.y + anchor.height / 2;
  const gap = unit * GAP.most;
  const before = measured.slice(0, first).reduceRight(
    ({ x, columns }, each) => {
      const left = x - gap - each.width * unit;
      return { x: left, columns: [placeLayer(each, unit, left, middle, options), ...columns] };
    },
    { x: anchor.x, columns: /** @type {Column[]} */ ([]) },
  ).columns;
  const last = itemAt(framed, framed.length - 1);
  let x = last.x + last.width;
  const after = measured.slice(end).map((each) => {
    const column = placeLayer(each, unit, x + gap, middle, options);
    x = column.x + column.width;
    return column;
  });
  const away = (/** @type {Column} */ column) =>
    column.x < all.x || column.x + column.width > all.x + all.width ? { ...column, alpha: 0 } : column;
  return [...before.map(away), ...framed, ...after.map(away)];
}
