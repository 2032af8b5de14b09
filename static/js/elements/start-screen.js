/** What is on the stage before the first key: the chapter's name, its steps, and behind them a network that reads. */

import { focusIn, holdFocus } from "../page/dom.js";

/** @import { State } from "../state/state.js" */

/** @param {HTMLElement} sheet @param {AbortSignal} signal @returns {{update: (state: State) => void}} */
export function startScreen(sheet, signal) {
  const picture = lateOpening(sheet, signal);
  return {
    update(state) {
      const gone = state.step > 0;
      // Who came by one of its links stays in the player.
      if (gone && sheet.contains(focusIn(sheet))) holdFocus(/** @type {HTMLElement} */ (sheet.closest(".player")));
      // Its picture sees where it stood before the sheet goes.
      picture(state);
      sheet.hidden = gone;
    },
  };
}

/** Draws the picture once there is what it shows; without its program, which may be out of reach, there is none.
 * @param {HTMLElement} sheet @param {AbortSignal} signal @returns {(state: State) => void} */
function lateOpening(sheet, signal) {
  /** @type {import("./opening.js").Opening | null} */
  let opening = null;
  /** @type {State | null} */
  let latest = null;
  let asked = false;

  async function fetchOpening() {
    const { Opening } = await import("./opening.js");
    if (signal.aborted || !latest) return;
    opening = new Opening(sheet, signal);
    opening.update(latest);
  }

  return (state) => {
    latest = state;
    opening?.update(state);
    if (asked || state.step > 0 || !state.thumbnails) return;
    asked = true;
    fetchOpening().catch(() => {
      asked = false;
    });
  };
}
