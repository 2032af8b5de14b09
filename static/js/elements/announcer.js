/** What is read aloud: the sentence where the film rests, and what changes without a word on the screen. */

import { heldTogether } from "../data/numbers.js";
import { focusIn, make } from "../page/dom.js";
import { NONE, numbersSaid } from "../state/answering.js";
import { chosenOption, letter, openQuestion, saidTo } from "../state/questions.js";
import { currentScene } from "../state/state.js";
import { offeredSummary, offerText } from "../state/summary.js";
import { narratedFrame } from "./narration.js";

/** @import { State } from "../state/state.js" */
/**
 * @typedef {object} Spoken what a reader of the screen is about to hear of
 * @property {string} scene
 * @property {string} text
 * @property {boolean} last whether it is the scene's last frame
 * @property {boolean} playing
 * @property {boolean} asking whether it waits at a question
 * @property {string} options what can be answered there
 * @property {string} offer what is offered at the end of a step
 */

/** Milliseconds for which nothing may change before it is read aloud: of a drag, only where it ends. */
const CALM_MS = 350;
/** Milliseconds after which it is gone: who reads through the page finds each sentence once. */
const CLEAR_MS = 4000;
/** What is said of a film that rests at a question. */
const WAITS = "The film is waiting. Press Space or Play to go on.";
/** @type {Record<string, string>} */
const THEMES = { light: "light", dark: "dark", contrast: "high contrast" };

/**
 * What is read aloud: while frames pass nothing; the sentence once they rest, the last one at the end
 * of a scene, the title of a scene when it begins; at a question that the film waits. Empty for nothing.
 * @param {Spoken} before
 * @param {Spoken} now
 */
export function spokenPlace(before, now) {
  const other = before.scene !== now.scene;
  const ended = other && before.playing && before.last;
  const rested = !now.playing && (other || before.playing || before.text !== now.text);
  const waits = now.asking && !before.asking ? `${now.options}${WAITS}` : "";
  const offer = before.offer === now.offer ? "" : now.offer;
  return [ended ? before.text : "", other ? now.scene : "", rested ? now.text : "", waits, offer]
    .filter(Boolean)
    .join(" ");
}

/** What has changed that only the eye would notice. Empty for nothing. @param {State} before @param {State} now */
export function spokenChanges(before, now) {
  const screen = now.screen ? `${now.screen} screen. Any key brings the picture back.` : "The picture is back.";
  return [
    before.screen === now.screen ? "" : screen.charAt(0).toUpperCase() + screen.slice(1),
    before.theme === now.theme ? "" : `Theme: ${THEMES[now.theme] ?? now.theme}.`,
    before.speed === now.speed ? "" : `Speed: ${now.speed}×.`,
    spokenAnswer(before, now),
  ]
    .filter(Boolean)
    .join(" ");
}

/** What has just been chosen or marked; what is typed or set is told where that is done.
 * @param {State} before @param {State} now */
function spokenAnswer(before, now) {
  const question = openQuestion(now);
  if (!question || openQuestion(before) !== question) return "";
  const [was, is] = [saidTo(before, question), saidTo(now, question)];
  if (was === is) return "";
  if (question.kind === "choice") return `${letter(chosenOption(now, question))}, ${is}: saved.`;
  if (question.kind !== "cell") return "";
  if (is === NONE) return "None: saved.";
  const [earlier, marked] = [numbersSaid(was), numbersSaid(is)];
  const columns = now.shown?.tensors.find(({ name }) => name === question.tensor)?.shape[2] ?? 1;
  const changed = [...earlier, ...marked].find((cell) => earlier.includes(cell) !== marked.includes(cell)) ?? 0;
  const place = `Row ${Math.floor(changed / columns) + 1}, column ${(changed % columns) + 1}`;
  return `${place} ${marked.includes(changed) ? "" : "no longer "}marked, ${marked.length || "none"} marked.`;
}

/**
 * Speaks in a place of its own, which nobody sees.
 * @param {HTMLElement} section
 * @returns {{update: (state: State) => void}}
 */
export function announcer(section) {
  const region = make("p", { class: "visually-hidden", role: "status" });
  section.append(region);
  /** @type {{moment: Spoken|null, state: State}|null} */
  let before = null;
  const pending = { notice: "", scene: "", place: "" };
  let timer = 0;

  function speak() {
    // A scene that was left again before anything was said of it is not named; the one that stays is.
    const scene = pending.place.includes(pending.scene) ? "" : pending.scene;
    const text = [pending.notice, scene, pending.place].filter(Boolean).join(" ");
    region.textContent = heldTogether(text).replaceAll("*", "");
    Object.assign(pending, { notice: "", scene: "", place: "" });
    timer = Number(setTimeout(() => (region.textContent = ""), CLEAR_MS));
  }

  return {
    update(state) {
      // On its way to a place the picture is still that of the one before.
      const moment = state.status === "loading" ? (before?.moment ?? null) : spokenOf(state);
      const place = before?.moment && moment ? spokenPlace(before.moment, moment) : "";
      // A list says by itself what is chosen from it.
      const chosen = focusIn(section)?.closest(".speed") ? { speed: state.speed } : {};
      const notice = before ? spokenChanges({ ...before.state, ...chosen }, state) : "";
      before = { moment, state };
      if (!place && !notice) return;
      if (before.moment && place.includes(before.moment.scene)) pending.scene = before.moment.scene;
      pending.place = place || pending.place;
      pending.notice = notice || pending.notice;
      clearTimeout(timer);
      timer = Number(setTimeout(speak, CALM_MS));
    },
  };
}

/** @param {State} state @returns {Spoken} */
function spokenOf(state) {
  const { frame, text } = narratedFrame(state);
  const found = state.step > 0 ? currentScene(state) : null;
  const scene = found ? `Step ${found.step.number}, ${found.step.title}: ${found.spec.title}.` : "";
  const { status, shown } = state;
  const last = frame?.k === (shown?.count ?? 0) - 1;
  const [playing, asking, options] = [status === "playing", status === "asking", optionsOf(state)];
  return { scene, text, last, playing, asking, options, offer: offerOf(state) };
}

/** @param {State} state */
function offerOf(state) {
  const offered = offeredSummary(state);
  return offered ? `Your answers: ${offerText(offered)}. Press Y to read them.` : "";
}

/** How the other kinds of questions are answered. @type {Record<string, string>} */
const HOW = {
  number: "Press A to type the answer. ",
  cell: "Press A to mark cells, with the arrow keys and Enter. ",
  draw: "Press A to set the values of the map, with the arrow keys. ",
};

/** @param {State} state @returns {string} such as “A: 13. B: 14. ” */
function optionsOf(state) {
  const question = openQuestion(state);
  if (question?.kind !== "choice") return question ? (HOW[question.kind] ?? "") : "";
  return question.options.map(({ text }, index) => `${letter(index)}: ${text}. `).join("");
}
