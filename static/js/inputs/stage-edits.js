/** What a pointer changes on the stage: cells that it edits, a picture that it drags, paper that it draws on. */

import { cellAt } from "../views/inspect.js";
import { CellEditor } from "./cell-editor.js";
import { DrawingPad, paperAt } from "./drawing-pad.js";
import { dragHandleAt, PanelDrag } from "./panel-drag.js";

/** @import { Value } from "../data/wire.js" */
/** @import { Cell, Context } from "../views/context.js" */
/** @import { Drawn } from "./drawing-pad.js" */
/**
 * @typedef {object} EditActions
 * @property {(values: Record<string, string>) => void} set
 * @property {(values: Record<string, Value>, frame: number) => void} drag from that frame on the picture stands there
 * @property {(parameter: string) => string} held the text of a parameter as it is set
 * @property {(parameter: string, sentence: string) => void} refuse says why nothing is set
 */

export class StageEdits {
  /** Whether a tap has chosen the picture that can be dragged. */
  #lifted = false;

  /** @param {HTMLElement} host @param {EditActions} actions */
  constructor(host, { set, drag, held, refuse }) {
    this.editor = new CellEditor(host, set, held, refuse);
    this.dragging = new PanelDrag(host, drag);
    this.pad = new DrawingPad(host, set, refuse);
  }

  get busy() {
    return this.editor.busy || this.dragging.busy || this.pad.busy;
  }

  /** Whether a cell is being edited. */
  get editing() {
    return this.editor.busy || this.editor.open;
  }

  /** @param {Context} context @param {boolean} another whether another scene was drawn before */
  follow(context, another) {
    if (another) this.#lifted = false;
    this.editor.follow(context);
  }

  /** The shape of the pointer where something can be changed; empty elsewhere.
   * @param {Context} context @param {number} x @param {number} y @param {Cell | null} cell there */
  cursorAt(context, x, y, cell) {
    if (paperAt(context, x, y)) return "crosshair";
    if (dragHandleAt(context, x, y)) return "move";
    return cell?.tensor.editable ? "ns-resize" : "";
  }

  /** A press on paper; false where there is none. @param {PointerEvent} event @param {Context} context
   * @param {Drawn | null} drawn */
  draw(event, context, drawn) {
    return drawn !== null && this.pad.grab(event, context, drawn);
  }

  /** A mouse drags or edits at once. @param {PointerEvent} event @param {Context} context */
  grab(event, context) {
    if (this.dragging.grab(event, context)) return;
    const cell = cellAt(context, event.offsetX, event.offsetY);
    if (cell?.tensor.editable && event.button === 0) this.editor.grab(event, context, cell);
  }

  /** A finger changes what a tap has chosen; anywhere else it scrolls. (x, y) is where it is on the stage.
   * @param {PointerEvent} event @param {Context} context @param {{x: number, y: number}} place */
  touch(event, context, { x, y }) {
    const chosen = this.editor.chosenAt(x, y);
    if (chosen) this.editor.grab(event, context, chosen);
    else if (this.#lifted) this.dragging.grab(event, context);
    // Who tries to drag what is not chosen yet does not mean the next step.
    else if (dragHandleAt(context, event.offsetX, event.offsetY)) event.preventDefault();
  }

  /** Whether a finger there does not scroll the page. @param {Context} context @param {number} x @param {number} y */
  holds(context, x, y) {
    const lifted = this.#lifted && dragHandleAt(context, x, y);
    return Boolean(lifted || paperAt(context, x, y) || this.editor.chosenAt(x, y));
  }

  /**
   * A tap chooses the cell or the picture under it.
   * @param {MouseEvent} event
   * @param {Context} context
   * @returns {boolean} whether there is one
   */
  choose({ offsetX, offsetY }, context) {
    const cell = cellAt(context, offsetX, offsetY);
    this.editor.close();
    this.#lifted = dragHandleAt(context, offsetX, offsetY) !== null;
    if (!this.#lifted && cell?.tensor.editable) this.editor.choose(context, cell);
    return this.#lifted || Boolean(cell?.tensor.editable);
  }

  leave() {
    this.editor.close();
  }
}
