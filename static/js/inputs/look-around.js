/** Looking around in a network with hands: a mouse drags, a wheel or two fingers zoom. */

import { ease, lerp } from "../data/easing.js";
import { isFullScreen, make, windowOf } from "../page/dom.js";
import { canLook, zoomed } from "../state/look.js";
import { viewOf } from "../views/registry.js";

/** @import { State } from "../state/state.js" */
/** @import { Look } from "../state/look.js" */
/** @import { Context } from "../views/context.js" */

/** A press that goes no further than this, in CSS pixels, is a click. */
const STILL = 4;
/** How long the way back to the film's view takes, in milliseconds. */
const BACK_MS = 350;
/** How much closer each pixel of a wheel goes, as a power of e. */
const WHEEL = 0.0022;
const NONE = { x: 0, y: 0, zoom: 1 };

export class LookAround {
  /** @type {State | null} */
  #state = null;
  /** What is on the screen: as it is set, or on its way back. @type {(Look & {strength: number}) | null} */
  #shown = null;
  #frame = 0;
  /** Whether the last press has moved the picture: then it was no click. */
  #dragged = false;
  /** @type {{x: number, y: number, apart: number} | null} */
  #fingers = null;
  /** Where layers stood when a cell was chosen, until the film has flown to it.
   * @type {{scene: string, k: number, columns: import("../views/network-layout.js").Column[]} | null} */
  #departure = null;
  #button = make("button", { class: "look-back", type: "button" }, "Back to the film’s view");

  /** @param {HTMLElement} host @param {(to: Look | null) => void} send @param {() => void} draw */
  constructor(host, send, draw) {
    this.host = host;
    this.send = send;
    this.draw = draw;
    host.addEventListener("pointerdown", this.#onDown, { capture: true });
    host.addEventListener("click", this.#onClick, { capture: true });
    host.addEventListener("dblclick", this.#onDouble);
    host.addEventListener("wheel", this.#onWheel, { passive: false });
    host.addEventListener("touchstart", this.#onTouch, { passive: false });
    host.addEventListener("touchmove", this.#onTouch, { passive: false });
    host.addEventListener("touchend", this.#onTouch);
    this.#button.addEventListener("click", () => send(null));
  }

  /** How the picture is seen now, and where a flight to a chosen cell has left. @param {Context["moment"]} moment
   * @param {string} scene @returns {Pick<Context, "look" | "departure">} */
  view(moment, scene) {
    const from = this.#departure;
    if (from && from.scene === scene && (moment.k > from.k || (moment.k === from.k && moment.f >= 1)))
      this.#departure = null;
    const flies = this.#departure?.scene === scene && moment.k === this.#departure.k;
    return { look: this.#shown, departure: flies ? this.#departure?.columns : undefined };
  }

  /** What has changed on the screen, in few letters. */
  get mark() {
    return this.#shown ? `${this.#shown.x} ${this.#shown.y} ${this.#shown.zoom} ${this.#shown.strength}` : "";
  }

  /** @param {State} state */
  follow(state) {
    this.#state = state;
    this.host.toggleAttribute("data-looking", state.look !== null);
    if (state.look) {
      windowOf(this.host).cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.#shown = { ...state.look, strength: 1 };
      if (!this.#button.isConnected) this.host.append(this.#button);
      return;
    }
    this.#button.remove();
    if (state.reducedMotion || state.status === "playing") this.#shown = null;
    else if (this.#shown && !this.#frame) this.#goBack(this.#shown);
  }

  /** A cell was chosen: the flight to it starts from where all stands now.
   * @param {Context} context @param {import("../state/reducer.js").StateEvent} event */
  leaveFrom(context, event) {
    const panel = context.scene.panels.find(({ kind, options }) => kind === "network" && !options.beside);
    if (panel?.kind !== "network" || event.type !== "goto" || event.frame === undefined) return;
    this.#departure = {
      scene: context.scene.name,
      k: event.frame,
      columns: viewOf(panel).stand?.(panel, context) ?? [],
    };
  }

  /** @param {Look & {strength: number}} from */
  #goBack(from) {
    const page = windowOf(this.host);
    let start = 0;
    const step = (/** @type {number} */ now) => {
      start ||= now;
      const f = ease((now - start) / BACK_MS);
      const over = f === 1;
      const part = (/** @type {"x" | "y" | "zoom"} */ name) => lerp(from[name], NONE[name], f);
      this.#shown = over ? null : { x: part("x"), y: part("y"), zoom: part("zoom"), strength: 1 - f };
      this.#frame = over ? 0 : page.requestAnimationFrame(step);
      this.draw();
    };
    this.#frame = page.requestAnimationFrame(step);
  }

  get #may() {
    return this.#state !== null && canLook(this.#state);
  }

  get #look() {
    return this.#state?.look ?? NONE;
  }

  /** @param {{clientX: number, clientY: number}} event */
  #point({ clientX, clientY }) {
    const { left, top, width, height } = this.host.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }

  /** @param {PointerEvent} event */
  #onDown = (event) => {
    this.#dragged = false;
    const beside = event.target instanceof Element && event.target.closest("button, input") !== null;
    if (event.pointerType !== "mouse" || event.button !== 0 || beside || !this.#may) return;
    const over = new AbortController();
    const [start, look] = [this.#point(event), this.#look];
    const move = (/** @type {PointerEvent} */ moved) => {
      const far = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) > STILL;
      if (!far && !this.#dragged) return;
      if (!this.#dragged) this.host.setPointerCapture(event.pointerId);
      this.#dragged = true;
      moved.stopPropagation();
      const { x, y } = this.#point(moved);
      this.send({ ...look, x: look.x + x - start.x, y: look.y + y - start.y });
    };
    const options = { capture: true, signal: over.signal };
    this.host.addEventListener("pointermove", move, options);
    for (const end of ["pointerup", "pointercancel"]) this.host.addEventListener(end, () => over.abort(), options);
  };

  /** Who has moved the picture has not pressed a cell. @param {MouseEvent} event */
  #onClick = (event) => {
    if (!this.#dragged) return;
    this.#dragged = false;
    event.stopPropagation();
  };

  /** @param {MouseEvent} event */
  #onDouble = (event) => {
    if (!this.#state?.look || event.target instanceof HTMLButtonElement) return;
    this.send(null);
  };

  /** A wheel scrolls the page, but with Ctrl, as fingers on a touchpad send it, and in full screen.
   * @param {WheelEvent} event */
  #onWheel = (event) => {
    if (!this.#may || !(event.ctrlKey || isFullScreen(this.host))) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
    const by = Math.exp(-Math.max(-120, Math.min(120, event.deltaY * lines)) * WHEEL * (event.ctrlKey ? 3 : 1));
    this.send(zoomed(this.#look, by, this.#point(event)));
  };

  /** Two fingers move and zoom; one is the page's. @param {TouchEvent} event */
  #onTouch = (event) => {
    const [a, b] = event.touches;
    if (!a || !b || !this.#may) {
      this.#fingers = null;
      return;
    }
    event.preventDefault();
    const [p, q] = [this.#point(a), this.#point(b)];
    const apart = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const now = { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2, apart };
    const before = this.#fingers;
    this.#fingers = now;
    if (!before || apart < 1) return;
    const moved = { ...this.#look, x: this.#look.x + now.x - before.x, y: this.#look.y + now.y - before.y };
    this.send(zoomed(moved, apart / before.apart, now));
  };
}
