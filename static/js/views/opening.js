/**
 * The start screen's picture at a moment: a hand writes a digit, which goes through the maps of a network until its
 * bar is the longest; then over again. Pure: places and seconds in, shapes out.
 */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpPoint } from "../drawing/between.js";
import {
  lineShape,
  polygonShape,
  rasterShape,
  rectShape,
  slantedRaster,
  textShape,
  withAlpha,
} from "../drawing/build.js";
import { cellFill } from "./context.js";
import { handShapes } from "./opening-hand.js";
import { planeCorners, pointOn } from "./opening-places.js";

/** @import { Strokes } from "../data/strokes.js" */
/** @import { Shape } from "./context.js" */
/** @import { Places, Plane } from "./opening-places.js" */
/** @import { Rect } from "../drawing/layout.js" */
/** @typedef {[from: number, to: number]} Span of seconds */

/** How long it is until the hand writes again, in seconds, and the moment that shows all of it. */
export const LOOP = 8.4;
export const STILL = 7.2;
/** When what happens. */
const WRITE = /** @type {Span} */ ([0.25, 1.75]);
const SCAN = /** @type {Span} */ ([1.7, 2.2]);
const TURN = /** @type {Span} */ ([2.1, 2.7]);
/** Stack by stack, from the first that the network makes. @type {Span[]} */
const STACKS = [
  [2.55, 3.55],
  [3.3, 4.05],
  [3.8, 4.8],
  [4.5, 5.15],
];
/** @type {Span[]} */
const VECTORS = [
  [4.95, 5.75],
  [5.65, 6.1],
];
const ANSWER = /** @type {Span} */ ([6.0, 6.6]);
const LIT = /** @type {Span} */ ([6.4, 6.9]);
const END = /** @type {Span} */ ([LOOP - 0.7, LOOP - 0.1]);
/** Which hue outlines each layer. */
const HUES = ["muted", "conv", "pool", "conv", "pool", "classify", "classify", "classify"];
/** Planes of a stack leave one after another: this share of the time is the way of one. */
const OWN = 0.6;
/** How strong a layer is once the next has read it, and what the digit before has left there. */
const [READ, LEFT] = [0.88, 0.2];

/** @param {number} t @param {Span} span */
const progress = (t, [from, to]) => easeWithin(t, from, to);

/** @param {Span} span @param {number} i @param {number} count @returns {Span} of the part with that number */
function staggered([from, to], i, count) {
  const way = count > 1 ? (to - from) * OWN : to - from;
  const start = count > 1 ? from + ((to - from - way) * i) / (count - 1) : from;
  return [start, start + way];
}

/**
 * @param {Places} places
 * @param {Strokes | null} strokes what the hand writes; without them there is no paper
 * @param {number} seconds
 * @returns {Shape[]}
 */
export function openingShapes(places, strokes, seconds) {
  const t = seconds % LOOP;
  const there = 1 - progress(t, END);
  return [
    ...leftShapes(places, t, there),
    ...(strokes ? withAlpha(paperShapes(places, strokes, t), t < WRITE[1] ? 1 : there) : []),
    ...withAlpha(
      places.stacks.slice(1).flatMap((_, i) => stackShapes(places, i + 1, t)),
      there,
    ),
    ...withAlpha([...unrolled(places, t), ...vectorShapes(places, t)], there),
    ...barShapes(places, t, there),
  ];
}

/** What is left of the digit before, until the next one has come so far.
 * @param {Places} places @param {number} t @param {number} there @returns {Shape[]} */
function leftShapes({ tensors, stacks, vectors }, t, there) {
  const isLeft = (/** @type {Span} */ [, end]) => t < end || there < 1;
  return [
    ...stacks.slice(1).flatMap((planes, i) => {
      if (!isLeft(itemAt(STACKS, i))) return [];
      const tensor = itemAt(tensors, i + 1);
      return planes.flatMap((plane, channel) => [
        polygonShape(planeCorners(plane), { fill: "paper" }),
        slantedRaster(tensor, channel, plane, { alpha: LEFT }),
        polygonShape(planeCorners(plane), { stroke: itemAt(HUES, i + 1), line: 1, alpha: LEFT * 2 }),
      ]);
    }),
    ...vectors.flatMap((rect, i) =>
      isLeft(itemAt(VECTORS, i))
        ? [
            rasterShape(itemAt(tensors, stacks.length + i), 0, rect, { alpha: LEFT }),
            rectShape(rect, { stroke: "classify", line: 1, radius: 2, alpha: LEFT * 2 }),
          ]
        : [],
    ),
  ];
}

/** The paper while it is written on, read into pixels, and turned to where the network reads it.
 * @param {Places} places @param {Strokes} strokes @param {number} t @returns {Shape[]} */
function paperShapes({ tensors, paper, stacks, side }, strokes, t) {
  const plane = between(paper, itemAt(itemAt(stacks, 0), 0), progress(t, TURN));
  const picture = itemAt(tensors, 0);
  const cells = picture.shape[1] * picture.shape[2];
  const read = Math.round(progress(t, SCAN) * picture.shape[1]) * picture.shape[2];
  const corners = planeCorners(plane);
  const scanning = read > 0 && read < cells;
  const line = read / cells;
  return [
    polygonShape(corners, { fill: { scale: "image", share: 0 } }),
    ...(read < cells
      ? handShapes(plane, side, strokes, Math.min(1, Math.max(0, (t - WRITE[0]) / (WRITE[1] - WRITE[0]))), t)
      : []),
    ...(read ? [slantedRaster(picture, 0, plane, { revealed: read })] : []),
    ...(scanning ? [lineShape([pointOn(plane, -0.03, line), pointOn(plane, 1.03, line)], "conv", { line: 2 })] : []),
    polygonShape(corners, { stroke: "muted", line: 1 }),
  ];
}

/** One layer's maps: each leaves a map of the layer before, and is another picture when it is there.
 * @param {Places} places @param {number} layer @param {number} t @returns {Shape[]} */
function stackShapes({ tensors, stacks, side }, layer, t) {
  const [tensor, source] = [itemAt(tensors, layer), itemAt(tensors, layer - 1)];
  const [planes, from] = [itemAt(stacks, layer), itemAt(stacks, layer - 1)];
  const span = itemAt(STACKS, layer - 1);
  const next = layer < STACKS.length ? itemAt(STACKS, layer) : itemAt(VECTORS, 0);
  const strength = lerp(1, READ, progress(t, [next[0], next[1]]));
  return planes.flatMap((place, i) => {
    const own = staggered(span, i, planes.length);
    if (t <= own[0]) return [];
    const f = progress(t, own);
    const origin = Math.floor((i * from.length) / planes.length);
    const plane = between(itemAt(from, origin), place, f);
    plane.y -= Math.sin(Math.PI * f) * side * 0.07;
    const corners = planeCorners(plane);
    const other = progress(t, [lerp(own[0], own[1], 0.25), own[1]]);
    return [
      polygonShape(corners, { fill: "paper", alpha: Math.min(1, f * 4) }),
      ...(other < 1 ? [slantedRaster(source, origin, plane, { alpha: (1 - other) * Math.min(1, f * 4) })] : []),
      slantedRaster(tensor, i, plane, { alpha: other * strength }),
      polygonShape(corners, { stroke: itemAt(HUES, layer), line: 1, alpha: 0.85 * Math.min(1, f * 4) }),
    ];
  });
}

/** All cells of the last maps on their way into the first column of neurons.
 * @param {Places} places @param {number} t @returns {Shape[]} */
function unrolled({ tensors, stacks, vectors, side }, t) {
  const layer = stacks.length - 1;
  const tensor = itemAt(tensors, layer);
  const column = itemAt(vectors, 0);
  const [channels, rows, columns] = tensor.shape;
  const count = channels * rows * columns;
  const span = itemAt(VECTORS, 0);
  if (t <= span[0] || t >= span[1]) return [];
  return Array.from({ length: count }, (_, i) => {
    const f = progress(t, staggered(span, i, count));
    if (f <= 0 || f >= 1) return [];
    const plane = itemAt(itemAt(stacks, layer), Math.floor(i / (rows * columns)));
    const [v, u] = [(Math.floor(i / columns) % rows) + 0.5, (i % columns) + 0.5];
    const start = pointOn(plane, u / columns, v / rows);
    const end = { x: column.x + column.width / 2, y: column.y + ((i + 0.5) / count) * column.height };
    const size = lerp(plane.down.y / rows, Math.max(2, column.width * 0.4), f);
    const middle = lerpPoint(start, end, f);
    const [x, y] = [middle.x - size / 2, middle.y - Math.sin(Math.PI * f) * side * 0.1 - size / 2];
    const fill = cellFill(tensor, itemAt(tensor.values, i));
    return [rectShape({ x, y, width: size, height: size }, { fill, alpha: Math.min(1, 4 * f, 4 * (1 - f)) })];
  }).flat();
}

/** The two columns of neurons, each filled from its top while it reads all of the one before.
 * @param {Places} places @param {number} t @returns {Shape[]} */
function vectorShapes({ tensors, stacks, vectors, bars }, t) {
  const first = itemAt(vectors, 0);
  return vectors.flatMap((rect, i) => {
    const tensor = itemAt(tensors, stacks.length + i);
    const f = progress(t, itemAt(VECTORS, i));
    const count = Math.round(f * tensor.shape[1]);
    const after = i === 0 ? itemAt(VECTORS, 1) : ANSWER;
    const strength = lerp(1, READ, progress(t, after));
    const beam = i === 1 ? beamShapes(first, rect.x, rect.y + rect.height * f, f) : [];
    if (count === 0) return [];
    return [
      ...beam,
      ...(i === 1 ? beamShapes(rect, bars.x, bars.y + bars.height * progress(t, ANSWER), progress(t, ANSWER)) : []),
      rasterShape(tensor, 0, rect, { revealed: count, alpha: strength }),
      rectShape(rect, { stroke: "classify", line: 1, radius: 2, alpha: 0.85 }),
    ];
  });
}

/** What one cell reads: all of a column. @param {Rect} from @param {number} x @param {number} y @param {number} f
 * @returns {Shape[]} */
function beamShapes(from, x, y, f) {
  const right = from.x + from.width;
  const points = [
    { x: right, y: from.y },
    { x, y },
    { x: right, y: from.y + from.height },
  ];
  return f > 0 && f < 1 ? [polygonShape(points, { fill: "classify", alpha: 0.16 * Math.sin(Math.PI * f) })] : [];
}

/** The answer: a bar each, and the name of the longest lights up.
 * @param {Places} places @param {number} t @param {number} there @returns {Shape[]} */
function barShapes({ tensors, bars, side }, t, there) {
  const answer = itemAt(tensors, tensors.length - 1);
  const values = Array.from(answer.values);
  const best = values.indexOf(Math.max(...values));
  const each = bars.height / values.length;
  const lit = progress(t, LIT) * there;
  const size = Math.min(each * 0.92, 30);
  const start = bars.x + size * 1.35;
  const room = bars.width - size * 1.35;
  return values.flatMap((value, i) => {
    const f = progress(t, staggered(ANSWER, i, values.length)) * there;
    const middle = bars.y + (i + 0.5) * each;
    const own = i === best;
    const length = Math.max(2, room * (value / answer.max_abs) * f);
    const bar = { x: start, y: middle - each * 0.31, width: length, height: each * 0.62 };
    const letters = own ? lerp(size, Math.min(side * 0.5, size * 2.4), lit) : size;
    return [
      rectShape(bar, { fill: own ? "classify" : "muted", radius: 2, alpha: 0.25 + 0.75 * f }),
      textShape(String(i), bars.x + size * 0.5, middle, letters, {
        fill: own && lit > 0.5 ? "classify" : "muted",
        weight: own && lit > 0.5 ? 750 : 500,
        alpha: own ? 0.6 + 0.4 * lit : 0.7 * (1 - lit * Number(Math.abs(i - best) === 1)),
      }),
    ];
  });
}

/**
 * The digit on its way from its paper to where it stands upright in a scene.
 * @param {Places} places @param {Strokes} strokes @param {number} seconds of the loop when it leaves
 * @param {import("./picture-places.js").Standing} end @param {number} f @returns {Shape[]}
 */
export function departingDigit(places, strokes, seconds, { rect, tensor, channel, border }, f) {
  const t = seconds % LOOP;
  const paper = between(places.paper, itemAt(itemAt(places.stacks, 0), 0), progress(t, TURN));
  const share = border / (tensor.shape[1] + 2 * border);
  const { x, y } = pointOn(paper, share, share);
  const start = { x, y, across: scaled(paper.across, 1 - 2 * share), down: scaled(paper.down, 1 - 2 * share) };
  const upright = { x: rect.x, y: rect.y, across: { x: rect.width, y: 0 }, down: { x: 0, y: rect.height } };
  // What the hand is still writing becomes the picture on the way.
  const isRead = t >= SCAN[1] && t < END[0];
  const read = isRead ? 1 : easeWithin(f, 0, 0.4);
  return [
    ...(isRead ? [] : withAlpha(paperShapes(places, strokes, t), 1 - easeWithin(f, 0, 0.3))),
    slantedRaster(tensor, channel, between(start, upright, f), { alpha: read }),
  ];
}

/** @param {import("../drawing/shapes.js").Point} point @param {number} by */
const scaled = ({ x, y }, by) => ({ x: x * by, y: y * by });

/** @param {Plane} a @param {Plane} b @param {number} f @returns {Plane} */
function between(a, b, f) {
  return { ...lerpPoint(a, b, f), across: lerpPoint(a.across, b.across, f), down: lerpPoint(a.down, b.down, f) };
}
