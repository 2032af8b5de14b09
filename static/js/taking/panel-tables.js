/** What kinds of panels say in rows, beside their tensors: products, bars, lines, shapes. Pure. */

import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { panelChanges, termCount } from "../data/records.js";

/** @import { Frame, Kind, Panel, PanelOf } from "../data/records.js" */
/** @import { DataTable } from "./tables.js" */
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

/** The terms of a cell, as far as they are on the screen.
 * @param {PanelOf<"products" | "pick">} panel @param {Frame} frame */
function termRows(panel, frame) {
  const work = frame.computations[panel.options.group ?? 0];
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
  const op = { dot: "sum", max: "maximum" }[String(work.op)] ?? work.op;
  const name = work.bias ? `${op} with the bias ${formatPrecise(work.bias)}` : op;
  const result = { head: name, cells: [...Array(columns.length - 2).fill(""), formatPrecise(work.result)] };
  const [channel, row, column] = work.index;
  const complete = work.shown === termCount(work);
  return tableUnlessEmpty(
    `${panel.label} for row ${row + 1}, column ${column + 1}${channel > 0 ? `, channel ${channel + 1}` : ""}`,
    columns,
    complete ? [...rows, result] : rows,
  );
}

/** Every kind; one that has said all in its tensors, or in its sentence, has none.
 * @type {{[K in Kind]: ((panel: PanelOf<K>, frame: Frame) => DataTable[]) | null}} */
const PANEL_TABLES = {
  grid: null,
  stack: null,
  tiles: null,
  strip: null,
  volume: null,
  pad: null,
  arc: null,
  products: termRows,
  pick: termRows,

  bars(panel, frame) {
    const { bars, texts, shown } = panelChanges(frame, panel) ?? {};
    const rows = panel.options.bars.slice(0, shown).map(({ label, text, value }, i) => {
      const written = bars ? formatPrecise(itemAt(bars, i)) : texts?.[i] || text || format(value);
      return { head: label, cells: [written] };
    });
    return tableUnlessEmpty(panel.label || "Bars", ["of", "value"], rows);
  },

  table(panel, frame) {
    const rows = panel.options.rows
      .slice(0, panelChanges(frame, panel)?.shown)
      .map(([head = "", ...cells]) => ({ head, cells }));
    return tableUnlessEmpty(panel.label || "Rows", panel.options.columns, rows);
  },

  graph(panel) {
    const rows = panel.options.nodes.map(({ name, text }) => ({ head: name, cells: text ? [text] : [] }));
    const shaped = rows.some(({ cells }) => cells.length > 0);
    return shaped ? tableUnlessEmpty("Layers and blocks", ["name", "shape"], rows) : [];
  },

  sheet(panel, frame) {
    const { rows, columns, side } = panel.options;
    const { pooled = 0 } = panelChanges(frame, panel) ?? {};
    const maps = rows * columns;
    const all = { head: "flattened", cells: [maps, maps * side * side].map(formatPrecise) };
    const left = { head: "pooled", cells: [maps, maps].map(formatPrecise) };
    return tableUnlessEmpty("Maps and their values", ["layer", "maps", "values"], pooled ? [all, left] : [all]);
  },

  lines(panel, frame) {
    const { lines, marks } = panel.options;
    const upto = Math.floor(panelChanges(frame, panel)?.upto ?? marks.length - 1);
    const rows = marks.slice(0, upto + 1).map((head, i) => ({
      head,
      cells: lines.map(({ values }) => formatPrecise(itemAt(values, i))),
    }));
    const names = lines.map(({ label }) => label);
    return tableUnlessEmpty(panel.label || names.join(", "), ["step", ...names], rows);
  },

  curve(panel) {
    const rows = panel.options.samples.map((sample) => {
      const [head = "", ...cells] = sample.map(formatPrecise);
      return { head, cells };
    });
    return tableUnlessEmpty(panel.label, ["x", ...panel.options.curves.map(([, label]) => label)], rows);
  },

  network(panel, frame) {
    const open = panelChanges(frame, panel)?.open;
    if (!open) return [];
    const axes = ["channel", "row", "column"];
    const index = open.index.map((each, axis) => `${axes[axis]} ${each + 1}`);
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
      .slice(0, panelChanges(frame, panel)?.shown)
      .map(({ text }, i) => ({ head: String(i + 1), cells: [text] }));
    return tableUnlessEmpty("Shapes", ["block", "channels × height × width"], rows);
  },

  cone(panel, frame) {
    const spans = panelChanges(frame, panel)?.spans ?? [];
    const rows = spans.map(([from, to], i) => ({
      head: itemAt(panel.options.levels, i).label,
      cells: [from + 1, to, to - from].map(formatPrecise),
    }));
    return tableUnlessEmpty("What the neuron sees", ["layer", "from", "to", "how many"], rows);
  },

  ruler(panel, frame) {
    const { windows, texts } = panel.options;
    const rows = windows.slice(0, panelChanges(frame, panel)?.shown).map(([from, to], i) => ({
      head: String(i + 1),
      cells: [from + 1, to].map(formatPrecise),
    }));
    // How many there are is said once they all stand there.
    const counted = rows.length === windows.length ? [texts.output] : [];
    const sizes = [texts.size, texts.kernel, texts.stride, texts.padding, ...counted].join(", ");
    return tableUnlessEmpty(`Windows on the line: ${sizes}`, ["window", "from pixel", "to pixel"], rows);
  },

  drawing(panel, frame) {
    const shown = panelChanges(frame, panel)?.shown ?? Number.POSITIVE_INFINITY;
    const words = panel.options.parts.flatMap(({ at, until, text }) =>
      text && shown > at && shown <= (until ?? shown) ? [text] : [],
    );
    const rows = words.map((text, i) => ({ head: String(i + 1), cells: [text] }));
    return tableUnlessEmpty(panel.label || "Words", ["part", "what it says"], rows);
  },

  timeline(panel, frame) {
    const rows = panel.options.events
      .slice(0, panelChanges(frame, panel)?.shown)
      .map(({ year, title, text }) => ({ head: String(year), cells: [title, text] }));
    return tableUnlessEmpty("Events", ["year", "what", "more"], rows);
  },

  code(panel, frame) {
    const { made = 0 } = panelChanges(frame, panel) ?? {};
    const rows = panel.options.lines.slice(0, made).flatMap(({ pieces, shape, count }) => {
      const written = pieces.map(([text]) => text).join("");
      return shape ? [{ head: written.trim(), cells: [shape, count || "0"] }] : [];
    });
    return tableUnlessEmpty("Layers", ["line", "shape", "parameters"], rows);
  },
};

/** What a panel says in rows. @param {Panel} panel @param {Frame} frame */
export function panelTables(panel, frame) {
  /** @type {((panel: any, frame: Frame) => DataTable[]) | null} */
  const tables = PANEL_TABLES[panel.kind];
  return tables?.(panel, frame) ?? [];
}
