/** Where a player is, as its element's data say it, for styles and tests. */

import { currentFrame, currentScene, isCurrent } from "../state/state.js";

/** @import { State } from "../state/state.js" */

/** @param {DOMStringMap} data @param {State} state @param {boolean} complete whether all that comes later is here */
export function describeState(data, state, complete) {
  const { status, step, shown, target, seconds, screen, drawer } = state;
  const words = {
    status,
    step: String(step),
    scene: step ? (currentScene(state)?.spec.name ?? "") : "",
    ahead: complete ? "done" : "",
    frame: shown && step > 0 && !target ? String(currentFrame(state) + 1) : "",
    seconds: (status === "paused" || status === "asking") && shown ? seconds.toFixed(3) : "",
    stale: String(step > 0 && !isCurrent(state)),
    screen,
    drawer: drawer ? "open" : "",
  };
  for (const [name, value] of Object.entries(words)) if (data[name] !== value) data[name] = value;
}
