/** An array as text: it is set once it is whole, and what is none of it goes with the field. */

import { refusalOf } from "../data/refusals.js";
import { isFocused } from "./knobs.js";

/** @import { Param } from "../data/records.js" */
/** @import { KnobActions, Seen } from "./knobs.js" */

/** Milliseconds without a key after which a text is looked at. */
const PAUSE = 700;

/** H×W, or C×H×W where there are several channels. @param {string} text */
export function size(text) {
  const planes = text.split("|");
  const rows = planes[0]?.split(";") ?? [];
  const sides = [rows.length, rows[0]?.split(",").length ?? 0];
  return (planes.length > 1 ? [planes.length, ...sides] : sides).join("×");
}

/** Rows on lines of their own. @param {string} text */
const lines = (text) => text.replace(/([;|])/g, "$1\n");

/** Whether a letter was typed or taken away; what is pasted is whole. @param {Event} event */
const isTyped = (event) =>
  event instanceof InputEvent && (event.data?.length === 1 || /^(delete|insert(Line|Para))/.test(event.inputType));

export class ArrayText {
  #held = "";
  /** @type {Seen} */
  #seen = { text: "", changed: false, refused: false };
  /** Whether what stands there is not set yet. */
  #written = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  /** Listens for what comes next, once it is left. */
  #over = new AbortController();
  /** @type {typeof import("./pasted.js").readPasted | undefined} */
  #read;

  /** @param {HTMLTextAreaElement} area @param {Param} param @param {KnobActions} say */
  constructor(area, param, say) {
    this.area = area;
    this.param = param;
    this.say = say;
    area.addEventListener("focus", () => this.#load());
    area.addEventListener("input", (event) => this.#changed(event));
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      clearTimeout(this.#waiting);
      this.#take("whole");
    });
    // Another window takes the keys, but not the focus.
    area.addEventListener("blur", () => isFocused(area) || this.#left());
  }

  async #load() {
    this.#read ??= (await import("./pasted.js")).readPasted;
    return this.#read;
  }

  /** @param {Event} event */
  #changed(event) {
    clearTimeout(this.#waiting);
    this.#written = true;
    this.#tell("");
    if (isTyped(event)) this.#waiting = setTimeout(() => this.#take("typed"), PAUSE);
    else this.#take("whole");
  }

  /** Sets the text where it is an array. @param {"typed"|"whole"|"left"} how */
  async #take(how) {
    const given = this.area.value;
    const [text, unread] = (this.#read ?? (await this.#load()))(given, true);
    const refusal = unread ? `${unread}.` : refusalOf(this.param, text);
    if (refusal) return this.#tell(how === "left" ? "" : refusal);
    // Another size may be on its way to a third one.
    if (how === "typed" && size(text) !== size(this.#held))
      return this.#tell("", `will be ${size(text)} once you leave the field, or press Ctrl+Enter.`);
    this.#written = false;
    this.#tell("");
    this.say.set(text);
  }

  /** @param {string} refusal @param {string} [hint] what is said where nothing is refused */
  #tell(refusal, hint = refusal) {
    this.area.setCustomValidity(refusal);
    this.say.refuse(hint);
  }

  #left() {
    clearTimeout(this.#waiting);
    if (this.#written) this.#take("left");
    else this.#putBack();
    this.#written = false;
  }

  /** What the engine has refused is as it was. */
  #putBack() {
    if (this.#seen.refused) this.say.set(this.#seen.text);
  }

  /** What the engine refuses once the field is left goes with the next press or key elsewhere. */
  #watch() {
    this.#over.abort();
    if (!this.#seen.refused || isFocused(this.area)) return;
    this.#over = new AbortController();
    let pressed = false;
    const next = (/** @type {Event} */ event) => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey && (event.ctrlKey || event.metaKey)) return;
      const element = this.area.closest(".control");
      // The press that has left the field may not be over.
      if (event.type === "pointerdown") pressed = true;
      else if ((isKey || pressed) && !(element && event.composedPath().includes(element))) this.#putBack();
    };
    for (const kind of ["pointerdown", "click", "keydown"])
      this.area.ownerDocument.addEventListener(kind, next, { capture: true, signal: this.#over.signal });
  }

  /** Forgets what is typed and not set. */
  drop() {
    clearTimeout(this.#waiting);
    this.#written = false;
    this.#tell("");
  }

  /** @param {string} text that is set @param {Seen} seen */
  fill(text, seen) {
    this.#held = text;
    this.#seen = seen;
    if (!isFocused(this.area) && this.area.value !== lines(text)) this.area.value = lines(text);
    this.#watch();
  }

  /** Lets go of all that it listens to. */
  leave() {
    clearTimeout(this.#waiting);
    this.#over.abort();
  }
}
