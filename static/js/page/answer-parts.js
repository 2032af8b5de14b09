/** What a question is answered with, under the stage and in the dialog: lettered buttons, a form for a number. */

import { letter } from "../state/questions.js";
import { make } from "./dom.js";

/** @import { Option } from "../data/records.js" */

/**
 * A button for each option.
 * @param {readonly Option[]} options
 * @param {(index: number) => void} press
 */
export const lettered = (options, press) =>
  Array.from(options, ({ text }, index) =>
    make("button", { type: "button", onclick: () => press(index) }, make("b", {}, letter(index)), ` ${text}`),
  );

/**
 * A field for a number with its unit, the button that sends it, and what is said of it.
 * @param {HTMLInputElement} field
 * @param {string|undefined} unit
 * @param {HTMLElement} message
 * @param {() => void} send
 */
export function numberForm(field, unit, message, send) {
  // What has no unit may be below zero, and the pad of digits has no minus on some telephones.
  if (unit) field.inputMode = "decimal";
  const button = make("button", { type: "submit" }, "Answer");
  /** @param {Event} event */
  function onsubmit(event) {
    event.preventDefault();
    send();
  }
  const label = make("label", {}, field, ...(unit ? [` ${unit}`] : []));
  return { form: make("form", { class: "typed", onsubmit }, label, button, message), button };
}
