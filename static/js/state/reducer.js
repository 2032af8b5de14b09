/**
 * The one decision maker: reduce(state, event) → state, pure.
 *
 * Statuses: *idle* before the first key; *loading* while too little of the place asked for has arrived
 * (`target` says where to go then); *playing*; *paused*, also at a scene's end; *failed* where the
 * place cannot be shown, with the reason in `failure`, until one retries or goes elsewhere.
 *
 * | event | idle | loading | playing | paused | failed |
 * | ------------------------- | --------------- | ------------------- | ---------------- | ---------------- |
 * ------------- |
 * | begin | plays step 1 | – | – | – | – |
 * | nextStep | plays step 1 | plays the next step from its start; in the last one: its finished state ||||
 * | previousStep, previousScene | – | the one before in its finished state, paused; at the start: its first frame ||||
 * | nextScene | plays scene 1 | plays the next scene, then waits ||||
 * | goto, stage | the place asked for, also while another one is loading: the latest wins |||||
 * | toggle | plays all | will (not) play | paused | plays on | tries again |
 * | play | plays all | will play | to the very end | plays on | tries again |
 * | frame | first frame | from there, paused | paused, ±1 | ±1 | ±1 if arrived |
 * | seek | – | there, paused | there, paused | there | – |
 * | set, reset, undo, redo | – | the same place with other values, paused and settled ||||
 * | replay | – | the drawing is drawn once more, in the scene's finished state ||||
 * | tick | – | of a replay | time passes | of a replay | – |
 * | arrived | first picture | plays or pauses | more frames | more frames | goes on if it is the one |
 * | refused | – | the message; the last good picture ||||
 * | broke | – | failed, if it is the place asked for ||||
 * | unreached | – | the message; the last good picture; without one failed ||||
 * | newer | the hint | the hint, and as unreached where a scene was asked for ||||
 * | reached | – | what waited is loaded ||||
 * | retry | – | – | – | – | loads again |
 * | rest, say, speed, restore, theme, tool, screen, help, drawer, motion, note, pipeline | the same in every status
 * |||||
 */

import { rest } from "./history.js";
import { arrived, broke, newer, reached, refused, retry, unreached } from "./loading.js";
import * as navigation from "./navigation.js";
import * as playing from "./playback.js";
import { replay } from "./replay.js";
import * as settings from "./settings.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {{type: string, [key: string]: any}} PlayerEvent */

/** @type {Record<string, (state: State, event: any) => State>} */
const answers = {
  begin: (state) => (state.step === 0 ? navigation.nextStep(state) : state),
  nextStep: navigation.nextStep,
  previousStep: navigation.previousStep,
  nextScene: navigation.nextScene,
  previousScene: navigation.previousScene,
  goto: navigation.goto,
  stage: navigation.toStage,
  toggle: playing.toggle,
  play: (state) => playing.play(state, "chapter"),
  frame: navigation.frame,
  seek: navigation.seek,
  set: settings.set,
  reset: settings.reset,
  undo: settings.undo,
  redo: settings.redo,
  rest,
  say: settings.say,
  replay,
  tick: playing.tick,
  arrived,
  refused,
  broke,
  unreached,
  reached,
  newer,
  retry: (state) => retry(state),
  speed: settings.speed,
  restore: settings.restore,
  theme: settings.theme,
  tool: settings.tool,
  screen: settings.screen,
  help: settings.help,
  drawer: settings.drawer,
  motion: (state, { reduced }) => ({ ...state, reducedMotion: reduced }),
  note: (state, { sentence }) => ({ ...state, note: sentence }),
  pipeline: (state, { scene }) => ({ ...state, pipeline: scene }),
};

/** The names of all events. */
export const EVENTS = Object.keys(answers);

/**
 * The state after an event; an unknown event changes nothing.
 * @param {State} state
 * @param {PlayerEvent} event
 * @returns {State}
 */
export function reduce(state, event) {
  return Object.hasOwn(answers, event.type) ? /** @type {any} */ (answers[event.type])(state, event) : state;
}
