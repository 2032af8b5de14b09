/** Editing a tensor's cells on the stage: type a number, drag it up and down, or paint small pixels. */

import { numeral } from "../numbers.js";
import { placesOf } from "../views/overlay.js";
import { boxOf, cellAt } from "./inspect.js";

/** @typedef {import("../views/context.js").Context} Context */
/** @typedef {import("../views/context.js").Cell} Cell */

/** Below this many pixels a cell is painted, not typed into. */
const TYPED = 26;
/** Pixels of dragging for one step of the value. */
const PULL = 12;

export class CellEditor {
  /** @type {Context | null} */
  #context = null;
  /** @type {Cell | null} */
  #cell = null;
  /** @type {number[]} */
  #cells = [];
  /** @type {AbortController | null} */
  #drag = null;
  /** Whether what stands in the field was typed. */
  #written = false;
  #field = document.createElement("input");

  /** @param {HTMLElement} host @param {(values: Record<string, string>) => void} send
   * @param {(parameter: string) => string} held the text of a parameter as it is set
   * @param {(parameter: string, sentence: string) => void} say why nothing is set */
  constructor(host, send, held, say) {
    this.host = host;
    this.send = send;
    this.held = held;
    this.#field.className = "cell-field";
    this.#field.dataset.cell = "";
    this.#field.inputMode = "decimal";
    this.#field.autocomplete = "off";
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("paste", (event) => this.#pasted(event, say));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    // Taking the field away takes its focus, too: wait until it is gone.
    this.#field.addEventListener("blur", () => queueMicrotask(() => this.close()));
  }

  get busy() {
    return this.#drag !== null;
  }

  /** A press on an editable cell: paint with it, or wait whether it is a drag or a click.
   * @param {PointerEvent} event @param {Context} context @param {Cell} cell */
  grab(event, context, cell) {
    this.close();
    this.#take(context, cell);
    this.#drag?.abort();
    const drag = (this.#drag = new AbortController());
    const start = { y: event.clientY, value: this.#value(cell), moved: false };
    const paints = (placesOf(context, boxOf(cell))[0]?.width ?? 0) < TYPED;
    const ink = start.value > cell.tensor.limit / 2 ? 0 : cell.tensor.limit;
    let last = cell;
    if (paints) this.#write(cell, ink);
    this.host.setPointerCapture(event.pointerId);
    event.preventDefault();
    const move = (/** @type {PointerEvent} */ moved) => {
      if (paints) {
        last = this.#brush(last, moved, ink);
      } else if (start.moved || Math.abs(moved.clientY - start.y) > 4) {
        start.moved = true;
        const steps = Math.round((start.y - moved.clientY) / PULL);
        this.#write(cell, Number((start.value + steps * this.#step(cell)).toFixed(9)));
      }
    };
    const end = () => {
      drag.abort();
      this.#drag = null;
      if (!paints && !start.moved) this.#open(cell);
    };
    this.host.addEventListener("pointermove", move, { signal: drag.signal });
    this.host.addEventListener("pointerup", end, { signal: drag.signal });
    this.host.addEventListener("pointercancel", end, { signal: drag.signal });
  }

  /** Paints from the last cell to the one under the pointer, which may be some cells further.
   * @param {Cell} last @param {PointerEvent} moved @param {number} ink @returns {Cell} */
  #brush(last, moved, ink) {
    const under = this.#context && cellAt(this.#context, moved.offsetX, moved.offsetY);
    if (under?.tensor.name !== last.tensor.name) return last;
    const steps = Math.max(Math.abs(under.row - last.row), Math.abs(under.column - last.column));
    for (let i = 1; i <= steps; i++) {
      const between = (/** @type {number} */ a, /** @type {number} */ b) => Math.round(a + ((b - a) * i) / steps);
      this.#cells[this.#index({ ...under, row: between(last.row, under.row), column: between(last.column, under.column) })] = ink;
    }
    if (steps) this.#send(this.#cells.map(String), under);
    return under;
  }

  /** Keeps the field on its cell when the picture changes. @param {Context} context */
  follow(context) {
    const left = context.scene.name !== this.#context?.scene.name;
    this.#context = context;
    if (!this.#field.isConnected || !this.#cell) return;
    const [place] = placesOf(context, boxOf(this.#cell));
    if (!place || left) return this.close();
    this.#stand(place);
    if (!this.#written) this.#show(context, this.#cell);
  }

  /** What is set in a cell, which may have been taken back. @param {Context} context @param {Cell} cell */
  #show(context, cell) {
    this.#take(context, cell);
    const text = String(this.#value(cell)).replace("-", "−");
    if (this.#field.value === text) return;
    this.#field.value = text;
    this.#field.select();
  }

  close() {
    if (this.#field.isConnected) this.#field.remove();
  }

  /** @param {Context} context @param {Cell} cell */
  #take(context, cell) {
    this.#context = context;
    this.#cell = cell;
    // What is set may be on its way to the picture.
    const set = this.held(cell.tensor.editable).split(/[,;|]/).map(Number);
    const fits = set.length === cell.tensor.values.length && set.every(Number.isFinite);
    this.#cells = fits ? set : Array.from(cell.tensor.values);
  }

  /** @param {Cell} cell */
  #index = ({ tensor, channel, row, column }) => (channel * tensor.shape[1] + row) * tensor.shape[2] + column;
  /** @param {Cell} cell */
  #value = (cell) => this.#cells[this.#index(cell)];
  /** @param {Cell} cell */
  #step = (cell) => (cell.tensor.values.every(Number.isInteger) ? 1 : 0.1);

  /** @param {Cell} cell @param {number} value */
  #write(cell, value) {
    if (this.#value(cell) === value) return;
    this.#cells[this.#index(cell)] = value;
    this.#send(this.#cells.map(String), cell);
  }

  /** @param {string[]} cells @param {Cell} cell */
  #send(cells, { tensor }) {
    const [channels, rows, columns] = tensor.shape;
    const plane = (/** @type {number} */ c) =>
      Array.from({ length: rows }, (_, y) => cells.slice((c * rows + y) * columns, (c * rows + y + 1) * columns).join(",")).join(";");
    this.send({ [String(tensor.editable)]: Array.from({ length: channels }, (_, c) => plane(c)).join("|") });
  }

  /** @param {Cell} cell */
  #open(cell) {
    const [place] = this.#context ? placesOf(this.#context, boxOf(cell)) : [];
    if (!place) return;
    this.#cell = cell;
    this.#written = false;
    if (this.#context) this.#show(this.#context, cell);
    this.#field.setAttribute("aria-label", `${cell.tensor.label}, row ${cell.row + 1}, column ${cell.column + 1}`);
    this.#stand(place);
    if (!this.#field.isConnected) this.host.append(this.#field);
    this.#field.focus();
    this.#field.select();
  }

  /** @param {{x: number, y: number, width: number, height: number}} place */
  #stand(place) {
    const { style } = this.#field;
    style.left = `${place.x}px`;
    style.top = `${place.y}px`;
    style.width = `${place.width}px`;
    style.height = `${place.height}px`;
    style.fontSize = `${Math.max(14, place.height * 0.4)}px`;
  }

  /** A field takes one number: of rows the browser would make one long word.
   * @param {ClipboardEvent} event @param {(parameter: string, sentence: string) => void} say */
  #pasted(event, say) {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (numeral(text) !== null || !/[\s,;[(]/.test(text)) return;
    event.preventDefault();
    if (this.#cell) say(this.#cell.tensor.editable, "takes one number in each cell. Paste rows of numbers into “Edit as text”.");
  }

  /** What is typed goes to the engine as it stands where it is no number: the engine says so. */
  #typed() {
    if (!this.#cell) return;
    this.#written = true;
    const typed = this.#field.value.trim();
    const number = numeral(typed);
    const cells = this.#cells.map(String);
    // Of a text with separators the rows would be others.
    cells[this.#index(this.#cell)] = number ?? typed.replace(/[,;|\s]+/g, " ");
    if (number !== null) this.#cells[this.#index(this.#cell)] = Number(number);
    if (!/^[-−+]?$/.test(typed)) this.#send(cells, this.#cell);
  }

  /** Enter and arrows go to the neighbours; Escape leaves with the last number that was one. @param {KeyboardEvent} event */
  #key(event) {
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] }[event.key];
    const cell = this.#cell;
    if (event.key === "Escape") {
      if (cell) this.#send(this.#cells.map(String), cell);
      this.close();
    }
    if (event.key === "Tab" && cell) {
      const column = cell.column + (event.shiftKey ? -1 : 1);
      if (column >= 0 && column < cell.tensor.shape[2]) {
        event.preventDefault();
        this.#open({ ...cell, column });
      }
    }
    if (!move || !cell) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(cell.tensor.shape[1] - 1, cell.row + move[0]));
    this.#open({ ...cell, row });
  }
}
