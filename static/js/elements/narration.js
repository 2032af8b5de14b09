/** The narration: the sentence of the frame, its formula, and what went wrong where something did. */

import { formulaAt, passesUnread } from "../drawing/results.js";
import { focusIn, holdFocus, isFullScreen, make, setAttribute, setText, whenIdle, windowOf } from "../page/dom.js";
import { questionAt } from "../state/questions.js";
import { revelation } from "../state/reveal.js";
import { currentMoment, isBehind, isCurrent, isTelling } from "../state/state.js";
import { nextKey } from "../state/wanted.js";
import { CaptionWriter } from "./caption.js";
import { QuestionGroup } from "./question-group.js";

/** @import { Caption } from "../data/records.js" */
/** @import { State } from "../state/state.js" */

/** What is said where the server has gone on, once nobody is interrupted by it. */
const NEWER = "A newer version of this chapter is here: reload the page to see it.";
/** What is said of a picture that is not of what is set. */
const OTHER = "This picture still shows the settings before.";
/** What needs room before the first scene. @type {never[]} */
const NOTHING = [];

/** Fetches what lets the terms of formulas fly, which nobody sees before a question. */
export const fetchFlights = () => import("./term-flights.js");

/** The frame that the narration tells of, or null, and its sentence. @param {State} state */
export function narratedFrame(state) {
  const stale = state.status === "failed" && !isCurrent(state);
  const frame = state.step === 0 || stale ? null : (currentMoment(state)?.to ?? null);
  const text = revelation(state)?.narration ?? frame?.narration;
  return { frame, text: text ?? (state.step === 0 ? state.chapter.caption : "") };
}

/** The arithmetic of an answer that is told; null where there is none. @param {State} state */
function replayOf(state) {
  const [told, question] = [revelation(state), questionAt(state)];
  return told?.schedule.rows.length && question ? { schedule: told.schedule, question } : null;
}

/** The formula that is told, or null, and whether its result waits for the picture.
 * @param {State} state @param {import("../data/records.js").Frame | null} frame
 * @returns {{of: Caption | null, waits: boolean}} */
function writtenFormula(state, frame) {
  if (frame && state.status === "playing" && passesUnread(frame)) return { of: null, waits: false };
  const [told, moment] = [revelation(state), frame && currentMoment(state)];
  return !told && moment ? formulaAt(moment) : { of: told ?? frame, waits: false };
}

/** Where two windows are worked on side by side, the stage whose colour frames the one that the formula is of.
 * @param {State} state @param {import("../data/records.js").Frame | null} frame */
function comparedStage({ shown }, frame) {
  const windows = frame?.boxes.filter(({ role }) => role === "window") ?? [];
  return [0, 1].every((each) => windows.some(({ group }) => group === each)) && shown ? shown.stage : null;
}

/** How much of it is there, from 0 to 1. @param {State} state */
const toldShare = (state) => (isTelling(state) ? state.told / state.telling : 1);

/**
 * Looks after the page's narration section.
 * @param {HTMLElement} section with .sentence and .formula
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {import("./term-flights.js").Stage} stage
 * @param {AbortSignal} signal
 * @returns {{update: (state: State) => void}}
 */
export function narration(section, tell, stage, signal) {
  const sentence = /** @type {HTMLElement} */ (section.querySelector(".sentence"));
  const formula = /** @type {HTMLElement} */ (section.querySelector(".formula"));
  const note = make("p", { class: "note", role: "status", hidden: true });
  const reason = make("span", { class: "reason" });
  const again = make("button", { type: "button", onclick: () => tell({ type: "retry" }) }, "Try again");
  const failure = make("p", { class: "failure", role: "alert", hidden: true }, reason, " ", again);
  sentence.after(note, failure);
  const answering = new QuestionGroup(tell);
  formula.after(answering.element);
  const caption = new CaptionWriter(section, sentence, formula, answering, signal);
  /** @type {import("./term-flights.js").TermFlights|null} */
  let flights = null;
  let wanted = false;

  /** Until it is here, or where it can't be had, formulas stand there at once. */
  async function takeFlights() {
    wanted = true;
    try {
      const { TermFlights } = await fetchFlights();
      flights = new TermFlights(formula, sentence, section.parentElement ?? section);
    } catch {
      wanted = false;
    }
  }

  /** What comes next while the film plays, once its captions are known. @type {readonly Caption[]|null} */
  let next = null;

  /** Nobody selects a word then, nor answers. @param {State} state @param {boolean} told whether an answer is */
  function lookAhead(state, told) {
    const before = next;
    next = (state.status === "playing" && !told && state.scenes[nextKey(state)]?.captions) || null;
    if (next && next !== before) whenIdle(windowOf(section), () => next && caption.expect(next));
  }

  return {
    update(state) {
      if (!wanted && questionAt(state)) takeFlights();
      const { frame, text } = narratedFrame(state);
      const written = writtenFormula(state, frame);
      const replay = replayOf(state);
      if (replay) flights?.lookBack(replay);
      // Before the caption, which measures a formula in the place that they leave.
      answering.update(state);
      caption.show(text, written.of, (state.step > 0 && state.shown?.captions) || NOTHING);
      if (replay) flights?.show(replay, toldShare(state) * replay.schedule.seconds, stage);
      else flights?.leave();
      const other = isBehind(state);
      const newer = state.otherVersion && state.status !== "playing" && !isFullScreen(section);
      setAttribute(section, "data-behind", other);
      setAttribute(section, "data-stage", comparedStage(state, frame));
      setAttribute(formula, "data-waits", written.waits);
      setText(note, [state.note, other ? OTHER : "", newer ? NEWER : ""].filter(Boolean).join(" "));
      note.hidden = note.textContent === "";
      // The button that tries again goes with what it has mended: the focus stays beside it.
      if (state.status !== "failed" && failure.contains(focusIn(failure))) holdFocus(sentence);
      failure.hidden = state.status !== "failed";
      if (state.status === "failed") setText(reason, state.failure ?? "");
      lookAhead(state, replay !== null);
    },
  };
}
