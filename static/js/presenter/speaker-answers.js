/** The answers to a question as only the speaker sees them: what is right, and for the others what to say. */

import { answerMap } from "../page/answer-map.js";
import { make, parseMarkup, setAttribute } from "../page/dom.js";
import { workingOf } from "../state/answering.js";

/** @import { Option, Question, Scene } from "../data/records.js" */

/** A list beside the sentence that asks; hidden where nothing is asked, or only the room is. */
export function answersList() {
  const element = make("ol", { class: "options", hidden: true });
  /** @type {Question|null} */
  let shown = null;
  return {
    element,

    /** @param {Question|null} question @param {Scene|null} scene */
    update(question, scene) {
      if (question === shown) return;
      shown = question;
      const lines = scene && question ? question.options.map((option) => answerLine(question, option, scene)) : [];
      setAttribute(element, "data-kind", question?.kind ?? "");
      element.replaceChildren(...lines);
      element.hidden = lines.length === 0;
    },
  };
}

/** @param {Question} question @param {Option} option @param {Scene} scene */
function answerLine(question, option, scene) {
  const { text, rule, belief, mend } = option;
  const map = answerMap(question, option, scene);
  // A map that is drawn says itself which it is.
  const named = question.kind === "draw" ? [] : [make("b", {}, rule ? text : `Right: ${text}`), " "];
  if (!rule && named.length === 0) named.push(make("b", {}, "Right"), " ");
  const words = rule ? [`“${belief}” `, make("span", { class: "mend" }, mend)] : [parseMarkup(workingOf(option))];
  const said = make("span", {}, ...named, ...words);
  return make("li", { "data-right": rule === "" }, ...(map ? [map] : []), said);
}
