/**
 * In full screen the two formulas of an answer are set as large as the caption's room allows, side by side, one above
 * the other, or above the sentence: the picture stays as it is.
 */

import { isFullScreen, setAttribute, windowOf } from "../page/dom.js";

/** How they stand, and the letters' sizes as shares of the sentence's; so many lines the sentence has at most where
 * they are at least that large. */
const WAYS = /** @type {const} */ (["stacked", "above", "beside"]);
const LARGE = [1.36, 1.28, 1.2, 1.12];
const SMALL = [1.04, 0.96, 0.88, 0.8];
const LINES = 2;

/** @param {HTMLElement} section of the caption @param {HTMLElement} sentence @param {HTMLElement} formula */
export function fitAnswer(section, sentence, formula) {
  const isTold = isFullScreen(section) && formula.querySelector(".answer") !== null;
  setAttribute(section, "data-answer", isTold ? WAYS[0] : null);
  if (!isTold) return;
  const window = windowOf(section);
  const [letters, room] = [sentence, section].map((each) => window.getComputedStyle(each));
  const size = parseFloat(letters?.fontSize ?? "");
  const height = parseFloat(room?.minHeight ?? "");
  /** @param {number} share @param {string} way @param {number} lines */
  const fits = (share, way, lines) => {
    setAttribute(section, "data-answer", way);
    formula.style.fontSize = `${share * size}px`;
    return (
      formula.scrollWidth <= formula.clientWidth &&
      section.getBoundingClientRect().height <= height + 0.05 &&
      sentence.getBoundingClientRect().height < (lines + 0.5) * parseFloat(letters?.lineHeight ?? "")
    );
  };
  const tries = [
    ...LARGE.flatMap((share) => WAYS.map((way) => /** @type {const} */ ([share, way, LINES]))),
    ...[...LARGE, ...SMALL].flatMap((share) => WAYS.map((way) => /** @type {const} */ ([share, way, Infinity]))),
  ];
  if (tries.some(([share, way, lines]) => fits(share, way, lines))) return;
  setAttribute(section, "data-answer", WAYS[0]);
  formula.style.fontSize = "";
}
