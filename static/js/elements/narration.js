/** The narration: the sentence of the frame, its formula, and what went wrong where something did. */

import { current, here, momentOf } from "../state.js";
import { arithmetic } from "../works.js";
import { make, nodes, write } from "./dom.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../records.js").Frame} Frame */
/** @typedef {{scene: string, text: string, last: boolean, playing: boolean}} Moment what a reader of the screen is about to hear of */

/** A second cell's arithmetic stands beside the first only where it has few terms. */
const FEW = 4;
/** Frames that pass faster than this, in seconds, can't be read: no formula is set for them. */
const LEGIBLE = 0.1;
/** Milliseconds for which nothing may change before it is read aloud: of a drag, only where it ends. */
const CALM = 350;

/**
 * What is read aloud: while frames pass nothing; the sentence once they rest, the last one at the end
 * of a scene, the title of a scene when it begins. Empty for nothing.
 * @param {Moment} before
 * @param {Moment} now
 */
export function aloud(before, now) {
  const other = before.scene !== now.scene;
  const ended = other && before.playing && before.last;
  const rested = !now.playing && (other || before.playing || before.text !== now.text);
  return [ended ? before.text : "", other ? now.scene : "", rested ? now.text : ""].filter(Boolean).join(" ");
}

/**
 * Looks after the page's narration section.
 * @param {HTMLElement} section with .sentence and .formula
 * @param {(event: import("../player.js").PlayerEvent) => void} tell
 * @returns {{update: (state: State) => void}}
 */
export function narration(section, tell) {
  const sentence = /** @type {HTMLElement} */ (section.querySelector(".sentence"));
  const formula = /** @type {HTMLElement} */ (section.querySelector(".formula"));
  const note = make("p", { class: "note", role: "status", hidden: true });
  const reason = make("span", { class: "reason" });
  const again = make("button", { type: "button", onclick: () => tell({ type: "retry" }) }, "Try again");
  const failure = make("p", { class: "failure", role: "alert", hidden: true }, reason, " ", again);
  sentence.after(note, failure);
  const voice = make("p", { class: "visually-hidden", role: "status" });
  section.append(voice);
  /** @type {Moment|null} */
  let before = null;
  let waiting = 0;
  let told = "";
  /** @type {Frame|null} */
  let written = null;

  /** @param {string} text */
  function spell(text) {
    if (text === told) return;
    told = text;
    sentence.replaceChildren(...emphasised(text));
  }

  /** @param {Moment} now */
  function say(now) {
    const words = before ? aloud(before, now) : "";
    before = now;
    if (!words) return;
    clearTimeout(waiting);
    waiting = Number(setTimeout(() => (voice.textContent = words.replaceAll("*", "")), CALM));
  }

  /** @param {Frame|null} now @param {boolean} playing */
  function workOut(now, playing) {
    const frame = playing && now && now.seconds < LEGIBLE ? null : now;
    if (frame === written) return;
    written = frame;
    const markup = frame ? frame.formula || frame.works.slice(0, (frame.works[0]?.terms.length ?? 0) > FEW ? 1 : 2).map(arithmetic).join("") : "";
    formula.replaceChildren(nodes(markup));
    fit();
  }

  /** In full screen nothing can be scrolled: a line that is a little too wide is set a little smaller. */
  function fit() {
    formula.style.fontSize = "";
    if (!document.fullscreenElement) return;
    const { scrollWidth, clientWidth } = formula;
    if (scrollWidth <= clientWidth) return;
    formula.style.fontSize = `${(parseFloat(getComputedStyle(formula).fontSize) * (clientWidth - 1)) / scrollWidth}px`;
  }

  document.addEventListener("fullscreenchange", fit);

  return {
    update(state) {
      const stale = state.status === "failed" && !current(state);
      const frame = state.step === 0 || stale ? null : (momentOf(state)?.to ?? null);
      const lead = state.step === 0 ? (state.chapter.steps[0]?.lead ?? "") : "";
      const text = frame?.narration ?? lead;
      spell(text);
      const found = state.step > 0 ? here(state) : null;
      const scene = found ? `Step ${state.step}, ${found.step.title}: ${found.script.title}.` : "";
      // On its way to a place the picture is still that of the one before.
      if (state.status !== "loading") say({ scene, text, last: frame?.k === (state.shown?.count ?? 0) - 1, playing: state.status === "playing" });
      workOut(frame, state.status === "playing");
      write(note, state.note);
      note.hidden = state.note === "";
      failure.hidden = state.status !== "failed";
      if (state.status === "failed") write(reason, state.failure ?? "");
    },
  };
}

/**
 * Text with *asterisks* as emphasis; nothing else in it is markup.
 * @param {string} text
 * @returns {Node[]}
 */
export function emphasised(text) {
  return text.split(/\*([^*]+)\*/).map((part, index) => {
    return index % 2 ? make("em", {}, part) : document.createTextNode(part);
  });
}
