/** <cnn-stage>: the picture of the shown scene at the current moment. */

import { parseStrokes } from "../data/strokes.js";
import { readTheme } from "../drawing/palette.js";
import { onRatioChange, sizeCanvas } from "../drawing/pixels.js";
import { fontOf } from "../drawing/shapes.js";
import { layoutAt } from "../drawing/shots.js";
import { emit, make } from "../page/dom.js";
import { answerPicture, marksKey } from "../state/answer-picture.js";
import { drawingOf } from "../state/drawing.js";
import { hasNetwork } from "../state/look.js";
import { currentFrame, isBehind, isRunning, leavingMoment } from "../state/state.js";
import { cellMark } from "../views/inspect.js";
import { numberPlace } from "../views/text-places.js";
import { openingOf } from "./cell-links.js";
import { fetched } from "./fetch-stage.js";
import { StageHands } from "./stage-hands.js";
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
  /** @type {{width: number, height: number}} */
  #size = { width: 0, height: 0 };
  #canvas = make("canvas");
  /** There is none before there is a network. @type {import("../inputs/look-around.js").LookAround | null} */
  #look = null;
  /** Goes where a cell is opened. @param {Cell} cell @returns {boolean} whether it can be */
  #open = (cell) => {
    const opening = this.#state && this.#scene && openingOf(cell, this.#scene, this.#state);
    if (!opening) return false;
    if (this.#context) this.#look?.leaveFrom(this.#context, opening);
    emit(this, opening);
    return true;
  };
  #hands = new StageHands(this, this.#canvas, () => this.#draw(), this.#open);
  /** The chapter's first scene has no cells to open. @type {import("../inputs/cell-cursor.js").CellCursor | null} */
  #cursor = null;
  /** Nor does it ask anything in cells. @type {import("../inputs/cell-answers.js").CellAnswers | null} */
  #answers = null;
  /** What is drawn on the scene's paper now, as typed; its scene may be on its way. */
  #ink = "";
  #leave = () => {};
  #resized = new ResizeObserver(([entry]) => entry && this.#resize(entry.contentRect));
  /** @type {State | null} */
  #state = null;

  connectedCallback() {
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", "No picture yet");
    this.prepend(this.#canvas);
    this.#resized.observe(this);
    this.#leave = onRatioChange(this, this.#refine);
    this.#hands.listen();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#leave();
    this.#hands.leave();
  }

  /** @param {State} state */
  update(state) {
    // Who plays on has seen what is pointed at.
    if (isRunning(state) && this.#state && !isRunning(this.#state)) this.#hands.pointed = null;
    this.#state = state;
    this.#hands.state = state;
    if (this.#look) this.#look.follow(state);
    else if (hasNetwork(state)) this.#lookAround();
    // Another scene has other controls, which leave another room: it is drawn once, in that.
    if (state.shown && state.shown.name !== this.#scene?.name) this.#resize(this.getBoundingClientRect());
    this.#draw();
  }

  /** What looks around comes as late as what draws a network. */
  async #lookAround() {
    const { LookAround } = await import("../inputs/look-around.js");
    this.#look ??= new LookAround(
      this,
      (to) => emit(this, { type: "look", to }),
      () => this.#draw(),
    );
    if (this.#state) this.update(this.#state);
  }

  #draw() {
    const state = this.#state;
    const picture = state && answerPicture(state);
    if (!picture || !this.#size.width) return;
    const { scene, moment, marks } = picture;
    const theme = readTheme(this);
    const { width, height } = this.#size;
    const mark = cellMark(this.#hands.marked);
    const veiled = isBehind(state);
    const now = `${moment.k} ${moment.f} ${moment.flight} ${this.#look?.mark} ${marksKey(marks)}`;
    const drawn = `${now} ${theme.name} ${width} ${height} ${mark} ${veiled}`;
    const ink = drawingOf(state);
    const same = scene === this.#scene && drawn === this.#drawn;
    if (same && ink.text === this.#ink) return;
    this.#ink = ink.text;
    const size = { width, height, least: leastLetters(this) };
    const context = {
      scene,
      moment,
      layout: layoutAt(scene, moment, size),
      ink: ink.text === "" ? [] : parseStrokes(ink.text),
      leaving: this.#leaving(size),
      marks,
      ...this.#look?.view(moment, scene.name),
    };
    this.#context = context;
    this.#scene = scene;
    this.#drawn = drawn;
    this.#hands.follow(context);
    paintStage(this.#canvas, context, theme, this.#hands.marked, { inkAlone: same, veiled });
    this.#canvas.setAttribute(
      "aria-label",
      `Picture: ${scene.title}, frame ${currentFrame(state) + 1} of ${state.shown?.count}`,
    );
    if (fetched.CellCursor) this.#cursor ??= new fetched.CellCursor(this, this.#hands.point, this.#open);
    this.#cursor?.follow(context);
    if (fetched.CellAnswers) this.#answers ??= new fetched.CellAnswers(this, (event) => emit(this, event));
    this.#answers?.follow(state, context);
  }

  /**
   * Where a number stands in a panel's words, in pixels of the window; null where it stands nowhere.
   * @param {string} panel
   * @param {{number: string, text: string, nth: number}} wanted
   */
  numberPlace(panel, wanted) {
    const place = this.#context && numberPlace(this.#context, panel, wanted, this.#measure);
    const { x, y } = this.getBoundingClientRect();
    return place && { ...place, x: x + place.x, y: y + place.y };
  }

  /** @param {string} text @param {import("../drawing/shapes.js").TextShape} shape */
  #measure = (text, shape) => {
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    pen.save();
    pen.font = fontOf(shape);
    const { width } = pen.measureText(text);
    pen.restore();
    return width;
  };

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
}

customElements.define("cnn-stage", CnnStage);
