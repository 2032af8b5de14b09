/** A swipe across the player: to the left goes on to the next step, to the right goes back. */

/**
 * @typedef {{x: number, y: number, time: number}} TouchPoint where a finger was, in CSS pixels, and when, in ms
 */

/** A swipe goes at least so far, in CSS pixels, and so much further across than up or down. */
const MIN_LENGTH = 48;
const MIN_RATIO = 2;
/** More milliseconds than this are no swipe: one has pointed at something. */
const MAX_MS = 700;
/** What a finger moves itself. */
const IGNORED = "cnn-controls, cnn-transport, .formula, dialog";

/**
 * What a finger meant that went from one place to another; empty for nothing.
 * @param {TouchPoint} from
 * @param {TouchPoint} to
 * @returns {""|"nextStep"|"previousStep"}
 */
export function swipeEvent(from, to) {
  const [across, down] = [to.x - from.x, to.y - from.y];
  if (to.time - from.time > MAX_MS || Math.abs(across) < MIN_LENGTH || Math.abs(across) < MIN_RATIO * Math.abs(down))
    return "";
  return across < 0 ? "nextStep" : "previousStep";
}

/**
 * Hears the swipes of one finger, or pen; what draws, drags or scrolls with it keeps it.
 * @param {HTMLElement} player
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 */
export function listenToSwipes(player, tell) {
  /** @type {TouchPoint|null} */
  let from = null;
  const place = (/** @type {PointerEvent} */ event) => ({ x: event.clientX, y: event.clientY, time: event.timeStamp });
  player.addEventListener("pointerdown", (event) => {
    const taken = event.defaultPrevented || /** @type {Element} */ (event.target).closest(IGNORED);
    from = event.isPrimary && event.pointerType !== "mouse" && !taken ? place(event) : null;
  });
  player.addEventListener("pointercancel", () => (from = null));
  player.addEventListener("pointerup", (event) => {
    const type = from && swipeEvent(from, place(event));
    from = null;
    if (type) tell({ type });
  });
}
