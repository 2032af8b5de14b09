/** Years on a line, and what happened in them: one event after another. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { circleShape, levelLine, lineShape, rasterShape, rectShape, textShape, uprightLine } from "../drawing/build.js";
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
    const at = (/** @type {number} */ year) => yearAt(now.span, year, area);
    const ticks = Array.from({ length: Math.floor(now.span.last) - Math.ceil(now.span.first) + 1 }, (_, i) =>
      uprightLine(at(Math.ceil(now.span.first) + i), base - 5, base + 5, "line", { line: 1.5 }),
    );
    const presences = events.map((_, i) => partPresence(i, before.places.length, after.places.length, f));
    const cards = now.places.flatMap((place, i) => {
      const event = itemAt(events, i);
      const alpha = itemAt(presences, i);
      const strength = alpha * lerp(back(from.lit, i), back(to.lit, i), f);
      const room = { ...area, ...place, side, year: itemAt(now.named, i) };
      return happening(event, room, { x: at(event.year), y: base }, { alpha, strength, lit: to.lit === i }, context);
    });
    const row = base + type.number * 1.3;
    return [
      levelLine(base, area.x, area.x + area.width, "line", { line: 3, arrow: true }),
      ...ticks,
      ...now.named.slice(1).flatMap((x, i) => {
        const { since = "" } = itemAt(events, i + 1);
        return gap(since, itemAt(now.named, i), x, row, itemAt(presences, i + 1), type);
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

/** How what has happened so far is arranged: all of it fills the line, however few years it took.
 * @param {Context} context @param {Happening[]} events @param {Rect} area */
function arranged({ scene, layout: { type } }, events, area) {
  const [begin = 0, end = begin] = [events[0]?.year, events.at(-1)?.year];
  const margin = events.length > 1 ? (end - begin) / (events.length - 1) / 2 : LONE;
  const span = { first: begin - margin, last: end + margin };
  const at = (/** @type {number} */ year) => yearAt(span, year, area);
  const named = yearPlaces(
    events.map(({ year }) => at(year)),
    type.number * 3.8,
  );
  return { span, places: cardPlaces(scene, events, area, at, type), named };
}

/** On either side of the only year, in years. */
const LONE = 4;

/** @param {{first: number, last: number}} span @param {number} year @param {Rect} area */
const yearAt = ({ first, last }, year, area) => area.x + ((year - first) / (last - first)) * area.width;

/** The line of years as it grows from one arrangement to the next: what both have moves, the rest is where it will be.
 * @param {ReturnType<typeof arranged>} before @param {ReturnType<typeof arranged>} after @param {number} f */
function between(before, after, f) {
  if (!before.places.length) return after;
  const more = before.places.length > after.places.length ? before : after;
  const mix = (/** @type {number | undefined} */ a, /** @type {number | undefined} */ b) =>
    lerp(a ?? b ?? 0, b ?? a ?? 0, f);
  return {
    span: { first: mix(before.span.first, after.span.first), last: mix(before.span.last, after.span.last) },
    places: more.places.map((_, i) => {
      const [a, b] = [before.places[i], after.places[i]];
      return { x: mix(a?.x, b?.x), width: mix(a?.width, b?.width) };
    }),
    named: more.named.map((_, i) => mix(before.named[i], after.named[i])),
  };
}

/** How long it was between two years that are written, where there is room to say so.
 * @param {string} text @param {number} from @param {number} to @param {number} y @param {number} alpha
 * @param {Type} type @returns {Shape[]} */
function gap(text, from, to, y, alpha, type) {
  const free = to - from - type.number * 3.8;
  const wide = textWidth(text, type.label) * 1.1 + type.label;
  if (!text || free < wide) return [];
  const middle = (from + to) / 2;
  const line = { line: 1.5, alpha };
  return [
    textShape(text, middle, y, type.label, { fill: "muted", alpha }),
    levelLine(y, middle - free / 2, middle - wide / 2, "line", line),
    levelLine(y, middle + wide / 2, middle + free / 2, "line", line),
  ];
}

/** Where the years are written: below their dots, and clear of one another.
 * @param {number[]} dots @param {number} wide how wide a year is */
function yearPlaces(dots, wide) {
  return dots.map((x, i) => {
    const [before = -Infinity, after = Infinity] = [dots[i - 1], dots[i + 1]];
    return x + Math.max(0, wide - (x - before)) / 2 - Math.max(0, wide - (after - x)) / 2;
  });
}

/** @param {number | undefined} lit @param {number} i */
const back = (lit, i) => (lit === null || lit === undefined || lit === i ? 1 : 0.8);

/** Left edge and width of each event's card: above its year, and clear of the card before it.
 * @param {Context["scene"]} scene @param {Happening[]} events @param {Rect} area @param {(year: number) => number} at
 * @param {Type} type */
function cardPlaces(scene, events, area, at, type) {
  const gap = type.label * 0.6;
  const most = area.width / events.length - gap;
  const widths = events.map(({ title, text, picture }) => {
    const words = Math.max(textWidth(title, type.number * 1.15), textWidth(text, type.label));
    const [, rows, columns] = findTensor(scene, picture).shape;
    // A wide picture has a wide card while there are few.
    const seen = (columns > rows ? 2 : 1) * area.height * 0.44;
    return Math.min(most, Math.max(words, seen) * 1.1 + type.label);
  });
  let left = area.x;
  return events.map(({ year }, i) => {
    const width = itemAt(widths, i);
    const after = widths.slice(i).reduce((sum, each) => sum + each + gap, -gap);
    const x = Math.min(Math.max(left, at(year) - width / 2), area.x + area.width - after);
    left = x + width + gap;
    return { x, width };
  });
}

/** So far from a card's corner its stem begins, in pixels. */
const CORNER = 26;

/** An event's card above its year. @param {Happening} event
 * @param {Rect & {side: number, year: number}} room of the card, as high as the area, and of its picture; and where its
 * year stands
 * @param {{x: number, y: number}} foot @param {Look} look @param {Context} context @returns {Shape[]} */
function happening(event, room, foot, { alpha, strength, lit }, context) {
  const { type } = context.layout;
  const { x: left, width, side, year: named } = room;
  const { text, height, top: rest } = cardHeights(room, type);
  const top = rest + (1 - alpha) * 12;
  const middle = left + width / 2;
  // Where its year is not under the card it turns on its way: at an angle it would look askew.
  const start = Math.max(left + CORNER, Math.min(foot.x, left + width - CORNER));
  const turn = lerp(top + height, foot.y, 0.4);
  const stem = [{ x: start, y: top + height }, { x: start, y: turn }, { x: foot.x, y: turn }, foot];
  const card = { x: left, y: top, width, height };
  const look = { fill: "paper", stroke: lit ? "classify" : "line", line: lit ? 3 : 1.5, alpha: strength };
  const bold = { weight: 700, alpha: strength };
  const quiet = { fill: "muted", alpha: strength };
  const year = { weight: 700, fill: lit ? "classify" : "ink", alpha };
  return [
    lineShape(stem, lit ? "classify" : "muted", { line: 2, alpha: strength }),
    rectShape(card, { radius: 12, ...look }),
    ...picture(event.picture, middle, top + text * 0.5, side, width, strength, context),
    fittedText(event.title, middle, top + side + text * 1.4, type.number * 1.15, width * 0.94, bold),
    fittedText(event.text, middle, top + side + text * 2.7, type.label, width * 0.88, quiet),
    circleShape(foot, lit ? 9 : 7, { fill: "classify", stroke: "paper", line: 3, alpha }),
    textShape(String(event.year), named, foot.y + type.number * 1.3, type.number * 1.2, year),
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
