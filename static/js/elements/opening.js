/** The picture behind the start screen's words; fetched once there is something to draw. */

import { paint } from "../drawing/canvas.js";
import { readTheme } from "../drawing/palette.js";
import { onRatioChange, pixelsOf, sizeCanvas } from "../drawing/pixels.js";
import { make, windowOf } from "../page/dom.js";
import { clock } from "../state/clock.js";
import { openingShapes, STILL } from "../views/opening.js";
import { layersOf, openingPlaces } from "../views/opening-places.js";
import { Departure } from "./departure.js";

/** @import { State } from "../state/state.js" */
/** @import { Scene } from "../data/records.js" */
/** @import { Strokes } from "../data/strokes.js" */

/** How far a pen and what flies reach beyond the network's room, as shares of its height. */
const [ABOVE, BELOW] = [0.62, 0.05];

/** The picture behind the words: the scene of the strip's thumbnails, at a second of its loop. */
export class Opening {
  #canvas = make("canvas", { class: "opening", "aria-hidden": "true" });
  /** Keeps the room among the words in which the network stands; a pen may rise above it. */
  #room = make("div", { class: "room" });
  /** @type {import("../views/opening-places.js").Places | null} */
  #places = null;
  /** @type {State | null} */
  #state = null;
  #seconds = 0;
  #inSight = true;
  /** @type {Departure | null} */
  #departure = null;

  /** @param {HTMLElement} sheet @param {AbortSignal} signal */
  constructor(sheet, signal) {
    this.sheet = sheet;
    this.clock = clock((seconds) => {
      this.#seconds += seconds;
      this.#draw();
    }, windowOf(sheet));
    const resized = new ResizeObserver(() => this.#place());
    for (const each of [sheet, this.#room]) resized.observe(each);
    const seen = new IntersectionObserver(([entry]) => {
      this.#inSight = entry?.isIntersecting ?? true;
      this.#run();
    });
    seen.observe(sheet);
    const leave = onRatioChange(sheet, () => this.#place());
    signal.addEventListener("abort", () => {
      resized.disconnect();
      seen.disconnect();
      leave();
      this.clock.run(false);
      this.#departure?.end();
    });
  }

  /** @param {State} state */
  update(state) {
    const before = this.#state;
    this.#state = state;
    if (this.#departure && (state.step === 0 || state.shown?.name !== this.#departure.scene.name)) {
      this.#departure.end();
      this.#departure = null;
    }
    if (state.step > 0) this.#leave(state);
    else if (state.thumbnails !== before?.thumbnails || before?.step !== state.step) this.#place();
    else if (state.theme !== before?.theme || state.reducedMotion !== before?.reducedMotion) this.#draw();
    this.#run();
  }

  /** Elsewhere the stage has no picture but its own. Where the first scene begins, this one becomes it.
   * @param {State} state */
  #leave(state) {
    if (!this.#places) return;
    const { status, shown, seconds, reducedMotion, thumbnails } = state;
    const stage = this.sheet.parentElement;
    if (status === "playing" && seconds === 0 && !reducedMotion && shown && thumbnails && stage) {
      const { x, y } = this.#canvas.getBoundingClientRect();
      const left = {
        places: this.#places,
        strokes: this.#strokes(thumbnails),
        seconds: this.#seconds,
        corner: { x, y },
      };
      this.#departure = new Departure(stage, shown, left);
    }
    this.#canvas.remove();
    this.#room.remove();
    this.#places = null;
    delete this.sheet.dataset.network;
  }

  #run() {
    const { step = 1, reducedMotion = false, help = false, screen = "" } = this.#state ?? {};
    this.clock.run(step === 0 && this.#places !== null && this.#inSight && !reducedMotion && !help && screen === "");
  }

  /** Lays the network out in what the words leave free. */
  #place() {
    const tensors = this.#state?.thumbnails && layersOf(this.#state.thumbnails);
    if (!tensors || this.#state?.step) return;
    if (!this.#canvas.isConnected) this.sheet.prepend(this.#canvas, this.#room);
    const sheet = this.sheet.getBoundingClientRect();
    const room = this.#room.getBoundingClientRect();
    if (!sheet.width) return;
    // No larger than what is drawn on, which is drawn anew sixty times a second.
    const top = Math.max(0, room.y - sheet.y - room.height * ABOVE);
    const end = Math.min(sheet.height, room.bottom - sheet.y + room.height * BELOW);
    Object.assign(this.#canvas.style, { top: `${top}px`, height: `${end - top}px` });
    sizeCanvas(this.#canvas, sheet.width, end - top);
    const place = { x: room.x - sheet.x, y: room.y - sheet.y - top, width: room.width, height: room.height };
    this.#places = openingPlaces(tensors, place);
    this.sheet.dataset.network = "";
    this.#draw();
    this.#run();
  }

  #draw() {
    const context = pixelsOf(this.#canvas);
    const scene = this.#state?.thumbnails;
    if (!context || !scene || !this.#places) return;
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const still = this.#state?.reducedMotion;
    const shapes = openingShapes(this.#places, this.#strokes(scene), still ? STILL : this.#seconds);
    paint(context, shapes, readTheme(this.sheet));
  }

  /** What the hand writes: the drawing with which the scene begins. @param {Scene} scene @returns {Strokes} */
  #strokes({ step, name }) {
    const specs = this.#state?.chapter.steps.find((each) => each.name === step)?.scenes ?? [];
    const drawing = specs.find((spec) => spec.name === name)?.params.find(({ kind }) => kind === "strokes");
    return /** @type {Strokes} */ (drawing?.default ?? []);
  }
}
