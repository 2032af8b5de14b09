/** What lies over the picture: the table of keys, the black or white screen. */

import { make } from "../page/dom.js";

/** @import { State } from "../state/state.js" */

/**
 * Fills the page's dialog.
 * @param {HTMLDialogElement} dialog
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @returns {{update: (state: State) => void}}
 */
export function helpDialog(dialog, tell) {
  const list = make("dl", { class: "keys" });

  async function fill() {
    const { KEY_HELP } = await import("../inputs/key-help.js");
    // A telephone may have no full screen.
    const known = KEY_HELP.filter(({ keys }) => keys[0] !== "F" || dialog.ownerDocument.fullscreenEnabled);
    const rows = known.map(({ keys, what }) => {
      const names = keys.flatMap((key, index) => [...(index ? [" "] : []), make("kbd", {}, key)]);
      return make("div", { class: "row" }, make("dt", {}, ...names), make("dd", {}, what));
    });
    list.replaceChildren(...rows);
  }

  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  // The button is above the rows: what has the focus is scrolled to as it opens.
  dialog.replaceChildren(make("header", {}, make("h2", {}, "Keys"), close), list);
  // It is told a moment later; by then the help may be open again.
  dialog.addEventListener("close", () => dialog.open || tell({ type: "help", open: false }));
  dialog.addEventListener("click", (event) => {
    // Beside the dialog, on its backdrop.
    if (event.target === dialog) dialog.close();
  });
  return {
    update(state) {
      if (state.help && !dialog.open) {
        dialog.showModal();
        // Out of reach, it is tried again the next time.
        if (!list.firstChild) fill().catch(() => {});
      }
      if (!state.help && dialog.open) dialog.close();
    },
  };
}

/**
 * The black or white screen over everything.
 * @param {HTMLElement} player
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @returns {{update: (state: State) => void}}
 */
export function blankScreen(player, tell) {
  const sheet = make("div", {
    class: "blank-screen",
    hidden: true,
    onclick: () => tell({ type: "screen", colour: "" }),
  });
  player.append(sheet);
  return {
    update({ screen }) {
      sheet.hidden = screen === "";
      sheet.dataset.colour = screen;
    },
  };
}
