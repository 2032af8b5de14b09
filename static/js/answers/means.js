/** What a question is answered with in the dialog: its options as buttons, or a field for a number. */

import { lettered, numberForm } from "../page/answer-parts.js";
import { make, setAttribute, setText } from "../page/dom.js";
import { isNumeral } from "../state/answering.js";

/** @import { Question } from "../data/records.js" */
/**
 * @typedef {object} Means
 * @property {HTMLElement} element
 * @property {HTMLElement} first what has the focus at first
 * @property {(option: number) => void} choose an option by its number
 */
/** @typedef {(said: string) => void} Answer called once, with what is kept */

const UNCLEAR = "That isn't a number. Type it in digits, such as 12 or 3.5; 7/2 and 3×3 are understood, too.";

/** @param {Question} question @param {Answer} answer called once @returns {Means} */
export function optionButtons({ options }, answer) {
  let open = true;
  const buttons = lettered(options, choose);
  const element = make("div", { class: "choices", role: "group", "aria-label": "Question" }, ...buttons);

  /** @param {number} index */
  function choose(index) {
    const option = options[index];
    if (!open || !option) return;
    open = false;
    for (const [i, button] of buttons.entries()) {
      setAttribute(button, "aria-pressed", String(i === index));
      setAttribute(button, "data-right", options[i]?.rule === "");
      setAttribute(button, "aria-disabled", "true");
    }
    answer(option.text);
  }

  return { element, first: buttons[0] ?? element, choose };
}

/** @param {Question} question @param {Answer} answer called once, with a number @returns {Means} */
export function numberField(question, answer) {
  const field = make("input", { type: "text", autocomplete: "off", "aria-label": "Your answer" });
  const unclear = make("p", { class: "unclear", role: "status" });
  const { form, button } = numberForm(field, question.unit, unclear, submit);
  form.setAttribute("aria-label", "Question");

  function submit() {
    if (field.readOnly) return;
    if (!isNumeral(question, field.value)) {
      setText(unclear, UNCLEAR);
      return field.focus();
    }
    setText(unclear, "");
    field.readOnly = true;
    button.hidden = true;
    answer(field.value);
  }

  return { element: form, first: field, choose() {} };
}
