/** Tells when a hand rests: what it sets until then is one step, that one undo takes back. */

/** What begins another step, or ends one, before the control itself hears of it. */
const RESTS = ["pointerdown", "pointerup", "pointercancel", "click", "change", "focusout"];

/** @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell */
export function listenToGestures(tell) {
  for (const kind of RESTS) addEventListener(kind, () => tell({ type: "gestureEnd" }), { capture: true });
  addEventListener("keydown", ({ key }) => ["Enter", "Tab"].includes(key) && tell({ type: "gestureEnd" }), {
    capture: true,
  });
}
