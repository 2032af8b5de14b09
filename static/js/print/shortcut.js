/**
 * Printing a page that has just been opened: by its key it waits for the pictures of all scenes; from the
 * browser's menu, which waits for nothing, it has the one on the screen.
 */

import { make, windowOf } from "../page/dom.js";

/**
 * @param {HTMLElement} player
 * @param {() => HTMLElement} article
 * @param {() => boolean} ready whether all pictures are here
 * @param {() => Promise<void>} begin fetches them, and prints then
 */
export function printShortcut(player, article, ready, begin) {
  const window = windowOf(player);
  window.addEventListener(
    "keydown",
    (event) => {
      if (!asksToPrint(event) || ready()) return;
      event.preventDefault();
      begin().catch(() => window.print());
    },
    { capture: true },
  );
  window.addEventListener("beforeprint", () => {
    // What lays out the pictures of all scenes takes this one away, where it is here.
    const shown = player.querySelector("cnn-stage canvas");
    if (shown instanceof HTMLCanvasElement && shown.width * shown.height > 0)
      article().querySelector(".press")?.before(canvasCopy(shown));
  });
  window.addEventListener("afterprint", () => article().querySelector("canvas.printed")?.remove());
}

/** Ctrl or Cmd with P, by its place on layouts without Latin letters. @param {KeyboardEvent} event */
function asksToPrint({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const p = /^[a-z]$/i.test(key) ? key.toLowerCase() === "p" : code === "KeyP";
  return p && (ctrlKey || metaKey) && !altKey && !shiftKey;
}

/** A copy of a picture, for paper. @param {HTMLCanvasElement} shown */
function canvasCopy(shown) {
  const copy = make("canvas", { class: "printed", width: shown.width, height: shown.height });
  copy.getContext("2d")?.drawImage(shown, 0, 0);
  return copy;
}
