/**
 * Answering on the stage: a button lies over each cell that can be marked, a slider over each whose value is set.
 * Arrows go from cell to cell, or change its value; a pointer presses them, or drags them up and down.
 */

import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { focusIn, leaveKeys, make, setAttribute, standOver } from "../page/dom.js";
import { drawnValues, numbersSaid } from "../state/answering.js";
import { openQuestion, saidTo } from "../state/questions.js";
import { cellPlaces, isInSight } from "../views/inspect.js";
import { arrow } from "./cell-cursor.js";

/** @import { Question } from "../data/records.js" */
/** @import { State } from "../state/state.js" */
/** @import { Context } from "../views/context.js" */
/** @typedef {(event: import("../state/reducer.js").PlayerEvent) => void} Tell */

/** From the smallest value to the largest one drags so many pixels, but no step is smaller or larger than these. */
const RANGE_PIXELS = 200;
const STEP_PIXELS = { least: 3, most: 16 };
/** A key changes a value by at least this part of its range. */
const KEY_PART = 1 / 40;

export class CellAnswers {
  /** @type {Question|null} */
  #question = null;
  /** @type {HTMLElement[]} */
  #cells = [];
  /** @type {Context["layout"]|null} */
  #layout = null;
  #columns = 1;
  #said = "";
  #element = make("div", { class: "answer-cells", role: "group", hidden: true });

  /** @param {HTMLElement} host @param {Tell} tell */
  constructor(host, tell) {
    this.host = host;
    this.tell = tell;
    this.#element.addEventListener("keydown", (event) => this.#press(event));
    this.#element.addEventListener("focusin", ({ target }) =>
      this.#attend(this.#cells.indexOf(/** @type {any} */ (target))),
    );
    // The stage has other answers to a press on a cell.
    this.#element.addEventListener("pointerdown", (event) => event.stopPropagation());
  }

  /** @param {State} state @param {Context} context */
  follow(state, context) {
    const open = openQuestion(state);
    const question = open?.kind === "cell" || open?.kind === "draw" ? open : null;
    const tensor = question && context.scene.tensors.find(({ name }) => name === question.tensor);
    const shown = tensor && isInSight(context, tensor) ? question : null;
    if (shown !== this.#question) this.#show(shown, tensor?.shape ?? [0, 0, 0]);
    if (!shown || !tensor) return;
    if (context.layout !== this.#layout) this.#stand(context, tensor);
    this.#said = saidTo(state, shown);
    this.#tell(shown);
  }

  /** @param {Question|null} question @param {[number, number, number]} shape */
  #show(question, [, rows, columns]) {
    // A stage that is being made by its name may not have children yet.
    if (!this.#element.isConnected) this.host.append(this.#element);
    leaveKeys(this.#element);
    this.#question = question;
    this.#layout = null;
    this.#columns = columns;
    const count = question ? rows * columns : 0;
    this.#cells = Array.from({ length: count }, (_, i) => this.#cell(/** @type {Question} */ (question), i));
    this.#element.replaceChildren(...this.#cells);
    this.#element.hidden = question === null;
    setAttribute(this.#element, "aria-label", question?.kind === "draw" ? "Values of the map" : "Cells to mark");
    this.#attend(0);
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
    for (const [at, cell] of this.#cells.entries()) {
      setAttribute(cell, "tabindex", at === i ? 0 : -1);
      setAttribute(cell, "data-attend", at === i);
    }
  }

  /** @param {Context} context @param {import("../data/records.js").Tensor} tensor */
  #stand(context, tensor) {
    this.#layout = context.layout;
    for (const [i, element] of this.#cells.entries()) {
      const cell = { tensor, channel: 0, row: Math.floor(i / this.#columns), column: i % this.#columns };
      const [place] = cellPlaces(context, cell);
      if (place) standOver(element, place);
    }
  }

  /** What is answered so far. @param {Question} question */
  #tell(question) {
    if (question.kind === "cell") {
      const marked = new Set(numbersSaid(this.#said));
      for (const [i, cell] of this.#cells.entries()) setAttribute(cell, "aria-pressed", String(marked.has(i)));
      return;
    }
    const values = drawnValues(question, this.#said);
    for (const [i, cell] of this.#cells.entries()) {
      setAttribute(cell, "aria-valuenow", itemAt(values, i));
      setAttribute(cell, "aria-valuetext", format(itemAt(values, i)));
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const question = this.#question;
    const at = this.#cells.indexOf(/** @type {HTMLElement} */ (focusIn(this.#element)));
    if (!question || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return this.#cells[at]?.blur();
    const { across, down } = arrow(event.key);
    if (!across && !down) return;
    event.preventDefault();
    if (question.kind === "draw" && down) return this.#change(at, -down * keyStep(question, event.shiftKey));
    // In a map that is drawn one goes on in the next row.
    const column = (at % this.#columns) + across;
    const within = question.kind === "draw" || (column >= 0 && column < this.#columns);
    this.#cells[at + (within ? across : 0) + down * this.#columns]?.focus();
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
