/** Years on a line, and what happened in them: one event after another. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { circleShape, levelLine, lineShape, rasterShape, rectShape, textShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { findTensor, fittedText, frameChange, partPresence } from "./context.js";

/** @import { Context, Rect, Shape, View } from "./context.js" */
/** @import { Event as Happening } from "../data/wire.js" */
/** @typedef {{alpha: number, strength: number, lit: boolean}} Look strength: less while another one is spoken of */

/** @type {View<"timeline">} */
export const years = {
  draw(panel, _rect, context) {
    const { events, first, last } = panel.options;
    const { from, to, f } = frameChange(context, panel);
    const { width, height } = context.layout.size;
    const area = { x: width * 0.06, width: width * 0.88, y: height * 0.06, height: height * 0.88 };
    const base = area.y + area.height * 0.86;
    const at = (/** @type {number} */ year) => area.x + ((year - first) / (last - first)) * area.width;
    const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
      uprightLine(at(first + i), base - 5, base + 5, "line", { line: 1.5 }),
    );
    const places = cardPlaces(panel.options, area, at, context);
    const side = Math.min(area.height * 0.44, ...places.map(({ width }) => width * 0.8));
    const named = yearPlaces(
      events.map(({ year }) => at(year)),
      context.layout.type.number * 3.8,
    );
    const cards = events.flatMap((event, i) => {
      const alpha = partPresence(i, Number(from.shown), Number(to.shown), f);
      if (alpha <= 0) return [];
      const strength = alpha * lerp(back(from.lit, i), back(to.lit, i), f);
      const room = { ...area, ...itemAt(places, i), side, year: itemAt(named, i) };
      return happening(event, room, { x: at(event.year), y: base }, { alpha, strength, lit: to.lit === i }, context);
    });
    return [levelLine(base, area.x, area.x + area.width, "line", { line: 3, arrow: true }), ...ticks, ...cards];
  },
};

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
 * @param {import("../data/wire.js").Timeline} options @param {Rect} area @param {(year: number) => number} at
 * @param {Context} context */
function cardPlaces({ events }, area, at, { layout: { type } }) {
  const gap = type.label * 0.6;
  const most = area.width / events.length - gap;
  const widths = events.map(({ title, text }) => {
    const words = Math.max(textWidth(title, type.number * 1.15), textWidth(text, type.label));
    return Math.min(most, words * 1.1 + type.label);
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

/** An event's card above its year. @param {Happening} event
 * @param {Rect & {side: number, year: number}} room of the card, as high as the area, and of its picture; and where its
 * year stands
 * @param {{x: number, y: number}} foot @param {Look} look @param {Context} context @returns {Shape[]} */
function happening(event, room, foot, { alpha, strength, lit }, context) {
  const { type } = context.layout;
  const { x: left, width, side, year: named } = room;
  const text = type.number * 1.4;
  const height = side + text * 3.9;
  const top = room.y + Math.max(0, (room.height * 0.78 - height) / 2) + (1 - alpha) * 12;
  const middle = left + width / 2;
  const stem = [{ x: Math.max(left, Math.min(foot.x, left + width)), y: top + height }, foot];
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
  const [, rows, columns] = tensor.shape;
  const cell = Math.min(side / rows, (width * 0.9) / columns);
  const [wide, high] = [columns * cell, rows * cell];
  const place = { x: middle - wide / 2, y: top + (side - high) / 2, width: wide, height: high };
  const channel = tensor.scale === "rgb" ? -1 : 0;
  return [rasterShape(tensor, channel, place, { alpha }), rectShape(place, { stroke: "line", line: 1, alpha })];
}
