/**
 * How a question is answered, beside its sentence: lettered buttons, a field for a number, or a button that leads to
 * the cells on the stage. Gone once the answer is told.
 */

import { isTooLong, mayGoOn } from "../data/typed-number.js";
import { lettered, numberForm } from "../page/answer-parts.js";
import { leaveKeys, make, setAttribute, setText, windowOf } from "../page/dom.js";
import { isNumeral, NONE, numbersSaid } from "../state/answering.js";
import { chosenOption, openQuestion, saidTo } from "../state/questions.js";

/** @import { Asked, Question } from "../data/records.js" */
/** @import { State } from "../state/state.js" */
/** @typedef {(event: import("../state/reducer.js").PlayerEvent) => void} Tell */
/** @typedef {{nodes: HTMLElement[], update: (state: State) => void}} Means */

const SAVED = "Saved";
/** Milliseconds in which more may be typed behind a space; else it was to reveal the answer. */
const SPACE_MS = 600;
const UNCLEAR = "Type a number, such as 12, 3.5 or 7/2.";
const TOO_LONG = "That is too long for a number.";

export class QuestionGroup {
  /** @type {Question|null} */
  #shown = null;
  /** @type {Means|null} */
  #means = null;

  /** @param {Tell} tell */
  constructor(tell) {
    this.tell = tell;
    this.element = make("div", { class: "options", role: "group", "aria-label": "Question", hidden: true });
  }

  /**
   * Has the room looked at while that stands there with which something would be answered.
   * @param {Asked|null} asked null for nothing
   * @param {(draft: HTMLElement) => void} look
   */
  measure(asked, look) {
    const draft = make("div", { class: "options", inert: true });
    const { hidden } = this.element;
    this.element.hidden = true;
    if (asked) {
      draft.append(...MEANS[asked.kind](/** @type {Question} */ (asked), () => {}, "").nodes);
      this.element.after(draft);
    }
    look(draft);
    draft.remove();
    this.element.hidden = hidden;
  }

  /** @param {State} state */
  update(state) {
    const question = openQuestion(state);
    if (question !== this.#shown) this.#show(question, state);
    this.#means?.update(state);
  }

  /** @param {Question|null} question @param {State} state */
  #show(question, state) {
    leaveKeys(this.element);
    this.#shown = question;
    this.#means = question ? MEANS[question.kind](question, this.tell, saidTo(state, question)) : null;
    this.element.replaceChildren(...(this.#means?.nodes ?? []));
    setAttribute(this.element, "data-kind", question?.kind ?? null);
    this.element.hidden = question === null;
  }
}

/** By kind, what a question is answered with, and with what has been said. */
/** @type {Record<Question["kind"], (question: Question, tell: Tell, said: string) => Means>} */
const MEANS = {
  open: () => ({ nodes: [], update() {} }),
  choice: optionButtons,
  number: numberField,
  cell: cellButtons,
  draw: (question, tell, said) => stageButton(question, tell, said, "Set values", drawnText),
};

/** @param {Question} question @param {Tell} tell @returns {Means} */
function optionButtons(question, tell) {
  const buttons = lettered(question.options, (option) => tell({ type: "answer", option }));
  return {
    nodes: buttons,
    update(state) {
      const chosen = chosenOption(state, question);
      for (const [index, button] of buttons.entries()) setChosen(button, index === chosen);
    },
  };
}

/** @param {HTMLElement} button @param {boolean} chosen */
function setChosen(button, chosen) {
  setAttribute(button, "aria-pressed", String(chosen));
  setAttribute(button, "data-chosen", chosen);
}

/**
 * What is clear is an answer at once; what is not stays in the field.
 * @param {Question} question
 * @param {Tell} tell
 * @param {string} said
 * @returns {Means}
 */
function numberField(question, tell, said) {
  const { unit } = question;
  const field = make("input", {
    ...{ type: "text", autocomplete: "off", enterkeyhint: "done", spellcheck: "false" },
    ...{ "aria-label": unit ? `Your answer, ${unit}` : "Your answer", "data-answer": "", "data-attend": "" },
    oninput: answer,
    onkeydown: press,
  });
  field.value = said;
  const message = make("p", { class: "reply", role: "status" });
  const { form } = numberForm(field, unit, message, submit);
  const isClear = () => isNumeral(question, field.value);
  const askAgain = () => setText(message, isTooLong(field.value) ? TOO_LONG : UNCLEAR);

  /** Waits for the rest of the number. */
  let waiting = 0;
  const window = windowOf(field);

  /** @param {KeyboardEvent} event which the player has left to the field: a space that may belong to a number, or
   * stands behind what is none */
  function press(event) {
    window.clearTimeout(waiting);
    if (event.key === "Escape") field.blur();
    if (event.key !== " ") return;
    const reveal = () => field.isConnected && tell({ type: "nextStep" });
    if (isClear()) waiting = window.setTimeout(reveal, SPACE_MS);
    else if (!mayGoOn(field.value)) {
      event.preventDefault();
      // Who has been asked again and presses it once more passes on.
      if (message.textContent) reveal();
      else askAgain();
    }
  }

  function answer() {
    // Not every letter comes by a key of its own.
    if (!field.value.endsWith(" ")) window.clearTimeout(waiting);
    setText(message, isClear() ? SAVED : "");
    // Emptied, it takes the answer back.
    if (isClear() || field.value.trim() === "") tell({ type: "answer", number: field.value });
  }

  function submit() {
    if (isClear()) {
      tell({ type: "answer", number: field.value });
      return field.blur();
    }
    askAgain();
    field.focus();
  }

  return {
    nodes: [form],
    update(now) {
      const kept = saidTo(now, question);
      if (kept !== "" && kept === field.value.trim()) setText(message, SAVED);
    },
  };
}

/**
 * @param {Question} question
 * @param {Tell} tell
 * @param {string} said
 * @param {string} name
 * @param {(question: Question, said: string) => string} words what is answered so far
 * @returns {Means}
 */
function stageButton(question, tell, said, name, words) {
  const button = make("button", { type: "button", onclick: () => tell({ type: "attend" }) }, name);
  const state = make("span", { class: "reply" }, words(question, said));
  return { nodes: [button, state], update: (now) => setText(state, words(question, saidTo(now, question))) };
}

/** @param {Question} question @param {Tell} tell @param {string} said @returns {Means} */
function cellButtons(question, tell, said) {
  const { nodes, update } = stageButton(question, tell, said, "Mark cells", markedText);
  const none = make("button", { type: "button", onclick: () => tell({ type: "answer", cell: NONE }) }, "None");
  return {
    nodes: [...nodes.slice(0, 1), none, ...nodes.slice(1)],
    update(state) {
      update(state);
      setChosen(none, saidTo(state, question) === NONE);
    },
  };
}

/** @param {Question} _ @param {string} said */
function markedText(_, said) {
  const count = numbersSaid(said).length;
  if (said === NONE) return SAVED;
  return count ? `${count} marked` : "Press the cells.";
}

/** @param {Question} _ @param {string} said */
const drawnText = (_, said) => (said === "" ? "Drag the cells." : SAVED);
