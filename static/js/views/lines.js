/** Measured shares over counted steps, as lines with their points; the current step's are read out. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import {
  circleShape,
  levelLine,
  lineShape,
  polygonShape,
  rectShape,
  textShape,
  uprightLine,
  withAlpha,
} from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { countBetween, fittedText, frameChange } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Lines as Options, Series as Line } from "../data/wire.js" */
/** @typedef {(texts: string[]) => [string, number]} Told what a line says by now, and how strong that is */
/** @typedef {Rect & {at: (step: number, value: number) => Point}} Plot */

/** Lines are told apart by their dashes and their points too, not by colour alone. */
const DASHES = [undefined, [7, 6]];

/** @type {View<"lines">} */
export const lines = {
  draw(panel, rect, context) {
    const { lines: all, marks, ticks = [], rules, named } = panel.options;
    const { label, least } = context.layout.type;
    const size = Math.min(label * 0.9, Math.max(rect.height * 0.09, Math.min(least, rect.height * 0.2)));
    const plot = plotOf(panel.options, rect, size);
    const { from, to, f } = frameChange(context, panel);
    // What reads from one line to another sets out when its point is there.
    const reads = to.reach && !from.reach ? easeWithin(f, 0.4, 1) : 1;
    const way = reads < 1 ? easeWithin(f, 0, 0.4) : f;
    const now = (/** @type {"at" | "upto"} */ key, /** @type {number} */ rest) =>
      lerp(from[key] ?? rest, to[key] ?? rest, way);
    const [at, upto] = [now("at", 0), now("upto", marks.length - 1)];
    const foot = plot.y + plot.height;
    const steps = ticks.length
      ? ticks.map(([share, text]) => textShape(text, plot.x + share * plot.width, foot + size, size, { fill: "muted" }))
      : marks.map((text, i) => {
          // What is reached is a step, or lies between it and the next.
          const read = Number(to.at) === i || (to.reach && Math.abs(to.reach[1] - i) < 1);
          const look = { weight: read ? 700 : 400, fill: read ? "ink" : "muted" };
          return textShape(text, plot.at(i, 0).x, foot + size, size, look);
        });
    /** @type {Shape[]} */
    const shapes = [
      ...rules.flatMap((rule) => ruleShapes(rule, plot, size)),
      ...steps,
      uprightLine(plot.at(at, 0).x, plot.y, foot, "ink", { line: 1.5, dash: [3, 4] }),
      ...all.flatMap((line) => spreadShapes(line, upto, plot)),
      ...all.flatMap((line, i) => lineShapes(line, i, upto, plot, size)),
    ];
    if (upto < at) return shapes;
    if (to.reach) shapes.push(...reachShapes(to.reach, at, reads, plot, size));
    const points = all.map(({ stage, values }, i) => dot(plot.at(at, valueBetween(values, at)), size * 0.42, i, stage));
    const [was, is] = [from.at ?? 0, to.at ?? 0].map(Math.round);
    /** @type {Told} */
    const told = (texts) => countBetween(String(texts[Number(was)]), String(texts[Number(is)]), f);
    // Two can be told apart by where they are; what one says is longer, and would hide it.
    const moves = was === is ? 1 : Math.max(1 - easeWithin(f, 0, 0.15), easeWithin(f, 0.85, 1));
    if (named) return [...shapes, ...points, ...namesAt(all, told, moves, at, plot, size)];
    const values = all.length > 1 ? withAlpha(valuesAt(all, told, at, upto > at, plot, size), moves) : [];
    return [...shapes, ...points, ...legend(all, told, rect, size), ...values];
  },
};

/** @param {Options} options @param {Rect} rect @param {number} size @returns {Plot} */
function plotOf({ lines: all, rules, marks, places = [], named }, rect, size) {
  const left = Math.max(...rules.map(([, text]) => textWidth(text, size))) * 1.16 + size * 0.9;
  // What the ends of several lines say stands behind them.
  const values =
    all.length > 1 ? all.flatMap(({ label, texts }) => texts.map((text) => (named ? `${label} ${text}` : text))) : [];
  const above = named ? 0.9 : 2.1;
  const right = Math.max(0, ...values.map((text) => textWidth(text, size) * 1.16 + size * 0.8));
  const plot = {
    x: rect.x + left,
    y: rect.y + size * above,
    width: rect.width - left - Math.max(size * 0.5, textWidth(marks.at(-1) ?? "", size) * 0.6, right),
    height: rect.height - size * (above + 1.6),
  };
  const at = (/** @type {number} */ step, /** @type {number} */ value) => ({
    x: plot.x + (places.length ? valueBetween(places, step) : step / (marks.length - 1)) * plot.width,
    y: plot.y + (1 - value) * plot.height,
  });
  return { ...plot, at };
}

/** @param {[number, string]} rule @param {Plot} plot @param {number} size @returns {Shape[]} */
function ruleShapes([value, text], plot, size) {
  const { y } = plot.at(0, value);
  return [
    levelLine(y, plot.x, plot.x + plot.width, "line", { line: value ? 1 : 1.5 }),
    textShape(text, plot.x - size * 0.7, y, size, { align: "right", fill: "muted" }),
  ];
}

/** How far single measurements lie apart, around a line as far as it is drawn.
 * @param {Line} line @param {number} upto @param {Plot} plot @returns {Shape[]} */
function spreadShapes({ stage, spread = [] }, upto, plot) {
  if (!spread.length || upto <= 0) return [];
  const steps = [...Array.from({ length: Math.ceil(upto) }, (_, step) => step), upto];
  const [low, high] = [0, 1].map((side) => {
    const values = spread.map((both) => Number(both[side]));
    return steps.map((step) => plot.at(step, valueBetween(values, step)));
  });
  return [polygonShape([...(low ?? []), ...(high ?? []).reverse()], { fill: stage, alpha: 0.16 })];
}

/** A line as far as it is drawn. @param {Line} line @param {number} i @param {number} upto @param {Plot} plot
 * @param {number} size @returns {Shape[]} */
function lineShapes({ stage, values }, i, upto, plot, size) {
  const points = values.flatMap((value, step) => (step <= upto ? [plot.at(step, value)] : []));
  const dots = points.map((point) => dot(point, size * 0.2, i, stage));
  if (upto < 0) return dots;
  const end = plot.at(upto, valueBetween(values, upto));
  return [lineShape([...points, end], stage, { line: 3, dash: DASHES[i] }), ...dots];
}

/** From the step that is read out to the place as high on another line, and between which steps that lies.
 * @param {[number, number, string]} reach @param {number} at @param {number} f @param {Plot} plot @param {number} size
 * @returns {Shape[]} */
function reachShapes([value, step, text], at, f, plot, size) {
  if (f <= 0) return [];
  const [from, to] = [plot.at(at, value), plot.at(lerp(at, step, easeWithin(f, 0, 0.6)), value)];
  const [air, foot] = [size * 0.55, plot.y + plot.height];
  const alpha = easeWithin(f, 0.5, 1);
  // Between two places nothing was measured.
  const [low, high] = [Math.floor(step), Math.ceil(step)].map((each) => plot.at(each, 0).x);
  const [left, right] = [Number(low), Number(high)];
  const bracket = [foot - size * 0.3, foot, foot, foot - size * 0.3].map((y, i) => ({ x: i < 2 ? left : right, y }));
  return [
    lineShape([{ ...from, x: from.x + air }, to], "ink", { line: 3, dash: [10, 6] }),
    uprightLine(to.x, to.y, lerp(to.y, foot, alpha), "ink", { line: 3, dash: [10, 6] }),
    textShape(text, to.x - air, foot - size * 1.1, size, { align: "right", weight: 700, alpha }),
    lineShape(bracket, "ink", { line: 3, alpha }),
  ];
}

/** On the line between two places. @param {number[]} values @param {number} at */
function valueBetween(values, at) {
  const low = Math.max(0, Math.floor(at));
  return lerp(itemAt(values, low), itemAt(values, Math.min(low + 1, values.length - 1)), at - low);
}

/** A line's point: hollow for the first line, filled for the others.
 * @param {Point} point @param {number} r @param {number} i @param {string} stage @returns {Shape} */
const dot = (point, r, i, stage) =>
  circleShape(point, r, { fill: i ? stage : "paper", stroke: i ? "paper" : stage, line: i ? 1 : 2 });

/** Each line's name beside a piece of it, side by side above the plot, and what one alone says.
 * @param {Line[]} all @param {Told} told @param {Rect} rect @param {number} size */
function legend(all, told, rect, size) {
  const each = rect.width / all.length;
  return all.flatMap(({ stage, label, texts }, i) => {
    const [text, alpha] = told(texts.map((text) => (all.length > 1 ? label : `${label} ${text}`)));
    const [x, y] = [rect.x + i * each + size * 0.3, rect.y + size * 0.6];
    const look = { align: /** @type {const} */ ("left"), weight: 700, fill: stage, alpha };
    return [
      levelLine(y, x, x + size * 1.4, stage, { line: 3, dash: DASHES[i] }),
      dot({ x: x + size * 0.7, y }, size * 0.3, i, stage),
      fittedText(text, x + size * 1.7, y, size * 0.95, each - size * 2.2, look),
    ];
  });
}

/** Which line is how high where each has its text behind its end: from top to bottom, none on another.
 * @param {Point[]} places @param {number} size @returns {[number, number][]} */
function levels(places, size) {
  let free = -Infinity;
  return places
    .map(({ y }, i) => ({ y, i }))
    .toSorted((a, b) => a.y - b.y)
    .map(({ y, i }) => {
      const level = Math.max(y, free);
      free = level + size * 1.15;
      return [i, level];
    });
}

/** Each line's name behind its end, wherever that is by now, and behind it what it says at a step.
 * @param {Line[]} all @param {Told} told @param {number} rest how strong that is: not on the way from step to step
 * @param {number} at where the points are by now @param {Plot} plot @param {number} size */
function namesAt(all, told, rest, at, plot, size) {
  const places = all.map(({ values }) => plot.at(at, valueBetween(values, at)));
  const column = Math.max(...all.map(({ label }) => textWidth(label, size))) * 1.25 + size * 0.4;
  return levels(places, size).flatMap(([i, level]) => {
    const { stage, label, texts } = itemAt(all, i);
    const [text, alpha] = told(texts);
    const x = itemAt(places, i).x + size * 0.75;
    const width = rest > 0 ? column + textWidth(text, size) * 1.12 : column;
    const look = { weight: 700, fill: stage, align: /** @type {const} */ ("left") };
    return [
      rectShape({ x, y: level - size * 0.5, width, height: size }, { fill: "paper", alpha: 0.8, radius: size * 0.2 }),
      textShape(label, x, level, size, look),
      textShape(text, x + column, level, size, { ...look, alpha: alpha * rest }),
    ];
  });
}

/** What each line says at a step, on paper: behind its end; where the lines go on, of the upper one above its point, of
 * the lower one below.
 * @param {Line[]} all @param {Told} told @param {number} at where the points are by now @param {boolean} on whether the
 *   lines go on @param {Plot} plot @param {number} size @returns {Shape[]} */
function valuesAt(all, told, at, on, plot, size) {
  const places = all.map(({ values }) => plot.at(at, valueBetween(values, at)));
  if (!on) {
    return levels(places, size).map(([i, level]) => {
      const { stage, texts } = itemAt(all, i);
      const [text, alpha] = told(texts);
      const look = { weight: 700, fill: stage, align: /** @type {const} */ ("left"), alpha };
      return textShape(text, itemAt(places, i).x + size * 0.75, level, size, look);
    });
  }
  const lowest = Math.max(...places.map(({ y }) => y));
  return all.flatMap(({ stage, texts }, i) => {
    const { x, y } = itemAt(places, i);
    const [text, alpha] = told(texts);
    const half = textWidth(text, size) * 0.58;
    const middle = Math.max(plot.x + half, Math.min(x, plot.x + plot.width - half - size * 0.4));
    // It may reach as far down as to the names of the steps.
    const below = y === lowest && y + size * 1.5 < plot.y + plot.height + size * 0.5;
    const line = y + (below ? size : -size * 1.5);
    // At the plot's upper edge there is no room above a point.
    const high = line - size * 0.5 < plot.y - size * 0.6;
    const beside = half + size * 0.6;
    const side = x + beside + half > plot.x + plot.width ? x - beside : x + beside;
    const [center, level] = high ? [side, plot.y + size * 0.1] : [middle, line];
    const ground = { x: center - half, y: level - size * 0.5, width: 2 * half, height: size };
    return [
      rectShape(ground, { fill: "paper", alpha: 0.8, radius: size * 0.2 }),
      textShape(text, center, level, size, { weight: 700, fill: stage, alpha }),
    ];
  });
}
