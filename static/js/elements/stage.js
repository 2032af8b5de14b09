/** <cnn-stage>: the picture of the shown scene at the current moment, and what a pointer does to it. */

import { parseStrokes } from "../data/strokes.js";
import { readTheme } from "../drawing/palette.js";
import { onRatioChange, sizeCanvas } from "../drawing/pixels.js";
import { layoutAt } from "../drawing/shots.js";
import { CellAnswers } from "../inputs/cell-answers.js";
import { CellCursor } from "../inputs/cell-cursor.js";
import { CellEditor } from "../inputs/cell-editor.js";
import { DrawingPad, paperAt } from "../inputs/drawing-pad.js";
import { LookAround } from "../inputs/look-around.js";
import { dragHandleAt, PanelDrag } from "../inputs/panel-drag.js";
import { emit, focusIn, make } from "../page/dom.js";
import { answerPicture, marksKey } from "../state/answer-film.js";
import { drawingOf, settingText } from "../state/drawing.js";
import { currentFrame, isBehind, leavingMoment } from "../state/state.js";
import { settledAt } from "../state/timing.js";
import { cellAt, cellMark } from "../views/inspect.js";
import { openingOf, originOf } from "./cell-links.js";
import { leastLetters, paintStage } from "./stage-picture.js";

/** @import { Scene } from "../data/records.js" */
/** @import { Cell, Context } from "../views/context.js" */
/** @import { State } from "../state/state.js" */

class CnnStage extends HTMLElement {
  /** @type {Scene | null} */
  #scene = null;
  /** @type {Context | null} */
  #context = null;
  #drawn = "";
  /** @type {Cell | null} */
  #pointed = null;
  /** @type {{width: number, height: number}} */
  #size = { width: 0, height: 0 };
  #canvas = make("canvas");
  #editor = new CellEditor(
    this,
    (values) => emit(this, { type: "set", values }),
    (name) => (this.#state ? settingText(this.#state, name) : ""),
    (...why) => this.#refuse(...why),
  );
  #drag = new PanelDrag(this, (values, frame) => this.#dragged(values, frame));
  #pad = new DrawingPad(
    this,
    (values) => emit(this, { type: "set", values }),
    (...why) => this.#refuse(...why),
  );
  #look = new LookAround(
    this,
    (to) => emit(this, { type: "look", to }),
    () => this.#draw(),
  );
  /** @param {Cell | null} cell */
  #mark = (cell) => {
    this.#pointed = cell;
    this.#draw();
  };
  /** Goes where a cell is opened. @param {Cell} cell @returns {boolean} whether it can be */
  #open = (cell) => {
    const opening = this.#state && this.#scene && openingOf(cell, this.#scene, this.#state);
    if (!opening) return false;
    if (this.#context) this.#look.leaveFrom(this.#context, opening);
    emit(this, opening);
    return true;
  };
  #cursor = new CellCursor(this, this.#mark, this.#open);
  #answers = new CellAnswers(this, (event) => emit(this, event));
  /** What is drawn on the scene's paper now, as typed; its scene may be on its way. */
  #ink = "";
  #leave = () => {};
  /** How the last press came. */
  #by = "mouse";
  /** Whether a tap has chosen the picture that can be dragged. */
  #lifted = false;
  #resized = new ResizeObserver(([entry]) => entry && this.#resize(entry.contentRect));
  /** @type {State | null} */
  #state = null;

  connectedCallback() {
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", "No picture yet");
    this.prepend(this.#canvas);
    this.#resized.observe(this);
    this.#leave = onRatioChange(this, this.#refine);
    this.addEventListener("pointermove", this.#onMove);
    this.addEventListener("pointerleave", this.#onLeave);
    this.addEventListener("pointerdown", this.#onDown);
    this.addEventListener("touchstart", this.#onTouch, { passive: false });
    this.addEventListener("click", this.#onClick);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#leave();
    this.removeEventListener("pointermove", this.#onMove);
    this.removeEventListener("pointerleave", this.#onLeave);
    this.removeEventListener("pointerdown", this.#onDown);
    this.removeEventListener("touchstart", this.#onTouch);
    this.removeEventListener("click", this.#onClick);
    this.#editor.close();
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    this.#look.follow(state);
    // Another scene has other controls, which leave another room: it is drawn once, in that.
    if (state.shown && state.shown.name !== this.#scene?.name) this.#resize(this.getBoundingClientRect());
    this.#draw();
  }

  #draw() {
    const state = this.#state;
    const picture = state && answerPicture(state);
    if (!picture || !this.#size.width) return;
    const { scene, moment, marks } = picture;
    const theme = readTheme(this);
    const { width, height } = this.#size;
    const mark = cellMark(this.#pointed);
    const veiled = isBehind(state);
    const now = `${moment.k} ${moment.f} ${moment.flight} ${this.#look.mark} ${marksKey(marks)}`;
    const drawn = `${now} ${theme.name} ${width} ${height} ${mark} ${veiled}`;
    const ink = drawingOf(state);
    const same = scene === this.#scene && drawn === this.#drawn;
    if (same && ink.text === this.#ink) return;
    this.#ink = ink.text;
    if (this.#scene?.name !== scene.name) [this.#pointed, this.#lifted] = [null, false];
    const size = { width, height, least: leastLetters(this) };
    const context = {
      scene,
      moment,
      layout: layoutAt(scene, moment, size),
      ink: ink.text === "" ? [] : parseStrokes(ink.text),
      leaving: this.#leaving(size),
      marks,
      ...this.#look.view(moment, scene.name),
    };
    this.#context = context;
    this.#scene = scene;
    this.#drawn = drawn;
    paintStage(this.#canvas, context, theme, this.#pointed, { inkAlone: same, veiled });
    this.#canvas.setAttribute(
      "aria-label",
      `Picture: ${scene.title}, frame ${currentFrame(state) + 1} of ${state.shown?.count}`,
    );
    this.#editor.follow(context);
    this.#cursor.follow(context);
    this.#answers.follow(state, context);
  }

  /** The scene before, while it becomes this one. @param {import("../drawing/shots.js").Size} size
   * @returns {Context | undefined} */
  #leaving(size) {
    const left = this.#state?.leaving?.scene;
    const moment = this.#state && leavingMoment(this.#state);
    return left && moment ? { scene: left, moment, layout: layoutAt(left, moment, size) } : undefined;
  }

  /** @param {{width: number, height: number}} rect */
  #resize(rect) {
    const [width, height] = [Math.floor(rect.width), Math.floor(rect.height)];
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.#refine();
  }

  #refine = () => {
    sizeCanvas(this.#canvas, this.#size.width, this.#size.height);
    this.#drawn = "";
    this.#draw();
  };

  /** @param {PointerEvent} event */
  #onMove = (event) => {
    if (!this.#context || this.#editor.busy || this.#drag.busy || this.#pad.busy) return;
    if (this.#beside(event)) return this.#onLeave();
    const cell = cellAt(this.#context, event.offsetX, event.offsetY);
    if (cell?.tensor === this.#pointed?.tensor && cellMark(cell) === cellMark(this.#pointed)) return;
    this.#pointed = cell;
    this.style.cursor = this.#cursorAt(this.#context, event, cell);
    this.#draw();
  };

  /** @param {Context} context @param {PointerEvent} event @param {Cell | null} cell */
  #cursorAt(context, { offsetX, offsetY }, cell) {
    if (paperAt(context, offsetX, offsetY)) return "crosshair";
    if (dragHandleAt(context, offsetX, offsetY)) return "move";
    if (cell?.tensor.editable) return "ns-resize";
    return cell && this.#leads(cell) ? "pointer" : "";
  }

  #onLeave = () => this.#mark(null);

  /** @param {PointerEvent} event */
  #onDown = (event) => {
    this.#by = event.pointerType;
    // Who goes on here with a pointer has left the field: it shows what is set, and its keys are free.
    const field = focusIn(this);
    if (field instanceof HTMLElement && !this.contains(field)) field.blur();
    const { strokes = null, edited = false } = this.#state ? drawingOf(this.#state) : {};
    if (
      this.#context &&
      this.#state &&
      strokes &&
      this.#pad.grab(event, this.#context, { tool: this.#state.tool, strokes, edited })
    )
      return;
    if (event.pointerType !== "mouse") return this.#onFinger(event);
    if (this.#context && this.#drag.grab(event, this.#context)) return;
    const cell = this.#context && cellAt(this.#context, event.offsetX, event.offsetY);
    if (this.#context && cell?.tensor.editable && event.button === 0) this.#editor.grab(event, this.#context, cell);
  };

  /** A finger changes what a tap has chosen; anywhere else it scrolls. @param {PointerEvent} event */
  #onFinger(event) {
    const { left, top } = this.getBoundingClientRect();
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
    const { left, top } = this.getBoundingClientRect();
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
    if (!this.#context || !this.#state) return;
    const { scene, moment } = this.#context;
    if (moment.k >= frame) return emit(this, { type: "set", values });
    const { step, scene: here } = this.#state;
    emit(this, { type: "goto", step, scene: here, frame, values: { ...scene.values, ...values } });
  }

  /** A computed cell opens the frame that computes it. @param {MouseEvent} event */
  #onClick = (event) => {
    const cell =
      this.#context && event.target === this.#canvas ? cellAt(this.#context, event.offsetX, event.offsetY) : null;
    const tapped =
      this.#by !== "mouse" &&
      this.#context &&
      !this.#beside(event) &&
      event.target === this.#canvas &&
      this.#choose(event, this.#context);
    // What was made of the scene while a question is answered leads nowhere.
    if (!cell || !this.#scene || this.#scene !== this.#state?.shown) return;
    this.#pointed = cell;
    if (tapped) return this.#draw();
    if (this.#open(cell)) return;
    const k = originOf(cell, this.#scene);
    if (!cell.tensor.editable && k >= 0) emit(this, { type: "seek", seconds: settledAt(this.#scene, k) });
    else this.#draw();
  };

  /** Whether a press on a cell leads somewhere. @param {Cell} cell */
  #leads(cell) {
    if (!this.#scene || !this.#state) return false;
    return openingOf(cell, this.#scene, this.#state) !== null || originOf(cell, this.#scene) >= 0;
  }

  /** @param {string} parameter @param {string} sentence */
  #refuse(parameter, sentence) {
    emit(this, { type: "hint", parameter, sentence });
  }
}

customElements.define("cnn-stage", CnnStage);
