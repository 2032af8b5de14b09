/** A camera that is asked for when it is wanted, looks until one presses, and is let go. */

import { inTurn } from "../data/turns.js";
import { focusIn, make, windowOf } from "../page/dom.js";

/** @type {Record<string, string>} */
const REASONS = {
  NotAllowedError: "The camera was not allowed. A file works as well: choose, paste or drop one.",
  NotFoundError: "There is no camera here. A file works as well: choose, paste or drop one.",
  NotReadableError: "Another program uses the camera.",
};

/**
 * @typedef {object} Camera
 * @property {HTMLElement} element what it sees, with its two buttons; hidden while it is off
 * @property {() => Promise<void>} look
 * @property {() => void} stop
 */

/**
 * Whether there can be a camera: browsers have none where the connection is not safe.
 * @param {Element} element of the page
 */
export function hasCamera(element) {
  return Boolean(windowOf(element).navigator.mediaDevices?.getUserMedia);
}

/** @param {HTMLVideoElement} video */
export const videoSize = ({ videoWidth: width, videoHeight: height }) => ({ width, height });

/**
 * Lets a camera go once nobody looks at the page.
 * @param {Camera} camera
 * @param {Element} element of the page
 * @param {AbortSignal} signal
 */
export function stopUnseen({ stop }, element, signal) {
  const page = element.ownerDocument;
  windowOf(element).addEventListener("pagehide", stop, { signal });
  page.addEventListener("visibilitychange", () => page.hidden && stop(), { signal });
}

/** @param {(video: HTMLVideoElement) => void} take @param {(sentence: string) => void} refuse @returns {Camera} */
export function camera(take, refuse) {
  const video = make("video", { autoplay: true, playsinline: true, "aria-label": "What the camera sees" });
  video.muted = true;
  const shutter = make(
    "button",
    { type: "button", class: "preset", disabled: true, onclick: () => shoot() },
    "Take the picture",
  );
  const off = make("button", { type: "button", class: "preset", onclick: () => stop() }, "Stop the camera");
  const element = make("div", { class: "camera", hidden: true }, video, shutter, off);
  /** @type {MediaStream|null} */
  let stream = null;
  const begin = inTurn();
  /** What had the focus when the camera was asked for, and has it again when it goes. @type {Element|null} */
  let asker = null;
  video.addEventListener("loadeddata", () => (shutter.disabled = false));

  async function look() {
    asker = focusIn(element);
    stop();
    const isLatest = begin();
    try {
      const given = await windowOf(element).navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
      });
      // It was left while one was being asked.
      if (!isLatest()) return close(given);
      stream = given;
      video.srcObject = given;
      element.hidden = false;
      shutter.focus();
    } catch (error) {
      const { name } = /** @type {Error} */ (error);
      if (isLatest()) refuse(REASONS[name] ?? "The camera cannot be used here.");
    }
  }

  function shoot() {
    take(video);
    stop();
  }

  function stop() {
    begin();
    if (stream) close(stream);
    stream = null;
    video.srcObject = null;
    shutter.disabled = true;
    if (element.contains(focusIn(element)) && asker instanceof HTMLElement) asker.focus();
    element.hidden = true;
  }

  return { element, look, stop };
}

/** @param {MediaStream} stream */
function close(stream) {
  for (const track of stream.getTracks()) track.stop();
}
