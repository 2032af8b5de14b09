/** Years on a line, and what happened in them: one event after another. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { circleShape, levelLine, lineShape, rasterShape, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { findTensor, fittedText, frameChange, partPresence } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, Tensor, View } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Event as Happening } from "../data/wire.js" */
/** @typedef {PanelOf<"timeline">} Panel */
/** @typedef {{alpha: number, strength: number, lit: boolean}} Look strength: less while another one is spoken of */

/** @type {View<"timeline">} */
export const years = {
  draw(panel, _rect, context) {
    const { events } = panel.options;
    const { type } = context.layout;
    const { from, to, f, area, before, after, now, side } = standing(panel, context);
    const base = area.y + area.height * 0.86;
    const presences = events.map((_, i) => partPresence(i, before.places.length, after.places.length, f));
    const cards = now.places.flatMap((place, i) => {
      const event = itemAt(events, i);
      const alpha = itemAt(presences, i);
      const strength = alpha * lerp(back(from.lit, i), back(to.lit, i), f);
      const room = { ...area, ...place, side };
      return happening(
        event,
        room,
        { x: itemAt(now.dots, i), y: base },
        { alpha, strength, lit: to.lit === i },
        context,
      );
    });
    return [
      levelLine(base, area.x, area.x + area.width, "line", { line: 3 }),
      ...now.dots.slice(1).flatMap((x, i) => {
        const { since = "" } = itemAt(events, i + 1);
        return gap(since, itemAt(now.dots, i), x, base, itemAt(presences, i + 1), type);
      }),
      ...cards,
    ];
  },

  // An event's picture on its card.
  locate(panel, _rect, _scene, box, context) {
    if (!context) return null;
    const { area, now, side } = standing(panel, context);
    const i = panel.options.events.findIndex(({ picture }) => picture === box.tensor);
    const place = now.places[i];
    if (!place) return null;
    const { top, text } = cardHeights({ ...area, side }, context.layout.type);
    const middle = place.x + place.width / 2;
    return picturePlace(findTensor(context.scene, box.tensor), middle, top + text * 0.5, side, place.width);
  },
};

/** How the line of years stands now: its room, what has happened before and after the tween, and how large the pictures
 * are. @param {Panel} panel @param {Context} context */
function standing(panel, context) {
  const { from, to, f } = frameChange(context, panel);
  const { width, height } = context.layout.size;
  const area = { x: width * 0.06, width: width * 0.88, y: height * 0.06, height: height * 0.88 };
  const shown = (/** @type {number | undefined} */ count) => panel.options.events.slice(0, count);
  const [before, after] = [arranged(context, shown(from.shown), area), arranged(context, shown(to.shown), area)];
  const now = between(before, after, f);
  const side = Math.min(area.height * 0.44, ...now.places.map((place) => place.width * 0.8));
  return { from, to, f, area, before, after, now, side };
}

/** A card's letters, how high it is, and where it begins.
 * @param {{y: number, height: number, side: number}} room @param {Type} type */
function cardHeights(room, type) {
  const text = type.number * 1.4;
  const height = room.side + text * 3.9;
  return { text, height, top: room.y + Math.max(0, (room.height * 0.78 - height) / 2) };
}

/** How what has happened so far is arranged: each year under its card.
 * @param {Context} context @param {Happening[]} events @param {Rect} area */
function arranged({ scene, layout: { type } }, events, area) {
  const places = cardPlaces(scene, events, area, type);
  return { places, dots: places.map(({ x, width }) => x + width / 2) };
}

/** The line of years as it grows from one arrangement to the next: what both have moves, the rest is where it will be.
 * @param {ReturnType<typeof arranged>} before @param {ReturnType<typeof arranged>} after @param {number} f */
function between(before, after, f) {
  if (!before.places.length) return after;
  const more = before.places.length > after.places.length ? before : after;
  const mix = (/** @type {number | undefined} */ a, /** @type {number | undefined} */ b) =>
    lerp(a ?? b ?? 0, b ?? a ?? 0, f);
  return {
    places: more.places.map((_, i) => {
      const [a, b] = [before.places[i], after.places[i]];
      return { x: mix(a?.x, b?.x), width: mix(a?.width, b?.width) };
    }),
    dots: more.dots.map((_, i) => mix(before.dots[i], after.dots[i])),
  };
}

/** How long it was between two years that are written, over the line between them, where there is room to say so.
 * @param {string} text @param {number} from @param {number} to @param {number} base @param {number} alpha
 * @param {Type} type @returns {Shape[]} */
function gap(text, from, to, base, alpha, type) {
  if (!text || to - from < textWidth(text, type.label) * 1.05 + type.label * 0.8) return [];
  return [textShape(text, (from + to) / 2, base - type.label * 0.85, type.label, { fill: "muted", alpha })];
}

/** @param {number | undefined} lit @param {number} i */
const back = (lit, i) => (lit === null || lit === undefined || lit === i ? 1 : 0.8);

/** Left edge and width of each event's card, side by side in the middle.
 * @param {Context["scene"]} scene @param {Happening[]} events @param {Rect} area @param {Type} type */
function cardPlaces(scene, events, area, type) {
  const gap = type.label * 0.6;
  const most = area.width / events.length - gap;
  const wants = events.map(({ title, text, picture }) => {
    const words = Math.max(textWidth(title, type.number * 1.15), textWidth(text, type.number));
    const [, rows, columns] = findTensor(scene, picture).shape;
    const wide = columns > rows;
    return { wide, width: Math.max(words, (wide ? 2 : 1) * area.height * 0.44) * 1.1 + type.label };
  });
  const narrow = wants.map(({ wide, width }) => (wide ? 0 : Math.min(width, most * NARROWER)));
  const left = area.width - narrow.reduce((sum, width) => sum + width + gap, 0);
  // A wide picture has what the others leave.
  const widths = wants.map(({ wide, width }, i) => (wide ? Math.min(width, left) : itemAt(narrow, i)));
  const used = widths.reduce((sum, width) => sum + width, 0);
  const air = (area.width - used) / (events.length + 1);
  let x = area.x;
  return widths.map((width) => {
    const place = { x: x + air, width };
    x += air + width;
    return place;
  });
}

/** How much of its share of the line a card takes that leaves some to a wider one. */
const NARROWER = 0.9;

/** An event's card above its year. @param {Happening} event
 * @param {Rect & {side: number}} room of the card, as high as the area, and of its picture
 * @param {{x: number, y: number}} foot @param {Look} look @param {Context} context @returns {Shape[]} */
function happening(event, room, foot, { alpha, strength, lit }, context) {
  const { type } = context.layout;
  const { x: left, width, side } = room;
  const { text, height, top: rest } = cardHeights(room, type);
  const top = rest + (1 - alpha) * 12;
  const middle = left + width / 2;
  const stem = [{ x: foot.x, y: top + height }, foot];
  const card = { x: left, y: top, width, height };
  const look = { fill: "paper", stroke: lit ? "classify" : "line", line: lit ? 3 : 1.5, alpha: strength };
  const bold = { weight: 700, alpha: strength };
  const year = { weight: 700, fill: lit ? "classify" : "ink", alpha };
  return [
    lineShape(stem, lit ? "classify" : "muted", { line: 2, alpha: strength }),
    rectShape(card, { radius: 12, ...look }),
    ...picture(event.picture, middle, top + text * 0.5, side, width, strength, context),
    fittedText(event.title, middle, top + side + text * 1.4, type.number * 1.15, width * 0.94, bold),
    fittedText(event.text, middle, top + side + text * 2.7, type.number, width * 0.9, { alpha: strength }),
    circleShape(foot, lit ? 9 : 7, { fill: "classify", stroke: "paper", line: 3, alpha }),
    textShape(String(event.year), foot.x, foot.y + type.number * 1.3, type.number * 1.2, year),
  ];
}

/** @param {string} name @param {number} middle @param {number} top @param {number} side @param {number} width
 * @param {number} alpha @param {Context} context @returns {Shape[]} */
function picture(name, middle, top, side, width, alpha, context) {
  const tensor = findTensor(context.scene, name);
  const place = picturePlace(tensor, middle, top, side, width);
  const channel = tensor.scale === "rgb" ? -1 : 0;
  return [rasterShape(tensor, channel, place, { alpha }), rectShape(place, { stroke: "line", line: 1, alpha })];
}

/** @param {Tensor} tensor @param {number} middle @param {number} top @param {number} side @param {number} width
 * @returns {Rect} */
function picturePlace({ shape: [, rows, columns] }, middle, top, side, width) {
  const cell = Math.min(side / rows, (width * 0.9) / columns);
  const [wide, high] = [columns * cell, rows * cell];
  return { x: middle - wide / 2, y: top + (side - high) / 2, width: wide, height: high };
}
