/** Files that are dropped on the page: a network of one's own is opened, wherever on the page it lands. */

import { setAttribute, windowOf } from "../page/dom.js";

/** Whether a file is a network in ONNX, or holds its weights, by its name. @param {{name: string}} file */
export const isNetworkFile = ({ name }) => /\.(onnx|data)/i.test(name);

/**
 * Hears of files that are dropped anywhere on the page; pictures are left to a knob that takes them.
 * @param {HTMLElement} player
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {AbortSignal} signal
 */
export function listenForNetworks(player, tell, signal) {
  const show = (/** @type {boolean} */ on) => setAttribute(player, "data-dropping", on);

  /** @param {DragEvent} event */
  function hear(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    show(event.type === "dragover");
    if (event.type !== "drop") return;
    const files = [...event.dataTransfer.files];
    const isTaken = player.querySelector(".control.picture") !== null && !files.some(isNetworkFile);
    if (files.length && !isTaken) tell({ type: "network", files });
  }

  player.toggleAttribute("data-drops", true);
  const window = windowOf(player);
  for (const kind of /** @type {const} */ (["dragover", "drop"])) window.addEventListener(kind, hear, { signal });
  // Away from the window, not from one element to another.
  window.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || show(false), { signal });
}
