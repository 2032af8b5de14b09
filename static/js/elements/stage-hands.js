/** What a pointer does on the stage: it points at cells, changes what can be changed, or leads elsewhere by a press. */

import { emit, focusIn } from "../page/dom.js";
import { drawingOf, settingText } from "../state/drawing.js";
import { settledAt } from "../state/timing.js";
import { cellAt, cellMark, linkAt } from "../views/inspect.js";
import { eventOf, openingOf, originOf } from "./cell-links.js";
import { fetched } from "./fetch-stage.js";

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
  #over = new AbortController();
  /** The chapter's first scene has nothing to change, and comes without it.
   * @type {import("../inputs/stage-edits.js").StageEdits | null} */
  #edits = null;

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
  }

  /** The cell whose place and value are said: none while it is edited, as that hides its neighbours. */
  get marked() {
    return this.#edits?.editing ? null : this.pointed;
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
    this.#edits?.leave();
  }

  /** What is drawn now; what was chosen in another scene is so no longer. @param {Context} context */
  follow(context) {
    const another = this.#context?.scene.name !== context.scene.name;
    if (another) this.pointed = null;
    this.#context = context;
    if (fetched.StageEdits)
      this.#edits ??= new fetched.StageEdits(this.host, {
        set: (values) => emit(this.host, { type: "set", values }),
        drag: (values, frame) => this.#dragged(values, frame),
        held: (name) => (this.state ? settingText(this.state, name) : ""),
        refuse: (parameter, sentence) => emit(this.host, { type: "hint", parameter, sentence }),
      });
    this.#edits?.follow(context, another);
  }

  /** @param {Cell | null} cell */
  point = (cell) => {
    this.pointed = cell;
    this.draw();
  };

  /** @param {PointerEvent} event */
  #onMove = (event) => {
    if (!this.#context || this.#edits?.busy) return;
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
    const edit = this.#edits?.cursorAt(context, offsetX, offsetY, cell);
    if (edit) return edit;
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
    if (!this.#context || !this.#edits) return;
    if (this.#edits.draw(event, this.#context, this.#drawn())) return;
    if (event.pointerType === "mouse") return this.#edits.grab(event, this.#context);
    if (event.isPrimary && !this.#beside(event)) this.#edits.touch(event, this.#context, this.#placeOf(event));
  };

  /** What is drawn on the scene's paper, and with what one draws; null where there is no paper. */
  #drawn() {
    const { strokes = null, edited = false } = this.state ? drawingOf(this.state) : {};
    return this.state && strokes && { tool: this.state.tool, strokes, edited };
  }

  /** Where a pointer or a finger is on the stage. @param {{clientX: number, clientY: number}} pointer */
  #placeOf({ clientX, clientY }) {
    const { left, top } = this.host.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** What lies over the picture has its own answer to a press. @param {Event} event */
  #beside = ({ target }) =>
    target instanceof Element && target.closest(".stepper, .start-screen, .answer-cells") !== null;

  /** A finger on paper, or on what a tap has chosen, does not scroll the page. @param {TouchEvent} event */
  #onTouch = (event) => {
    const [touch] = event.touches;
    if (!touch || !this.#context || event.touches.length > 1 || this.#beside(event)) return;
    const { x, y } = this.#placeOf(touch);
    if (this.#edits?.holds(this.#context, x, y)) event.preventDefault();
  };

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
      this.#edits?.choose(event, this.#context);
    const scene = this.#context?.scene;
    const link = this.#context && event.target === this.canvas && linkAt(this.#context, event.offsetX, event.offsetY);
    if (event.defaultPrevented && !tapped) return this.point(null);
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
}
