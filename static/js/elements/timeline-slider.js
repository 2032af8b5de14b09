/** The slider Timeline: the whole chapter, equal room for each scene, equal room for its frames. */

import { make, setAttribute } from "../page/dom.js";
import { currentFrame, findScene } from "../state/state.js";
import { frameStarts, settledAt } from "../state/timing.js";

/** @import { State } from "../state/state.js" */
/** @import { Chapter } from "../data/records.js" */

/** The slider's units for one scene. */
const SPAN = 1000;
/** More frames than this are not told apart by marks. */
const MARKED = 60;

export class TimelineSlider {
  /** @type {{step: number, scene: number, title: string, fill: HTMLElement, room: HTMLElement}[]} */
  #scenes = [];
  #chapter = /** @type {Chapter|null} */ (null);
  #dragging = false;
  #track = make("div", { class: "track", "aria-hidden": "true" });
  #tip = make("output", { class: "scene-tip", "aria-hidden": "true", hidden: true });
  #range = make("input", { type: "range", min: 0, step: 1, value: 0, "aria-label": "Timeline", "data-timeline": true });

  /** @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.element = make("div", { class: "timeline" }, this.#track, this.#range, this.#tip);
    this.#range.addEventListener("input", () => this.#dragging || this.#go(this.#at(Number(this.#range.value))));
    this.#range.addEventListener("keydown", (event) => this.#step(event));
    this.#range.addEventListener("pointerdown", (event) => this.#press(event));
    this.#range.addEventListener("pointermove", (event) => this.#dragging && this.#go(this.#under(event)));
    for (const end of ["pointerup", "pointercancel"]) this.#range.addEventListener(end, () => (this.#dragging = false));
    this.element.addEventListener("pointermove", (event) => this.#point(event));
    this.element.addEventListener("pointerleave", () => (this.#tip.hidden = true));
  }

  /** @param {State} state */
  update(state) {
    if (state.chapter !== this.#chapter) this.#build(state.chapter);
    const index = this.#scenes.findIndex((each) => each.step === state.step && each.scene === state.scene);
    const part = index < 0 ? 0 : fraction(state);
    for (const [i, { fill, room }] of this.#scenes.entries()) {
      const filled = i < index ? 1 : i > index ? 0 : part;
      set(fill, "--filled", filled.toFixed(3));
      setAttribute(room, "data-current", i === index);
    }
    this.#frames(state, index);
    const value = index < 0 ? 0 : Math.round((index + Math.min(0.999, part)) * SPAN);
    if (!this.#dragging && this.#range.value !== String(value)) this.#range.value = String(value);
    setAttribute(this.#range, "aria-valuetext", inWords(state));
  }

  /** @param {Chapter} chapter */
  #build(chapter) {
    this.#chapter = chapter;
    this.#scenes = [];
    const steps = chapter.steps.map((step, s) => {
      const rooms = step.scenes.map((spec, scene) => {
        const fill = make("i", { class: "fill" });
        const room = make("span", { class: "scene", "data-stage": spec.stage }, fill);
        this.#scenes.push({ step: s + 1, scene, title: spec.title, fill, room });
        return room;
      });
      const element = make("span", { class: "step" }, make("span", { class: "number" }, String(s + 1)), ...rooms);
      set(element, "--scenes", String(rooms.length));
      return element;
    });
    this.#track.replaceChildren(...steps);
    this.#range.max = String(this.#scenes.length * SPAN);
  }

  /** Marks by frame in the scene that is on the screen. @param {State} state @param {number} index */
  #frames(state, index) {
    const count = state.target || index < 0 ? 0 : (state.shown?.count ?? 0);
    for (const [i, { room }] of this.#scenes.entries()) {
      const marks = i === index && count > 1 && count <= MARKED;
      set(room, "--frames", marks ? String(count) : "1");
    }
  }

  /** The place that a value of the slider means. @param {number} value */
  #at(value) {
    const index = Math.max(0, Math.min(this.#scenes.length - 1, Math.floor(value / SPAN)));
    return { found: this.#scenes[index], fraction: value / SPAN - index };
  }

  /**
   * The place under a pointer, as it is drawn: styles may leave gaps between the scenes.
   * @param {PointerEvent} event
   */
  #under({ clientX }) {
    const rooms = this.#scenes.map(({ room }) => room.getBoundingClientRect());
    const index = rooms.findIndex(({ right }) => clientX <= right);
    const found = this.#scenes.at(index);
    const { left, width } = rooms.at(index) ?? { left: 0, width: 1 };
    return { found, fraction: (clientX - left) / Math.max(1, width) };
  }

  /** @param {{found: {step: number, scene: number}|undefined, fraction: number}} where */
  #go({ found, fraction }) {
    if (!found) return;
    const { step, scene } = found;
    this.tell({ type: "goto", step, scene, fraction: Math.min(0.999, Math.max(0, fraction)) });
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.#dragging = true;
    this.#range.setPointerCapture(event.pointerId);
    this.#go(this.#under(event));
  }

  /** Arrows go frame by frame; the rest of the keys are the player's. @param {KeyboardEvent} event */
  #step(event) {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.tell({ type: "frame", by });
  }

  /** The name of the scene under the pointer. @param {PointerEvent} event */
  #point(event) {
    const { found } = this.#under(event);
    this.#tip.hidden = !found;
    this.#tip.textContent = found ? `${found.step} · ${found.title}` : "";
    set(this.#tip, "--x", `${Math.round(event.clientX - this.#track.getBoundingClientRect().left)}px`);
  }
}

/** How far into its scene the state is, 0 to 1, each frame having equal room. @param {State} state */
function fraction({ shown, seconds, target, ...state }) {
  if (target && target.at !== "seconds") {
    if (target.at === "fraction") return target.value;
    return target.at === "end" ? 1 : 0;
  }
  const k = shown ? currentFrame({ ...state, shown, seconds, target }) : -1;
  if (!shown || k < 0) return 0;
  const [from = 0, to = 0] = frameStarts(shown).slice(k, k + 2);
  if (k === shown.count - 1 && seconds >= settledAt(shown, k)) return 1;
  return Math.min(1, (k + (seconds - from) / (to - from)) / shown.count);
}

/** @param {State} state @returns {string} such as “Step 2, The Convolution Operation, scene 1, frame 3 of 12” */
function inWords(state) {
  const found = findScene(state.chapter, state.step, state.scene);
  if (!found) return "Not begun";
  const where = `Step ${found.step.number}, ${found.step.title}, scene ${state.scene + 1}`;
  if (state.target || !state.shown) return `${where}, loading`;
  return `${where}, frame ${currentFrame(state) + 1} of ${state.shown.count}`;
}

/** @param {HTMLElement} element @param {string} name @param {string} value */
function set(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
