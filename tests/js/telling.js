/** All that the chapter asks, and how one answers it: what the stage shows while that is told. */

import assert from "node:assert/strict";
import { answerPicture } from "../../static/js/state/answer-picture.js";
import { initialState } from "../../static/js/state/state.js";
import { frameStarts } from "../../static/js/state/timing.js";
import { golden, names } from "./goldens.js";
import { chapter } from "./samples.js";

/** @import { Option, Question, Scene } from "../../static/js/data/records.js" */
/** @import { State } from "../../static/js/state/state.js" */
/** @import { Picture } from "../../static/js/state/answer-picture.js" */

/** @param {State} state @returns {Picture} */
export function picture(state) {
  const shown = answerPicture(state);
  assert.ok(shown);
  return shown;
}

/** The film as it waits at a frame. @param {Scene} shown @param {number} k @returns {State} */
export const waiting = (shown, k) => ({
  ...initialState(chapter),
  ...{ status: "asking", step: 1, shown, shownKey: "one/a", seconds: Number(frameStarts(shown)[k + 1]) },
});

/** What gives an option as one's answer. @param {Question} question @param {Option} option @returns {object[]} */
export function answering({ kind, options }, option) {
  if (kind === "choice") return [{ option: options.indexOf(option) }];
  if (kind === "number") return [{ number: String(option.value) }];
  if (kind === "cell") return option.cells.length ? option.cells.map((cell) => ({ cell })) : [{ cell: "none" }];
  return option.values.map((value, index) => ({ value: { index, value } }));
}

/** All that is asked in the chapter, but aloud. @type {[string, Scene, number, Question][]} */
export const QUESTIONS = names.flatMap((name) => {
  const scene = golden(name);
  return scene.frames.flatMap(({ question }, k) =>
    question && question.kind !== "open"
      ? [/** @type {[string, Scene, number, Question]} */ ([name, scene, k, question])]
      : [],
  );
});
