/** Asked again: questions of the same topics with other numbers, which the engine makes, as often as one wants. */

import { parseQuestion } from "../data/records.js";
import { inTurn } from "../data/turns.js";
import { mapsIn } from "../page/answer-map.js";
import { holdFocus, make, makeReachable, parseMarkup } from "../page/dom.js";
import { emphasisNodes } from "../page/emphasis.js";
import { workingOf } from "../state/answering.js";
import { answerSentence, toldOf } from "../state/reveal.js";
import { mapCells } from "./map-means.js";
import { numberField, optionButtons } from "./means.js";

/** @import { Question } from "../data/records.js" */
/** @import { Told } from "../state/reveal.js" */
/** @typedef {{text: string, question: Question, sides: [number, number]}} Twin the sides are those of a map */

const AWAY = "Other numbers need the server, which isn't responding. Your answers are kept all the same.";

/**
 * The question of a topic with other numbers; or why there is none, in a sentence.
 * @param {typeof fetch} ask
 * @param {string} topic
 * @param {number} seed
 * @returns {Promise<Twin|string>}
 */
async function fetchTwin(ask, topic, seed) {
  try {
    const response = await ask(`api/questions/${encodeURIComponent(topic)}/twin?seed=${seed}`);
    const { text, detail, sides = [0, 0], ...record } = await response.json();
    if (response.ok) return { text, question: parseQuestion(record), sides };
    return typeof detail === "string" ? detail : AWAY;
  } catch {
    return AWAY;
  }
}

/**
 * What an answer means, and the arithmetic of it and of the right one, where that is more than a number, which is said.
 * @param {Question} question
 * @param {string} said
 * @returns {{narration: string, workings: {whose: string, formula: string}[], right: boolean}} the formulas in MathML
 */
export function tellAnswer(question, said) {
  const told = /** @type {Told} */ (toldOf(question, said));
  const { truth, option } = told;
  const wrong = option === truth ? null : option;
  const workings = [
    { whose: "yours", formula: wrong ? workingOf(wrong) : "" },
    { whose: wrong ? "right" : "", formula: workingOf(truth) },
  ];
  const worked = workings.filter(({ formula }) => formula !== "");
  return { narration: answerSentence(told), workings: worked, right: option === truth };
}

/** Asks in a part of a dialog. */
export class Twins {
  /** The seed of each topic's latest question. @type {Map<string, number>} */
  #seeds = new Map();
  /** @type {readonly string[]} */
  #topics = [];
  /** Which of them is asked. */
  #at = 0;
  /** For each thing that is asked for: an answer that comes after the next one is no longer wanted. */
  #begin = inTurn();
  /** @type {HTMLElement} */
  #body = make("div");
  /** Answers the choice that is asked. */
  #choose = (/** @type {number} */ _) => {};

  /**
   * @param {typeof fetch} ask
   * @param {() => void} leave called to go back to the list
   * @param {(topic: string, right: boolean) => void} answered called with what an answer was
   */
  constructor(ask, leave, answered) {
    this.ask = ask;
    this.leave = leave;
    this.answered = answered;
  }

  /**
   * @param {readonly string[]} topics one after the other
   * @param {HTMLElement} body where
   * @returns {Promise<boolean>} whether it asks there now; until then what was there stays
   */
  begin(topics, body) {
    this.#topics = topics;
    this.#body = body;
    return this.#next(0);
  }

  /** A letter that was typed. @param {string} key */
  press(key) {
    if (/^[a-d]$/i.test(key) && this.#body.querySelector(".choices")) this.#choose("abcd".indexOf(key.toLowerCase()));
  }

  /** Another question of a topic. @param {number} at */
  async #next(at) {
    const isWanted = this.#begin();
    const topic = this.#topics[at] ?? "";
    const seed = (this.#seeds.get(topic) ?? 0) + 1;
    const twin = await fetchTwin(this.ask, topic, seed);
    if (!this.#body.isConnected || !isWanted()) return false;
    this.#at = at;
    if (typeof twin === "string") {
      this.#excuse(twin);
    } else {
      this.#seeds.set(topic, seed);
      this.#show(twin);
    }
    return true;
  }

  #again = () => this.#next(this.#at);

  #goOn = () => this.#next(this.#at + 1);

  #leave = () => {
    this.#begin();
    this.leave();
  };

  /** @param {string} sentence why there is no question */
  #excuse(sentence) {
    const told = make("p", { class: "lead" }, sentence);
    this.#body.replaceChildren(told, this.#buttons(button("Try again", this.#again)));
    holdFocus(told);
  }

  /** @param {Twin} twin */
  #show({ text, question, sides }) {
    const told = make("p", { class: "told", role: "status" });
    const worked = make("div", { class: "worked" });
    const foot = make("div", {}, this.#buttons());
    const reveal = (/** @type {string} */ said) => {
      const { narration, workings: lines, right } = tellAnswer(question, said);
      this.answered(question.topic, right);
      told.replaceChildren(...emphasisNodes(narration));
      for (const { whose, formula } of lines)
        worked.append(make("p", {}, ...(whose ? [make("span", {}, whose)] : []), parseMarkup(formula)));
      makeReachable(worked, "Arithmetic");
      const again = button("Once more", this.#again, "first");
      foot.replaceChildren(this.#buttons(again));
      again.focus();
    };
    const means = { choice: optionButtons, cell: mapCells, draw: mapCells }[String(question.kind)] ?? numberField;
    const { element, first, choose } = means(question, reveal, sides);
    this.#choose = choose;
    const asked = make("p", { class: "asked", id: `${this.#body.id}-asked` }, ...mapsIn(text));
    element.setAttribute("aria-describedby", asked.id);
    this.#body.replaceChildren(asked, element, told, worked, foot);
    first.focus();
  }

  /** @param {...HTMLButtonElement} first */
  #buttons(...first) {
    const isLast = this.#at >= this.#topics.length - 1;
    const next = isLast ? [] : [button("Next question", this.#goOn)];
    return make("footer", {}, ...first, ...next, button("Back to your answers", this.#leave));
  }
}

/** @param {string} text @param {() => void} onclick @param {string} [kind] */
export const button = (text, onclick, kind = "") => make("button", { type: "button", class: kind, onclick }, text);
