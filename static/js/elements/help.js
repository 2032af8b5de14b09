/** The dialog that tells all keys, made from the key table. */

import { HELP } from "../keys.js";
import { make } from "./dom.js";

/** @typedef {import("../state.js").State} State */

/**
 * Fills the page's dialog.
 * @param {HTMLDialogElement} dialog
 * @param {(event: import("../player.js").PlayerEvent) => void} tell
 * @returns {{update: (state: State) => void}}
 */
export function help(dialog, tell) {
  const rows = HELP.map(({ keys, what }) => {
    const names = keys.flatMap((key, index) => [...(index ? [" "] : []), make("kbd", {}, key)]);
    return make("div", { class: "row" }, make("dt", {}, ...names), make("dd", {}, what));
  });
  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  dialog.replaceChildren(make("h2", {}, "Keys"), make("dl", { class: "keys" }, ...rows), close);
  dialog.addEventListener("close", () => tell({ type: "help", open: false }));
  dialog.addEventListener("click", (event) => {
    // Beside the dialog, on its backdrop.
    if (event.target === dialog) dialog.close();
  });
  return {
    update(state) {
      if (state.help && !dialog.open) dialog.showModal();
      if (!state.help && dialog.open) dialog.close();
    },
  };
}
