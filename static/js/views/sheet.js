/** All maps of a layer side by side, and what is left of them when each is pooled to one cell: both to one scale. */

import { ease, easeWithin, lerp } from "../data/easing.js";
import { lerpRect } from "../drawing/between.js";
import { inset, levelLine, rectShape, textShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { frameChange, roomierRect, textBetween } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Fill } from "../drawing/shapes.js" */
/** @typedef {{sheet: Rect, small: Rect, cell: number, size: number}} Places of both, a cell's side, and letters */

/** Letters, in those of a number; and how far two lines of them are apart. */
const [LETTERS, LINE] = [1.25, 1.3];
/** How much later the last map leaves than the first, as a share of how long each is on its way. */
const LATER = 1.4;
/** The air around a cell and around a map, as shares of a cell. */
const [AIR, SEAM] = [0.2, 0.9];

/** @type {View<"sheet">} */
export const sheet = {
  draw(panel, given, context) {
    const rect = roomierRect(given, 0.48, context.layout);
    const { rows, columns, side } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [from.pooled ?? 0, to.pooled ?? 0];
    const there = lerp(before, after, Math.min(1, ease(f * 2)));
    const places = placesOf(panel, rect, context, there);
    const { sheet: whole, small, cell, size } = places;
    const lines = (/** @type {number} */ i, /** @type {Rect} */ below, /** @type {Fill} */ fill) =>
      [0, 1].flatMap((k) => {
        const [was, is] = [from, to].map(({ texts }) => texts?.[i]?.split("\n")[k] ?? "");
        const [text, alpha] = textBetween(String(was), String(is), i ? easeWithin(f, 0.5, 1) : f);
        const y = below.y + below.height + size * (0.9 + LINE * k);
        return text ? [textShape(text, below.x + below.width / 2, y, size, { fill, weight: 700, alpha })] : [];
      });
    const leaving = after > before && f < 1;
    return [
      ...ruled(whole, [rows * side, columns * side], cell, panel.stage),
      ...seams(whole, [rows, columns], cell * side, cell * SEAM),
      ...(leaving ? flying(panel, places, f) : []),
      ...(after && !leaving ? ruled(small, [rows, columns], cell, "pool") : []),
      ...lines(0, whole, panel.stage),
      ...lines(1, small, "pool"),
    ];
  },
};

/** Beside one another where there is room, or one under the other; the sheet is alone in the middle at first.
 * @param {PanelOf<"sheet">} panel @param {Rect} rect @param {Context} context
 * @param {number} there how far the small one has come, 0 to 1 @returns {Places} */
function placesOf(panel, rect, { layout, scene }, there) {
  const { rows, columns, side } = panel.options;
  const size = Math.min(layout.type.number * LETTERS, rect.width / 16);
  const said = scene.frames.flatMap(({ panels }) => {
    const changes = /** @type {import("./context.js").ChangesOf<"sheet"> | undefined} */ (panels[panel.name]);
    return (changes?.texts?.[1] ?? "").split("\n");
  });
  const foot = size * (0.4 + 2 * LINE);
  const [wide, high] = [columns * side, rows * side];
  const tail = Math.max(...said.map((text) => textWidth(text, size) * 1.15));
  const gap = size * 1.6;
  if (rect.width > 1.5 * rect.height) {
    const [alone, beside] = [rect.width, rect.width - gap - tail].map((room) =>
      Math.min((rect.height - foot) / high, room / wide),
    );
    const cell = lerp(Number(alone), Number(beside), there);
    const right = Math.max(columns * cell, tail);
    const y = rect.y + (rect.height - foot - high * cell) / 2;
    const left = rect.x + (rect.width - wide * cell - there * (gap + right)) / 2;
    const middle = left + wide * cell + gap + right / 2;
    return {
      sheet: { x: left, y, width: wide * cell, height: high * cell },
      small: {
        x: middle - (columns * cell) / 2,
        y: y + ((high - rows) * cell) / 2,
        width: columns * cell,
        height: rows * cell,
      },
      cell,
      size,
    };
  }
  const cell = Math.min((rect.height - 2 * foot) / (high + rows), rect.width / wide);
  const taken = high * cell + foot + there * (rows * cell + foot);
  const y = rect.y + (rect.height - taken) / 2;
  const middle = rect.x + rect.width / 2;
  return {
    sheet: { x: middle - (wide * cell) / 2, y, width: wide * cell, height: high * cell },
    small: { x: middle - (columns * cell) / 2, y: y + high * cell + foot, width: columns * cell, height: rows * cell },
    cell,
    size,
  };
}

/** So many rows and columns of cells. @param {Rect} rect @param {[number, number]} count @param {number} cell
 * @param {Fill} fill @returns {Shape[]} */
const ruled = (rect, [rows, columns], cell, fill) => [
  rectShape(rect, { fill }),
  ...seams(rect, [rows, columns], cell, cell * AIR),
];

/** Lines of paper between rows and between columns. @param {Rect} rect @param {[number, number]} count
 * @param {number} step @param {number} line @returns {Shape[]} */
function seams({ x, y, width, height }, [rows, columns], step, line) {
  return [
    ...Array.from({ length: rows - 1 }, (_, k) => levelLine(y + (k + 1) * step, x, x + width, "paper", { line })),
    ...Array.from({ length: columns - 1 }, (_, k) => uprightLine(x + (k + 1) * step, y, y + height, "paper", { line })),
  ];
}

/** Each map on its way to its cell, one after another. @param {PanelOf<"sheet">} panel @param {Places} places
 * @param {number} f @returns {Shape[]} */
function flying(panel, { sheet: whole, small, cell }, f) {
  const { rows, columns, side } = panel.options;
  const spot = (/** @type {Rect} */ { x, y }, /** @type {number} */ i, /** @type {number} */ wide) => ({
    x: x + (i % columns) * wide,
    y: y + Math.floor(i / columns) * wide,
    width: wide,
    height: wide,
  });
  return Array.from({ length: rows * columns }, (_, i) => {
    const far = ease(f * (1 + LATER) - (LATER * i) / (rows * columns));
    const at = lerpRect(spot(whole, i, side * cell), spot(small, i, cell), far);
    const tile = inset(at, cell * AIR * 0.5);
    return [
      rectShape(tile, { fill: panel.stage, alpha: Math.min(0.75, 4 * far) }),
      rectShape(tile, { fill: "pool", alpha: far ** 4 }),
    ];
  }).flat();
}
