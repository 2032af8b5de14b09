/**
 * A scene at a moment → a picture that stands for itself: an SVG with a title and a text for those who don't see it,
 * and, where it is wanted, what is said below it. Pure: on the page, under node, in an engine that Python holds.
 */

import { formulaAt } from "../drawing/results.js";
import { svg } from "../drawing/svg.js";
import { captionShapes, captionSlot, sentenceOf } from "./captions.js";
import { layers } from "./compose.js";

/** @import { Caption } from "../data/records.js" */
/** @import { Measure } from "../drawing/svg.js" */
/** @import { Theme } from "../drawing/palette.js" */
/** @import { Slot } from "./captions.js" */
/** @import { Context } from "./context.js" */
/**
 * @typedef {object} How
 * @property {Theme} theme
 * @property {boolean} [caption] whether the sentence and its formula stand below
 * @property {boolean} [formulaOnly] whether the sentence is left out there, as it stands elsewhere
 * @property {Slot} [slot] where captions stand; by default where the scene's roomiest do
 * @property {boolean} [passing] whether the frame passes too fast for its formula to be read
 * @property {boolean} [transparent] without paper
 * @property {Measure} [measure] how wide texts are, where that can be measured
 */

/** Where the captions of a scene stand, whichever frame is shown: the picture never jumps.
 * @param {readonly Caption[]} captions its roomiest @param {Caption} shown @param {number} width */
export const slotBelow = (captions, shown, width) => captionSlot([...captions, shown], width);

/**
 * The document is as wide as the layout's stage, and as high, with the caption's room below it.
 * @param {Context} context
 * @param {How} how
 */
export function still(context, { theme, caption, formulaOnly, slot, passing, transparent, measure }) {
  const { scene, moment, layout } = context;
  const { width, height } = layout.size;
  const room = caption ? (slot ?? slotBelow(scene.captions, moment.to, width)) : undefined;
  const below = room?.height ?? 0;
  const { of, waits } = formulaAt(moment);
  const written = passing ? { formula: "", computations: [] } : { formula: of.formula, computations: of.computations };
  const told = { narration: formulaOnly ? "" : moment.to.narration, ...written };
  const said = room?.height ? [{ panel: "caption", shapes: captionShapes(told, width, room, waits).at(height) }] : [];
  const sheet = { width, height: height + below, title: scene.title, description: sentenceOf(moment.to), transparent };
  return svg([...layers(context), ...said], sheet, theme, measure);
}
