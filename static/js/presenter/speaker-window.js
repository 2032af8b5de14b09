/** The speaker's window: this scene and the next, notes, clock and timer, in step with the projected one. */

import { loader } from "../data/loader.js";
import { ofVersion } from "../data/version.js";
import { gestures } from "../inputs/gestures.js";
import { keyboard } from "../inputs/keyboard.js";
import { make, mark, write } from "../page/dom.js";
import { wear } from "../page/theme.js";
import { reduce } from "../state/reducer.js";
import { here, initial } from "../state/state.js";
import { wants } from "../state/wanted.js";
import { ahead, followed } from "./follower.js";
import { link } from "./link.js";
import { desk } from "./speaker-view.js";
import { elapsed, recall, remember, spelled, toggled, ZERO } from "./timer.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/reducer.js").PlayerEvent} PlayerEvent */

/** Milliseconds between two looks at the clock, and between two questions whether the other window is there. */
const TICK = 250;
const ASK = 2000;
/** Events that only the projected window itself can answer. */
const ELSEWHERE = ["fullscreen", "speaker", "values", "help"];

/**
 * Makes this window the speaker's.
 * @param {string} name of the session
 * @param {State["chapter"]} chapter
 */
export function speaker(name, chapter) {
  let state = initial(chapter);
  let status = "";
  let heard = -Infinity;
  let timer = recall();
  /** @type {Record<string, string[]>} */
  let notes = {};

  const { post } = link(name, take, window.opener);
  const parts = desk({
    tell: (event) => post({ kind: "event", event }),
    toggle: () => count(toggled(timer, Date.now())),
    reset: () => count(ZERO),
  });
  const fetcher = loader((event) => {
    state = reduce(state, event);
    show();
  }, ofVersion(chapter.version));

  /** @param {import("./link.js").Message} message */
  function take(message) {
    if (message.kind === "gone") heard = -Infinity;
    if (message.kind !== "state") return;
    heard = Date.now();
    status = message["status"];
    state = followed(state, message);
    show();
  }

  /** @param {import("./timer.js").Timer} next */
  function count(next) {
    timer = next;
    remember(timer);
    tick();
  }

  function tick() {
    const now = Date.now();
    write(parts.clock, new Date(now).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    write(parts.timer, spelled(elapsed(timer, now)));
    write(parts.toggle, timer.since !== null ? "Pause timer" : timer.passed ? "Resume timer" : "Start timer");
    parts.lost.hidden = now - heard < 3 * ASK;
  }

  function show() {
    wear(state.theme);
    const found = state.step > 0 ? here(state) : null;
    const next = ahead(state);
    parts.now(state, status);
    parts.next(next, chapter);
    parts.notes(found ? (notes[found.path] ?? []) : []);
    mark(document.body, "data-frame", found ? `${found.path} ${state.target ? "" : state.status}`.trim() : "");
    fetcher.want(wants(state));
  }

  gestures((event) => post({ kind: "event", event }));
  keyboard(
    () => state,
    (event) => {
      const local = ELSEWHERE.includes(event.type) && !(event.type === "help" && state.help);
      parts.say(local && event.type !== "speaker" ? "That key works in the projected window only." : "");
      if (!local) post({ kind: "event", event });
    },
  );

  /** A page that has no sheet beside it has them all in itself. @type {HTMLLinkElement|null} */
  const sheet = document.querySelector("link[rel=stylesheet]");
  if (sheet) document.head.append(make("link", { rel: "stylesheet", href: new URL("speaker.css", sheet.href).href }));
  document.title = `Speaker's window · ${chapter.title}`;
  post({ kind: "hello" });
  setInterval(tick, TICK);
  setInterval(() => post({ kind: "hello" }), ASK);
  fetch("api/notes")
    .then(async (response) => {
      ({ notes } = await response.json());
      show();
    })
    .catch(() => parts.say("The notes could not be loaded: the server does not answer."));
  show();
  tick();
}
