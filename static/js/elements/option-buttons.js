/** The options of a question, as lettered buttons beside its sentence; gone once the answer is told. */

import { focusIn, make, setAttribute } from "../page/dom.js";
import { choiceAt, chosenOption, letter } from "../state/questions.js";

/** @import { Question } from "../data/records.js" */
/** @import { State } from "../state/state.js" */

export class OptionButtons {
  /** @type {Question|null} */
  #shown = null;
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /** @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.element = make("div", { class: "options", role: "group", "aria-label": "Question", hidden: true });
  }

  /** @param {State} state */
  update(state) {
    const asked = choiceAt(state);
    const question = asked && !state.revealed ? asked : null;
    if (question !== this.#shown) this.#show(question);
    const chosen = question ? chosenOption(state, question) : -1;
    for (const [index, button] of this.#buttons.entries())
      setAttribute(button, "aria-pressed", String(index === chosen));
  }

  /** @param {Question|null} question */
  #show(question) {
    // A button that goes leaves its keys to the player.
    const focused = focusIn(this.element);
    if (focused instanceof HTMLElement) focused.blur();
    this.#shown = question;
    this.#buttons = (question?.options ?? []).map(({ text }, option) =>
      make(
        "button",
        { type: "button", onclick: () => this.tell({ type: "answer", option }) },
        make("b", {}, letter(option)),
        ` ${text}`,
      ),
    );
    this.element.replaceChildren(...this.#buttons);
    this.element.hidden = question === null;
  }
}
