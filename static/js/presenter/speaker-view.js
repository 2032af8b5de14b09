/** What the speaker's window is made of: its elements, and what each shows. */

import { make, setAttribute, setText } from "../page/dom.js";
import { emphasisNodes } from "../page/emphasis.js";
import { icon } from "../page/icons.js";
import { currentMoment, stepOf } from "../state/state.js";
import { upcomingWords } from "./follower.js";
import { CARDS } from "./link.js";
import { answersList } from "./speaker-answers.js";

/** @import { State } from "../state/state.js" */
/** @import { PlayerEvent } from "../state/reducer.js" */
/** @typedef {HTMLElement & {update: (state: State) => void}} Stage */

/** What the projected window shows instead of the picture, or does with it. @type {Record<string, string>} */
const STATUS = {
  idle: "Not begun",
  loading: "Loading",
  playing: "Playing",
  asking: "Waiting at a question. Space goes on.",
  paused: "Paused",
  failed: "Failed",
};

/** @typedef {(event: PlayerEvent) => void} Tell */

/** @param {string} label @param {string} drawing @param {() => void} onclick */
const button = (label, drawing, onclick) =>
  make("button", { type: "button", onclick }, icon(drawing), make("span", {}, label));

/** What stands in the window. @param {{tell: Tell, toggle: () => void, reset: () => void}} doing */
export function speakerView({ tell, toggle, reset }) {
  const clock = make("p", { class: "clock", "aria-label": "Clock" });
  const timer = make("p", { class: "timer", role: "timer", "aria-label": "Timer" });
  const running = make("button", { type: "button", class: "wide", onclick: toggle }, "Start timer");
  const stop = make("button", { type: "button", onclick: reset }, "Reset timer");
  const lost = make(
    "p",
    { class: "lost", role: "status", hidden: true },
    "The projected window isn't responding. Is it still open?",
  );
  const said = make("p", { class: "said", role: "status" });
  const now = nowSection(tell);
  const next = nextSection();
  const notes = notesSection();
  const view = make(
    "main",
    { class: "speaker" },
    make("header", {}, now.head, clock, make("div", { class: "timing" }, timer, running, stop)),
    now.section,
    next.section,
    notes.section,
    make("footer", {}, ...moves(tell, now.play), make("div", { class: "voice" }, lost, said), cardsLink()),
  );
  return {
    view,
    clock,
    timer,
    toggle: running,
    lost,
    say: (/** @type {string} */ text) => setText(said, text),
    now: now.update,
    next: next.update,
    notes: notes.update,
  };
}

/** To a window of their own. */
const cardsLink = () => make("a", { class: "cards-link", href: CARDS, target: "_blank" }, "Cards to print");

/** @param {Tell} tell @param {HTMLElement} play */
const moves = (tell, play) => [
  button("Previous scene", "previous", () => tell({ type: "previousScene" })),
  button("One frame back", "back", () => tell({ type: "frame", by: -1 })),
  play,
  button("One frame on", "forward", () => tell({ type: "frame", by: 1 })),
  button("Next scene", "next", () => tell({ type: "nextScene" })),
];

/** The scene that the projected window shows, and the button that plays it. @param {Tell} tell */
function nowSection(tell) {
  const stage = /** @type {Stage} */ (make("cnn-stage"));
  const [count, title] = [make("p", { class: "count" }), make("h1")];
  const [status, sentence] = [make("p", { class: "status" }), make("p", { class: "sentence" })];
  const answers = answersList();
  const play = button("Play", "play", () => tell({ type: "toggle" }));
  play.className = "play";
  const picture = make("div", { class: "picture" }, stage);
  const look = { class: "now", "aria-label": "This scene" };
  stage.addEventListener("cnn", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  return {
    head: make("div", {}, count, title),
    section: make("section", look, make("h2", {}, "Now"), status, picture, sentence, answers.element),
    play,

    /** @param {State} state @param {string} going what the projected window is doing */
    update(state, going) {
      const { steps, title: chapter } = state.chapter;
      const step = steps[state.step - 1];
      const moment = state.step ? currentMoment(state) : null;
      setText(count, step ? `${stepOf(state)} · ${step.title}` : chapter);
      setText(title, step?.scenes[state.scene]?.title ?? "Press Space or Next scene to begin");
      const frames = moment && state.shown ? ` · frame ${moment.k + 1} of ${state.shown.count}` : "";
      const words = state.screen
        ? `The audience sees a ${state.screen} screen; any key brings the picture back`
        : `${STATUS[going] ?? "Waiting for the projected window"}${frames}`;
      setText(status, words);
      setAttribute(status, "data-covered", state.screen !== "");
      sentence.replaceChildren(...emphasisNodes(moment?.to.narration ?? ""));
      answers.update(moment?.to.question ?? null, state.shown);
      setAttribute(stage, "data-empty", !moment);
      stage.update(state);
      const label = going === "playing" ? "Pause" : "Play";
      if (play.textContent !== label) play.replaceChildren(icon(label.toLowerCase()), make("span", {}, label));
    },
  };
}

/** The scene that comes next, as it will end. */
function nextSection() {
  const stage = /** @type {Stage} */ (make("cnn-stage"));
  const after = make("p", { class: "after" });
  const picture = make("div", { class: "picture", inert: true }, stage);
  const look = { class: "next", "aria-label": "The next scene" };
  return {
    section: make("section", look, make("h2", {}, "Next"), after, picture),

    /** @param {ReturnType<typeof import("./follower.js").upcomingScene>} next @param {State["chapter"]} chapter */
    update(next, chapter) {
      setText(after, upcomingWords(next, chapter));
      setAttribute(stage, "data-empty", !next?.state.shown);
      if (next) stage.update(next.state);
    },
  };
}

function notesSection() {
  const list = make("ul");
  let noted = "";
  return {
    section: make(
      "section",
      { class: "notes", "aria-label": "Notes" },
      make("h2", {}, "Notes on the whole scene"),
      list,
    ),

    /** @param {string[]} notes each with its kind before a colon */
    update(notes) {
      if (noted === notes.join("\n")) return;
      noted = notes.join("\n");
      const items = notes.map((note) => {
        const [, kind, text] = /^([^:]+): (.*)$/.exec(note) ?? ["", "", note];
        return make("li", {}, make("b", {}, kind ?? ""), " ", text ?? note);
      });
      list.replaceChildren(...items);
    },
  };
}
