/** The narration: the sentence of the frame, its formula, and what went wrong where something did. */

import { termCount } from "../data/records.js";
import { arithmetic } from "../drawing/arithmetic.js";
import {
  emphasisNodes,
  focusIn,
  holdFocus,
  isFullScreen,
  make,
  parseMarkup,
  setAttribute,
  setText,
  windowOf,
} from "../page/dom.js";
import { currentMoment, isBehind, isCurrent } from "../state/state.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../data/records.js").Frame} Frame */

/** What is said where the server has gone on, once nobody is interrupted by it. */
const NEWER = "A newer version of this chapter is here: reload the page to see it.";
/** What is said of a picture that is not of what is set. */
const OTHER = "This picture is of other settings than those that are set.";
/** A second cell's arithmetic stands beside the first only where it has few terms. */
const FEW = 4;
/** Frames that pass faster than this, in seconds, can't be read: no formula is set for them. */
const LEGIBLE = 0.1;

/**
 * The frame that the narration tells of, or null, and its sentence.
 * @param {State} state
 */
export function narratedFrame(state) {
  const stale = state.status === "failed" && !isCurrent(state);
  const frame = state.step === 0 || stale ? null : (currentMoment(state)?.to ?? null);
  return { frame, text: frame?.narration ?? (state.step === 0 ? state.chapter.caption : "") };
}

/**
 * Looks after the page's narration section.
 * @param {HTMLElement} section with .sentence and .formula
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {AbortSignal} signal
 * @returns {{update: (state: State) => void}}
 */
export function narration(section, tell, signal) {
  const sentence = /** @type {HTMLElement} */ (section.querySelector(".sentence"));
  const formula = /** @type {HTMLElement} */ (section.querySelector(".formula"));
  const note = make("p", { class: "note", role: "status", hidden: true });
  const reason = make("span", { class: "reason" });
  const again = make("button", { type: "button", onclick: () => tell({ type: "retry" }) }, "Try again");
  const failure = make("p", { class: "failure", role: "alert", hidden: true }, reason, " ", again);
  sentence.after(note, failure);
  const writeFormula = formulaWriter(formula, signal);
  let written = "";

  return {
    update(state) {
      const { frame, text } = narratedFrame(state);
      if (text !== written) sentence.replaceChildren(...emphasisNodes(text));
      written = text;
      writeFormula(frame, state.status === "playing");
      const other = isBehind(state);
      const newer = state.otherVersion && state.status !== "playing" && !isFullScreen(section);
      setAttribute(section, "data-behind", other);
      setText(note, [state.note, other ? OTHER : "", newer ? NEWER : ""].filter(Boolean).join(" "));
      note.hidden = note.textContent === "";
      // The button that tries again goes with what it has mended: the focus stays beside it.
      if (state.status !== "failed" && failure.contains(focusIn(failure))) holdFocus(sentence);
      failure.hidden = state.status !== "failed";
      if (state.status === "failed") setText(reason, state.failure ?? "");
    },
  };
}

/**
 * Writes the formula of a frame, or its arithmetic, where it is not the one that stands there.
 * @param {HTMLElement} formula
 * @param {AbortSignal} signal
 * @returns {(frame: Frame|null, playing: boolean) => void}
 */
function formulaWriter(formula, signal) {
  /** @type {Frame|null} */
  let written = null;

  /** In full screen nothing can be scrolled: a line that is a little too wide is set a little smaller. */
  function fit() {
    formula.style.fontSize = "";
    if (!isFullScreen(formula)) return void windowOf(formula).requestAnimationFrame(makeReachable);
    const { scrollWidth, clientWidth } = formula;
    if (scrollWidth <= clientWidth) return;
    const size = parseFloat(windowOf(formula).getComputedStyle(formula).fontSize);
    formula.style.fontSize = `${(size * (clientWidth - 1)) / scrollWidth}px`;
  }

  /** Elsewhere it can be, by keys, too. */
  function makeReachable() {
    const scrolls = formula.scrollWidth > formula.clientWidth;
    for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": "Formula" }))
      setAttribute(formula, name, scrolls && value);
  }

  new ResizeObserver(makeReachable).observe(formula);
  formula.ownerDocument.addEventListener("fullscreenchange", fit, { signal });
  return (now, playing) => {
    const frame = playing && now && now.seconds < LEGIBLE ? null : now;
    if (frame === written) return;
    written = frame;
    formula.replaceChildren(parseMarkup(frame ? formulaOf(frame) : ""));
    fit();
  };
}

/** @param {Frame} frame @returns {string} MathML */
function formulaOf({ formula, computations }) {
  const [first] = computations;
  const few = first && termCount(first) > FEW ? 1 : 2;
  return formula || computations.slice(0, few).map(arithmetic).join("");
}
