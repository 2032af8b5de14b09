/** What a frame shows as tables: each panel's tensors channel by channel, its products, bars and rows. Pure. */

import { itemAt } from "../data/lists.js";
import { panelChanges } from "../data/records.js";
import { formatPrecise, panelTables, singleTable } from "./panel-tables.js";

/** @import { Frame, Panel, Scene, Tensor } from "../data/records.js" */
/**
 * @typedef {{columns: string[], rows: {head: string, cells: string[]}[]}} Grid the first of the columns stands over the
 *   heads of the rows
 */
/**
 * @typedef {{caption: string, count: number, cells: number, rounded: boolean, grid: (channel: number) => Grid}}
 *   DataTable
 *   one table for each of so many channels of so many cells
 */

/** What stands in a cell that is not computed yet. */
const NOT_YET = "–";

/** The tables of a frame, panel by panel; what an earlier panel has shown is not said again.
 * @param {Scene} scene @param {Frame} frame @returns {DataTable[]} */
export function frameTables(scene, frame) {
  /** @type {Set<string>} */
  const said = new Set();
  return scene.panels.flatMap((panel) => {
    if (frame.hidden.includes(panel.name)) return [];
    const special = panelTables(panel, frame);
    const tensors = shownTensors(panel, frame).flatMap(
      (name) => scene.tensors.find((tensor) => tensor.name === name) ?? [],
    );
    const all = [...special, ...tensors.flatMap((tensor) => tensorTables(tensor, panel, scene, frame))];
    const fresh = all.filter(({ caption }) => !said.has(caption) && said.add(caption));
    return fresh.map((sheet) =>
      sheet.caption.startsWith(panel.label) ? sheet : { ...sheet, caption: `${panel.label}: ${sheet.caption}` },
    );
  });
}

/** The tensors that a panel shows now, not those that it shows in other frames.
 * @param {Panel} panel @param {Frame} frame @returns {string[]} */
export function shownTensors(panel, frame) {
  switch (panel.kind) {
    case "network": {
      const { shown = 0, open } = panelChanges(frame, panel) ?? {};
      const layers = panel.options.columns
        .slice(0, shown)
        .map((column) => (open?.raw && open.layer === column.layer ? column.raw : column.tensor));
      return [...(open?.tensors ?? []), ...layers];
    }
    case "volume": {
      const item = panel.options.items[panelChanges(frame, panel)?.current ?? -1];
      return item ? [item.tensor] : [];
    }
    case "grid": {
      const chosen = panelChanges(frame, panel)?.tensor;
      return chosen ? [chosen] : panel.tensors;
    }
  }
  return panel.tensors;
}

/** @param {Tensor} tensor @param {Panel} panel @param {Scene} scene @param {Frame} frame @returns {DataTable[]} */
function tensorTables(tensor, panel, scene, frame) {
  const [channels, height, width] = tensor.shape;
  const seen = frame.revealed[tensor.name] ?? Infinity;
  const cell = (/** @type {number} */ index) => (index < seen ? formatPrecise(itemAt(tensor.values, index)) : NOT_YET);
  const alike = scene.tensors.filter(({ label }) => label === tensor.label).length > 1;
  const label = alike ? tensor.name : tensor.label;
  const rounded = tensor.error > 0;
  const classes = panel.kind === "network" ? panel.options.classes : [];
  // A vector travels as a row of cells, or as channels of one cell each.
  if (height * width === 1 || channels * height === 1) {
    const heads =
      classes.length === tensor.values.length && tensor.stage === "classify" ? classes : counted(tensor.values.length);
    const rows = heads.map((head, i) => ({ head, cells: [cell(i)] }));
    return [{ ...singleTable(`${label}, ${heads.length}`, ["place", "value"], rows), rounded }];
  }
  const chosen = panel.kind === "grid" ? (panel.options.channel ?? 0) : -1;
  const one = chosen >= 0 && channels > 1;
  const grid = (/** @type {number} */ channel) => {
    const from = (one ? chosen : channel) * height * width;
    const rows = counted(height).map((head, y) => ({
      head,
      cells: counted(width).map((_, x) => cell(from + y * width + x)),
    }));
    return { columns: ["row", ...counted(width)], rows };
  };
  const caption = one
    ? `${label}, channel ${chosen + 1}, ${height}×${width}`
    : `${label}, ${channels > 1 ? `${channels}×` : ""}${height}×${width}`;
  return [{ caption, count: one ? 1 : channels, cells: height * width, rounded, grid }];
}

/** @param {number} count @returns {string[]} */
const counted = (count) => Array.from({ length: count }, (_, i) => String(i + 1));

/** A table as text that spreadsheets take: tabs between cells, a line a row. @param {Grid} grid */
export function tabSeparated({ columns, rows }) {
  const lines = [columns, ...rows.map(({ head, cells }) => [head, ...cells])];
  return lines
    .map((line) => line.join("\t"))
    .join("\n")
    .replaceAll("−", "-");
}
