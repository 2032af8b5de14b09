/** What a pointer does on the stage: it points at cells, edits, drags and draws, or leads elsewhere by a press. */

import { CellEditor } from "../inputs/cell-editor.js";
import { DrawingPad, paperAt } from "../inputs/drawing-pad.js";
import { dragHandleAt, PanelDrag } from "../inputs/panel-drag.js";
import { emit, focusIn } from "../page/dom.js";
import { drawingOf, settingText } from "../state/drawing.js";
import { settledAt } from "../state/timing.js";
import { cellAt, cellMark, linkAt } from "../views/inspect.js";
import { eventOf, openingOf, originOf } from "./cell-links.js";

/** @import { Cell, Context } from "../views/context.js" */
/** @import { State } from "../state/state.js" */

export class StageHands {
  /** @type {State | null} */
  state = null;
  /** The cell that is pointed at. @type {Cell | null} */
  pointed = null;
  /** @type {Context | null} */
  #context = null;
  /** How the last press came. */
  #by = "mouse";
  /** Whether a tap has chosen the picture that can be dragged. */
  #lifted = false;
  #over = new AbortController();
  #editor;
  #drag;
  #pad;

  /**
   * @param {HTMLElement} host
   * @param {HTMLCanvasElement} canvas in it
   * @param {() => void} draw
   * @param {(cell: Cell) => boolean} open goes where a cell is opened, if it can be
   */
  constructor(host, canvas, draw, open) {
    this.host = host;
    this.canvas = canvas;
    this.draw = draw;
    this.open = open;
    this.#editor = new CellEditor(
      host,
      (values) => emit(host, { type: "set", values }),
      (name) => (this.state ? settingText(this.state, name) : ""),
      (...why) => this.#refuse(...why),
    );
    this.#drag = new PanelDrag(host, (values, frame) => this.#dragged(values, frame));
    this.#pad = new DrawingPad(
      host,
      (values) => emit(host, { type: "set", values }),
      (...why) => this.#refuse(...why),
    );
  }

  listen() {
    this.#over = new AbortController();
    const { signal } = this.#over;
    this.host.addEventListener("pointermove", this.#onMove, { signal });
    this.host.addEventListener("pointerleave", this.#onLeave, { signal });
    this.host.addEventListener("pointerdown", this.#onDown, { signal });
    this.host.addEventListener("touchstart", this.#onTouch, { signal, passive: false });
    this.host.addEventListener("click", this.#onClick, { signal });
  }

  leave() {
    this.#over.abort();
    this.#editor.close();
  }

  /** What is drawn now; what was chosen in another scene is so no longer. @param {Context} context */
  follow(context) {
    if (this.#context?.scene.name !== context.scene.name) [this.pointed, this.#lifted] = [null, false];
    this.#context = context;
    this.#editor.follow(context);
  }

  /** @param {Cell | null} cell */
  point = (cell) => {
    this.pointed = cell;
    this.draw();
  };

  /** @param {PointerEvent} event */
  #onMove = (event) => {
    if (!this.#context || this.#editor.busy || this.#drag.busy || this.#pad.busy) return;
    if (this.#beside(event)) return this.#onLeave();
    const cell = cellAt(this.#context, event.offsetX, event.offsetY);
    if (!cell) this.host.style.cursor = this.#cursorAt(this.#context, event, cell);
    if (cell?.tensor === this.pointed?.tensor && cellMark(cell) === cellMark(this.pointed)) return;
    this.pointed = cell;
    this.host.style.cursor = this.#cursorAt(this.#context, event, cell);
    this.draw();
  };

  /** @param {Context} context @param {PointerEvent} event @param {Cell | null} cell */
  #cursorAt(context, { offsetX, offsetY }, cell) {
    if (paperAt(context, offsetX, offsetY)) return "crosshair";
    if (dragHandleAt(context, offsetX, offsetY)) return "move";
    if (cell?.tensor.editable) return "ns-resize";
    if (linkAt(context, offsetX, offsetY)) return "pointer";
    return cell && this.#leads(cell) ? "pointer" : "";
  }

  #onLeave = () => this.point(null);

  /** @param {PointerEvent} event */
  #onDown = (event) => {
    this.#by = event.pointerType;
    // Who goes on here with a pointer has left the field: it shows what is set, and its keys are free.
    const field = focusIn(this.host);
    if (field instanceof HTMLElement && !this.host.contains(field)) field.blur();
    const { strokes = null, edited = false } = this.state ? drawingOf(this.state) : {};
    if (
      this.#context &&
      this.state &&
      strokes &&
      this.#pad.grab(event, this.#context, { tool: this.state.tool, strokes, edited })
    )
      return;
    if (event.pointerType !== "mouse") return this.#onFinger(event);
    if (this.#context && this.#drag.grab(event, this.#context)) return;
    const cell = this.#context && cellAt(this.#context, event.offsetX, event.offsetY);
    if (this.#context && cell?.tensor.editable && event.button === 0) this.#editor.grab(event, this.#context, cell);
  };

  /** A finger changes what a tap has chosen; anywhere else it scrolls. @param {PointerEvent} event */
  #onFinger(event) {
    const { left, top } = this.host.getBoundingClientRect();
    const chosen = this.#editor.chosenAt(event.clientX - left, event.clientY - top);
    if (!this.#context || !event.isPrimary || this.#beside(event)) return;
    if (chosen) this.#editor.grab(event, this.#context, chosen);
    else if (this.#lifted) this.#drag.grab(event, this.#context);
    // Who tries to drag what is not chosen yet does not mean the next step.
    else if (dragHandleAt(this.#context, event.offsetX, event.offsetY)) event.preventDefault();
  }

  /** What lies over the picture has its own answer to a press. @param {Event} event */
  #beside = ({ target }) =>
    target instanceof Element && target.closest(".stepper, .start-screen, .answer-cells") !== null;

  /** A finger on paper, or on what a tap has chosen, does not scroll the page. @param {TouchEvent} event */
  #onTouch = (event) => {
    const { left, top } = this.host.getBoundingClientRect();
    const [touch] = event.touches;
    if (!touch || !this.#context || event.touches.length > 1 || this.#beside(event)) return;
    const [x, y] = [touch.clientX - left, touch.clientY - top];
    const lifted = this.#lifted && dragHandleAt(this.#context, x, y);
    if (lifted || paperAt(this.#context, x, y) || this.#editor.chosenAt(x, y)) event.preventDefault();
  };

  /**
   * A tap chooses the cell or the picture under it.
   * @param {MouseEvent} event
   * @param {Context} context
   * @returns {boolean} whether there is one
   */
  #choose({ offsetX, offsetY }, context) {
    const cell = cellAt(context, offsetX, offsetY);
    this.#editor.close();
    this.#lifted = dragHandleAt(context, offsetX, offsetY) !== null;
    if (!this.#lifted && cell?.tensor.editable) this.#editor.choose(context, cell);
    return this.#lifted || Boolean(cell?.tensor.editable);
  }

  /**
   * The picture follows at once, in the first frame that shows where it stands.
   * @param {Record<string, import("../data/wire.js").Value>} values
   * @param {number} frame
   */
  #dragged(values, frame) {
    if (!this.#context || !this.state) return;
    const { scene, moment } = this.#context;
    if (moment.k >= frame) return emit(this.host, { type: "set", values });
    const { step, scene: here } = this.state;
    emit(this.host, { type: "goto", step, scene: here, frame, values: { ...scene.values, ...values } });
  }

  /** A computed cell opens the frame that computes it. @param {MouseEvent} event */
  #onClick = (event) => {
    const cell =
      this.#context && event.target === this.canvas ? cellAt(this.#context, event.offsetX, event.offsetY) : null;
    const tapped =
      this.#by !== "mouse" &&
      this.#context &&
      !this.#beside(event) &&
      event.target === this.canvas &&
      this.#choose(event, this.#context);
    const scene = this.#context?.scene;
    const link = this.#context && event.target === this.canvas && linkAt(this.#context, event.offsetX, event.offsetY);
    if (link && scene && scene === this.state?.shown) return emit(this.host, eventOf(link, scene, this.state));
    // What was made of the scene while a question is answered leads nowhere.
    if (!cell || !scene || scene !== this.state?.shown) return;
    this.pointed = cell;
    if (tapped) return this.draw();
    if (this.open(cell)) return;
    const k = originOf(cell, scene);
    if (!cell.tensor.editable && k >= 0) emit(this.host, { type: "seek", seconds: settledAt(scene, k) });
    else this.draw();
  };

  /** Whether a press on a cell leads somewhere. @param {Cell} cell */
  #leads(cell) {
    const scene = this.#context?.scene;
    if (!scene || !this.state) return false;
    return openingOf(cell, scene, this.state) !== null || originOf(cell, scene) >= 0;
  }

  /** @param {string} parameter @param {string} sentence */
  #refuse(parameter, sentence) {
    emit(this.host, { type: "hint", parameter, sentence });
  }
}
