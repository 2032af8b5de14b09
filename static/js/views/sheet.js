/** All maps of a layer side by side; each can be pooled to one cell in its place. */

import { easeWithin, lerp } from "../data/easing.js";
import { inset, levelLine, rasterShape, rectShape, textShape, uprightLine } from "../drawing/build.js";
import { findTensor, frameChange, roomierRect, textBetween } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @typedef {PanelOf<"sheet">} Panel */
/** @typedef {{cell: number, air: number, pitch: number}} Measures how wide a cell is, the line that parts two, and how
 *   far a map begins from the one before */
/** @typedef {Measures & {sheet: Rect, size: number}} Places of the sheet and of its letters */

/** Letters, in those of a number; and how far two lines of them are apart. */
const [LETTERS, LINE] = [1.25, 1.3];
/** The air between two cells and between two maps, as shares of a cell; so wide cells end at whole pixels. */
const [AIR, SEAM, WHOLE] = [0.2, 0.9, 3];
/** When the maps to be pooled have come to be squares, and what is left of a side then. */
const [SQUARE, LEFT] = [0.2, 0.5];

/** @type {View<"sheet">} */
export const sheet = {
  draw(panel, given, context) {
    const { rows, columns, side } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const places = placesOf(panel, given, context);
    const { sheet: whole, size } = places;
    const pooled = lerp(from.pooled ?? 0, to.pooled ?? 0, f);
    const known = mapRect(panel, places, 0);
    const alpha = 1 - easeWithin(pooled, 0, SQUARE);
    const maps = () => [
      rectShape(whole, { fill: panel.stage }),
      // The first may be known.
      ...panel.tensors.map((name) => rasterShape(findTensor(context.scene, name), 0, known, { alpha })),
      ...ruled(whole, cuts(rows, side, places), cuts(columns, side, places)),
      ...panel.tensors.map(() => rectShape(inset(known, -1), { stroke: panel.stage, line: 2 })),
    ];
    return [
      ...(pooled < SQUARE ? maps() : []),
      ...(pooled > 0 ? means(panel, places, pooled) : []),
      ...[0, 1].flatMap((k) => {
        const [was, is] = [from, to].map(({ text }) => text?.split("\n")[k] ?? "");
        const [text, alpha] = textBetween(String(was), String(is), f);
        const y = whole.y + whole.height + size * (0.9 + LINE * k);
        const fill = pooled > 0.5 ? "pool" : panel.stage;
        return text ? [textShape(text, whole.x + whole.width / 2, y, size, { fill, weight: 700, alpha })] : [];
      }),
    ];
  },

  locate: (panel, given, _scene, { tensor }, context) =>
    context && panel.tensors.includes(tensor) ? mapRect(panel, placesOf(panel, given, context), 0) : null,
};

/** In the middle. @param {Panel} panel @param {Rect} given
 * @param {Context} context @returns {Places} */
function placesOf(panel, given, context) {
  const { layout } = context;
  const rect = roomierRect(given, 0.6, layout);
  const { rows, columns, side } = panel.options;
  const size = Math.min(layout.type.number * LETTERS, rect.width / 16);
  const foot = size * (0.4 + 2 * LINE);
  const [wide, high] = [columns * (side + SEAM), rows * (side + SEAM)];
  const cell = Math.min((rect.height - foot) / high, rect.width / wide);
  const measures = measure(cell, side);
  const sides = (/** @type {number} */ count) => (count - 1) * measures.pitch + reach(side, measures) - measures.air;
  const [width, height] = [sides(columns), sides(rows)];
  const x = Math.round(rect.x + (rect.width - width) / 2);
  const y = Math.round(rect.y + (rect.height - height - foot) / 2);
  return { ...measures, size, sheet: { x, y, width, height } };
}

/** In whole pixels where a cell is wide enough. @param {number} cell @param {number} side of a map
 * @returns {Measures} */
const measure = (cell, side) =>
  cell < WHOLE
    ? { cell, air: cell * AIR, pitch: (side + SEAM) * cell }
    : { cell, air: Math.max(1, Math.round(cell * AIR)), pitch: Math.floor((side + SEAM) * cell) };

/** So many cells, in whole pixels where they are. @param {number} count @param {Measures} measures */
const reach = (count, { cell, air }) => (air % 1 ? count * cell : Math.round(count * cell));

/** @param {Panel} panel @param {Places} places @param {number} i which map, from 0 */
function mapRect({ options: { columns, side } }, places, i) {
  const { sheet: whole, air, pitch } = places;
  const width = reach(side, places) - air;
  const [x, y] = [whole.x + (i % columns) * pitch, whole.y + Math.floor(i / columns) * pitch];
  return { x, y, width, height: width };
}

/** Where so many maps in a row are parted, cell from cell and map from map: the middle of each line, and how wide.
 * @param {number} count @param {number} side @param {Measures} measures @returns {[number, number][]} */
function cuts(count, side, measures) {
  const { air, pitch } = measures;
  const seam = pitch - reach(side, measures) + air;
  return Array.from({ length: count * side - 1 }, (_, i) => {
    const [map, within] = [Math.floor((i + 1) / side), (i + 1) % side];
    return within ? [map * pitch + reach(within, measures) - air / 2, air] : [map * pitch - seam / 2, seam];
  });
}

/** Lines of paper between rows and between columns. @param {Rect} rect @param {[number, number][]} rows
 * @param {[number, number][]} columns @returns {Shape[]} */
const ruled = ({ x, y, width, height }, rows, columns) => [
  ...rows.map(([at, line]) => levelLine(y + at, x, x + width, "paper", { line })),
  ...columns.map(([at, line]) => uprightLine(x + at, y, y + height, "paper", { line })),
];

/** Each map comes to be one square, which shrinks about its middle. @param {Panel} panel @param {Places} places
 * @param {number} pooled @returns {Shape[]} */
function means(panel, places, pooled) {
  const { rows, columns } = panel.options;
  return Array.from({ length: rows * columns }, (_, i) => {
    const map = mapRect(panel, places, i);
    const less = (map.width * (1 - LEFT) * easeWithin(pooled, SQUARE, 1)) / 2;
    return rectShape(inset(map, less), { fill: "pool", alpha: easeWithin(pooled, 0, SQUARE) });
  });
}
