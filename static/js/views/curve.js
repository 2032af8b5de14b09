/** Functions of one number as curves, with the current cell's point on them. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format, formatApprox } from "../data/numbers.js";
import { circleShape, levelLine, lineShape, rectShape, textShape, uprightLine, withAlpha } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { TURN } from "../drawing/shots.js";
import { frameChange, partPresence, textBetween } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Curve as Options } from "../data/wire.js" */
/** @typedef {(value: number) => number} Place from a value to where it stands on the stage */
/** @typedef {{numbered: boolean, foot: number, x: Place, y: Place}} Axes whether there is room for numbers, and above
 * which line they stay free */

/** The curve that is spoken of, and the one that it is compared with; where their values stand beside their points. */
const LOOKS = [
  { stroke: "activate", line: 4, dash: undefined, label: { at: 0.83, right: 0.55, down: 0.1 }, point: 0.38 },
  { stroke: "muted", line: 2.5, dash: [7, 6], label: { at: 0.85, right: 0, down: 1 }, point: 0.28 },
];
/** How far from a point its value stands, in letters' sizes. */
const BESIDE = 0.65;
/** The lowest strip, in which the axis is numbered, in letters' sizes; a unit has to be larger than a letter for it. */
const STRIP = 1.6;

/** @type {View<"curve">} */
export const curve = {
  draw(panel, rect, context) {
    const options = panel.options;
    const { type } = context.layout;
    const axes = axesOf(options, rect, type);
    const { from, to, f } = frameChange(context, panel);
    const ground = [
      rectShape(rect, { fill: "surface", radius: 8 }),
      levelLine(axes.y(0), rect.x, rect.x + rect.width, "line", { line: 1.5 }),
      uprightLine(axes.x(0), rect.y, axes.foot, "line", { line: 1.5 }),
      ...(axes.numbered ? numbersBelow(options, from.point?.x, to.point?.x, f, axes, rect, type) : []),
    ];
    const all = options.curves.length;
    const [before, after] = [from.shown ?? all, to.shown ?? all];
    // The axes are there before a curve is.
    const come = easeWithin(f, before > 0 ? 0 : TURN.comes, 1);
    const drawn = options.curves.flatMap(([, label], i) => {
      const presence = partPresence(i, before, after, come);
      return presence > 0 ? curveShapes(options.samples, i, label, presence, axes, rect, type) : [];
    });
    const point = to.point;
    // Its limits are there once the curve is that comes near them.
    const limits = withAlpha(limitShapes(options.limits ?? [], axes, rect, type), partPresence(1, before, after, come));
    if (!point) return [...ground, ...limits, ...drawn];
    const shown = { ...options, curves: options.curves.slice(0, after) };
    return [...ground, ...limits, ...drawn, ...pointShapes(shown, from.point ?? point, point, f, axes, type)];
  },
};

/** One unit is as long to the right as upwards, and half of one stays free on all sides.
 * @param {Options} options @param {Rect} rect @param {Type} type @returns {Axes} */
function axesOf({ reach, samples }, rect, type) {
  const heights = samples.flatMap((sample) => sample.slice(1));
  const [top, bottom] = [Math.max(...heights), Math.min(...heights, -1)];
  const unitIn = (/** @type {number} */ high) => Math.min(rect.width / (2 * reach + 1), high / (top - bottom + 1));
  const strip = type.number * STRIP;
  const numbered = unitIn(rect.height - strip) > type.number * 1.05;
  const high = rect.height - (numbered ? strip : 0);
  const unit = unitIn(high);
  return {
    numbered,
    foot: rect.y + high,
    x: (value) => rect.x + rect.width / 2 + value * unit,
    y: (value) => rect.y + high / 2 + ((top + bottom) / 2 - value) * unit,
  };
}

/** What goes in, below the plot: its ends and its middle, and, strong, where the point is; at the axes their names.
 * @param {Options} options @param {number | undefined} was @param {number | undefined} is @param {number} f
 * @param {Axes} axes @param {Rect} rect @param {Type} type @returns {Shape[]} */
function numbersBelow({ reach }, was, is, f, { x, foot }, rect, type) {
  const [size, y] = [type.number * 0.85, foot + type.number * STRIP * 0.45];
  const at = is === undefined ? undefined : x(lerp(was ?? is, is, f));
  const ticks = [-reach, 0, reach].map((value) => ({ text: format(value), at: x(value) }));
  const plain = [...ticks, { text: "in", at: x(reach / 2) }];
  const free = plain.filter((tick) => at === undefined || Math.abs(tick.at - at) > 1.7 * size);
  const [value, alpha] = textBetween(format(was ?? is ?? 0), format(is ?? 0), f);
  return [
    ...free.map((tick) => textShape(tick.text, tick.at, y, size, { fill: "muted" })),
    textShape("out", x(0) - size * 0.5, rect.y + size * 0.8, size, { fill: "muted", align: "right" }),
    ...(at === undefined ? [] : [textShape(value, at, y, size * 1.15, { weight: 700, alpha })]),
  ];
}

/** What the second curve never goes beyond, across the plot, with its value beside the axis.
 * @param {readonly number[]} limits @param {Axes} axes @param {Rect} rect @param {Type} type @returns {Shape[]} */
function limitShapes(limits, axes, rect, type) {
  const size = type.number * 0.8;
  return limits.flatMap((limit) => [
    levelLine(axes.y(limit), rect.x, rect.x + rect.width, "muted", { line: 1, dash: [2, 5] }),
    textShape(format(limit), axes.x(0) - size * 0.5, axes.y(limit) - size * 0.75, size, {
      weight: 600,
      align: "right",
    }),
  ]);
}

/** A curve, drawn along its axis, and its name.
 * @param {number[][]} samples @param {number} i @param {string} text @param {number} presence @param {Axes} axes
 * @param {Rect} rect @param {Type} type @returns {Shape[]} */
function curveShapes(samples, i, text, presence, { x, y }, rect, type) {
  const { stroke, line, dash, label } = itemAt(LOOKS, i);
  const points = samples.map((sample) => ({ x: x(itemAt(sample, 0)), y: y(itemAt(sample, i + 1)) }));
  const at = itemAt(points, Math.round(samples.length * label.at));
  const alpha = easeWithin(presence, 0.8, 1);
  const words = { fill: stroke, weight: 600, align: /** @type {const} */ ("left"), alpha };
  const seen = points.slice(0, Math.max(2, Math.round(points.length * presence)));
  const size = type.label * 0.9;
  const place = { x: at.x + type.label * label.right, y: at.y + type.label * label.down };
  // Where it would stand out, its panel's name has to do.
  const fits = place.x + textWidth(text, size) < rect.x + rect.width;
  return [lineShape(seen, stroke, { line, dash }), ...(fits ? [textShape(text, place.x, place.y, size, words)] : [])];
}

/** On which side of its point a value stands, and how much lower, where neither curve is: the first is the higher one,
 * and the second is level at its ends.
 * @param {number} i of the curve @param {number} x @param {number} reach */
function valuePlace(i, x, reach) {
  const rises = i > 0 && x > 0 && x < reach / 2;
  const right = rises || x < (i > 0 ? -0.75 * reach : 0);
  return { right, down: rises ? 0.95 : i === 0 && x > reach / 4 ? 0 : -0.85 };
}

/**
 * The point on each curve, on its way, with what the curve gives there beside it.
 * @param {Options} options
 * @param {Record<string, number>} before
 * @param {Record<string, number>} point
 * @param {number} f
 * @param {Axes} axes
 * @param {Type} type
 * @returns {Shape[]}
 */
function pointShapes({ curves, samples, reach }, before, point, f, axes, type) {
  const place = lerp(Number(before.x), Number(point.x), f);
  const x = axes.x(place);
  const heights = curves.map(([name], i) => axes.y(f < 1 ? onCurve(samples, i, place) : Number(point[name])));
  const guide = axes.numbered ? [uprightLine(x, Math.min(...heights), axes.foot, "muted", { dash: [3, 4] })] : [];
  const marks = curves.flatMap(([name], i) => {
    const { stroke, point: size } = itemAt(LOOKS, i);
    const y = itemAt(heights, i);
    const dot = circleShape({ x, y }, type.number * size, { fill: stroke, stroke: "paper", line: 2 });
    // Where both points are in one place one number says it.
    const same = i > 0 && Math.abs(y - itemAt(heights, 0)) < type.number;
    if (!axes.numbered || same) return [dot];
    const [value, alpha] = textBetween(formatApprox(Number(before[name])), formatApprox(Number(point[name])), f);
    const { right, down } = valuePlace(i, place, reach);
    const align = /** @type {"left" | "right"} */ (right ? "left" : "right");
    const look = { fill: stroke, weight: 700, alpha, align };
    const beside = { x: x + type.number * (right ? BESIDE : -BESIDE), y: y + type.number * down };
    return [dot, textShape(value, beside.x, beside.y, type.number, look)];
  });
  return [...guide, ...marks];
}

/** Where a curve is at a place on its way between samples. @param {number[][]} samples @param {number} i
 * @param {number} place */
function onCurve(samples, i, place) {
  const [first, last] = [itemAt(itemAt(samples, 0), 0), itemAt(itemAt(samples, samples.length - 1), 0)];
  const at = Math.max(0, Math.min(1, (place - first) / (last - first))) * (samples.length - 1);
  const low = Math.min(Math.floor(at), samples.length - 2);
  return lerp(itemAt(itemAt(samples, low), i + 1), itemAt(itemAt(samples, low + 1), i + 1), at - low);
}
