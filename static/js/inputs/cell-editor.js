/**
 * Editing a tensor's cells on the stage: type a number, drag it up and down, or paint small pixels. A mouse
 * does so at once; a finger, which may be about to scroll, first chooses a cell by a tap.
 */

import { itemAt } from "../data/lists.js";
import { parseNumeral } from "../data/numbers.js";
import { numberRefusal } from "../data/refusals.js";
import { focusIn, make, standOver } from "../page/dom.js";
import { cellAt, cellPlaces } from "../views/inspect.js";
import { stepper } from "./stepper.js";

/** @import { Cell, Context } from "../views/context.js" */

/** Below this many pixels a cell is painted, not typed into. */
const TYPED_SIZE = 26;
/** Pixels of dragging for one step of the value. */
const PIXELS_PER_STEP = 12;
/** How far beside its cell a finger may come down, in pixels. */
const TOUCH_MARGIN = 20;

export class CellEditor {
  /** @type {Context | null} */
  #context = null;
  /** @type {Cell | null} */
  #cell = null;
  /** Whether a finger has chosen the cell. */
  #chosen = false;
  /** @type {number[]} */
  #cells = [];
  /** @type {AbortController | null} */
  #drag = null;
  /** Whether what stands in the field was typed. */
  #written = false;
  /** What its cell held before: what is refused leaves it there. */
  #before = 0;
  #field = make("input");
  /** @type {ReturnType<typeof stepper>} */
  #stepper;

  /** @param {HTMLElement} host @param {(values: Record<string, string>) => void} send
   * @param {(parameter: string) => string} held the text of a parameter as it is set
   * @param {(parameter: string, sentence: string) => void} say why nothing is set */
  constructor(host, send, held, say) {
    this.host = host;
    this.send = send;
    this.held = held;
    this.say = say;
    this.#field.className = "cell-field";
    this.#field.dataset.cell = "";
    this.#field.inputMode = "decimal";
    this.#field.autocomplete = "off";
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("paste", (event) => this.#pasted(event, say));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    // Taking the field away takes its focus, too: wait until it is gone.
    this.#field.addEventListener("blur", () => queueMicrotask(() => this.#chosen || this.close()));
    this.#stepper = stepper(
      host,
      (change) => this.#cell && this.#write(this.#cell, change(this.#value(this.#cell), this.#step(this.#cell))),
    );
  }

  get busy() {
    return this.#drag !== null;
  }

  get open() {
    return this.#field.isConnected;
  }

  /** A press on an editable cell: paint with it, or wait whether it is a drag or a click. A finger goes on with
   * the ink that its tap has left.
   * @param {PointerEvent} event @param {Context} context @param {Cell} cell */
  grab(event, context, cell) {
    const chosen = this.#chosen;
    if (!chosen) this.close();
    this.#take(context, cell);
    this.#drag?.abort();
    const drag = new AbortController();
    this.#drag = drag;
    const start = { y: event.clientY, value: this.#value(cell), moved: false };
    const paints = this.#paints(context, cell);
    const ink = chosen ? start.value : this.#ink(cell);
    let last = cell;
    if (paints) this.#write(cell, ink);
    this.host.setPointerCapture(event.pointerId);
    event.preventDefault();
    const move = (/** @type {PointerEvent} */ moved) => {
      if (paints) {
        last = this.#brush(last, moved, ink);
      } else if (start.moved || Math.abs(moved.clientY - start.y) > 4) {
        start.moved = true;
        const steps = Math.round((start.y - moved.clientY) / PIXELS_PER_STEP);
        this.#write(cell, start.value + steps * this.#step(cell));
      }
    };
    const end = () => {
      drag.abort();
      this.#drag = null;
      this.#cell = last;
      if (!paints && !start.moved) this.#open(cell);
    };
    this.host.addEventListener("pointermove", move, { signal: drag.signal });
    this.host.addEventListener("pointerup", end, { signal: drag.signal });
    this.host.addEventListener("pointercancel", end, { signal: drag.signal });
  }

  /** A tap chooses a cell: a small one it paints; beside a larger one it offers buttons, and its field to type into.
   * @param {Context} context @param {Cell} cell */
  choose(context, cell) {
    this.close();
    this.#take(context, cell);
    this.#chosen = true;
    if (this.#paints(context, cell)) return this.#write(cell, this.#ink(cell));
    this.#show(cell);
  }

  /**
   * The chosen cell as it is now, where a finger comes down on it or close by.
   * @param {number} x
   * @param {number} y
   * @returns {Cell | null}
   */
  chosenAt(x, y) {
    const [cell, context] = [this.#cell, this.#context];
    if (!this.#chosen || !cell || !context) return null;
    const tensor = context.scene.tensors.find(
      ({ name, shape }) => name === cell.tensor.name && String(shape) === String(cell.tensor.shape),
    );
    const [place] = tensor ? cellPlaces(context, cell) : [];
    if (!tensor || !place) return null;
    const far = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ length) =>
      Math.max(from - at, at - from - length);
    return Math.max(far(x, place.x, place.width), far(y, place.y, place.height)) <= TOUCH_MARGIN
      ? { ...cell, tensor }
      : null;
  }

  /** Paints from the last cell to the one under the pointer, which may be some cells further.
   * @param {Cell} last @param {PointerEvent} moved @param {number} ink @returns {Cell} */
  #brush(last, moved, ink) {
    const under = this.#context && cellAt(this.#context, moved.offsetX, moved.offsetY);
    if (under?.tensor.name !== last.tensor.name) return last;
    const steps = Math.max(Math.abs(under.row - last.row), Math.abs(under.column - last.column));
    for (let i = 1; i <= steps; i++) {
      const between = (/** @type {number} */ a, /** @type {number} */ b) => Math.round(a + ((b - a) * i) / steps);
      this.#cells[
        this.#index({ ...under, row: between(last.row, under.row), column: between(last.column, under.column) })
      ] = ink;
    }
    if (steps) this.#send(this.#cells.map(String), under);
    return under;
  }

  /** Keeps the field on its cell when the picture changes. @param {Context} context */
  follow(context) {
    const left = context.scene.name !== this.#context?.scene.name;
    this.#context = context;
    if (left) return this.close();
    if (!this.#field.isConnected || !this.#cell) return;
    const [place] = cellPlaces(context, this.#cell);
    if (!place) return this.close();
    this.#stand(place);
    if (!this.#written) this.#fill(context, this.#cell);
  }

  /** What is set in a cell, which may have been taken back. @param {Context} context @param {Cell} cell */
  #fill(context, cell) {
    this.#take(context, cell);
    const text = formatInput(this.#value(cell));
    if (this.#field.value === text) return;
    this.#field.value = text;
    if (focusIn(this.#field) === this.#field) this.#field.select();
  }

  close() {
    this.#chosen = false;
    this.#stepper.element.remove();
    if (!this.#field.isConnected) return;
    this.#field.remove();
    if (this.#cell) this.say(this.#cell.tensor.editable, "");
  }

  /** @param {Context} context @param {Cell} cell */
  #paints = (context, cell) => (cellPlaces(context, cell)[0]?.width ?? 0) < TYPED_SIZE;
  /** What a press leaves on a cell: all, or nothing where it had much. @param {Cell} cell */
  #ink = (cell) => (this.#value(cell) > cell.tensor.max_abs / 2 ? 0 : cell.tensor.max_abs);

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
  #value = (cell) => itemAt(this.#cells, this.#index(cell));
  /** @param {Cell} cell */
  #step = (cell) => (cell.tensor.values.every(Number.isInteger) ? 1 : 0.1);

  /** @param {Cell} cell @param {number} value */
  #write(cell, value) {
    const short = Number(value.toFixed(9));
    if (this.#value(cell) === short) return;
    this.#cells[this.#index(cell)] = short;
    this.#send(this.#cells.map(String), cell);
    this.#field.value = formatInput(short);
  }

  /** @param {string[]} cells @param {Cell} cell */
  #send(cells, { tensor }) {
    const [channels, rows, columns] = tensor.shape;
    const plane = (/** @type {number} */ c) =>
      Array.from({ length: rows }, (_, y) =>
        cells.slice((c * rows + y) * columns, (c * rows + y + 1) * columns).join(","),
      ).join(";");
    this.send({ [tensor.editable]: Array.from({ length: channels }, (_, c) => plane(c)).join("|") });
  }

  /** @param {Cell} cell */
  #open(cell) {
    if (!this.#show(cell)) return;
    this.#field.focus();
    this.#field.select();
  }

  /** @param {Cell} cell @returns {boolean} whether there is a place for the field */
  #show(cell) {
    const [place] = this.#context ? cellPlaces(this.#context, cell) : [];
    if (!place) return false;
    this.#written = false;
    if (this.#context) this.#fill(this.#context, cell);
    this.#before = this.#value(cell);
    this.#field.setAttribute("aria-label", `${cell.tensor.label}, row ${cell.row + 1}, column ${cell.column + 1}`);
    if (!this.#field.isConnected) this.host.append(this.#field);
    this.#stand(place);
    return true;
  }

  /** @param {{x: number, y: number, width: number, height: number}} place */
  #stand(place) {
    standOver(this.#field, place);
    this.#field.style.fontSize = `${Math.max(14, place.height * 0.4)}px`;
    if (this.#chosen) this.#stepper.stand(place);
  }

  /** A field takes one number: of rows the browser would make one long word.
   * @param {ClipboardEvent} event @param {(parameter: string, sentence: string) => void} say */
  #pasted(event, say) {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (parseNumeral(text) !== null || !/[\s,;[(]/.test(text)) return;
    event.preventDefault();
    if (this.#cell)
      say(this.#cell.tensor.editable, "takes one number in each cell. Paste rows of numbers into “Edit as text”.");
  }

  /** What is no number leaves what was there before, not what was set on the way to it. */
  #typed() {
    const cell = this.#cell;
    if (!cell) return;
    this.#written = true;
    const typed = this.#field.value.trim();
    if (/^[-−+]?[.,]?$/.test(typed)) return;
    const number = parseNumeral(typed);
    const refusal = numberRefusal(number ?? typed);
    this.#cells[this.#index(cell)] = refusal ? this.#before : Number(number);
    this.#send(this.#cells.map(String), cell);
    this.say(cell.tensor.editable, refusal);
  }

  /**
   * Enter and arrows go to the neighbours; Escape leaves with the last number that was one.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const move = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    const cell = this.#cell;
    if (event.key === "Escape") this.close();
    if (event.key === "Tab" && cell) {
      const column = cell.column + (event.shiftKey ? -1 : 1);
      if (column >= 0 && column < cell.tensor.shape[2]) {
        event.preventDefault();
        this.#open({ ...cell, column });
      }
    }
    if (!move || !cell) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(cell.tensor.shape[1] - 1, cell.row + move));
    this.#open({ ...cell, row });
  }
}

/** A number as it is typed here, with the minus of the page. @param {number} value */
const formatInput = (value) => String(value).replace("-", "−");
