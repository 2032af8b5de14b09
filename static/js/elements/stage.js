/** <cnn-stage>: the picture of the shown scene at the current moment, and what a pointer does to it. */

import { itemAt } from "../data/lists.js";
import { termCount } from "../data/records.js";
import { typedText } from "../data/requests.js";
import { parseStrokes } from "../data/strokes.js";
import { paint } from "../drawing/canvas.js";
import { layout } from "../drawing/layout.js";
import { readTheme, themeName } from "../drawing/palette.js";
import { onRatioChange, pixelRatio, sizeCanvas } from "../drawing/pixels.js";
import { colourOf } from "../drawing/shapes.js";
import { CellEditor } from "../inputs/cell-editor.js";
import { DrawingPad, paperAt } from "../inputs/drawing-pad.js";
import { dragHandleAt, PanelDrag } from "../inputs/panel-drag.js";
import { focusIn, isFullScreen, make, windowOf } from "../page/dom.js";
import { currentMoment, currentScene, isBehind, isCurrent, requestedValues } from "../state/state.js";
import { settledAt } from "../state/timing.js";
import { compose, inkOnly } from "../views/compose.js";
import { findTensor } from "../views/context.js";
import { cellAt, inspectionShapes } from "../views/inspect.js";

/** @typedef {import("../data/records.js").Scene} Scene */
/** @typedef {import("../views/context.js").Context} Context */
/** @typedef {import("../views/context.js").Cell} Cell */

/** How high letters are that the last row can read, as a share of the window. */
const SHARE = 0.0334;
/** How much of a picture goes that is not of what is set. */
const VEIL = 0.62;
/** How far the line around a paper reaches beyond it. */
const EDGE = 2;

export class CnnStage extends HTMLElement {
  /** @type {Scene | null} */
  #scene = null;
  /** @type {Context | null} */
  #context = null;
  #drawn = "";
  /** @type {import("../drawing/palette.js").Theme | null} */
  #colours = null;
  /** @type {Cell | null} */
  #pointed = null;
  /** @type {{width: number, height: number}} */
  #size = { width: 0, height: 0 };
  #canvas = make("canvas");
  #editor = new CellEditor(
    this,
    (values) => this.#emit({ type: "set", values }),
    (name) => this.#held(name),
    (...why) => this.#refuse(...why),
  );
  #drag = new PanelDrag(this, (values, frame) => this.#dragged(values, frame));
  #pad = new DrawingPad(
    this,
    (values) => this.#emit({ type: "set", values }),
    (...why) => this.#refuse(...why),
  );
  /** What is drawn on the scene's paper now, as typed; its scene may be on its way. */
  #ink = "";
  #leave = () => {};
  /** How the last press came. */
  #by = "mouse";
  /** Whether a tap has chosen the picture that can be dragged. */
  #lifted = false;
  #resized = new ResizeObserver(([entry]) => entry && this.#resize(entry.contentRect));
  /** @type {import("../state/state.js").State | null} */
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

  /** @param {import("../state/state.js").State} state */
  update(state) {
    this.#state = state;
    // Another scene has other controls, which leave another room: it is drawn once, in that.
    if (state.shown && state.shown.name !== this.#scene?.name) this.#resize(this.getBoundingClientRect());
    this.#draw();
  }

  #draw() {
    const scene = this.#state?.shown;
    const moment = this.#state && scene && currentMoment(this.#state);
    if (!scene || !moment || !this.#size.width) return;
    const theme = themeName(this);
    const { width, height } = this.#size;
    const mark = this.#pointed
      ? `${this.#pointed.tensor.name} ${this.#pointed.channel} ${this.#pointed.row} ${this.#pointed.column}`
      : "";
    const veiled = isBehind(/** @type {import("../state/state.js").State} */ (this.#state));
    const drawn = `${moment.k} ${moment.f} ${theme} ${width} ${height} ${mark} ${veiled}`;
    const ink = this.#drawing();
    const same = scene === this.#scene && drawn === this.#drawn;
    if (same && ink.text === this.#ink) return;
    this.#ink = ink.text;
    if (
      scene !== this.#scene ||
      width !== this.#context?.layout.size.width ||
      height !== this.#context.layout.size.height
    ) {
      this.#context = { scene, moment, layout: layout(scene, width, height, leastLetters(this)) };
      if (this.#scene?.name !== scene.name) [this.#pointed, this.#lifted] = [null, false];
    }
    const context = {
      .../** @type {Context} */ (this.#context),
      scene,
      moment,
      ink: ink.text === "" ? [] : parseStrokes(ink.text),
    };
    this.#context = context;
    this.#scene = scene;
    this.#drawn = drawn;
    if (this.#colours?.name !== theme) this.#colours = readTheme(this);
    this.#paint(context, this.#colours, same);
    if (veiled && !same) this.#veil(context, this.#colours);
    this.#canvas.setAttribute("aria-label", `Picture: ${scene.title}, frame ${moment.k + 1} of ${scene.count}`);
    this.#editor.follow(context);
  }

  /** The picture; where ink alone is new, only the papers, as all else waits for the scene that answers it.
   * @param {Context} context @param {import("../drawing/palette.js").Theme} colours @param {boolean} alone */
  #paint(context, colours, alone) {
    const pixels = this.#canvas.getContext("2d", { alpha: false });
    if (!pixels) return;
    const fine = pixelRatio(this);
    const ink = alone ? inkOnly(context) : null;
    const pointed = this.#pointed && { ...this.#pointed, tensor: findTensor(context.scene, this.#pointed.tensor.name) };
    pixels.setTransform(fine, 0, 0, fine, 0, 0);
    pixels.save();
    if (ink) {
      pixels.beginPath();
      for (const { x, y, width, height } of ink.where)
        pixels.rect(x - EDGE, y - EDGE, width + 2 * EDGE, height + 2 * EDGE);
      pixels.clip();
    }
    pixels.fillStyle = colourOf(colours, "paper");
    pixels.fillRect(0, 0, this.#size.width, this.#size.height);
    paint(
      pixels,
      [...compose(ink?.papers ?? context), ...(pointed ? inspectionShapes(context, pointed) : [])],
      colours,
    );
    pixels.restore();
  }

  /** All steps back but what the hand has drawn, which the rest does not answer.
   * @param {Context} context @param {import("../drawing/palette.js").Theme} colours */
  #veil(context, colours) {
    const pixels = this.#canvas.getContext("2d", { alpha: false });
    if (!pixels) return;
    pixels.globalAlpha = VEIL;
    pixels.fillStyle = colourOf(colours, "paper");
    pixels.fillRect(0, 0, this.#size.width, this.#size.height);
    pixels.globalAlpha = 1;
    this.#paint(context, colours, true);
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
    const cell = cellAt(this.#context, event.offsetX, event.offsetY);
    if (
      cell?.tensor === this.#pointed?.tensor &&
      cell?.channel === this.#pointed?.channel &&
      cell?.row === this.#pointed?.row &&
      cell?.column === this.#pointed?.column
    )
      return;
    this.#pointed = cell;
    this.style.cursor = paperAt(this.#context, event.offsetX, event.offsetY)
      ? "crosshair"
      : dragHandleAt(this.#context, event.offsetX, event.offsetY)
        ? "move"
        : cell?.tensor.editable
          ? "ns-resize"
          : cell && (this.#opening(cell) || this.#origin(cell) >= 0)
            ? "pointer"
            : "";
    this.#draw();
  };

  #onLeave = () => {
    this.#pointed = null;
    this.#draw();
  };

  /** @param {PointerEvent} event */
  #onDown = (event) => {
    this.#by = event.pointerType;
    // Who goes on here with a pointer has left the field: it shows what is set, and its keys are free.
    const field = focusIn(this);
    if (field instanceof HTMLElement && !this.contains(field)) field.blur();
    const { strokes, edited } = this.#drawing();
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
  #beside = ({ target }) => target instanceof Element && target.closest(".stepper, .start-screen") !== null;

  /** A finger on paper, or on what a tap has chosen, does not scroll the page. @param {TouchEvent} event */
  #onTouch = (event) => {
    const { left, top } = this.getBoundingClientRect();
    const [touch] = event.touches;
    if (!touch || !this.#context || event.touches.length > 1 || this.#beside(event)) return;
    const [x, y] = [touch.clientX - left, touch.clientY - top];
    if (
      paperAt(this.#context, x, y) ||
      this.#editor.chosenAt(x, y) ||
      (this.#lifted && dragHandleAt(this.#context, x, y))
    )
      event.preventDefault();
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
    if (moment.k >= frame) return this.#emit({ type: "set", values });
    this.#emit({
      type: "goto",
      step: this.#state.step,
      scene: this.#state.scene,
      frame,
      values: { ...scene.values, ...values },
    });
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
    if (!cell || !this.#scene) return;
    this.#pointed = cell;
    if (tapped) return this.#draw();
    const opening = this.#opening(cell);
    if (opening) return this.#emit(opening);
    const k = this.#origin(cell);
    if (!cell.tensor.editable && k >= 0) this.#emit({ type: "seek", seconds: settledAt(this.#scene, k) });
    else this.#draw();
  };

  /**
   * The place where a cell that can be asked for is opened: a panel's `opens` says in which frame.
   * @param {Cell} cell
   */
  #opening({ tensor, channel, row, column }) {
    const opens = this.#scene?.panels.map(({ options }) => options.opens).find((each) => each?.layers[tensor.name]);
    if (!opens || !this.#scene || !this.#state) return null;
    const [channels, rows, columns] = tensor.shape;
    // Where some of a layer's maps are drawn, which they are.
    const map = (opens.maps?.[tensor.name]?.[channel] ?? channel) + 1;
    const place = opens.unit
      ? { [opens.unit]: map }
      : rows * columns === 1
        ? { channel: map }
        : channels * rows === 1
          ? { channel: column + 1 }
          : { channel: map, row: row + 1, column: column + 1 };
    const { chapter, step } = this.#state;
    // Another scene of the step may have the room for it; it is given what was drawn here.
    const scene = opens.scene
      ? itemAt(chapter.steps, step - 1).scenes.findIndex(({ name }) => name === opens.scene)
      : this.#state.scene;
    const values = { ...this.#scene.values, ...opens.values, layer: opens.layers[tensor.name], ...place };
    return { type: "goto", step, scene, frame: opens.frame, values };
  }

  /** The drawing as the user has left it, on a scene that has a paper, and its text as far as it is drawn now. */
  #drawing() {
    const state = this.#state;
    const found = state && isCurrent(state) ? currentScene(state) : null;
    const name = state?.shown?.panels.find((panel) => panel.kind === "pad")?.options.drawing;
    const param = found?.spec.params.find((each) => each.name === name);
    if (!state || !found || !param) return { text: "", strokes: null, edited: false };
    const own = state.values[found.path]?.[param.name];
    const text = requestedValues(state, found.path)[param.name] ?? typedText(param, param.default);
    return {
      text,
      strokes: own === undefined ? parseStrokes(typedText(param, param.default)) : parseStrokes(own),
      edited: own !== undefined,
    };
  }

  /** @param {string} parameter @param {string} sentence */
  #refuse(parameter, sentence) {
    this.#emit({ type: "hint", parameter, sentence });
  }

  /** The text of a parameter of the scene on the screen, as it is set. @param {string} name */
  #held(name) {
    const found = this.#state && currentScene(this.#state);
    const param = found?.spec.params.find((each) => each.name === name);
    return (found && this.#state?.values[found.path]?.[name]) ?? (param ? typedText(param, param.default) : "");
  }

  /** The frame that computes a cell; −1 where none does. @param {Cell} cell */
  #origin(cell) {
    const frames = this.#scene?.frames ?? [];
    return frames.findLastIndex(
      (frame) =>
        frame.computations?.some(
          (work) =>
            work.tensor === cell.tensor.name &&
            work.shown === termCount(work) &&
            String(work.index) === `${cell.channel},${cell.row},${cell.column}`,
        ) && Boolean(frame.boxes?.length),
    );
  }

  /** @param {object} detail */
  #emit(detail) {
    this.dispatchEvent(new CustomEvent("cnn", { bubbles: true, detail }));
  }
}

/** The smallest letters for the last row of a hall, in full screen. @param {HTMLElement} stage */
const leastLetters = (stage) => (isFullScreen(stage) ? windowOf(stage).innerHeight * SHARE : undefined);

customElements.define("cnn-stage", CnnStage);
