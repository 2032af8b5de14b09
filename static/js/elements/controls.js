/** <cnn-controls>: knobs for the scene's parameters, made from their declarations alone. */

import { keyValues, nonDefaults, typedText } from "../data/requests.js";
import { emit, focusIn, holdFocus, make, setAttribute, setEnabled, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { redoValues, undoValues } from "../state/history.js";
import { currentScene } from "../state/state.js";
import { wantedKey } from "../state/wanted.js";
import { fetchKnobs, KNOBS } from "./fetch-knobs.js";

/** @import { State } from "../state/state.js" */
/** @import { Param, Preset, SceneSpec } from "../data/records.js" */
/** @import { Knob } from "../inputs/knobs.js" */
/** @import { Maker } from "./fetch-knobs.js" */

/** More settings than this are a list to unfold. */
const SETTINGS = 4;

/** Kinds that hands make, so that a step back is at hand. */
const MADE = ["array", "strokes", "picture"];

class CnnControls extends HTMLElement {
  #path = "";
  /** @type {Map<string, {knob: Knob, param: Param, message: HTMLElement}>} */
  #knobs = new Map();
  /** @type {Param[]} */
  #params = [];
  /** @type {{label: string, values: Record<string, string>, show: (pressed: boolean) => void}[]} */
  #presets = [];
  #reset = make(
    "button",
    {
      type: "button",
      class: "reset",
      "aria-label": "Reset",
      title: "Reset",
      onclick: () => emit(this, { type: "reset" }),
    },
    icon("reset"),
  );
  #undo = this.#step("undo", "Undo");
  #redo = this.#step("redo", "Redo");
  #message = make("p", { class: "message", role: "alert" });
  /** @type {State|null} */
  #state = null;

  connectedCallback() {
    this.addEventListener("focusout", this.#refill);
  }

  disconnectedCallback() {
    this.removeEventListener("focusout", this.#refill);
  }

  /** @param {"undo"|"redo"} type @param {string} name */
  #step(type, name) {
    return make(
      "button",
      { type: "button", class: "reset", "aria-label": name, title: name, onclick: () => emit(this, { type }) },
      icon(type),
    );
  }

  /** @param {State} state */
  update(state) {
    const found = state.step > 0 ? currentScene(state) : null;
    const path = found?.path ?? "";
    if (path !== this.#path) this.#build(found?.spec ?? null, path);
    else if (this.#state && same(this.#state, state, path)) return;
    this.#state = state;
    this.#fill(state);
  }

  /** @param {SceneSpec|null} spec @param {string} path */
  #build(spec, path) {
    this.#path = path;
    for (const { knob } of this.#knobs.values()) knob.leave?.();
    this.#knobs.clear();
    const params = spec?.params ?? [];
    this.#params = params;
    const turned = params.filter(({ knob }) => knob !== false);
    const knobs = turned.filter(({ kind }) => KNOBS[kind]).map((param) => this.#add(param));
    if (knobs.length < turned.length) fetchKnobs().then(() => this.#path === path && this.#rebuild(spec));
    const presets = this.#offer(spec?.presets ?? []);
    const focused = focusIn(this);
    const held = this.contains(focused) ? focused : null;
    const made = turned.some(({ kind }) => MADE.includes(kind));
    const steps = make("div", { class: "steps" }, ...(made ? [this.#undo, this.#redo] : []), this.#reset);
    const parts = [...knobs, ...presets, ...(params.length ? [steps] : [])];
    this.replaceChildren(...parts, this.#message);
    this.hidden = params.length === 0;
    if (held) this.#hold(held.id);
  }

  /** The focus stays on the knob of that name, or at least among the knobs. @param {string} id */
  #hold(id) {
    const same = id && this.querySelector(`[id="${id}"]`);
    if (same instanceof HTMLElement) same.focus();
    else holdFocus(this);
  }

  /** @param {SceneSpec|null} spec */
  #rebuild(spec) {
    this.#build(spec, this.#path);
    if (this.#state) this.#fill(this.#state);
  }

  /**
   * Settings worth stopping at: buttons where they are few, a list to unfold where they are many.
   * @param {Preset[]} given
   * @returns {HTMLElement[]}
   */
  #offer(given) {
    const settings = given.map(({ label, values }) => {
      return {
        label,
        values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
      };
    });
    const choose = (/** @type {Record<string, string>} */ values) => emit(this, { type: "set", values });
    if (settings.length > SETTINGS) {
      const unfold = make(
        "select",
        { id: this.#id("presets") },
        make("option", { value: "", hidden: true }, "your own"),
      );
      unfold.append(...settings.map(({ label }) => make("option", { value: label }, label)));
      unfold.addEventListener("change", () => choose(settings[unfold.selectedIndex - 1]?.values ?? {}));
      const show = (/** @type {string} */ label) => (/** @type {boolean} */ pressed) => {
        if (pressed || label === "") unfold.value = label;
      };
      this.#presets = [{ label: "", values: {} }, ...settings].map((each) => ({ ...each, show: show(each.label) }));
      return [make("div", { class: "control" }, make("label", { for: unfold.id }, "Choose"), unfold)];
    }
    this.#presets = settings.map((each) => {
      const button = make(
        "button",
        { type: "button", class: "preset", onclick: () => choose(each.values) },
        each.label,
      );
      return { ...each, button, show: (pressed) => setAttribute(button, "aria-pressed", String(pressed)) };
    });
    const buttons = this.#presets.map((each) => /** @type {any} */ (each).button);
    return buttons.length
      ? [make("div", { class: "presets", role: "group", "aria-label": "Settings to try" }, ...buttons)]
      : [];
  }

  /** A name that no other player on the page gives. @param {string} name */
  #id = (name) => `${this.closest(".player")?.id ?? "player"}-${name}`;

  /** @param {Param} param */
  #add(param) {
    const id = this.#id(`knob-${param.name}`);
    const message = make("p", { class: "message", id: `${id}-message`, role: "alert" });
    const knob = /** @type {Maker} */ (KNOBS[param.kind])(param, id, {
      set: (text, sentence) =>
        emit(this, {
          type: "set",
          values: { [param.name]: text },
          ...(sentence ? { refusal: { parameter: param.name, sentence: `${sentence}.` } } : {}),
        }),
      refuse: (sentence) => emit(this, { type: "hint", parameter: param.name, sentence }),
      reset: () => emit(this, { type: "reset", parameter: param.name }),
      take: (tool) => emit(this, { type: "tool", tool }),
      replay: (drawing) => emit(this, { type: "replay", parameter: param.name, drawing }),
    });
    knob.element.classList.add("control", param.kind);
    knob.element.dataset.parameter = param.name;
    knob.element.append(message);
    for (const field of knob.fields) setAttribute(field, "aria-describedby", message.id);
    this.#knobs.set(param.name, { knob, param, message });
    return knob.element;
  }

  /** @param {State} state */
  #fill(state) {
    const values = state.values[this.#path] ?? {};
    const shown = keyValues(wantedKey(state, this.#path));
    // One at a time: what a hand has just done, or else what is set and refused.
    const message = state.hint ?? state.message;
    const isRefused = state.message !== null && !state.message.waits;
    for (const [name, { knob, param, message: place }] of this.#knobs) {
      const said = message?.parameter === name ? message : undefined;
      const usual = typedText(param, param.default);
      const typed = values[name] ?? usual;
      const text = shown[name] ?? usual;
      const seen = { text, changed: Object.hasOwn(shown, name), refused: isRefused && text !== typed };
      knob.fill(typed, Object.hasOwn(values, name), state.tool, seen);
      setText(place, said ? labelled(param, said.sentence) : "");
      const isWrong = knob.fields.some((field) => field.matches(":invalid"));
      const waits = said !== undefined && (said?.waits === true || (said === state.hint && !isWrong));
      setAttribute(place, "data-waits", waits);
      // It stays as long as what is set does: the picture makes room for it.
      setAttribute(place, "data-stays", said !== undefined && said !== state.hint);
      for (const field of knob.fields) setAttribute(field, "aria-invalid", said && !waits ? "true" : null);
    }
    const homeless = message && !this.#knobs.has(message.parameter) ? message : null;
    const param = this.#params.find(({ name }) => name === homeless?.parameter);
    setText(this.#message, homeless ? (param ? labelled(param, homeless.sentence) : homeless.sentence) : "");
    setEnabled(this.#undo, undoValues(state) !== null);
    setEnabled(this.#redo, redoValues(state) !== null);
    setEnabled(this.#reset, Object.keys(values).length > 0);
    for (const { values: preset, show } of this.#presets) {
      const after = nonDefaults(this.#params, { ...values, ...preset });
      show(JSON.stringify(after) === JSON.stringify(values));
    }
  }

  /** A field that was being typed into shows what is held once it is left. */
  #refill = () => {
    // The focus has not moved yet.
    queueMicrotask(() => this.#state && this.#fill(this.#state));
  };
}

/** A sentence of the engine with the name that stands on the page. @param {Param} param @param {string} sentence */
function labelled({ name, label }, sentence) {
  return `${label} ${sentence.startsWith(`${name} `) ? sentence.slice(name.length + 1) : sentence}`;
}

/** @param {State} before @param {State} after @param {string} path */
function same(before, after, path) {
  return (
    before.values[path] === after.values[path] &&
    before.message === after.message &&
    before.refused === after.refused &&
    before.lastGood === after.lastGood &&
    before.hint === after.hint &&
    before.tool === after.tool &&
    before.past === after.past
  );
}

customElements.define("cnn-controls", CnnControls);
