/**
 * The one decision maker: reduce(state, event) → state, pure.
 *
 * Statuses: *idle* before the first key; *loading* while too little of the place asked for has arrived
 * (`target` says where to go then); *playing*; *asking* at the end of a frame with a question, until one goes
 * on; *paused*, also at a scene's end: where a frame asks and has nothing more to show, it asks instead; *failed*
 * where the place cannot be shown, with the reason in `failure`, until one retries or goes elsewhere.
 *
 * | event | idle | loading | playing | asking | paused | failed |
 * | ----- | ---- | ------- | ------- | ------ | ------ | ------ |
 * | begin | plays step 1 | – | – | – | – | – |
 * | nextStep | plays step 1 | as paused | as paused | reveals, plays on | the next step; in the last one its end ||
 * | nextScene | plays scene 1 | as paused | as paused | reveals, plays on | plays the next scene, then waits ||
 * | previousStep, previousScene | – | the one before in its finished state, paused; at the start: its first frame |||||
 * | goto, stage | the place asked for, also while another one is loading: the latest wins ||||||
 * | answer | – | – | – | given or changed, until it is revealed | – | – |
 * | toggle | plays all | will (not) play | paused | reveals, plays on | plays on | tries again |
 * | play | plays all | will play | to the very end | reveals, plays on | plays on | tries again |
 * | frame | first frame | from there, paused | paused, ±1 | paused, ±1 | ±1 | ±1 if arrived |
 * | seek | – | there, paused | there, paused | there, paused | there | – |
 * | set, reset, undo, redo | – | the same place with other values, paused and settled |||||
 * | replay | – | the drawing is drawn once more, in the scene's finished state |||||
 * | tick | – | of a replay | time passes; at a question it asks | tells what is revealed | of a replay | – |
 * | arrived | first picture | plays or pauses | more frames | more frames | more frames | goes on if it is the one |
 * | refused | – | the message; the last good picture |||||
 * | streamFailed | – | failed, if it is the place asked for |||||
 * | serverLost | – | the message; the last good picture; without one failed |||||
 * | otherVersion | its note | its note, and as unreached where a scene was asked for |||||
 * | serverBack | – | what waited is loaded |||||
 * | retry | – | – | – | – | – | loads again |
 * | look | – | – | – | moved, closer, or again as the film looks | – |
 * | forget | all answers are gone |||||
 * | askedAgain | what was wrong in a topic is mended, or not any longer |||||
 * | gestureEnd, hint, speed, restore, theme, tool | the same in every status ||||||
 * | screen, help, drawer, motion, note, thumbnails | the same in every status ||||||
 */

import { gestureEnd } from "./history.js";
import { arrived, otherVersion, refused, retry, serverBack, serverLost, streamFailed } from "./loading.js";
import { followFilm, look } from "./look.js";
import * as navigation from "./navigation.js";
import * as playing from "./playback.js";
import { answer, askedAgain } from "./questions.js";
import { replay } from "./replay.js";
import * as settings from "./settings.js";

/** @import { Message, State } from "./state.js" */
/** @import { LoaderEvent } from "../data/loader.js" */
/** @import { Scene } from "../data/records.js" */

/**
 * @typedef {{type: "begin"|"nextStep"|"previousStep"|"nextScene"|"previousScene"}
 *   | {type: "goto", step: number, scene?: number, frame?: number, fraction?: number, values?: Record<string, unknown>,
 *     note?: string, flies?: boolean}
 *   | {type: "stage", stage: string}
 *   | {type: "frame", by: number}
 *   | {type: "seek", seconds: number}} PlaceEvent to another place
 * @typedef {{type: "toggle"|"play"|"retry"}
 *   | {type: "answer"} & import("./questions.js").Answering
 *   | {type: "tick", seconds: number}
 *   | {type: "speed", by?: number, to?: number}} PlaybackEvent how time passes
 * @typedef {{type: "set", values: Record<string, unknown>, refusal?: Message}
 *   | {type: "reset", parameter?: string}
 *   | {type: "undo"|"redo"|"gestureEnd"}
 *   | {type: "hint", parameter: string, sentence: string}
 *   | {type: "replay", parameter: string, drawing: string}
 *   | {type: "forget"}
 *   | {type: "askedAgain", topic: string, right: boolean}
 *   | {type: "restore", speed?: unknown, values?: unknown, past?: unknown, future?: unknown,
 *     answers?: State["answers"]}} SettingEvent what is set
 * @typedef {{type: "theme", name?: string}
 *   | {type: "tool", tool: "pen"|"eraser"}
 *   | {type: "screen", colour: ""|"black"|"white"}
 *   | {type: "help"|"drawer", open?: boolean}
 *   | {type: "look", to?: import("./look.js").Look|null, by?: number}
 *   | {type: "motion", reduced: boolean}
 *   | {type: "note", sentence: string}
 *   | {type: "thumbnails", scene: Scene}} DisplayEvent what is shown beside the scene
 * @typedef {PlaceEvent|PlaybackEvent|SettingEvent|DisplayEvent|LoaderEvent} StateEvent what the reducer answers
 * @typedef {{type: "fullscreen"|"speaker"|"values"|"picture"|"summary"|"attend"|"network"}} WindowEvent what the
 *   player's window answers
 * @typedef {{type: "network", files: File[]}} DropEvent the same of files that were dropped
 * @typedef {StateEvent|WindowEvent|DropEvent} PlayerEvent
 */

/**
 * @template {string} Type
 * @template [Each=StateEvent]
 * @typedef {Each extends {type: string} ? Type extends Each["type"] ? Each : never : never} EventOf the event so named
 */

/** @type {{[Type in StateEvent["type"]]: (state: State, event: EventOf<Type>) => State}} */
const answers = {
  begin: (state) => (state.step === 0 ? navigation.nextStep(state) : state),
  nextStep: playing.fromQuestion(navigation.nextStep),
  previousStep: navigation.previousStep,
  nextScene: playing.fromQuestion(navigation.nextScene),
  previousScene: navigation.previousScene,
  goto: navigation.goto,
  stage: navigation.toStage,
  answer,
  toggle: playing.toggle,
  play: (state) => playing.play(state, "chapter"),
  frame: navigation.frame,
  seek: navigation.seek,
  set: settings.set,
  reset: settings.reset,
  undo: settings.undo,
  redo: settings.redo,
  gestureEnd,
  hint: settings.hint,
  replay,
  tick: playing.tick,
  arrived,
  refused,
  streamFailed,
  serverLost,
  serverBack,
  otherVersion,
  retry: (state) => retry(state),
  speed: settings.speed,
  restore: settings.restore,
  forget: (state) => ({ ...state, answers: {} }),
  askedAgain,
  theme: settings.theme,
  tool: settings.tool,
  screen: settings.screen,
  help: settings.help,
  drawer: settings.drawer,
  motion: (state, { reduced }) => ({ ...state, reducedMotion: reduced }),
  look,
  note: (state, { sentence }) => ({ ...state, note: sentence }),
  thumbnails: (state, { scene }) => ({ ...state, thumbnails: scene }),
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
  if (!Object.hasOwn(answers, event.type)) return state;
  const answer = /** @type {(state: State, event: PlayerEvent) => State} */ (
    answers[/** @type {StateEvent} */ (event).type]
  );
  return followFilm(state, answer(state, event));
}
