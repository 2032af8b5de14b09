/** What kinds of panels say in rows, beside their tensors: products, bars, lines, shapes. Pure. */

import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { termCount } from "../data/records.js";

/** @typedef {import("../data/records.js").Frame} Frame */
/** @typedef {import("../data/records.js").Panel} Panel */
/** @typedef {import("./tables.js").DataTable} DataTable */
/** @typedef {{head: string, cells: string[]}} Row */

const DECIMALS = 4;

/** A number to four decimals, with a true minus sign and without groups. @param {number} value */
export const formatPrecise = (value) => format(value, DECIMALS).replaceAll(",", "");

/** One table of rows. @param {string} caption @param {string[]} columns @param {Row[]} rows @returns {DataTable} */
export function singleTable(caption, columns, rows) {
  return { caption, count: 1, cells: rows.length * columns.length, rounded: false, grid: () => ({ columns, rows }) };
}

/** @param {string} caption @param {string[]} columns @param {Row[]} rows @returns {DataTable[]} */
const tableUnlessEmpty = (caption, columns, rows) => (rows.length ? [singleTable(caption, columns, rows)] : []);

/** What changes by frame, and how many of its parts a panel shows.
 * @param {Panel} panel @param {Frame} frame @returns {Record<string, any>} */
const panelState = (panel, frame) => ({ shown: Infinity, ...frame.panels[panel.name] });

/** The terms of a cell, as far as they are on the screen. @param {Panel} panel @param {Frame} frame */
function termRows(panel, frame) {
  const work = frame.computations[Number(panel.options.group ?? 0)];
  if (!work) return [];
  const summed = work.running.length > 0;
  const rows = work.terms.slice(0, work.shown).map((term, i) => ({
    head: String(i + 1),
    cells: [...term, ...(summed ? [itemAt(work.running, i)] : [])].map(formatPrecise),
  }));
  const columns = [
    "term",
    ...(work.op === "dot" ? ["input", "weight", "product"] : ["value"]),
    ...(summed ? ["so far"] : []),
  ];
  const name =
    { dot: work.bias ? `sum with the bias ${formatPrecise(work.bias)}` : "sum", max: "maximum" }[String(work.op)] ??
    work.op;
  const result = { head: name, cells: [...Array(columns.length - 2).fill(""), formatPrecise(work.result)] };
  const [channel, row, column] = work.index;
  const complete = work.shown === termCount(work);
  return tableUnlessEmpty(
    `${panel.label} for row ${row + 1}, column ${column + 1}${channel > 0 ? `, channel ${channel + 1}` : ""}`,
    columns,
    complete ? [...rows, result] : rows,
  );
}

/** A kind that is not here has said all in its tensors, or in its sentence.
 * @type {Record<string, (panel: Panel, frame: Frame) => DataTable[]>} */
export const PANEL_TABLES = {
  products: termRows,
  pick: termRows,

  bars(panel, frame) {
    const { bars, texts, shown } = panelState(panel, frame);
    const value = (/** @type {any} */ bar, /** @type {number} */ i) =>
      bars ? formatPrecise(bars[i]) : texts?.[i] || bar.text || format(bar.value);
    const rows = panel.options.bars
      .slice(0, shown)
      .map((/** @type {any} */ bar, /** @type {number} */ i) => ({ head: bar.label, cells: [value(bar, i)] }));
    return tableUnlessEmpty(panel.label || "Bars", ["of", "value"], rows);
  },

  table(panel, frame) {
    const rows = panel.options.rows
      .slice(0, panelState(panel, frame).shown)
      .map((/** @type {string[]} */ [head, ...cells]) => ({ head, cells }));
    return tableUnlessEmpty(panel.label || "Rows", panel.options.columns, rows);
  },

  lines(panel, frame) {
    const { lines, marks } = panel.options;
    const upto = Math.floor(panelState(panel, frame).upto ?? marks.length - 1);
    const rows = marks.slice(0, upto + 1).map((/** @type {string} */ head, /** @type {number} */ i) => ({
      head,
      cells: lines.map((/** @type {any} */ line) => formatPrecise(line.values[i])),
    }));
    return tableUnlessEmpty(panel.label, ["step", ...lines.map((/** @type {any} */ { label }) => label)], rows);
  },

  curve(panel) {
    const rows = panel.options.samples.map((/** @type {[number, ...number[]]} */ [x, ...ys]) => ({
      head: formatPrecise(x),
      cells: ys.map(formatPrecise),
    }));
    return tableUnlessEmpty(
      panel.label,
      ["x", ...panel.options.curves.map((/** @type {string[]} */ [, label]) => label)],
      rows,
    );
  },

  network(panel, frame) {
    const { open } = panelState(panel, frame);
    if (!open) return [];
    const axes = ["channel", "row", "column"];
    const index = /** @type {number[]} */ (open.index).map((each, axis) => `${axes[axis]} ${each + 1}`);
    const place = [open.layer, ...index].join(", ");
    const bent =
      open.activated === undefined ? [] : [{ head: "after the activation", cells: [formatPrecise(open.activated)] }];
    return tableUnlessEmpty(
      `One cell: ${place}`,
      ["what", "value"],
      [
        { head: "bias", cells: [formatPrecise(open.bias)] },
        { head: open.kind === "mean" ? "mean" : "sum", cells: [formatPrecise(open.sum)] },
        ...bent,
      ],
    );
  },

  blocks(panel, frame) {
    const rows = panel.options.blocks
      .slice(0, panelState(panel, frame).shown)
      .map((/** @type {any} */ { text }, /** @type {number} */ i) => ({ head: String(i + 1), cells: [text] }));
    return tableUnlessEmpty("Shapes", ["block", "channels × height × width"], rows);
  },

  cone(panel, frame) {
    const { spans = [] } = panelState(panel, frame);
    const rows = spans.map((/** @type {[number, number]} */ [from, to], /** @type {number} */ i) => ({
      head: panel.options.levels[i].label,
      cells: [from + 1, to, to - from].map(formatPrecise),
    }));
    return tableUnlessEmpty("What the neuron sees", ["layer", "from", "to", "how many"], rows);
  },

  ruler(panel, frame) {
    const { windows, texts } = panel.options;
    const rows = windows
      .slice(0, panelState(panel, frame).shown)
      .map((/** @type {[number, number]} */ [from, to], /** @type {number} */ i) => ({
        head: String(i + 1),
        cells: [from + 1, to].map(formatPrecise),
      }));
    return tableUnlessEmpty(
      `Windows on the ${texts.padded ?? texts.input}, which make the ${texts.output}`,
      ["window", "from pixel", "to pixel"],
      rows,
    );
  },

  timeline(panel, frame) {
    const rows = panel.options.events
      .slice(0, panelState(panel, frame).shown)
      .map((/** @type {any} */ { year, title, text }) => ({ head: String(year), cells: [title, text] }));
    return tableUnlessEmpty("Events", ["year", "what", "more"], rows);
  },

  code(panel) {
    const written = (/** @type {any} */ { pieces }) =>
      pieces
        .map((/** @type {string[]} */ [text]) => text)
        .join("")
        .trim();
    const rows = panel.options.lines
      .filter((/** @type {any} */ { shape }) => shape)
      .map((/** @type {any} */ line) => ({ head: written(line), cells: [line.shape, line.count || "0"] }));
    return tableUnlessEmpty("Layers", ["line", "shape", "parameters"], rows);
  },
};
