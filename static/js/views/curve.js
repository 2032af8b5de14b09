/** Functions of one number as curves, with the current cell's point on them. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { circleShape, levelLine, lineShape, rectShape, textShape, uprightLine, withAlpha } from "../drawing/build.js";
import { TURN } from "../drawing/shots.js";
import { fittedText, frameChange, partPresence, textBetween } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Curve as Options } from "../data/wire.js" */
/** @typedef {{x: (value: number) => number, y: (value: number) => number}} Axes values → places on the stage */

/** The curve that is spoken of, and the one that it is compared with. */
const LOOKS = [
  { stroke: "activate", line: 4, dash: undefined, label: { at: 0.8, left: 0.6, down: -0.3 }, point: 0.38 },
  { stroke: "muted", line: 2.5, dash: [7, 6], label: { at: 0.93, left: 0, down: 0.85 }, point: 0.28 },
];

/** @type {View<"curve">} */
export const curve = {
  draw(panel, rect, context) {
    const options = panel.options;
    const { type } = context.layout;
    const axes = axesOf(options, rect);
    const { from, to, f } = frameChange(context, panel);
    const ground = [
      rectShape(rect, { fill: "surface", radius: 8 }),
      levelLine(axes.y(0), rect.x, rect.x + rect.width, "line", { line: 1.5 }),
      uprightLine(axes.x(0), rect.y, rect.y + rect.height, "line", { line: 1.5 }),
    ];
    const all = options.curves.length;
    const [before, after] = [from.shown ?? all, to.shown ?? all];
    // The axes are there before a curve is.
    const come = easeWithin(f, before > 0 ? 0 : TURN.comes, 1);
    const drawn = options.curves.flatMap(([, label], i) => {
      const presence = partPresence(i, before, after, come);
      return presence > 0 ? curveShapes(options.samples, i, label, presence, axes, type) : [];
    });
    const point = to.point;
    // Its limits are there once the curve is that comes near them.
    const limits = withAlpha(limitShapes(options.limits ?? [], axes, rect, type), partPresence(1, before, after, come));
    if (!point) return [...ground, ...limits, ...drawn];
    return [...ground, ...limits, ...drawn, ...pointShapes(options, from.point ?? point, point, f, axes, rect, type)];
  },
};

/** @param {Options} options @param {Rect} rect @returns {Axes} */
function axesOf({ reach, samples }, rect) {
  const heights = samples.flatMap((sample) => sample.slice(1));
  const [top, bottom] = [Math.max(...heights), Math.min(...heights, -1)];
  return {
    x: (value) => rect.x + ((value + reach) / (2 * reach)) * rect.width,
    y: (value) => rect.y + ((top - value) / (top - bottom)) * rect.height,
  };
}

/** What the second curve never goes beyond, across the plot; on the axis, away from the curve, its value.
 * @param {readonly number[]} limits @param {Axes} axes @param {Rect} rect @param {Type} type @returns {Shape[]} */
function limitShapes(limits, axes, rect, type) {
  const size = type.number * 0.8;
  return limits.flatMap((limit) => {
    const [y, away] = [axes.y(limit), Math.sign(limit) * size];
    const lowest = rect.y + rect.height - size * 0.7;
    return [
      levelLine(y, rect.x, rect.x + rect.width, "muted", { line: 1, dash: [2, 5] }),
      textShape(format(limit), axes.x(0) - away, Math.min(y, lowest), size, { weight: 600 }),
    ];
  });
}

/** A curve and its name: the first comes along its axis, another turns out of the first.
 * @param {number[][]} samples @param {number} i @param {string} text @param {number} presence @param {Axes} axes
 * @param {Type} type @returns {Shape[]} */
function curveShapes(samples, i, text, presence, { x, y }, type) {
  const { stroke, line, dash, label } = itemAt(LOOKS, i);
  const points = samples.map((sample) => {
    const [place, first, own] = [itemAt(sample, 0), itemAt(sample, 1), itemAt(sample, i + 1)];
    return { x: x(place), y: y(lerp(first, own, presence)) };
  });
  const at = itemAt(points, Math.round(samples.length * label.at));
  const alpha = easeWithin(presence, 0.8, 1);
  const words = { fill: stroke, weight: 600, align: /** @type {const} */ ("right"), alpha };
  const seen = i > 0 ? points : points.slice(0, Math.max(2, Math.round(points.length * presence)));
  return [
    lineShape(seen, stroke, { line, dash }),
    textShape(text, at.x - type.label * label.left, at.y + type.label * label.down, type.label * 0.9, words),
  ];
}

/**
 * The point on each curve, on its way, and its x in figures.
 * @param {Options} options
 * @param {Record<string, number>} before
 * @param {Record<string, number>} point
 * @param {number} f
 * @param {Axes} axes
 * @param {Rect} rect
 * @param {Type} type
 * @returns {Shape[]}
 */
function pointShapes({ curves }, before, point, f, axes, rect, type) {
  const now = (/** @type {string} */ name) => lerp(Number(before[name]), Number(point[name]), f);
  const x = axes.x(now("x"));
  const [value, alpha] = textBetween(format(Number(before.x)), format(Number(point.x)), f);
  const marks = curves.flatMap(([name], i) => {
    const y = axes.y(now(name));
    const { stroke, point: size } = itemAt(LOOKS, i);
    return [
      uprightLine(x, axes.y(0), y, stroke, { line: 1.5, dash: [3, 4] }),
      circleShape({ x, y }, type.number * size, { fill: stroke, stroke: "paper", line: 2 }),
    ];
  });
  const place = Math.max(rect.x + type.number, Math.min(x, rect.x + rect.width - type.number));
  const under = axes.y(0) + type.number * (value.startsWith("−") ? -0.95 : 0.9);
  return [...marks, fittedText(value, place, under, type.number * 0.9, rect.width / 3, { weight: 650, alpha })];
}
