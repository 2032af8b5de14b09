/**
 * Answering on a map: a button for each cell that can be marked, a slider for each whose value is set. Arrows go from
 * cell to cell, or change its value; a pointer presses them, or drags them up and down.
 */

import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { focusIn, make, setAttribute } from "../page/dom.js";
import { drawnValues, numbersSaid } from "../state/answering.js";
import { arrow } from "./cell-cursor.js";

/** @import { Question } from "../data/records.js" */
/** @typedef {{type: "answer", cell?: number|"none", value?: {index: number, value: number}}} Given */

/** From the smallest value to the largest one drags so many pixels, but no step is smaller or larger than these. */
const RANGE_PIXELS = 200;
const STEP_PIXELS = { least: 3, most: 16 };
/** A key changes a value by at least this part of its range. */
const KEY_PART = 1 / 40;

export class AnswerGrid {
  /** @type {Question|null} */
  #question = null;
  #columns = 1;
  #said = "";
  /** @type {HTMLElement[]} row by row */
  cells = [];

  /** @param {string} name of its class @param {(given: Given) => void} tell */
  constructor(name, tell) {
    this.tell = tell;
    this.element = make("div", { class: name, role: "group", hidden: true });
    this.element.addEventListener("keydown", (event) => this.#press(event));
    this.element.addEventListener("focusin", ({ target }) =>
      this.#attend(this.cells.indexOf(/** @type {any} */ (target))),
    );
  }

  /** @param {Question|null} question null for none @param {number} rows @param {number} columns */
  show(question, rows, columns) {
    this.#question = question;
    this.#columns = columns;
    const count = question ? rows * columns : 0;
    this.cells = Array.from({ length: count }, (_, i) => this.#cell(/** @type {Question} */ (question), i));
    this.element.replaceChildren(...this.cells);
    this.element.hidden = question === null;
    setAttribute(this.element, "aria-label", question?.kind === "draw" ? "Values of the map" : "Cells to mark");
    this.#attend(0);
  }

  /** What is answered so far. @param {string} said */
  update(said) {
    const question = this.#question;
    this.#said = said;
    if (!question) return;
    if (question.kind === "cell") {
      const marked = new Set(numbersSaid(said));
      for (const [i, cell] of this.cells.entries()) setAttribute(cell, "aria-pressed", String(marked.has(i)));
      return;
    }
    const values = drawnValues(question, said);
    for (const [i, cell] of this.cells.entries()) {
      setAttribute(cell, "aria-valuenow", itemAt(values, i));
      setAttribute(cell, "aria-valuetext", format(itemAt(values, i)));
    }
  }

  /** @param {Question} question @param {number} i */
  #cell(question, i) {
    const name = `row ${Math.floor(i / this.#columns) + 1}, column ${(i % this.#columns) + 1}`;
    const common = { "data-mark": "", tabindex: -1, "aria-label": name };
    if (question.kind === "cell")
      return make("button", { type: "button", ...common, onclick: () => this.tell({ type: "answer", cell: i }) });
    const range = { "aria-valuemin": question.least, "aria-valuemax": question.most };
    const cell = make("div", { role: "slider", "aria-orientation": "vertical", ...common, ...range });
    cell.addEventListener("pointerdown", (event) => this.#drag(event, cell, i));
    return cell;
  }

  /** The one that is led to. @param {number} i */
  #attend(i) {
    for (const [at, cell] of this.cells.entries()) {
      setAttribute(cell, "tabindex", at === i ? 0 : -1);
      setAttribute(cell, "data-attend", at === i);
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const question = this.#question;
    const at = this.cells.indexOf(/** @type {HTMLElement} */ (focusIn(this.element)));
    if (!question || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return this.cells[at]?.blur();
    const { across, down } = arrow(event.key);
    if (!across && !down) return;
    event.preventDefault();
    if (question.kind === "draw" && down) return this.#change(at, -down * keyStep(question, event.shiftKey));
    // In a map that is drawn one goes on in the next row.
    const column = (at % this.#columns) + across;
    const within = question.kind === "draw" || (column >= 0 && column < this.#columns);
    this.cells[at + (within ? across : 0) + down * this.#columns]?.focus();
  }

  /** @param {number} index @param {number} by */
  #change(index, by) {
    const question = /** @type {Question} */ (this.#question);
    const value = itemAt(drawnValues(question, this.#said), index) + by;
    this.tell({ type: "answer", value: { index, value } });
  }

  /** @param {PointerEvent} event @param {HTMLElement} cell @param {number} index */
  #drag(event, cell, index) {
    const question = this.#question;
    if (!question || event.button !== 0 || !event.isPrimary) return;
    const { least, most, step } = question;
    const pixels = Math.max(STEP_PIXELS.least, Math.min(STEP_PIXELS.most, (RANGE_PIXELS * step) / (most - least)));
    const start = { y: event.clientY, value: itemAt(drawnValues(question, this.#said), index) };
    const over = new AbortController();
    cell.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ moved) => {
      const value = start.value + Math.round((start.y - moved.clientY) / pixels) * step;
      if (question === this.#question) this.tell({ type: "answer", value: { index, value } });
    };
    cell.addEventListener("pointermove", move, { signal: over.signal });
    for (const type of /** @type {const} */ (["pointerup", "pointercancel"]))
      cell.addEventListener(type, () => over.abort(), { signal: over.signal });
  }
}

/**
 * By how much a key changes a value: by a step, or by several where there are many; with Shift always by one.
 * @param {Question} question
 * @param {boolean} fine
 */
export function keyStep({ least, most, step }, fine) {
  return fine ? step : Math.max(1, Math.round(((most - least) * KEY_PART) / step)) * step;
}
