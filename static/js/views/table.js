/** Rows and columns of text: rows come one by one, one is lit, a total stands under a line. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { levelLine, rectShape, withAlpha } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { fittedText, frameChange, partPresence } from "./context.js";

/** @import { Context, Rect, Shape, View } from "./context.js" */
/**
 * @typedef {object} Measures
 * @property {Rect} rect
 * @property {number} height of a row
 * @property {number} size of letters
 * @property {number} inset air beside a text
 * @property {{x: number, width: number, right: boolean}[]} places of the columns; one whose first row begins with a
 *   figure is set to the right
 */

/** How much of a row's height its letters take. */
const LETTER = 0.6;
/** How high a row may be at most, in letters. */
const ROOMY = 2.6;

/** How wide each column is in letters: by the longest text in it, and air beside it.
 * @param {string[]} columns @param {string[][]} rows */
function columnNeeds(columns, rows) {
  return columns.map(
    (title, i) =>
      (i ? 1.6 : 2.4) + Math.max(...[title, ...rows.map((row) => row[i] ?? "")].map((text) => textWidth(text, 1))),
  );
}

/** The left edge and width of each column: by the longest text in it.
 * @param {string[]} columns @param {string[][]} rows @param {number} width */
function columnPlaces(columns, rows, width) {
  const all = columnNeeds(columns, rows);
  const sum = all.reduce((before, need) => before + need, 0);
  let x = 0;
  return all.map((need) => {
    const column = { x, width: (need / sum) * width };
    x += column.width;
    return column;
  });
}

/** @type {View<"table">} */
export const table = {
  draw(panel, area, context) {
    const { number } = context.layout.type;
    const { columns, rows, glyphs = [], stages, total, known = 0 } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [from.shown ?? rows.length, to.shown ?? rows.length];
    const open = known ? lerp(Number(before > 0), Number(after > 0), f) : 1;
    const settled = measure(columns, rows, area, context);
    const measures = opened(settled, known, open, number * 1.25);
    const at = (/** @type {number} */ column) => (column < known ? measures : settled);
    const { rect, height } = measures;
    const rule = (/** @type {number} */ row, /** @type {number} */ alpha) =>
      levelLine(rect.y + row * height, rect.x, rect.x + rect.width, "line", { line: 2, alpha });
    const lit = to.lit ?? -1;
    const earlier = from.lit ?? lit;
    const title = (/** @type {string} */ text, /** @type {number} */ column) =>
      cell(text, 0, column, at(column), { fill: "muted", weight: 600, alpha: column < known ? 1 : open ** 5 });
    const body = rows.flatMap((texts, row) => {
      const alpha = partPresence(row, before, after, f);
      const last = Boolean(total) && row === rows.length - 1;
      if (alpha <= 0 && (last || known === 0)) return [];
      const early = last || known === 0 ? alpha : 1;
      const bold = last || row === lit;
      const stage = stages?.[row];
      return [
        ...(last ? [rule(row + 1, alpha)] : []),
        ...(stage ? glyphShapes(glyphs[row] ?? [], glyphs, hue(stage, row, early, measures)) : []),
        ...texts.flatMap((text, column) => {
          const strength = column < known ? early : alpha * open ** 5;
          const look = { alpha: strength, weight: bold ? 700 : column ? 400 : 600 };
          return strength > 0 ? [cell(text, row + 1, column, at(column), look)] : [];
        }),
      ];
    });
    const around = (/** @type {number} */ row, /** @type {number} */ place) =>
      litRow(place, stages?.[row] ?? "accent", measures);
    const bar = lit >= 0 ? around(lit, lerp(earlier, lit, f)) : [];
    const others = (to.others ?? []).flatMap((row) => around(row, row));
    return [
      ...bar,
      ...withAlpha(others, from.others ? 1 : f),
      ...(open > 0 ? columns : columns.slice(0, known)).map(title),
      rule(1, 1),
      ...body,
    ];
  },
};

/** @param {string[]} columns @param {string[][]} rows @param {Rect} area @param {Context} context
 * @returns {Measures} */
function measure(columns, rows, area, context) {
  const { layout } = context;
  const letters = area.width / columnNeeds(columns, rows).reduce((sum, need) => sum + need, 0);
  const alone = isAlone(context);
  const tall = alone ? Math.min(layout.size.height * 0.92, letters * ROOMY * (rows.length + 1)) : 0;
  const rect = tall > area.height ? { ...area, y: (layout.size.height - tall) / 2, height: tall } : area;
  const height = rect.height / (rows.length + 1);
  const figures = (/** @type {number} */ column) => column > 0 && /^[−\d]/.test(rows[0]?.[column] ?? "");
  const places = columnPlaces(columns, rows, rect.width).map((place, i) => ({ ...place, right: figures(i) }));
  const inset = Math.min(height * 0.35, rect.width * 0.025);
  return { rect, height, size: Math.min(height * LETTER, layout.type.number * 1.25, letters), inset, places };
}

/** Whether a table has the stage for itself: then it takes what height its letters can use.
 * @param {Context} context */
function isAlone({ scene: { panels }, moment: { from, to } }) {
  const of = (/** @type {import("./context.js").Frame} */ frame) => panels.filter((panel) => isShown(frame, panel));
  return [to, from].some((frame) => frame && of(frame).length === 1 && of(frame)[0]?.kind === "table");
}

/** The columns that are known stand in the middle, as large as their rows let them, until the others open beside them.
 * @param {Measures} measures @param {number} known @param {number} open 0 to 1 @param {number} most letters' size
 * @returns {Measures} */
function opened(measures, known, open, most) {
  if (open === 1) return measures;
  const { rect, height, size, inset } = measures;
  const full = itemAt(measures.places, known - 1);
  const widest = (rect.width * 0.9) / (full.x + full.width);
  const larger = lerp(Math.max(1, Math.min(widest, Math.min(height * LETTER, most) / size)), 1, open);
  const places = measures.places.map((each) => ({ ...each, x: each.x * larger, width: each.width * larger }));
  const width = (full.x + full.width) * larger;
  const x = rect.x + lerp((rect.width - width) / 2, 0, open);
  const wide = lerp(width, rect.width, open);
  return { ...measures, size: size * larger, inset: inset * larger, places, rect: { ...rect, x, width: wide } };
}

/** @param {number} row @param {string} stroke @param {Measures} measures @returns {Shape[]} */
function litRow(row, stroke, { rect, height }) {
  const place = { x: rect.x, y: rect.y + (row + 1) * height + height * 0.06, width: rect.width, height: height * 0.88 };
  const radius = Math.min(10, height * 0.2);
  return [rectShape(place, { radius, fill: "surface" }), rectShape(place, { radius, stroke, line: 3 })];
}

/** The colour of a row's stage, before it. @param {string} fill @param {number} row @param {number} alpha
 * @param {Measures} measures */
function hue(fill, row, alpha, { rect, height, inset }) {
  const y = rect.y + (row + 1.28) * height;
  return rectShape(
    { x: rect.x + inset * 0.7, y, width: inset * 0.55, height: height * 0.44 },
    { radius: 2, fill, alpha },
  );
}

/** Many maps are drawn as so many planes. */
const PLANES = 3;

/** A layer before its row: planes, larger where its maps are, or the column of a vector; else its hue alone.
 * @param {number[]} shape @param {number[][]} all of the table @param {import("../drawing/shapes.js").RectShape} mark
 * @returns {Shape[]} */
function glyphShapes([count, side], all, mark) {
  if (!count) return [mark];
  const { y, width, height } = mark;
  const x = mark.x + width * 0.7;
  const middle = y + height / 2;
  const tall = height * 1.5;
  if (!side) {
    const high = tall * Math.sqrt(count / Math.max(...all.map(([first = 0, rows]) => (rows ? 0 : first))));
    return [{ ...mark, x: x - width / 2, y: middle - high / 2, height: high }];
  }
  const size = (tall * 0.7 * Math.sqrt(side)) / Math.sqrt(Math.max(...all.map(([, rows = 0]) => rows)));
  const step = width * 0.4;
  return Array.from({ length: PLANES }, (_, i) => {
    const [left, top] = [x - size / 2 + step * (i - 1), middle - size / 2 + step * (i - 1)];
    return { ...mark, x: left, y: top, width: size, height: size, stroke: "paper", line: 1.5 };
  });
}

/** @param {string} text @param {number} row @param {number} column @param {Measures} measures
 * @param {Partial<import("../drawing/shapes.js").TextShape>} more */
function cell(text, row, column, { rect, height, size, inset, places }, more) {
  const { x, width, right } = itemAt(places, column);
  const left = rect.x + x + (right ? width - inset : inset * (column ? 1 : 2.2));
  const room = width - inset * (column ? 1.6 : 2.8);
  return fittedText(text, left, rect.y + (row + 0.5) * height, size, room, {
    align: right ? "right" : "left",
    ...more,
  });
}
