/** Rows and columns of text: rows come one by one, one is lit, a total stands under a line. */

import { textWidth } from "../drawing/layout.js";
import { fittedText, frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */

/** How much of a row's height its letters take. */
const LETTER = 0.5;
/** How high a row may be at most, in letters. */
const ROOMY = 2.6;
/** Smaller letters than this share of a number's are too small: a column is left out for them. */
const LEAST = 0.78;

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
export function columnPlaces(columns, rows, width) {
  const all = columnNeeds(columns, rows);
  const sum = all.reduce((before, need) => before + need, 0);
  let x = 0;
  return all.map((need) => {
    const column = { x, width: (need / sum) * width };
    x += column.width;
    return column;
  });
}

/** The columns that can be read in this width, without as many of the optional ones as it takes.
 * @param {import("./context.js").Panel} panel @param {number} width @param {number} least */
export function legibleColumns(panel, width, least) {
  let columns = /** @type {string[]} */ (panel.options.columns);
  let rows = /** @type {string[][]} */ (panel.options.rows);
  const optional = [.../** @type {string[]} */ (panel.options.optional ?? [])];
  const letters = () => width / columnNeeds(columns, rows).reduce((sum, need) => sum + need, 0);
  while (letters() < least && optional.length) {
    const at = columns.indexOf(/** @type {string} */ (optional.shift()));
    if (at < 0) continue;
    columns = columns.toSpliced(at, 1);
    rows = rows.map((row) => row.toSpliced(at, 1));
  }
  return { columns, rows, letters: letters() };
}

/**
 * Options: columns (titles), rows (texts), optional (titles of columns that may go), stages (a row's hue, by token),
 * total (the last row adds up).
 * A column whose first row begins with a figure is set to the right. @type {View} */
export const table = {
  draw(panel, area, context) {
    const { number } = context.layout.type;
    const alone = context.scene.panels.length === 1;
    const { columns, rows, letters } = legibleColumns(panel, area.width, number * LEAST);
    const stages = /** @type {string[] | undefined} */ (panel.options.stages);
    const { from, to, f } = frameChange(context, panel);
    const shown = { before: Number(from.shown ?? rows.length), after: Number(to.shown ?? rows.length) };
    // A table that has the stage for itself takes what height its letters can use.
    const tall = alone ? Math.min(context.layout.size.height * 0.92, letters * ROOMY * (rows.length + 1)) : 0;
    const rect = tall > area.height ? { ...area, y: (context.layout.size.height - tall) / 2, height: tall } : area;
    const height = rect.height / (rows.length + 1);
    const size = Math.min(height * LETTER, number * 1.25, letters);
    const places = columnPlaces(columns, rows, rect.width);
    const inset = Math.min(height * 0.35, rect.width * 0.025);
    /** @type {Shape[]} */
    const shapes = [];
    const lit = to.lit === undefined || to.lit === null ? -1 : Number(to.lit);
    if (lit >= 0) {
      const earlier = from.lit === undefined || from.lit === null ? lit : Number(from.lit);
      const y = rect.y + (lerp(earlier, lit, f) + 1) * height;
      shapes.push({
        kind: "rect",
        x: rect.x,
        y: y + height * 0.06,
        width: rect.width,
        height: height * 0.88,
        radius: Math.min(10, height * 0.2),
        fill: "surface",
      });
      shapes.push({
        kind: "rect",
        x: rect.x,
        y: y + height * 0.06,
        width: rect.width,
        height: height * 0.88,
        radius: Math.min(10, height * 0.2),
        stroke: stages?.[lit] ?? "accent",
        line: 3,
      });
    }
    const write = (
      /** @type {string} */ text,
      /** @type {number} */ row,
      /** @type {number} */ column,
      /** @type {Partial<import("../drawing/shapes.js").TextShape>} */ more,
    ) => {
      const right = column > 0 && /^[−\d]/.test(rows[0]?.[column] ?? "");
      const place = places[column];
      const x = rect.x + place.x + (right ? place.width - inset : inset * (column ? 1 : 2.2));
      shapes.push(
        fittedText(text, x, rect.y + (row + 0.5) * height, size, place.width - inset * (column ? 1.6 : 2.8), {
          align: right ? "right" : "left",
          ...more,
        }),
      );
    };
    for (const [column, title] of columns.entries()) write(title, 0, column, { fill: "muted", weight: 600 });
    const rule = (/** @type {number} */ row, /** @type {number} */ alpha, /** @type {number} */ line) =>
      shapes.push({
        kind: "line",
        points: [
          { x: rect.x, y: rect.y + row * height },
          { x: rect.x + rect.width, y: rect.y + row * height },
        ],
        stroke: "line",
        line,
        alpha,
      });
    rule(1, 1, 2);
    rows.forEach((texts, row) => {
      const alpha =
        row < Math.min(shown.before, shown.after) ? 1 : row < shown.after ? f : row < shown.before ? 1 - f : 0;
      if (alpha <= 0) return;
      const total = Boolean(panel.options.total) && row === rows.length - 1;
      if (total) rule(row + 1, alpha, 2);
      if (stages?.[row])
        shapes.push({
          kind: "rect",
          x: rect.x + inset * 0.7,
          y: rect.y + (row + 1.28) * height,
          width: inset * 0.55,
          height: height * 0.44,
          radius: 2,
          fill: stages[row],
          alpha,
        });
      for (const [column, text] of texts.entries())
        write(text, row + 1, column, { alpha, weight: total || row === lit ? 700 : column ? 400 : 600 });
    });
    return shapes;
  },
};
