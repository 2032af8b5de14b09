/** Where the start screen's network stands: the paper, stacks of maps, two columns of neurons, ten bars. Pure. */

import { itemAt } from "../data/lists.js";

/** @import { Scene, Tensor } from "../data/records.js" */
/** @import { Rect } from "../drawing/layout.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @typedef {import("../drawing/build.js").Slant} Plane */
/**
 * @typedef {object} Places
 * @property {Tensor[]} tensors what the network makes, layer by layer: picture, four stacks, two vectors, answer
 * @property {number} side of the paper, in pixels
 * @property {Plane} paper as it lies before who writes on it
 * @property {Plane[][]} stacks the planes of each layer of maps, the last in front; the first is the paper, turned
 * @property {Rect[]} vectors
 * @property {Rect} bars
 */
/** @typedef {{width: number, depth: number, side: number}} Measured in parts of the paper's side */

/** What is drawn of the network's tensors: each layer as it is after its activation. */
const LAYERS = ["input", "C1 tanh", "S2", "C3 tanh", "S4", "F5 tanh", "F6 tanh", "probabilities"];
/** Of a plane: how wide it is seen, and how far its right edge is above its left one, as shares of its side. */
const ACROSS = 0.62;
const RISE = 0.2;
/** From plane to plane, down for each pixel along. */
const FALL = 0.12;
/** How deep a stack is: for each further plane, and at most, as shares of the paper's side. */
const [STEP, DEEPEST] = [0.16, 1.05];
/** Shares of the paper's side: how wide neurons, and the bars; how high both; the least air between layers. */
const [NEURON, BARS, HIGH, AIR] = [0.07, 0.9, 1.12, 0.14];
/** Air between layers is never more than this; depth, bars and air never less than such a share of what they can be. */
const [MOST_AIR, CLOSEST] = [0.62, 0.4];

/**
 * The tensors of a scene that are a network's layers; null where it lacks one.
 * @param {Scene} scene
 * @returns {Tensor[] | null}
 */
export function layersOf({ tensors }) {
  const found = LAYERS.flatMap((name) => tensors.find((tensor) => tensor.name === name) ?? []);
  return found.length === LAYERS.length ? found.map(upright) : null;
}

/** A vector, which comes as channels of one cell each, as one column of cells. @param {Tensor} tensor */
function upright(tensor) {
  const [channels, rows, columns] = tensor.shape;
  return rows * columns === 1 ? { ...tensor, shape: /** @type {Tensor["shape"]} */ ([1, channels, 1]) } : tensor;
}

/** The network in a rectangle, as large as it can be. @param {Tensor[]} tensors @param {Rect} rect @returns {Places} */
export function openingPlaces(tensors, rect) {
  const maps = tensors.slice(0, -3).map((tensor) => measure(tensor, itemAt(tensors, 0)));
  // What can't be narrower, and what stands closer where there is more height than width.
  const fixed = [...maps.map(({ width }) => width), NEURON, NEURON, 0];
  const loose = [...maps.map(({ depth }) => depth), 0, 0, BARS];
  const air = AIR * (fixed.length - 1);
  const tall = rect.height / (1 + RISE + DEEPEST * FALL);
  const close = Math.min(1, Math.max(CLOSEST, (rect.width / tall - sum(fixed)) / (sum(loose) + air)));
  const widths = fixed.map((width, i) => width + close * itemAt(loose, i));
  const used = sum(widths);
  const side = Math.min(tall, rect.width / (used + close * air));
  const gap = Math.min(MOST_AIR, (rect.width / side - used) / (widths.length - 1)) * side;
  const middle = rect.y + rect.height / 2;
  let x = rect.x + (rect.width - used * side - gap * (widths.length - 1)) / 2;
  const starts = widths.map((width) => {
    const start = x;
    x += width * side + gap;
    return start;
  });
  const column = (/** @type {number} */ i) => ({
    x: itemAt(starts, i),
    y: middle - (HIGH * side) / 2,
    width: itemAt(widths, i) * side,
    height: HIGH * side,
  });
  return {
    tensors,
    side,
    paper: {
      x: itemAt(starts, 0),
      y: middle - side / 2,
      across: { x: side, y: 0 },
      down: { x: 0, y: side },
    },
    stacks: maps.map((each, i) =>
      stackPlanes(each, itemAt(tensors, i).shape[0], itemAt(starts, i), middle, side, close),
    ),
    vectors: [column(maps.length), column(maps.length + 1)],
    bars: column(maps.length + 2),
  };
}

/** @param {number[]} all */
const sum = (all) => all.reduce((total, each) => total + each, 0);

/** @param {Tensor} tensor @param {Tensor} largest @returns {Measured} */
function measure({ shape: [channels, rows] }, largest) {
  // A small map's cells are larger than a large one's: it stays a picture.
  const side = Math.sqrt(rows / largest.shape[1]);
  return { side, width: side * ACROSS, depth: Math.min(DEEPEST, STEP * (channels - 1)) * side ** 0.5 };
}

/** @param {Measured} measured @param {number} planes @param {number} x @param {number} middle @param {number} unit
 * @param {number} close how close they stand, as a share of how far they can @returns {Plane[]} */
function stackPlanes({ side: share, depth }, planes, x, middle, unit, close) {
  const side = share * unit;
  const step = planes > 1 ? (close * depth * unit) / (planes - 1) : 0;
  const top = middle - (side * (1 + RISE) + step * (planes - 1) * FALL) / 2 + side * RISE;
  return Array.from({ length: planes }, (_, i) => ({
    x: x + i * step,
    y: top + i * step * FALL,
    across: { x: side * ACROSS, y: -side * RISE },
    down: { x: 0, y: side },
  }));
}

/** The corners of a plane, from the top left one clockwise. @param {Plane} plane @returns {Point[]} */
export function planeCorners({ x, y, across, down }) {
  return [
    { x, y },
    { x: x + across.x, y: y + across.y },
    { x: x + across.x + down.x, y: y + across.y + down.y },
    { x: x + down.x, y: y + down.y },
  ];
}

/** A place on a plane, from 0 to 1 along its edges. @param {Plane} plane @param {number} u @param {number} v */
export const pointOn = ({ x, y, across, down }, u, v) => ({
  x: x + u * across.x + v * down.x,
  y: y + u * across.y + v * down.y,
});
