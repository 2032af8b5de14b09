/**
 * The questions of each step on paper: as they are asked, and below them what is right and what each other answer
 * means.
 */

import { answerMap } from "../page/answer-map.js";
import { make, parseMarkup } from "../page/dom.js";
import { emphasisNodes } from "../page/emphasis.js";
import { rightOption, workingOf } from "../state/answering.js";
import { letter, optionName } from "../state/questions.js";

/** @import { Option, Question, Scene } from "../data/records.js" */
/** @import { Figure } from "./figures.js" */
/** @typedef {{number: string, k: number, sentence: string, question: Question, scene: Scene}} Asked */

/**
 * What a step asks, apart from what it asks the room: each has its scene's number, and a letter where that asks more.
 * @param {readonly Figure[]} figures of all scenes
 * @param {number} step
 * @returns {Asked[]}
 */
export function questionsAsked(figures, step) {
  return figures.flatMap(({ step: own, number, scene }) => {
    if (!scene || own !== step) return [];
    const asked = scene.frames.filter(({ question }) => question && question.kind !== "open");
    return asked.map(({ k, narration, question }, index) => ({
      number: asked.length > 1 ? `${number}${letter(index).toLowerCase()}` : number,
      k,
      sentence: narration,
      question: /** @type {Question} */ (question),
      scene,
    }));
  });
}

/**
 * A step's questions with their answers; null where it asks none.
 * @param {readonly Asked[]} asked
 * @param {(asked: Asked) => Node} picture of the frame that asks
 */
export function questionSheet(asked, picture) {
  if (asked.length === 0) return null;
  return make(
    "div",
    { class: "printed questions" },
    make("h3", {}, "Questions"),
    ...asked.map((each) => questionBlock(each, picture)),
    make("h3", {}, "Answers"),
    ...asked.map(answerBlock),
  );
}

/** @param {Asked} asked @param {(asked: Asked) => Node} picture */
function questionBlock(asked, picture) {
  const { number, sentence, question } = asked;
  const { kind, unit, options } = question;
  const text = make("p", {}, make("b", {}, number), " ", ...emphasisNodes(sentence));
  if (kind === "number") text.append(" ", make("span", { class: "blank" }), unit ? ` ${unit}` : "");
  const listed = kind === "choice" ? [make("ol", {}, ...options.map((each) => make("li", {}, each.text)))] : [];
  return make("div", { class: "asked" }, picture(asked), text, ...listed);
}

/** @param {Asked} asked */
function answerBlock({ number, question, scene }) {
  const { options, kind } = question;
  const named = (/** @type {Option} */ option) => (kind === "draw" ? "" : optionName(question, option));
  const right = rightOption(question);
  if (!right) return make("p", {});
  const wrongWords = (/** @type {Option} */ { belief, mend }) => `${kind === "draw" ? "" : ": "}“${belief}” ${mend}`;
  const mapOf = (/** @type {Option} */ option) => {
    const map = answerMap(question, option, scene);
    return map ? [map, " "] : [];
  };
  const worked = (/** @type {Option} */ option) => {
    const working = workingOf(option);
    return working ? [" ", parseMarkup(working)] : [];
  };
  const others = options
    .filter((option) => option !== right)
    .map((option) => make("li", {}, ...mapOf(option), `${named(option)}${wrongWords(option)}`, ...worked(option)));
  const truth = make(
    "p",
    {},
    make("b", {}, number),
    " ",
    ...mapOf(right),
    make("b", {}, named(right)),
    ...worked(right),
  );
  return make("div", { class: "answer" }, truth, make("ul", {}, ...others));
}
