/**
 * <cnn-strip data-thumbnails="step/scene">: the six stages of the pipeline, where we are, and at each stage a tensor of
 * the scene that is shown: it travels there as the scene makes it. A scene without tensors borrows those of the scene
 * named.
 */

import { STAGE_NAMES, STAGES } from "../data/stages.js";
import { arrival, stationsOf } from "../data/stations.js";
import { paint } from "../drawing/canvas.js";
import { readTheme } from "../drawing/palette.js";
import { onRatioChange, pixelsOf, sizeCanvas } from "../drawing/pixels.js";
import { emit, make, setAttribute, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { currentMoment, currentScene, isRunning } from "../state/state.js";
import { offeredSummary } from "../state/summary.js";
import { thumbnail } from "./thumbnail.js";

/** @import { Stage, Tensor } from "../data/records.js" */
/** @import { State } from "../state/state.js" */

/**
 * @typedef {object} Station
 * @property {HTMLLIElement} item
 * @property {HTMLButtonElement} button
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} connector
 * @property {Tensor|null} tensor what is on the canvas
 * @property {string} drawn how
 */

class CnnStrip extends HTMLElement {
  /** @type {Map<Stage, Station>} */
  #stations = new Map();
  #step = make("span", { class: "step-title" });
  #title = make("span");
  /** In full screen there is no other place to say it. */
  #offer = make("span", { class: "offered", hidden: true }, " · ", make("kbd", {}, "Y"), " Your answers");
  /** @type {State|null} */
  #state = null;
  /** A thumbnail's side in CSS pixels. */
  #side = 0;
  #resized = new ResizeObserver(() => this.#resize());
  #leave = () => {};

  connectedCallback() {
    this.#leave = onRatioChange(this, () => this.#resize());
    this.#resized.observe(this);
    if (this.#stations.size > 0) return;
    for (const stage of STAGES) {
      const canvas = make("canvas", { class: "thumbnail", "aria-hidden": "true", hidden: true });
      const button = make(
        "button",
        { type: "button", class: "station", "data-stage": stage, onclick: () => emit(this, { type: "stage", stage }) },
        make("span", { class: "slot" }, icon(stage), canvas),
        make("span", { class: "name" }, STAGE_NAMES[stage]),
      );
      const dots = [0, 1, 2].map(() => make("i", { class: "dot" }));
      const connector = make("span", { class: "connector", "aria-hidden": "true" }, ...dots);
      const item = make("li", { "data-stage": stage }, connector, button);
      this.#stations.set(stage, { item, button, canvas, connector, tensor: null, drawn: "" });
    }
    const items = Array.from(this.#stations.values(), ({ item }) => item);
    const here = make("p", { class: "here" }, this.#step, this.#title, this.#offer);
    this.append(here, make("nav", { "aria-label": "Pipeline" }, make("ol", { class: "stages" }, ...items)));
  }

  disconnectedCallback() {
    this.#leave();
    this.#resized.disconnect();
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    const place = state.step > 0 ? currentScene(state) : null;
    const now = place?.spec.stage;
    const flowing = isRunning(state) && !state.reducedMotion;
    setText(this.#step, place ? `${place.step.title} · ` : "");
    setText(this.#title, place?.spec.title ?? "");
    this.#offer.hidden = offeredSummary(state) === null;
    for (const [stage, { item, button }] of this.#stations) {
      setAttribute(button, "aria-current", stage === now ? "true" : null);
      item.classList.toggle("active", stage === now);
      item.classList.toggle("flowing", stage === now && flowing);
    }
    this.#draw();
  }

  /** Other letters, another screen: all is drawn anew. */
  #resize() {
    const [slot] = this.getElementsByClassName("slot");
    this.#side = slot?.clientHeight ?? 0;
    for (const station of this.#stations.values()) station.drawn = "";
    this.#draw();
  }

  #draw() {
    const state = this.#state;
    if (!state || this.#side === 0) return;
    const shown = state.step > 0 ? state.shown : null;
    const own = shown && stationsOf(shown);
    const scene = own?.size ? shown : state.thumbnails;
    const moment = scene && scene === shown ? currentMoment(state) : null;
    for (const [stage, station] of this.#stations) {
      const standing = scene && stationsOf(scene).get(stage);
      const there = standing ? arrival(standing, moment) : 0;
      if (there > 0 && standing) this.#paint(station, standing.tensor, moment?.to.revealed[standing.tensor.name]);
      place(station, there);
    }
  }

  /** @param {Station} station @param {Tensor} tensor @param {number} [revealed] how many of its cells */
  #paint(station, tensor, revealed = Infinity) {
    const side = this.#side;
    const theme = readTheme(this);
    const drawn = `${revealed} ${side} ${theme.name}`;
    if (station.tensor === tensor && station.drawn === drawn) return;
    station.tensor = tensor;
    station.drawn = drawn;
    sizeCanvas(station.canvas, side, side);
    const context = pixelsOf(station.canvas);
    if (context) paint(context, thumbnail(tensor, side, revealed), theme);
  }
}

/** Puts a thumbnail on its way along the connector: it comes out of the station before.
 * @param {Station} station @param {number} there */
function place({ canvas, button, connector }, there) {
  canvas.hidden = there === 0;
  setAttribute(button, "data-occupied", there > 0);
  const moving = there > 0 && there < 1;
  const way = moving ? connector.offsetWidth : 0;
  canvas.style.transform = moving ? `translateX(${-way * (1 - there)}px) scale(${0.6 + 0.4 * there})` : "";
  canvas.style.opacity = moving ? String(Math.min(1, 3 * there)) : "";
}

customElements.define("cnn-strip", CnnStrip);
