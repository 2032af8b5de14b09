/** The speaker's window: this scene and the next, notes, clock and timer, in step with the projected one. */

import { createLoader } from "../data/loader.js";
import { checkingVersion } from "../data/version.js";
import { listenToGestures } from "../inputs/gestures.js";
import { listenToKeys } from "../inputs/keyboard.js";
import { make, setAttribute, setText } from "../page/dom.js";
import { applyTheme } from "../page/theme.js";
import { reduce } from "../state/reducer.js";
import { currentScene, initialState } from "../state/state.js";
import { wantedKeys } from "../state/wanted.js";
import { followState, upcomingScene } from "./follower.js";
import { createLink } from "./link.js";
import { speakerView } from "./speaker-view.js";
import { elapsedTime, formatElapsed, loadTimer, saveTimer, toggleTimer, ZERO } from "./timer.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/reducer.js").PlayerEvent} PlayerEvent */

/** Milliseconds between two looks at the clock, and between two questions whether the other window is there. */
const TICK_MS = 250;
const ASK_MS = 2000;
/** Events that only the projected window itself can answer. */
const PROJECTED_ONLY = ["fullscreen", "speaker", "values", "help"];

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
  let timer = loadTimer(host.session);
  /** @type {Record<string, string[]>} */
  let notes = {};

  const { post } = createLink(window, name, onMessage, window.opener);
  const parts = speakerView({
    tell: (event) => post({ kind: "event", event }),
    toggle: () => count(toggleTimer(timer, Date.now())),
    reset: () => count(ZERO),
  });
  const fetcher = createLoader(
    (event) => {
      state = reduce(state, event);
      show();
    },
    checkingVersion(chapter.version, host.fetch),
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

  /** @param {import("./timer.js").Timer} next */
  function count(next) {
    timer = next;
    saveTimer(host.session, timer);
    tick();
  }

  function tick() {
    const now = Date.now();
    setText(parts.clock, new Date(now).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    setText(parts.timer, formatElapsed(elapsedTime(timer, now)));
    setText(parts.toggle, timer.since !== null ? "Pause timer" : timer.counted ? "Resume timer" : "Start timer");
    parts.lost.hidden = now - heard < 3 * ASK_MS;
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

  listenToGestures(window, (event) => post({ kind: "event", event }));
  listenToKeys(
    window,
    page.body,
    () => state,
    (event) => {
      const local = PROJECTED_ONLY.includes(event.type) && !(event.type === "help" && state.help);
      parts.say(local && event.type !== "speaker" ? "That key works in the projected window only." : "");
      if (!local) post({ kind: "event", event });
    },
  );

  page.body.replaceChildren(parts.view);
  /** A page that has no sheet beside it has them all in itself. @type {HTMLLinkElement|null} */
  const sheet = page.querySelector("link[rel=stylesheet]");
  if (sheet) page.head.append(make("link", { rel: "stylesheet", href: new URL("speaker.css", sheet.href).href }));
  page.title = `Speaker's window · ${chapter.title}`;
  post({ kind: "hello" });
  setInterval(tick, TICK_MS);
  setInterval(() => post({ kind: "hello" }), ASK_MS);
  host
    .fetch("api/notes")
    .then(async (response) => {
      ({ notes } = await response.json());
      show();
    })
    .catch(() => parts.say("Can't load the notes: the server isn't responding."));
  show();
  tick();
}
