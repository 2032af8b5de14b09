/** One knob for each kind of parameter; what is typed is left alone while it is being typed. */

import { parseNumeral, wholeNumberWanted } from "../data/numbers.js";
import { focusIn, make } from "../page/dom.js";

/** @import { Param } from "../data/records.js" */
/** @typedef {"pen"|"eraser"} Tool */
/**
 * @typedef {{set: (text: string, refusal?: string) => void, refuse: (sentence: string) => void, reset: () => void,
 *   take: (tool: Tool) => void, replay: (drawing: string) => void}} KnobActions
 */

/**
 * @typedef {object} Seen what the picture shows of a parameter, which is another value where what was set is refused
 * @property {string} text
 * @property {boolean} changed
 * @property {boolean} refused
 */

/**
 * @typedef {object} Knob
 * @property {HTMLElement} element
 * @property {HTMLElement[]} fields those that a message belongs to
 * @property {(text: string, changed: boolean, tool: Tool, seen: Seen) => void} fill shows a value, and
 *   which one the picture shows
 * @property {() => void} [leave] lets go of what it holds: a camera, listeners
 */

/**
 * A whole number: a slider and, in step with it, a field.
 * @param {Param} param
 * @param {string} id
 * @param {KnobActions} say
 * @returns {Knob}
 */
export function integerKnob(param, id, say) {
  // The pad of digits that a telephone shows has no minus.
  const signed = param.minimum < 0;
  const range = { min: param.minimum, max: param.maximum, step: 1 };
  const slider = make("input", { type: "range", id, ...range, oninput: () => say.set(slider.value) });
  const field = make("input", {
    type: "number",
    ...range,
    inputmode: signed ? null : "numeric",
    "aria-label": `${param.label}, as a number`,
  });
  /** What is set, but for what is just being typed. */
  let before = "";
  const refuse = (/** @type {string} */ text) =>
    say.refuse(`${wholeNumberWanted(param)}; got ${text.trim().slice(0, 40) || "nothing"}.`);

  /** What is no such number takes back what was set on the way to it. @param {string} text @param {boolean} done */
  function take(text, done) {
    const isGood = field.validity.valid && text !== "";
    if (isGood && done) before = text;
    say.set(isGood ? text : before);
    if (isGood) say.refuse("");
    else refuse(text);
  }

  // An empty field is on its way to a number, until it is left; then it shows what is set.
  field.addEventListener("input", () => field.value !== "" && take(field.value, false));
  field.addEventListener("change", () => take(field.value, true));
  field.addEventListener("blur", () => say.refuse(""));
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const number = parseNumeral(text);
    // The browser would leave out what it does not know, such as this page's minus.
    event.preventDefault();
    if (number === null) return refuse(text);
    field.value = number;
    take(number, true);
  });
  const label = make("label", { for: id, ...helpTitle(param) }, param.label);
  return {
    element: make("div", {}, label, slider, field),
    fields: [slider, field],
    fill(text) {
      if (slider.value !== text) slider.value = text;
      if (isFocused(field)) return;
      before = text;
      if (field.value !== text) field.value = text;
    },
  };
}

/**
 * One of a few words, side by side.
 * @param {Param} param
 * @param {string} id
 * @param {KnobActions} say
 * @returns {Knob}
 */
export function choiceKnob(param, id, say) {
  const radios = param.choices.map(([value]) =>
    make("input", { type: "radio", name: id, value, onchange: () => say.set(value) }),
  );
  const labels = radios.map((radio, index) =>
    make("label", {}, radio, make("span", {}, param.choices[index]?.[1] ?? "")),
  );
  const segments = make("div", { class: "segments" }, ...labels);
  return {
    element: make("fieldset", {}, make("legend", helpTitle(param), param.label), segments),
    fields: radios,
    fill(text) {
      for (const radio of radios) radio.checked = radio.value === text;
    },
  };
}

/**
 * One of many words, in a list to unfold.
 * @param {Param} param
 * @param {string} id
 * @param {KnobActions} say
 * @returns {Knob}
 */
export function listKnob(param, id, say) {
  const options = param.choices.map(([value, text]) => make("option", { value }, text));
  const select = make("select", { id, onchange: () => say.set(select.value) }, ...options);
  return {
    element: make("div", {}, make("label", { for: id, ...helpTitle(param) }, param.label), select),
    fields: [select],
    fill(text) {
      if (select.value !== text) select.value = text;
    },
  };
}

/** Its help as a title. @param {Param} param */
export function helpTitle(param) {
  return param.help ? { title: param.help } : {};
}

/** Whether it is being typed into. @param {HTMLElement} field */
export function isFocused(field) {
  return focusIn(field) === field;
}
