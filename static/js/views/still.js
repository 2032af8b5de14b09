/**
 * A scene at a moment → a picture that stands for itself: an SVG with a title and a text for those who don't see it,
 * and, where it is wanted, what is said below it. Pure: on the page, under node, in an engine that Python holds.
 */

import { svg } from "../drawing/svg.js";
import { captionRoom, captionShapes, sentenceOf } from "./captions.js";
import { layers } from "./compose.js";

/** @import { Caption } from "../data/records.js" */
/** @import { Measure } from "../drawing/svg.js" */
/** @import { Theme } from "../drawing/palette.js" */
/** @import { Context } from "./context.js" */
/**
 * @typedef {object} How
 * @property {Theme} theme
 * @property {boolean} [caption] whether the sentence and its formula stand below
 * @property {boolean} [formulaOnly] whether the sentence is left out there, as it stands elsewhere
 * @property {number} [room] how high the caption's room is; by default as high as the scene needs it
 * @property {boolean} [passing] whether the frame passes too fast for its formula to be read
 * @property {boolean} [transparent] without paper
 * @property {Measure} [measure] how wide texts are, where that can be measured
 */

/** How high the room is that the captions of a scene need, whichever frame is shown: the picture never jumps.
 * @param {readonly Caption[]} captions its roomiest @param {Caption} shown @param {number} width */
export const roomBelow = (captions, shown, width) => captionRoom([...captions, shown], width);

/**
 * The document is as wide as the layout's stage, and as high, with the caption's room below it.
 * @param {Context} context
 * @param {How} how
 */
export function still(context, { theme, caption, formulaOnly, room, passing, transparent, measure }) {
  const { scene, moment, layout } = context;
  const { width, height } = layout.size;
  const below = caption ? (room ?? roomBelow(scene.captions, moment.to, width)) : 0;
  const { narration, formula, computations } = moment.to;
  const sentence = formulaOnly ? "" : narration;
  const told = { narration: sentence, ...(passing ? { formula: "", computations: [] } : { formula, computations }) };
  const said = below ? [{ panel: "caption", shapes: captionShapes(told, width).at(height) }] : [];
  const sheet = { width, height: height + below, title: scene.title, description: sentenceOf(moment.to), transparent };
  return svg([...layers(context), ...said], sheet, theme, measure);
}
