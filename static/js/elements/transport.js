/** <cnn-transport>: the buttons, the speed, and where we are in words. */

import { emit, make, setAttribute, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { currentScene, SPEEDS, stepOf } from "../state/state.js";
import { offeredSummary, offerText } from "../state/summary.js";
import { TimelineSlider } from "./timeline-slider.js";

/** @import { State } from "../state/state.js" */
/** @import { PlayerEvent } from "../state/reducer.js" */

class CnnTransport extends HTMLElement {
  /** @type {TimelineSlider|null} */
  #timeline = null;
  #play = this.#button("play", "Play", { type: "play" });
  #settings = this.#button("settings", "Settings", { type: "drawer" }, "minor");
  #count = make("p", { class: "count" });
  #stepTitle = make("span", { class: "step-title" });
  #sceneTitle = make("span");
  #offerText = make("span", { class: "more" });
  #offer = make(
    "button",
    { type: "button", class: "offer", hidden: true, onclick: () => emit(this, { type: "summary" }) },
    make("span", {}, "Your answers", this.#offerText),
    make("kbd", { "aria-hidden": "true" }, "Y"),
  );
  #place = make("p", { class: "place" }, this.#stepTitle, this.#sceneTitle);
  #speed = make("select", { "aria-label": "Speed", onchange: () => this.#speeds() });

  connectedCallback() {
    if (this.childElementCount > 0) return;
    this.#timeline = new TimelineSlider((event) => emit(this, event));
    for (const speed of SPEEDS) this.#speed.append(make("option", { value: speed }, `${speed}×`));
    const moves = make(
      "div",
      { class: "moves" },
      this.#button("previous", "Previous step", { type: "previousStep" }),
      this.#button("back", "One frame back", { type: "frame", by: -1 }, "minor"),
      this.#play,
      this.#button("forward", "One frame forward", { type: "frame", by: 1 }, "minor"),
      this.#button("next", "Next step", { type: "nextStep" }),
      this.#settings,
    );
    const where = make("div", { class: "where" }, this.#count, this.#place, this.#offer);
    const tools = make(
      "div",
      { class: "tools" },
      make("span", { class: "speed" }, make("span", { class: "name", "aria-hidden": "true" }, "Speed"), this.#speed),
      this.#button("values", "Values as tables", { type: "values" }, "minor"),
      this.#button("picture", "Take this picture", { type: "picture" }, "minor"),
      this.#button("answers", "Your answers", { type: "summary" }, "minor"),
      this.#button("network", "Your own network", { type: "network" }, "minor"),
      this.#button("theme", "Theme", { type: "theme" }, "minor"),
      this.#button("speaker", "Speaker's window", { type: "speaker" }, "minor"),
      this.#button("keys", "Keys", { type: "help" }, "minor"),
      this.#button("fullscreen", "Full screen", { type: "fullscreen" }, "minor"),
      make("p", { class: "popup-blocked", role: "status", hidden: true }),
    );
    this.append(this.#timeline.element, make("div", { class: "bar" }, moves, where, tools));
  }

  /** @param {State} state */
  update(state) {
    this.#timeline?.update(state);
    const going = state.status === "playing" || (state.status === "loading" && state.target?.play === true);
    if (this.#play.dataset.going !== String(going)) {
      this.#play.dataset.going = String(going);
      this.#play.replaceChildren(icon(going ? "pause" : "play"));
      setAttribute(this.#play, "aria-label", going ? "Pause" : "Play");
      setAttribute(this.#play, "title", going ? "Pause" : "Play");
    }
    setAttribute(this.#settings, "aria-expanded", String(state.drawer));
    setText(this.#count, stepOf(state));
    const found = state.step > 0 ? currentScene(state) : null;
    setText(this.#stepTitle, found ? `${found.step.title}\u00a0· ` : "");
    setText(this.#sceneTitle, found?.spec.title ?? "");
    const offered = offeredSummary(state);
    this.#offer.hidden = offered === null;
    this.#place.hidden = offered !== null;
    if (offered) setText(this.#offerText, `: ${offerText(offered)}`);
    if (this.#speed.value !== String(state.speed)) this.#speed.value = String(state.speed);
  }

  #speeds() {
    emit(this, { type: "speed", to: Number(this.#speed.value) });
  }

  /** @param {string} drawing @param {string} label @param {PlayerEvent} event @param {string} [kind] */
  #button(drawing, label, event, kind = "major") {
    const press = () => {
      const pausing = drawing === "play" && this.#play.dataset.going === "true";
      emit(this, pausing ? { type: "toggle" } : event);
    };
    const classes = `${kind} ${drawing}`;
    return make(
      "button",
      { type: "button", class: classes, "aria-label": label, title: label, onclick: press },
      icon(drawing),
    );
  }
}

customElements.define("cnn-transport", CnnTransport);
