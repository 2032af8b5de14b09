/** Where a picture of one's own comes from: a file that is chosen, or a camera; and why one is not taken. */

import { make } from "../page/dom.js";
import { camera, hasCamera, stopUnseen, videoSize } from "./camera.js";
import { UnusablePicture } from "./square.js";

/** @param {unknown} error */
export const reasonOf = (error) =>
  error instanceof UnusablePicture
    ? `${error.message} The picture stays as it was.`
    : "That could not be read as a picture.";

/**
 * A button that asks for a file, and the field that hears of it.
 * @param {(file: File|undefined) => void} take
 * @param {object} look what else the button has
 */
export function fileButton(take, look) {
  const input = make("input", { type: "file", accept: "image/*", hidden: true, "aria-label": "Picture file" });
  input.addEventListener("change", () => {
    take(input.files?.[0]);
    // The same file may be chosen again.
    input.value = "";
  });
  const button = make("button", { type: "button", ...look, onclick: () => input.click() }, "Choose a picture");
  return /** @type {const} */ ([button, input]);
}

/**
 * A button that asks for the camera, if there can be one, and what that sees; it goes with the signal.
 * @param {Element} element of the page
 * @param {(video: HTMLVideoElement, size: import("./square.js").Size) => void} take
 * @param {(sentence: string) => void} refuse
 * @param {AbortSignal} signal
 * @param {object} look what else the button has
 */
export function cameraButton(element, take, refuse, signal, look) {
  const seen = camera((video) => take(video, videoSize(video)), refuse);
  const onclick = () => {
    refuse("");
    seen.look();
  };
  stopUnseen(seen, element, signal);
  signal.addEventListener("abort", seen.stop);
  const buttons = hasCamera(element) ? [make("button", { type: "button", ...look, onclick }, "Camera")] : [];
  return { buttons, view: seen.element };
}
