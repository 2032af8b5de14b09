/** The drawing on a scene's paper, and other settings as they are typed. Pure. */

import { typedText } from "../data/requests.js";
import { parseStrokes } from "../data/strokes.js";
import { currentScene, isCurrent, requestedValues } from "./state.js";

/** @import { State } from "./state.js" */

/** The text of a parameter of the scene on the screen, as it is set. @param {State} state @param {string} name */
export function settingText(state, name) {
  const found = currentScene(state);
  const param = found?.spec.params.find((each) => each.name === name);
  return (found && state.values[found.path]?.[name]) ?? (param ? typedText(param, param.default) : "");
}

/**
 * The drawing as the user has left it, on a scene that has a paper, and its text as far as it is drawn now.
 * @param {State} state
 * @returns {{text: string, strokes: import("../data/strokes.js").Strokes|null, edited: boolean}}
 */
export function drawingOf(state) {
  const found = isCurrent(state) ? currentScene(state) : null;
  const name = state.shown?.panels.find((panel) => panel.kind === "pad")?.options.drawing;
  const param = found?.spec.params.find((each) => each.name === name);
  if (!found || !param) return { text: "", strokes: null, edited: false };
  const usual = typedText(param, param.default);
  const own = state.values[found.path]?.[param.name];
  const text = requestedValues(state, found.path)[param.name] ?? usual;
  return { text, strokes: parseStrokes(own ?? usual), edited: own !== undefined };
}
