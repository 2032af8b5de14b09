/** What is written with emphasis: sentences of the film, questions, answers. */

import { unbroken } from "../data/numbers.js";
import { make } from "./dom.js";

/** Text with *asterisks* as emphasis; nothing else in it is markup. @param {string} text @returns {Node[]} */
export function emphasisNodes(text) {
  const parts = unbroken(text).split(/\*([^*]+)\*/);
  return parts.map((part, index) => (index % 2 ? make("em", {}, part) : new Text(part)));
}
