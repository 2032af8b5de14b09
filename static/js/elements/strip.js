/**
 * <cnn-strip data-thumbnails="step/scene">: the six stages of the pipeline, where we are, and in each stage a tensor
 * of the scene named.
 */

import { itemAt } from "../data/lists.js";
import { STAGE_NAMES, STAGES } from "../data/stages.js";
import { drawTensor, paint } from "../drawing/canvas.js";
import { readTheme } from "../drawing/palette.js";
import { onRatioChange, pixelRatio, sizeCanvas } from "../drawing/pixels.js";
import { emit, make, setAttribute } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { currentScene, isRunning } from "../state/state.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../data/records.js").Scene} Scene */
/** @typedef {import("../data/records.js").Stage} Stage */
/** @typedef {import("../data/records.js").Tensor} Tensor */

/** A thumbnail's side in CSS pixels. */
const SIDE = 40;

class CnnStrip extends HTMLElement {
  /** @type {Map<Stage, {item: HTMLLIElement, button: HTMLButtonElement, canvas: HTMLCanvasElement}>} */
  #stages = new Map();
  /** @type {Scene|null} */
  #pipeline = null;
  #theme = "";
  #leave = () => {};

  connectedCallback() {
    this.#leave = onRatioChange(this, () => this.#draw());
    if (this.#stages.size > 0) return;
    for (const stage of STAGES) {
      const name = STAGE_NAMES[stage];
      const canvas = make("canvas", { class: "thumbnail", "aria-hidden": "true", hidden: true });
      const button = make(
        "button",
        { type: "button", class: "station", "data-stage": stage, onclick: () => emit(this, { type: "stage", stage }) },
        icon(stage),
        make("span", { class: "name" }, name),
        canvas,
      );
      const dots = [0, 1, 2].map(() => make("i", { class: "dot" }));
      const connector = make("span", { class: "connector", "aria-hidden": "true" }, ...dots);
      this.#stages.set(stage, { item: make("li", { "data-stage": stage }, connector, button), button, canvas });
    }
    const items = Array.from(this.#stages.values(), ({ item }) => item);
    this.append(make("nav", { "aria-label": "Pipeline" }, make("ol", { class: "stages" }, ...items)));
  }

  disconnectedCallback() {
    this.#leave();
  }

  /** @param {State} state */
  update(state) {
    const now = state.step > 0 ? currentScene(state)?.spec.stage : null;
    const flowing = isRunning(state) && !state.reducedMotion;
    for (const [stage, { item, button }] of this.#stages) {
      setAttribute(button, "aria-current", stage === now ? "true" : null);
      item.classList.toggle("active", stage === now);
      item.classList.toggle("flowing", stage === now && flowing);
    }
    if (state.thumbnails === this.#pipeline && state.theme === this.#theme) return;
    this.#pipeline = state.thumbnails;
    this.#theme = state.theme;
    this.#draw();
  }

  #draw() {
    for (const [stage, { canvas }] of this.#stages) {
      const found = this.#pipeline?.tensors.find((each) => each.stage === stage);
      canvas.hidden = !found;
      if (!found) continue;
      const tensor = flat(found);
      const [, rows, columns] = tensor.shape;
      const classes = rows === 1 && columns > 1;
      const scale = SIDE / Math.max(rows, columns);
      const [width, height] = classes ? [SIDE, SIDE] : [Math.max(10, columns * scale), Math.max(10, rows * scale)];
      sizeCanvas(canvas, width, height);
      canvas.style.aspectRatio = `${width} / ${height}`;
      const context = canvas.getContext("2d");
      if (!context) continue;
      context.scale(pixelRatio(canvas), pixelRatio(canvas));
      const theme = readTheme(this);
      if (classes) paint(context, bars(tensor), theme);
      else drawTensor(context, tensor, 0, 0, 0, width, height, theme);
    }
  }
}

/**
 * The classes: a bar each, as long as its probability, on a line that all begin at.
 * @param {Tensor} tensor
 * @returns {import("../drawing/shapes.js").Shape[]}
 */
function bars(tensor) {
  const count = tensor.shape[2];
  const each = SIDE / count;
  const rows = Array.from({ length: count }, (_, i) => {
    const width = 1 + (SIDE - 3) * (itemAt(tensor.values, i) / tensor.max_abs);
    return {
      kind: /** @type {const} */ ("rect"),
      x: 2,
      y: i * each + each * 0.15,
      width,
      height: each * 0.7,
      fill: "classify",
    };
  });
  return [
    ...rows,
    {
      kind: "line",
      points: [
        { x: 1.5, y: 0 },
        { x: 1.5, y: SIDE },
      ],
      stroke: "muted",
      line: 1,
    },
  ];
}

/**
 * A vector, which comes as many channels of one cell each, as one column of cells.
 * @param {Tensor} tensor
 * @returns {Tensor}
 */
function flat(tensor) {
  const [channels, rows, columns] = tensor.shape;
  return rows * columns === 1 ? { ...tensor, shape: [1, channels, 1] } : tensor;
}

customElements.define("cnn-strip", CnnStrip);
