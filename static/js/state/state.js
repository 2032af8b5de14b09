/** What the player knows: the state, its parts by name, and the questions that all ask of it. */

import { CUT, duration, enteredAt, frameAt, momentAt, settledAt } from "./timing.js";

/** @import { Chapter, Scene, SceneSpec, Step } from "../data/records.js" */

/** @typedef {"idle"|"loading"|"playing"|"asking"|"paused"|"failed"} Status */
/** @typedef {"scene"|"step"|"chapter"} Until where playing stops and waits */
/** @typedef {import("../data/requests.js").Values} Values */
/** @typedef {{parameter: string, sentence: string, waits?: boolean}} Message `waits`: until the engine answers */
/** @typedef {{path: string, values: Values}} Change the values of a scene before it */
/**
 * @typedef {{path: string, parameter: string, drawing: string, seconds: number, partial: string}} Replay `partial`: so
 *   much of the drawing
 */

/**
 * @typedef {object} Target where in a scene to go once enough of it has arrived
 * @property {"start"|"end"|"frame"|"entry"|"fraction"|"seconds"} at `entry`: as the frame begins
 * @property {number} value the frame, the fraction of the scene, or the second
 * @property {boolean} play whether to go on playing from there
 */

/**
 * @typedef {object} State
 * @property {Status} status
 * @property {Chapter} chapter
 * @property {number} step 0 before the first key, then 1, 2, …
 * @property {number} scene which of the step's scenes, from 0
 * @property {number} seconds the clock of `shown`
 * @property {Until} until
 * @property {number} speed
 * @property {Record<string, Values>} values by path: step/scene
 * @property {Record<string, Scene>} scenes what has arrived, by request, the latest used last
 * @property {Record<string, Message>} refused requests that the server does not accept, or that wait for it
 * @property {Record<string, string>} broken requests that failed, with the reason
 * @property {Record<string, string>} lastGood by path, the last request that gave a picture
 * @property {Scene|null} shown the last good picture
 * @property {string} shownKey the request that it answers
 * @property {import("./look.js").Look|null} look how the viewer looks around in the picture
 * @property {{scene: Scene, seconds: number}|null} leaving the scene before, where it was left, while `shown` begins
 * @property {Message|null} message to stand beside a control
 * @property {Message|null} hint as that, until something else is set: why a hand did nothing
 * @property {Change[]} past what was set, the latest last
 * @property {Change[]} future what was taken back, the latest last
 * @property {string} editing the scene on which a hand is setting something
 * @property {Replay|null} replay
 * @property {string|null} failure why the place asked for cannot be shown
 * @property {boolean} otherVersion whether the server has another version of the chapter than the page
 * @property {string} note something to say about the address
 * @property {Target|null} target
 * @property {""|"black"|"white"} screen
 * @property {boolean} help
 * @property {boolean} drawer whether the settings that a telephone has no room for are open
 * @property {string} theme
 * @property {"pen"|"eraser"} tool what the hand on a paper does
 * @property {Record<string, import("./questions.js").Answer>} answers by question
 * @property {boolean} revealed whether the answer to the question at which it waits is told
 * @property {number} told for how many seconds, at speed 1
 * @property {number} telling how many it takes
 * @property {boolean} reducedMotion whether less motion is asked for
 * @property {Scene|null} thumbnails the scene that the strip's thumbnails come from
 */

/** Speeds that can be chosen. */
export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

/** The state before the first key. @param {Chapter} chapter @returns {State} */
export function initialState(chapter) {
  return {
    status: "idle",
    chapter,
    step: 0,
    scene: 0,
    seconds: 0,
    until: "step",
    speed: 1,
    values: {},
    scenes: {},
    refused: {},
    broken: {},
    lastGood: {},
    shown: null,
    shownKey: "",
    leaving: null,
    look: null,
    message: null,
    hint: null,
    past: [],
    future: [],
    editing: "",
    replay: null,
    failure: null,
    otherVersion: false,
    note: "",
    target: null,
    screen: "",
    help: false,
    drawer: false,
    theme: "light",
    tool: "pen",
    answers: {},
    revealed: false,
    told: 0,
    telling: 0,
    reducedMotion: false,
    thumbnails: null,
  };
}

/**
 * The declaration of a scene; null where there is none.
 * @param {Chapter} chapter
 * @param {number} step from 1
 * @param {number} scene from 0
 * @returns {{step: Step, spec: SceneSpec, path: string}|null}
 */
export function findScene(chapter, step, scene) {
  const found = chapter.steps[step - 1];
  const spec = found?.scenes[scene];
  return found && spec ? { step: found, spec, path: `${found.name}/${spec.name}` } : null;
}

/**
 * Which step it is, of how many; a part of a chapter alone has its own number.
 * @param {State} state
 */
export function stepOf({ chapter: { steps }, step }) {
  const last = steps.at(-1);
  const number = steps[step - 1]?.number ?? "–";
  return steps.length > 1 ? `Step ${number} / ${last?.number}` : `Step ${last?.number}`;
}

/** Where the state is, or is going; before the first key, the chapter's first scene. @param {State} state */
export function currentScene(state) {
  return findScene(state.chapter, state.step || 1, state.scene);
}

/**
 * What the page is called: its step once there is one, the chapter before.
 * @param {State} state
 */
export function pageTitle({ chapter, step }) {
  const title = chapter.steps[step - 1]?.title;
  return title ? `${title} · cnnviz` : chapter.title;
}

/**
 * The places before and after, in the order of the chapter; null at its ends.
 * @param {State} state
 * @param {1|-1} by
 * @returns {{step: number, scene: number}|null}
 */
export function neighbour(state, by) {
  const { chapter, step, scene } = state;
  if (findScene(chapter, step, scene + by)) return { step, scene: scene + by };
  const other = chapter.steps[step + by - 1];
  if (!other || other.scenes.length === 0) return null;
  return { step: step + by, scene: by > 0 ? 0 : other.scenes.length - 1 };
}

/** Whether `shown` is the picture of the place that the state names. @param {State} state */
export function isCurrent(state) {
  return state.shown !== null && state.shownKey.split("?")[0] === currentScene(state)?.path;
}

/** Whether the picture cannot follow what is set, as that needs an engine which is not there. @param {State} state */
export function isBehind(state) {
  return state.message?.waits === true && isCurrent(state);
}

/**
 * The values of a scene that are to be answered: those that are set, and of a drawing that is drawn
 * once more so much as is drawn.
 * @param {State} state
 * @param {string} path
 * @returns {Values}
 */
export function requestedValues({ values, replay }, path) {
  const set = values[path] ?? {};
  return replay?.path === path ? { ...set, [replay.parameter]: replay.partial } : set;
}

/** The frame that is on the screen, from 0; −1 where there is none. @param {State} state */
export function currentFrame(state) {
  return state.shown ? frameAt(state.shown, state.seconds) : -1;
}

/** What the stage draws now; null before the first picture. @param {State} state */
export function currentMoment({ shown, seconds, reducedMotion, leaving }) {
  return shown?.frames.length ? momentAt(shown, seconds, reducedMotion, leaving !== null) : null;
}

/** What the scene before still shows while this one begins; null once it has gone. @param {State} state */
export function leavingMoment({ leaving, seconds, reducedMotion }) {
  return leaving && !reducedMotion && seconds < CUT ? momentAt(leaving.scene, leaving.seconds) : null;
}

/** Whether the scene is shown in its finished state. @param {State} state */
export function isFinished(state) {
  const { shown, seconds } = state;
  if (!shown?.complete || !isCurrent(state) || state.target) return false;
  return shown.frames.length === 0 || seconds >= settledAt(shown, shown.frames.length - 1);
}

/** Whether time passes: playing or drawing once more, and nothing lies over the picture. @param {State} state */
export function isRunning(state) {
  if (isTelling(state)) return true;
  return (state.status === "playing" || state.replay !== null) && !state.screen && !state.help;
}

/** Whether the answer to a question is just being told. @param {State} state */
export function isTelling({ status, revealed, told, telling, screen, help }) {
  return status === "asking" && revealed && told < telling && !screen && !help;
}

/**
 * The second at which a target is reached; null as long as too little has arrived.
 * @param {Scene} scene
 * @param {Target} target
 * @returns {number|null}
 */
export function targetSeconds(scene, target) {
  const arrived = scene.frames.length;
  if (arrived === 0) return scene.complete ? 0 : null;
  if (target.at === "start") return 0;
  if (target.at === "seconds") {
    if (scene.complete) return Math.min(target.value, duration(scene));
    return target.value < duration(scene) ? target.value : null;
  }
  const last = scene.count - 1;
  const named = target.at === "frame" || target.at === "entry";
  const k = target.at === "end" ? last : named ? target.value : Math.floor(target.value * scene.count);
  const clamped = Math.max(0, Math.min(last, k));
  if (clamped >= arrived) return null;
  return target.at === "entry" ? enteredAt(scene, clamped) : settledAt(scene, clamped);
}
