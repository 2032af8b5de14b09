/** Years on a line, and what happened in them: one event after another. */

import { easeWithin, lerp } from "../data/easing.js";
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
    // The others make room before a new one comes.
    const presences = events.map((_, i) =>
      partPresence(i, before.places.length, after.places.length, easeWithin(f, 0.6, 1)),
    );
    const cards = now.places.flatMap((place, i) => {
      const event = itemAt(events, i);
      const alpha = itemAt(presences, i);
      const strength = alpha * lerp(back(from.lit, i), back(to.lit, i), f);
      const room = { ...area, ...place, side };
      return happening(
        event,
        room,
        { x: itemAt(now.dots, i), y: base },
        isClose(now.dots, i, type),
        { alpha, strength, lit: to.lit === i },
        context,
      );
    });
    return [
      levelLine(base, area.x, area.x + area.width, "line", { line: 3 }),
      ...ticks(now.dots, events, base),
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
  const now = between(before, after, easeWithin(f, 0, 0.6));
  const side = Math.min(area.height * 0.44, ...now.places.map((place) => place.width * 0.8));
  return { from, to, f, area, before, after, now, side };
}

/** A card's letters, how high it is, and where it begins.
 * @param {{y: number, height: number, side: number}} room @param {Type} type */
function cardHeights(room, type) {
  const text = type.number * 1.4;
  const height = room.side + text * 3.9;
  return { text, height, top: room.y + Math.max(0, (room.height * 0.78 - height) / 4) };
}

/** How what has happened so far is arranged: cards side by side, and below them their years, to scale. From the first
 * card's middle to the last one's, or as far as years that are close need to be read.
 * @param {Context} context @param {Happening[]} events @param {Rect} area */
function arranged({ layout: { type } }, events, area) {
  const places = cardPlaces(events, area, type);
  const middles = places.map(({ x, width }) => x + width / 2);
  const years = events.map(({ year }) => year);
  const [first = 0, last = 0] = [years[0], years.at(-1)];
  const [left = 0, right = 0] = [middles[0], middles.at(-1)];
  const word = yearWidth(type);
  const closest = Math.min(...years.slice(1).map((year, i) => year - itemAt(years, i)));
  const said = Math.max(word * 1.2, ...events.map(({ since = "" }) => sinceWidth(since, type) + 1));
  const needs = (said * (last - first)) / closest;
  const room = Math.min(Math.max(right - left, needs), area.width - word);
  const start = Math.max(area.x + word / 2, Math.min((left + right - room) / 2, area.x + area.width - word / 2 - room));
  return {
    places,
    dots: years.map((year) => (last > first ? start + ((year - first) / (last - first)) * room : left)),
  };
}

/** Whether a year would stand on the one before it. @param {number[]} dots @param {number} i @param {Type} type */
const isClose = (dots, i, type) => itemAt(dots, i) - (dots[i - 1] ?? Number.NEGATIVE_INFINITY) < yearWidth(type) * 1.15;

/** A small mark for each year between the first and the last. @param {number[]} dots @param {Happening[]} events
 * @param {number} base @returns {Shape[]} */
function ticks(dots, events, base) {
  const [from = 0, to = 0] = [dots[0], dots.at(-1)];
  const count = itemAt(events, dots.length - 1).year - itemAt(events, 0).year;
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) =>
    uprightLine(lerp(from, to, (i + 1) / count), base - 5, base + 5, "line", { line: 2 }),
  );
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

/** @param {Type} type */
const yearWidth = (type) => textWidth("0000", type.number * YEAR);

/** What the letters between two years need between their dots. @param {string} text @param {Type} type */
const sinceWidth = (text, { label }) => textWidth(text, label) + label * 0.6;

/** How long it was between two years that are written, over the line between them, where there is room to say so.
 * @param {string} text @param {number} from @param {number} to @param {number} base @param {number} alpha
 * @param {Type} type @returns {Shape[]} */
function gap(text, from, to, base, alpha, type) {
  const size = type.label * Math.min(1, (to - from) / sinceWidth(text, type));
  if (!text || size < type.label * 0.85) return [];
  return [textShape(text, (from + to) / 2, base - type.label * 0.85, size, { fill: "muted", alpha })];
}

/** @param {number | undefined} lit @param {number} i */
const back = (lit, i) => (lit === null || lit === undefined || lit === i ? 1 : 0.8);

/** Left edge and width of each event's card, side by side in the middle.
 * @param {Happening[]} events @param {Rect} area @param {Type} type */
function cardPlaces(events, area, type) {
  const gap = type.label * 0.6;
  const most = area.width / events.length - gap;
  const wants = events.map(({ title, text, picture }) => {
    const words = Math.max(textWidth(title, type.number * 1.15), textWidth(text, type.number));
    const wide = Boolean(picture);
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

/** How large a year's letters are, in those of numbers. */
const YEAR = 1.2;
/** How much of its share of the line a card takes that leaves some to a wider one. */
const NARROWER = 0.9;

/** An event's card above its year. @param {Happening} event
 * @param {Rect & {side: number}} room of the card, as high as the area, and of its picture
 * @param {{x: number, y: number}} foot @param {boolean} lower whether its year stands a line lower @param {Look} look
 * @param {Context} context @returns {Shape[]} */
function happening(event, room, foot, lower, { alpha, strength, lit }, context) {
  const { type } = context.layout;
  const { x: left, width, side } = room;
  const { text, height, top: rest } = cardHeights(room, type);
  const top = rest + (1 - alpha) * 12;
  const middle = left + width / 2;
  const stem = [{ x: middle, y: top + height }, { x: foot.x, y: foot.y - type.label * 1.5 }, foot];
  const card = { x: left, y: top, width, height };
  const look = { fill: "paper", stroke: lit ? "classify" : "line", line: lit ? 3 : 1.5, alpha: strength };
  const bold = { weight: 700, alpha: strength };
  const year = { weight: 700, fill: lit ? "classify" : "ink", alpha };
  return [
    lineShape(stem, lit ? "classify" : "muted", { line: 2, alpha: strength }),
    rectShape(card, { radius: 12, ...look }),
    ...picture(event, { x: middle, y: top + text * 0.5, width, height: side }, strength, context),
    fittedText(event.title, middle, top + side + text * 1.4, type.number * 1.15, width * 0.94, bold),
    fittedText(event.text, middle, top + side + text * 2.7, type.number, width * 0.9, { alpha: strength }),
    circleShape(foot, lit ? 9 : 7, { fill: "classify", stroke: "paper", line: 3, alpha }),
    textShape(String(event.year), foot.x, foot.y + type.number * (lower ? 2.5 : 1.3), type.number * YEAR, year),
  ];
}

/** @param {Happening} event @param {Rect} room its x is that of its middle @param {number} alpha
 * @param {Context} context @returns {Shape[]} */
function picture({ picture: name, layers = [], shortcuts = [] }, { x, y, width, height }, alpha, { scene }) {
  if (!name) return plan(layers, shortcuts, { x: x - width * 0.43, y, width: width * 0.86, height }, alpha);
  const tensor = findTensor(scene, name);
  const place = picturePlace(tensor, x, y, height, width);
  return [rasterShape(tensor, 0, place, { alpha }), rectShape(place, { stroke: "line", line: 1, alpha })];
}

/** A network's layers in a row, each in the colour of its stage; arcs over two of them are its shortcuts.
 * @param {NonNullable<Happening["layers"]>} layers @param {number[]} shortcuts @param {Rect} rect
 * @param {number} alpha @returns {Shape[]} */
function plan(layers, shortcuts, { x, y, width, height }, alpha) {
  const step = width / layers.length;
  const middle = y + height / 2;
  const arcs = shortcuts.map((i) => {
    const top = middle - (height * itemAt(layers, i)[1]) / 2 - step;
    const points = Array.from({ length: 9 }, (_, k) => {
      const turn = (k / 8) * Math.PI;
      return { x: x + step * (i + 1 - Math.cos(turn)), y: top - Math.sin(turn) * step * 3.5 };
    });
    return lineShape(points, "accent", { line: 2, alpha });
  });
  const bars = layers.map(([stage, share], i) => {
    const high = height * share;
    return rectShape(
      { x: x + step * (i + 0.1), y: middle - high / 2, width: step * 0.8, height: high },
      { radius: Math.min(4, step * 0.2), fill: stage, alpha },
    );
  });
  return [...arcs, ...bars];
}

/** @param {Tensor} tensor @param {number} middle @param {number} top @param {number} side @param {number} width
 * @returns {Rect} */
function picturePlace({ shape: [, rows, columns] }, middle, top, side, width) {
  const cell = Math.min(side / rows, (width * 0.9) / columns);
  const [wide, high] = [columns * cell, rows * cell];
  return { x: middle - wide / 2, y: top + (side - high) / 2, width: wide, height: high };
}
