/** From the start screen into the first scene: the digit flies to its place there, the rest of its picture goes. */

import { ease, easeWithin } from "../data/easing.js";
import { withAlpha } from "../drawing/build.js";
import { paint } from "../drawing/canvas.js";
import { readTheme } from "../drawing/palette.js";
import { pixelsOf, sizeCanvas } from "../drawing/pixels.js";
import { layoutAt } from "../drawing/shots.js";
import { make, windowOf } from "../page/dom.js";
import { clock } from "../state/clock.js";
import { momentAt, settledAt } from "../state/timing.js";
import { departingDigit, openingShapes } from "../views/opening.js";
import { standingOf } from "../views/picture-places.js";
import { leastLetters } from "./stage-picture.js";

/** @import { Scene } from "../data/records.js" */
/** @import { Strokes } from "../data/strokes.js" */
/** @import { Places } from "../views/opening-places.js" */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{places: Places, strokes: Strokes, seconds: number, corner: Point}} Left the start screen's picture as it
 *   was left, and where in the window it stood */

/** How long the digit flies, and until when the scene is seen around it, in seconds. */
const [FLIGHT, END] = [0.7, 0.95];
/** How far the rest goes to the right, as a share of the stage's width. */
const AWAY = 0.12;

/** Over the stage as long as it lasts. */
export class Departure {
  #canvas = make("canvas", { class: "departure", "aria-hidden": "true" });
  #seconds = 0;
  #clock;

  /** @param {HTMLElement} stage @param {Scene} scene that begins @param {Left} left */
  constructor(stage, scene, left) {
    this.stage = stage;
    this.scene = scene;
    this.left = left;
    this.#clock = clock((seconds) => this.#advance(seconds), windowOf(stage));
    stage.append(this.#canvas);
    this.#clock.run(true);
  }

  /** The scene's own picture. @returns {HTMLElement | null} */
  get #picture() {
    return this.stage.querySelector("canvas[role]");
  }

  end() {
    this.#clock.run(false);
    this.#canvas.remove();
    this.#picture?.style.removeProperty("opacity");
  }

  /** @param {number} passed */
  #advance(passed) {
    this.#seconds += passed;
    const shown = this.#seconds < END && this.#draw(ease(Math.min(1, this.#seconds / FLIGHT)));
    if (!shown) this.end();
    else this.#picture?.style.setProperty("opacity", String(easeWithin(this.#seconds, FLIGHT * 0.7, END)));
  }

  /** @param {number} f @returns {boolean} whether there is anything that flies */
  #draw(f) {
    const { stage, scene, left } = this;
    const { x, y, width, height } = stage.getBoundingClientRect();
    const moment = momentAt(scene, settledAt(scene, 0), true);
    const layout = layoutAt(scene, moment, { width, height, least: leastLetters(stage) });
    const [tensor] = left.places.tensors;
    const end = tensor ? standingOf({ scene, moment, layout }, { tensor, channel: 0 }) : null;
    sizeCanvas(this.#canvas, width, height);
    const pixels = pixelsOf(this.#canvas);
    if (!end || !pixels) return false;
    const corner = { x: left.corner.x - x, y: left.corner.y - y };
    const theme = readTheme(stage);
    const rest = openingShapes(left.places, null, left.seconds);
    const away = easeWithin(f, 0, 0.6);
    const rect = { ...end.rect, x: end.rect.x - corner.x, y: end.rect.y - corner.y };
    pixels.translate(corner.x + away * width * AWAY, corner.y);
    if (away < 1) paint(pixels, withAlpha(rest, 1 - away), theme);
    pixels.translate(-away * width * AWAY, 0);
    paint(pixels, departingDigit(left.places, left.strokes, left.seconds, { ...end, rect }, f), theme);
    return true;
  }
}
