/** The speaker's window: this scene and the next, notes, clock and timer, in step with the projected one. */

import { Loader } from "../data/loader.js";
import { checkingVersion } from "../data/version.js";
import { askingForStage } from "../elements/scene-asking.js";
import { listenToGestures } from "../inputs/gestures.js";
import { listenToKeys } from "../inputs/keyboard.js";
import { setAttribute, setText } from "../page/dom.js";
import { addSheet } from "../page/sheet.js";
import { applyTheme } from "../page/theme.js";
import { reduce } from "../state/reducer.js";
import { currentScene, initialState } from "../state/state.js";
import { wantedKeys } from "../state/wanted.js";
import { followState, upcomingScene } from "./follower.js";
import { createLink } from "./link.js";
import { speakerView } from "./speaker-view.js";
import { elapsedTime, formatElapsed, loadTimer, saveTimer, toggleTimer, ZERO } from "./timer.js";

/** @import { State } from "../state/state.js" */
/** @import { PlayerEvent } from "../state/reducer.js" */

/** Milliseconds between two looks at the clock, and between two questions whether the other window is there. */
const TICK_MS = 250;
const ASK_MS = 2000;
const NO_NOTES = "Can't load the notes: the server isn't responding.";
/** Events that only the projected window itself can answer. */
const PROJECTED_ONLY = ["fullscreen", "speaker", "values", "summary", "attend", "help"];

/**
 * Makes this window the speaker's.
 * @param {string} name of the session
 * @param {State["chapter"]} chapter
 * @param {import("../page/host.js").Host} host
 */
export function speakerWindow(name, chapter, host) {
  const { window } = host;
  const page = window.document;
  let state = initialState(chapter);
  let status = "";
  let heard = -Infinity;
  /** @type {Record<string, string[]>} */
  let notes = {};

  const { post } = createLink(window, name, onMessage, window.opener);
  const parts = speakerView({
    tell: (event) => post({ kind: "event", event }),
    toggle: () => clock.toggle(),
    reset: () => clock.reset(),
  });
  const clock = speakerClock(parts, host.session, () => heard);
  const fetcher = new Loader(
    (event) => {
      state = reduce(state, event);
      show();
    },
    askingForStage(checkingVersion(chapter.version, host.fetch)).ask,
  );

  /** @param {import("./link.js").Message} message */
  function onMessage(message) {
    if (message.kind === "gone") heard = -Infinity;
    if (message.kind !== "state") return;
    heard = Date.now();
    status = message.status;
    state = followState(state, message);
    show();
  }

  function show() {
    applyTheme(host, state.theme);
    const found = state.step > 0 ? currentScene(state) : null;
    const next = upcomingScene(state);
    parts.now(state, status);
    parts.next(next, chapter);
    parts.notes(found ? (notes[found.path] ?? []) : []);
    setAttribute(page.body, "data-frame", found ? `${found.path} ${state.target ? "" : state.status}`.trim() : "");
    fetcher.want(wantedKeys(state));
  }

  /** @param {PlayerEvent} event */
  function tellKey(event) {
    const local = PROJECTED_ONLY.includes(event.type) && !(event.type === "help" && state.help);
    parts.say(local && event.type !== "speaker" ? "That key works in the projected window only." : "");
    if (!local) post({ kind: "event", event });
  }

  listenToGestures(window, (event) => post({ kind: "event", event }));
  listenToKeys(window, page.body, () => state, tellKey);

  page.body.replaceChildren(parts.view);
  addSheet(page, "speaker.css");
  page.title = `Speaker's window · ${chapter.title}`;
  post({ kind: "hello" });
  setInterval(() => post({ kind: "hello" }), ASK_MS);
  const onNotes = (/** @type {typeof notes} */ fetched) => {
    notes = fetched;
    show();
  };
  fetchNotes(host).then(onNotes, () => parts.say(NO_NOTES));
  show();
}

/** @param {import("../page/host.js").Host} host @returns {Promise<Record<string, string[]>>} by path */
async function fetchNotes(host) {
  const response = await host.fetch("api/notes");
  return (await response.json()).notes;
}

/**
 * Keeps clock and timer going, and says where nothing has been heard of the projected window for a while.
 * @param {ReturnType<typeof speakerView>} parts
 * @param {import("../page/host.js").Store} store
 * @param {() => number} heard when the projected window was last heard
 */
function speakerClock(parts, store, heard) {
  let timer = loadTimer(store);

  function tick() {
    const now = Date.now();
    setText(parts.clock, new Date(now).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    setText(parts.timer, formatElapsed(elapsedTime(timer, now)));
    setText(parts.toggle, timer.since !== null ? "Pause timer" : timer.counted ? "Resume timer" : "Start timer");
    parts.lost.hidden = now - heard() < 3 * ASK_MS;
  }

  /** @param {import("./timer.js").Timer} next */
  function count(next) {
    timer = next;
    saveTimer(store, timer);
    tick();
  }

  setInterval(tick, TICK_MS);
  tick();
  return { toggle: () => count(toggleTimer(timer, Date.now())), reset: () => count(ZERO) };
}
