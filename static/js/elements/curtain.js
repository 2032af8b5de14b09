/** The black or white screen over the picture. */

import { make } from "./dom.js";

/** @typedef {import("../state.js").State} State */

/**
 * @param {HTMLElement} player
 * @param {(event: import("../player.js").PlayerEvent) => void} tell
 * @returns {{update: (state: State) => void}}
 */
export function curtain(player, tell) {
  const cloth = make("div", { class: "curtain", hidden: true, onclick: () => tell({ type: "screen", colour: "" }) });
  player.append(cloth);
  return {
    update({ screen }) {
      cloth.hidden = screen === "";
      cloth.dataset["colour"] = screen;
    },
  };
}
