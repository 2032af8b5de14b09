/**
 * The formulas of an answer that is told, in rows: one's own, crossed out, above the right one, each with its letter or
 * whose it is before it, and with what a number is behind one that stands alone. Pure.
 */

import { isArithmetic } from "./answering.js";
import { letter } from "./questions.js";

/** @import { Option } from "../data/records.js" */
/** @typedef {import("./reveal.js").Told} Told */
/** @typedef {{option: Option, markup: string, names: readonly string[]}} Worked an option, with its arithmetic */

/** What the numbers of a topic are, of which there may be many, or what one is. @type {Record<string, string>} */
const NOUNS = {
  c_in: "channel",
  c_out: "filter",
  channels: "map",
  filters: "filter",
  weights: "weight",
  values: "value",
  value: ", the value itself",
  kernels: ", the filter alone",
  gradient: ", the whole gradient",
  gradients: ", one gradient",
  scores: ", the score",
  before: ", the size before",
};

/** @param {Told} told @param {Worked[]} worked @returns {string} in HTML */
export const rowsOf = (told, worked) =>
  worked
    .map(({ option, markup, names }) => {
      const kind = option === told.truth ? "right" : "wrong";
      const words = isArithmetic(markup) ? "" : whatItIs(option, names[0] ?? "");
      return (
        `<div class="answer ${kind}"><span class="label">${labelOf(told, option)}</span>` +
        `<span class="worked">${markup}${words && `<span class="words">${spaced(words)}</span>`}</span></div>`
      );
    })
    .join("");

/** What stands before an answer: its letter, or whose it is. @param {Told} told @param {Option} option */
export function labelOf({ question, truth, option: own }, option) {
  if (question.kind === "choice") return letter(question.options.indexOf(option));
  if (option === truth) return "right";
  return own ? "yours" : "near yours";
}

/** @param {string} words @returns {string} with the space before them */
const spaced = (words) => (words.startsWith(",") ? words : `\u00a0${words}`);

/** What a number is that stands alone: “filters → 16 maps”. @param {Option} option @param {string} name its name */
export function whatItIs({ text }, name) {
  const [, number = "", unit = ""] = /^([\d,.−]+)(?: (.+))?$/.exec(text) ?? [];
  const noun = NOUNS[name] ?? "";
  const own = noun && !noun.startsWith(",") && number !== "1" ? `${noun}s` : noun;
  if (!unit || own === unit) return own || unit;
  return own ? `${own} → ${text}` : unit;
}

/** Whether the row of the right one says all that there is to say of it. @param {Told} told @param {Worked[]} worked */
export const isSaid = ({ question, truth }, worked) =>
  ["choice", "number"].includes(question.kind) &&
  truth.value !== null &&
  worked.length > 1 &&
  worked.some(({ option }) => option === truth);
