/** Tells when a hand rests: what it sets until then is one step, that one undo takes back. */

/** What begins another step, or ends one, before the control itself hears of it. */
const RESTS = ["pointerdown", "pointerup", "pointercancel", "click", "change", "focusout"];

/**
 * @param {EventTarget} target where hands are heard
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {AbortSignal} [signal]
 */
export function listenToGestures(target, tell, signal) {
  const options = { capture: true, signal };
  const rest = () => tell({ type: "gestureEnd" });
  for (const kind of RESTS) target.addEventListener(kind, rest, options);
  const press = (/** @type {Event} */ event) =>
    ["Enter", "Tab"].includes(/** @type {KeyboardEvent} */ (event).key) && rest();
  target.addEventListener("keydown", press, options);
}
