/** An answer that is marked or drawn on a map, as a small map of its own beside the words. */

import { format } from "../data/numbers.js";
import { make } from "./dom.js";
import { emphasisNodes } from "./emphasis.js";

/** @import { Option, Question, Scene } from "../data/records.js" */

/**
 * The map with its cells marked, or with its values; null for an answer that words tell wholly.
 * @param {Question} question
 * @param {Option} option
 * @param {Scene} scene in which it is asked
 */
export function answerMap({ kind, tensor }, { cells, values }, scene) {
  const shape = scene.tensors.find(({ name }) => name === tensor)?.shape;
  if (!shape || (kind !== "cell" && kind !== "draw")) return null;
  return mapOfAnswer(kind, { cells, values }, shape[1], shape[2]);
}

/**
 * The map of an answer, which has so many rows and columns.
 * @param {Question["kind"]} kind
 * @param {Pick<Option, "cells"|"values">} answer
 * @param {number} rows
 * @param {number} columns
 */
export function mapOfAnswer(kind, { cells, values }, rows, columns) {
  const marked = new Set(cells);
  const cell = (/** @type {number} */ i) =>
    make("td", { "data-marked": marked.has(i) }, kind === "draw" ? format(values[i] ?? 0) : "");
  const lines = Array.from({ length: rows }, (_, y) =>
    make("tr", {}, ...Array.from({ length: columns }, (_, x) => cell(y * columns + x))),
  );
  const says = kind === "draw" ? valuesInWords(values, columns) : cellsInWords(cells, columns);
  return mapOf(says, lines);
}

/** @param {string} says @param {HTMLElement[]} lines */
const mapOf = (says, lines) =>
  make(
    "span",
    { class: "answer-map", role: "img", "aria-label": says },
    make("table", { role: "presentation" }, make("tbody", {}, ...lines)),
  );

/** A map as a text writes it: numbers, and a slash between two rows. */
const NUMBER = String.raw`−?\d+(?:\.\d+)?`;
const ROW = `${NUMBER}(?: ${NUMBER})*`;
const WRITTEN_MAP = new RegExp(`(${ROW}(?: / ${ROW})+)`);

/** A text with the maps that are written in it as small maps. @param {string} text @returns {Node[]} */
export function mapsIn(text) {
  return text.split(WRITTEN_MAP).flatMap((part, index) => {
    if (index % 2 === 0) return emphasisNodes(part);
    const rows = part.split(" / ").map((row) => row.split(" "));
    const lines = rows.map((row) => make("tr", {}, ...row.map((value) => make("td", {}, value))));
    return [mapOf(rows.map((row, y) => `Row ${y + 1}: ${row.join(", ")}`).join("; "), lines)];
  });
}

/** @param {readonly number[]} cells @param {number} columns */
function cellsInWords(cells, columns) {
  const listed = cells.map((cell) => `row ${Math.floor(cell / columns) + 1}, column ${(cell % columns) + 1}`);
  return listed.length ? `Cells: ${listed.join("; ")}` : "No cell";
}

/** @param {readonly number[]} values @param {number} columns */
function valuesInWords(values, columns) {
  const rows = Array.from({ length: Math.ceil(values.length / columns) }, (_, y) =>
    values.slice(y * columns, (y + 1) * columns),
  );
  return rows.map((row, y) => `Row ${y + 1}: ${row.map((value) => format(value)).join(", ")}`).join("; ");
}
