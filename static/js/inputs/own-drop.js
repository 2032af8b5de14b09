/** Files that are dropped on the page, or pasted: a network of one's own is opened, or is shown a picture. */

import { setAttribute, windowOf } from "../page/dom.js";
import { dataOf } from "../page/host.js";

const PASTED = "the pasted picture";

/** Whether a file is a network in ONNX, or holds its weights, by its name. @param {{name: string}} file */
export const isNetworkFile = ({ name }) => /\.(onnx|data)/i.test(name);

/** A picture out of the clipboard has a name that says nothing. @param {File} file */
const named = (file) => (isNetworkFile(file) ? file : new File([file], PASTED, { type: file.type }));

/**
 * Hears of files that are dropped or pasted anywhere on the page; pictures are left to a knob that takes them. What is
 * pasted where no network reads it is left alone.
 * @param {HTMLElement} player
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {AbortSignal} signal
 */
export function listenForNetworks(player, tell, signal) {
  const isTaken = (/** @type {File[]} */ files) =>
    player.querySelector(".control.picture") !== null && !files.some(isNetworkFile);
  const show = (/** @type {boolean} */ on) => setAttribute(player, "data-dropping", on);

  /** @param {DragEvent} event */
  function hear(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    show(event.type === "dragover");
    if (event.type !== "drop") return;
    const files = [...event.dataTransfer.files];
    if (files.length && !isTaken(files)) tell({ type: "network", files });
  }

  /** @param {ClipboardEvent} event */
  function hearPaste({ clipboardData }) {
    const files = [...(clipboardData?.files ?? [])];
    const isRead = files.some(isNetworkFile) || dataOf("own").size;
    if (files.length && isRead && !isTaken(files)) tell({ type: "network", files: files.map(named) });
  }

  const window = windowOf(player);
  for (const kind of /** @type {const} */ (["dragover", "drop"])) window.addEventListener(kind, hear, { signal });
  window.addEventListener("paste", hearPaste, { signal });
  // Away from the window, not from one element to another.
  window.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || show(false), { signal });
  player.toggleAttribute("data-drops", true);
}
