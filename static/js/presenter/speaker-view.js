/** What the speaker's window is made of: its elements, and what each shows. */

import { emphasisNodes, make, setAttribute, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { currentMoment } from "../state/state.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/reducer.js").PlayerEvent} PlayerEvent */
/** @typedef {HTMLElement & {update: (state: State) => void}} Stage */

/** What the projected window shows instead of the picture, or does with it. @type {Record<string, string>} */
const STATUS = { idle: "Not begun", loading: "Loading", playing: "Playing", paused: "Paused", failed: "Failed" };

/**
 * What stands in the window.
 * @param {{tell: (event: PlayerEvent) => void, toggle: () => void, reset: () => void}} doing
 */
export function speakerView({ tell, toggle, reset }) {
  const button = (/** @type {string} */ label, /** @type {string} */ drawing, /** @type {() => void} */ onclick) =>
    make("button", { type: "button", onclick }, icon(drawing), make("span", {}, label));
  const stages = [0, 1].map(() => /** @type {Stage} */ (make("cnn-stage")));
  const [shown, coming] = /** @type {[Stage, Stage]} */ (stages);
  const clock = make("p", { class: "clock", "aria-label": "Clock" });
  const timer = make("p", { class: "timer", role: "timer", "aria-label": "Timer" });
  const running = make("button", { type: "button", class: "wide", onclick: toggle }, "Start timer");
  const lost = make(
    "p",
    { class: "lost", role: "status", hidden: true },
    "The projected window isn't responding. Is it still open?",
  );
  const said = make("p", { class: "said", role: "status" });
  const [count, title, status, sentence] = [
    make("p", { class: "count" }),
    make("h1"),
    make("p", { class: "status" }),
    make("p", { class: "sentence" }),
  ];
  const [after, list] = [make("p", { class: "after" }), make("ul")];
  const play = button("Play", "play", () => tell({ type: "toggle" }));

  const view = make(
    "main",
    { class: "speaker" },
    make(
      "header",
      {},
      make("div", {}, count, title),
      clock,
      make(
        "div",
        { class: "timing" },
        timer,
        running,
        make("button", { type: "button", onclick: reset }, "Reset timer"),
      ),
    ),
    make(
      "section",
      { class: "now", "aria-label": "This scene" },
      make("h2", {}, "Now"),
      status,
      make("div", { class: "picture" }, shown),
      sentence,
    ),
    make(
      "section",
      { class: "next", "aria-label": "The next scene" },
      make("h2", {}, "Next"),
      after,
      make("div", { class: "picture", inert: true }, coming),
    ),
    make("section", { class: "notes", "aria-label": "Notes" }, make("h2", {}, "Notes"), list),
    make(
      "footer",
      {},
      button("Previous scene", "previous", () => tell({ type: "previousScene" })),
      button("One frame back", "back", () => tell({ type: "frame", by: -1 })),
      play,
      button("One frame on", "forward", () => tell({ type: "frame", by: 1 })),
      button("Next scene", "next", () => tell({ type: "nextScene" })),
      make("div", { class: "voice" }, lost, said),
    ),
  );
  shown.addEventListener("cnn", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  let noted = "";

  return {
    view,
    clock,
    timer,
    toggle: running,
    lost,

    /** @param {string} text */
    say: (text) => setText(said, text),

    /** @param {State} state @param {string} going what the projected window is doing */
    now(state, going) {
      const steps = state.chapter.steps;
      const step = steps[state.step - 1];
      const spec = step?.scenes[state.scene];
      const moment = state.step ? currentMoment(state) : null;
      setText(count, step ? `Step ${state.step} / ${steps.length} · ${step.title}` : state.chapter.title);
      setText(title, spec?.title ?? "Press Space or Next scene to begin");
      const frames = moment && state.shown ? ` · frame ${moment.k + 1} of ${state.shown.count}` : "";
      setText(
        status,
        state.screen
          ? `The hall sees a ${state.screen} screen; any key brings the picture back`
          : `${STATUS[going] ?? "Waiting for the projected window"}${frames}`,
      );
      setAttribute(status, "data-covered", state.screen !== "");
      sentence.replaceChildren(...emphasisNodes(moment?.to.narration ?? ""));
      setAttribute(shown, "data-empty", !moment);
      shown.update(state);
      const label = going === "playing" ? "Pause" : "Play";
      if (play.textContent !== label) play.replaceChildren(icon(label.toLowerCase()), make("span", {}, label));
    },

    /** @param {ReturnType<typeof import("./follower.js").upcomingScene>} next @param {State["chapter"]} chapter */
    next(next, chapter) {
      const where = next
        ? `${next.spec.title} (step ${next.number} / ${chapter.steps.length})`
        : "This is the last scene.";
      setText(after, where);
      setAttribute(coming, "data-empty", !next?.state.shown);
      if (next) coming.update(next.state);
    },

    /** @param {string[]} notes each with its kind before a colon */
    notes(notes) {
      if (noted === notes.join("\n")) return;
      noted = notes.join("\n");
      list.replaceChildren(
        ...notes.map((note) => {
          const [, kind, text] = /^([^:]+): (.*)$/.exec(note) ?? ["", "", note];
          return make("li", {}, make("b", {}, kind ?? ""), " ", text ?? note);
        }),
      );
    },
  };
}
