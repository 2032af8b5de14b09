/** What is on the stage before the first key: the chapter's title and its eight steps. */

import { make } from "./dom.js";

/** @typedef {import("../state.js").State} State */

/**
 * @param {HTMLElement} stage
 * @param {import("../records.js").Chapter} chapter
 * @param {(event: import("../player.js").PlayerEvent) => void} tell
 * @returns {{update: (state: State) => void}}
 */
export function poster(stage, chapter, tell) {
  const steps = chapter.steps.map(({ title }, index) => {
    const go = () => tell({ type: "goto", step: index + 1 });
    const number = make("span", { class: "number" }, String(index + 1));
    return make("li", {}, make("button", { type: "button", onclick: go }, number, make("span", {}, title)));
  });
  const sheet = make("div", { class: "poster" }, make("p", { class: "title" }, chapter.title), make("ol", {}, ...steps));
  stage.append(sheet);
  return {
    update(state) {
      sheet.hidden = state.step > 0;
    },
  };
}
