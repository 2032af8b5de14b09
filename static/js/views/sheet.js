/** All maps of a layer side by side; each can be pooled to one cell in its place. */

import { easeWithin, lerp } from "../data/easing.js";
import { inset, rasterShape, rectShape, textShape } from "../drawing/build.js";
import { findTensor, frameChange, presence, roomierRect, textBetween } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @typedef {PanelOf<"sheet">} Panel */
/** @typedef {{map: number, pitch: number, sheet: Rect, size: number}} Places how wide a map is, how far it begins from
 * the one before, where all of them lie, and how large letters are */

/** Letters, in those of a number; and how far two lines of them are apart. */
const [LETTERS, LINE] = [1.25, 1.3];
/** How wide a map is, as a share of its place, and how strong one is that nothing is known of. */
const [MAP, UNKNOWN] = [0.82, 0.5];
/** When the maps that come have lit up, each for a part of the time: the known one first. */
const PART = 0.25;
/** When the maps to be pooled have come to be squares, and what is left of a side then. */
const [SQUARE, LEFT] = [0.2, 0.5];

/** @type {View<"sheet">} */
export const sheet = {
  draw(panel, given, context) {
    const { from, to, f } = frameChange(context, panel);
    const places = placesOf(panel, given, context);
    const { sheet: whole, size } = places;
    const pooled = lerp(from.pooled ?? 0, to.pooled ?? 0, f);
    const known = mapRect(panel, places, 0);
    const alpha = 1 - easeWithin(pooled, 0, SQUARE);
    const [name] = panel.tensors;
    return [
      ...maps(panel, places, pooled, presence(context, panel)),
      // The first may be known.
      ...(name ? [rasterShape(findTensor(context.scene, name), 0, known, { alpha })] : []),
      ...(name ? [rectShape(known, { stroke: panel.stage, line: 2, alpha })] : []),
      ...[0, 1].flatMap((k) => {
        const [was, is] = [from, to].map(({ text }) => text?.split("\n")[k] ?? "");
        const [text, alpha] = textBetween(String(was), String(is), f);
        const y = whole.y + whole.height + size * (0.9 + LINE * k);
        const fill = pooled > 0.5 ? "pool" : panel.stage;
        return text ? [textShape(text, whole.x + whole.width / 2, y, size, { fill, weight: 700, alpha })] : [];
      }),
    ];
  },

  locate(panel, given, _scene, { tensor }, context) {
    if (!context || !panel.tensors.includes(tensor)) return null;
    const known = mapRect(panel, placesOf(panel, given, context), 0);
    const { to } = frameChange(context, panel);
    return to.pooled ? inset(known, (known.width * (1 - LEFT)) / 2) : known;
  },
};

/** In the middle. @param {Panel} panel @param {Rect} given
 * @param {Context} context @returns {Places} */
function placesOf(panel, given, context) {
  const { layout } = context;
  const rect = roomierRect(given, 0.6, layout);
  const { rows, columns } = panel.options;
  const size = Math.min(layout.type.number * LETTERS, rect.width / 16);
  const foot = size * (0.4 + 2 * LINE);
  // In whole pixels, so that all gaps are alike.
  const pitch = Math.floor(Math.min((rect.height - foot) / rows, rect.width / columns));
  const map = Math.round(pitch * MAP);
  const [width, height] = [(columns - 1) * pitch + map, (rows - 1) * pitch + map];
  const x = Math.round(rect.x + (rect.width - width) / 2);
  const y = Math.round(rect.y + (rect.height - height - foot) / 2);
  return { map, pitch, size, sheet: { x, y, width, height } };
}

/** @param {Panel} panel @param {Places} places @param {number} i which map, from 0 @returns {Rect} */
function mapRect({ options: { columns } }, { sheet: whole, map, pitch }, i) {
  const [x, y] = [whole.x + (i % columns) * pitch, whole.y + Math.floor(i / columns) * pitch];
  return { x, y, width: map, height: map };
}

/** Each map, or the square that it comes to be, which shrinks about its middle. They come one after another, those that
 * are near the first one first. @param {Panel} panel @param {Places} places @param {number} pooled
 * @param {number} come @returns {Shape[]} */
function maps(panel, places, pooled, come) {
  const { rows, columns } = panel.options;
  const [square, less] = [easeWithin(pooled, 0, SQUARE), easeWithin(pooled, SQUARE, 1) * (1 - LEFT)];
  return Array.from({ length: rows * columns }, (_, i) => {
    const far = (Math.hypot(i % columns, Math.floor(i / columns)) / Math.hypot(columns, rows)) * (1 - PART);
    const alpha = easeWithin(come, far, far + PART);
    const rect = inset(mapRect(panel, places, i), (places.map * less) / 2);
    return [
      ...(square < 1 ? [rectShape(rect, { fill: panel.stage, radius: 2, alpha: UNKNOWN * alpha * (1 - square) })] : []),
      ...(square > 0 ? [rectShape(rect, { fill: "pool", radius: 2, alpha: alpha * square })] : []),
    ];
  }).flat();
}
