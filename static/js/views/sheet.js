/** All maps of a layer side by side, and what is left of them when each is pooled to one cell: both to one scale. */

import { easeWithin, lerp } from "../data/easing.js";
import { lerpRect } from "../drawing/between.js";
import { inset, levelLine, rasterShape, rectShape, textShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { findTensor, frameChange, roomierRect, textBetween } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Fill } from "../drawing/shapes.js" */
/** @typedef {PanelOf<"sheet">} Panel */
/** @typedef {{cell: number, air: number, pitch: number}} Measures how wide a cell is, the line that parts two, and how
 *   far a map begins from the one before */
/** @typedef {Measures & {sheet: Rect, small: Rect, size: number}} Places of both sheets, and their letters */

/** Letters, in those of a number; and how far two lines of them are apart. */
const [LETTERS, LINE] = [1.25, 1.3];
/** The air between two cells and between two maps, as shares of a cell; so wide cells end at whole pixels. */
const [AIR, SEAM, WHOLE] = [0.2, 0.9, 3];
/** By how much of its way to a cell each map shrinks at first, until when, and from when on all go. */
const [SHRINKS, SHRUNK, GOES] = [0.65, 0.45, 0.5];

/** @type {View<"sheet">} */
export const sheet = {
  draw(panel, given, context) {
    const { rows, columns, side } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const places = placesOf(panel, given, context);
    const { sheet: whole, small, size } = places;
    const lines = (/** @type {number} */ i, /** @type {Rect} */ below, /** @type {Fill} */ fill) =>
      [0, 1].flatMap((k) => {
        const [was, is] = [from, to].map(({ texts }) => texts?.[i]?.split("\n")[k] ?? "");
        const [text, alpha] = textBetween(String(was), String(is), i ? easeWithin(f, 0.5, 1) : f);
        const y = below.y + below.height + size * (0.9 + LINE * k);
        return text ? [textShape(text, below.x + below.width / 2, y, size, { fill, weight: 700, alpha })] : [];
      });
    const known = mapRect(panel, places, 0);
    const leaving = to.pooled && !from.pooled && f < 1;
    return [
      rectShape(whole, { fill: panel.stage }),
      // The first may be known.
      ...panel.tensors.map((name) => rasterShape(findTensor(context.scene, name), 0, known)),
      ...ruled(whole, cuts(rows, side, places), cuts(columns, side, places)),
      ...panel.tensors.map(() => rectShape(inset(known, -1), { stroke: panel.stage, line: 2 })),
      ...(leaving ? flying(panel, places, f) : []),
      ...(to.pooled && !leaving
        ? [rectShape(small, { fill: "pool" }), ...ruled(small, cuts(1, rows, places), cuts(1, columns, places))]
        : []),
      ...lines(0, whole, panel.stage),
      ...lines(1, small, "pool"),
    ];
  },

  locate: (panel, given, _scene, { tensor }, context) =>
    context && panel.tensors.includes(tensor) ? mapRect(panel, placesOf(panel, given, context), 0) : null,
};

/** Beside one another where there is room, or one under the other; the sheet is alone in the middle at first.
 * @param {Panel} panel @param {Rect} given @param {Context} context @returns {Places} */
function placesOf(panel, given, context) {
  const { layout, scene } = context;
  const rect = roomierRect(given, 0.48, layout);
  const { rows, columns, side } = panel.options;
  const { from, to, f } = frameChange(context, panel);
  const there = lerp(from.pooled ?? 0, to.pooled ?? 0, easeWithin(f, 0, SHRUNK));
  const size = Math.min(layout.type.number * LETTERS, rect.width / 16);
  const said = scene.frames.flatMap(({ panels }) => {
    const changes = /** @type {import("./context.js").ChangesOf<"sheet"> | undefined} */ (panels[panel.name]);
    return (changes?.texts?.[1] ?? "").split("\n");
  });
  const foot = size * (0.4 + 2 * LINE);
  const tail = Math.max(...said.map((text) => textWidth(text, size) * 1.15));
  const flat = rect.width > 1.5 * rect.height;
  const gap = flat ? size * 1.6 : foot;
  const [wide, high] = [columns * (side + SEAM), rows * (side + SEAM)];
  const room = (/** @type {number} */ taken) =>
    flat
      ? measure(Math.min((rect.height - foot) / high, (rect.width - taken) / wide), side)
      : measure(Math.min((rect.height - 2 * foot) / (high + rows), rect.width / wide), side);
  const [alone, beside] = [room(0), room(gap + tail)];
  const measures = {
    cell: lerp(alone.cell, beside.cell, there),
    air: lerp(alone.air, beside.air, there),
    pitch: lerp(alone.pitch, beside.pitch, there),
  };
  const { cell, air, pitch } = measures;
  const sides = (/** @type {number} */ count) => (count - 1) * pitch + reach(side, cell) - air;
  const [width, height] = [sides(columns), sides(rows)];
  const [less, low] = [reach(columns, cell) - air, reach(rows, cell) - air];
  // Whole pixels where it rests.
  const at = there % 1 ? (/** @type {number} */ x) => x : Math.round;
  const right = gap + Math.max(less, tail);
  const x = at(rect.x + (rect.width - width - (flat ? there * right : 0)) / 2);
  const y = at(rect.y + (rect.height - height - foot - (flat ? 0 : there * (low + foot))) / 2);
  const middle = flat ? x + width + (gap + right) / 2 : x + width / 2;
  const below = flat ? y + height - low : y + height + foot;
  const small = { x: at(middle - less / 2), y: below, width: less, height: low };
  return { ...measures, size, sheet: { x, y, width, height }, small };
}

/** @param {number} cell @param {number} side of a map @returns {Measures} */
const measure = (cell, side) => ({
  cell,
  air: cell < WHOLE ? cell * AIR : Math.max(1, Math.round(cell * AIR)),
  pitch: cell < WHOLE ? (side + SEAM) * cell : Math.floor((side + SEAM) * cell),
});

/** So many cells, in whole pixels where they are wide enough. @param {number} count @param {number} cell */
const reach = (count, cell) => (cell < WHOLE ? count * cell : Math.round(count * cell));

/** @param {Panel} panel @param {Places} places @param {number} i which map, from 0 */
function mapRect({ options: { columns, side } }, { sheet: { x, y }, cell, air, pitch }, i) {
  const width = reach(side, cell) - air;
  return { x: x + (i % columns) * pitch, y: y + Math.floor(i / columns) * pitch, width, height: width };
}

/** Where so many maps in a row are parted, cell from cell and map from map: the middle of each line, and how wide.
 * @param {number} count @param {number} side @param {Measures} measures @returns {[number, number][]} */
function cuts(count, side, { cell, air, pitch }) {
  const seam = pitch - reach(side, cell) + air;
  return Array.from({ length: count * side - 1 }, (_, i) => {
    const [map, within] = [Math.floor((i + 1) / side), (i + 1) % side];
    return within ? [map * pitch + reach(within, cell) - air / 2, air] : [map * pitch - seam / 2, seam];
  });
}

/** Lines of paper between rows and between columns. @param {Rect} rect @param {[number, number][]} rows
 * @param {[number, number][]} columns @returns {Shape[]} */
const ruled = ({ x, y, width, height }, rows, columns) => [
  ...rows.map(([at, line]) => levelLine(y + at, x, x + width, "paper", { line })),
  ...columns.map(([at, line]) => uprightLine(x + at, y, y + height, "paper", { line })),
];

/** Each map shrinks about its middle, and all of them go together. @param {Panel} panel
 * @param {Places} places @param {number} f @returns {Shape[]} */
function flying(panel, places, f) {
  const { rows, columns } = panel.options;
  const { small, cell, air } = places;
  const width = cell - air;
  const [shrunk, far] = [easeWithin(f, 0.1, SHRUNK), easeWithin(f, GOES, 1)];
  return Array.from({ length: rows * columns }, (_, i) => {
    const map = mapRect(panel, places, i);
    const tile = inset(map, (SHRINKS * shrunk * (map.width - width)) / 2);
    const [row, column] = [Math.floor(i / columns), i % columns];
    const end = { x: small.x + column * cell, y: small.y + row * cell, width, height: width };
    return rectShape(lerpRect(tile, end, far), { fill: "pool", alpha: easeWithin(f, 0, 0.1) });
  });
}
