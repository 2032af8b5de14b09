/** Single blocks: solid, copied, crossed out, and with their pictures before them. */

import { itemAt } from "../data/lists.js";
import { lerpPoint, lerpRect } from "../drawing/between.js";
import {
  circleShape,
  corners,
  lineShape,
  polygonShape,
  rasterShape,
  rectAbout,
  rectShape,
  slantedRaster,
  slantOf,
  withinShape,
} from "../drawing/build.js";
import { findTensor } from "./context.js";

/** @import { Context, Shape } from "./context.js" */
/** @import { Camera } from "./blocks.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Block } from "../data/wire.js" */
/** @typedef {{alpha: number, spoken: number, line: number, face: number, lens: number}} Look how present, how much
 *   spoken of, how much its face alone, and how many times as much as usual its lens enlarges */
/** @typedef {(channel: number, down: number, over: number) => Point} Corners of channel 0 or the last, each 0 to 1 */

/** One block: its top, its left side, and its face, with a picture on it where it has one.
 * @param {Block} block @param {Corners} at @param {Context} context @param {Look} look @returns {Shape[]} */
export function solid({ stage, tensor }, at, context, { alpha, spoken, line, face: meant }) {
  const edge = { stroke: stage, line, alpha: alpha * spoken };
  const face = (/** @type {Point[]} */ points, /** @type {number} */ fill) => [
    polygonShape(points, { fill: "paper", alpha }),
    polygonShape(points, { fill: stage, alpha: alpha * fill * spoken }),
    polygonShape(points, edge),
  ];
  const [corner, end] = [at(1, 0, 0), at(1, 0, 1)];
  const front = faceOf(at);
  const picture = tensor
    ? [slantedRaster(findTensor(context.scene, tensor), -1, slantOf(front), { alpha: alpha * spoken })]
    : [];
  return [
    ...face([at(0, 0, 0), at(0, 0, 1), end, corner], 0.14),
    ...face([at(0, 0, 0), corner, at(1, 1, 0), at(0, 1, 0)], 0.3),
    ...face(front, 0.5 + 0.5 * meant),
    ...picture,
  ];
}

/** How large a face is that is seen by itself, as a share of the room, and how far above its block. */
const [ENLARGED, ABOVE] = [0.36, 0.3];

/** A block's face alone, which has come off it: seen straight, larger, cell by cell. @param {Block} block
 * @param {Corners} at @param {Camera} camera @param {number} far it has come, 0 to 1 @returns {Shape[]} */
export function enlargedFace({ stage, side }, at, { reach }, far) {
  const face = faceOf(at);
  const [middle, high] = [(at(0, 1, 0).x + at(1, 1, 1).x) / 2, reach * ENLARGED];
  const place = { x: middle - high / 2, y: at(0, 0, 1).y - high * (1 + ABOVE), width: high, height: high };
  const points = corners(place).map((point, i) => lerpPoint(itemAt(face, i), point, far));
  const rung = (/** @type {number} */ k, /** @type {number[]} */ [a = 0, b = 0, c = 0, d = 0]) =>
    lineShape(
      [
        lerpPoint(itemAt(points, a), itemAt(points, b), k / side),
        lerpPoint(itemAt(points, c), itemAt(points, d), k / side),
      ],
      "paper",
      { line: Math.max(1, high / side / 12), alpha: far },
    );
  const rungs = Array.from({ length: side - 1 }, (_, k) => [rung(k + 1, [0, 1, 3, 2]), rung(k + 1, [0, 3, 1, 2])]);
  const leads = [0, 1].map((i) =>
    lineShape([itemAt(face, i), itemAt(points, 3 - i)], stage, { line: 1, alpha: far / 2 }),
  );
  return [...leads, polygonShape(points, { fill: stage, alpha: Math.min(1, 4 * far) }), ...rungs.flat()];
}

/** Two thick lines across a block. @param {Corners} at @param {number} far they have come, 0 to 1 @returns {Shape[]} */
export function crossedOut(at, far) {
  const [left, top, right, bottom] = [at(0, 0, 0), at(1, 0, 1), at(1, 1, 1), at(0, 1, 0)];
  const strokes = /** @type {const} */ ([
    [left, right],
    [top, bottom],
  ]);
  return [9, 5].flatMap((line) =>
    strokes.map(([from, to]) =>
      lineShape([from, lerpPoint(from, to, far)], line > 5 ? "paper" : "ink", { line, alpha: far }),
    ),
  );
}

/** The corners of a block's face, from its top left one clockwise.
 * @param {Corners} at @returns {[Point, Point, Point, Point]} */
const faceOf = (at) => [at(1, 0, 0), at(1, 0, 1), at(1, 1, 1), at(1, 1, 0)];

/** A block's picture seen straight, as large as all others: it has left the face, and two lines lead back.
 * @param {Block} block @param {Corners} at @param {Camera} camera @param {number} fronts its side, in units
 * @param {number} far from the face, 0 to 1 @param {Context} context @param {Look} look @returns {Shape[]} */
export function frontOf({ stage, tensor }, at, { unit, top }, fronts, far, { scene }, { spoken, line }) {
  const face = faceOf(at);
  const side = fronts * unit;
  const middle = (at(0, 1, 0).x + at(1, 1, 1).x) / 2;
  const place = corners({ x: middle - side / 2, y: top, width: side, height: side });
  const points = /** @type {[Point, Point, Point, Point]} */ (
    face.map((point, i) => lerpPoint(point, itemAt(place, i), far))
  );
  const leads = [0, 1].map((i) =>
    lineShape([itemAt(face, i), itemAt(points, 3 - i)], stage, { line: 1, alpha: 0.5 * far * spoken }),
  );
  if (!tensor) return [];
  return [
    ...leads,
    polygonShape(points, { fill: "paper" }),
    slantedRaster(findTensor(scene, tensor), -1, slantOf(points), { alpha: spoken }),
    polygonShape(points, { stroke: stage, line, alpha: spoken }),
  ];
}

/** How far from the left it is: where a sail ends. */
const OVER = 0.74;
/** How large a lens lies on the place, as a share of the picture, and how much it enlarges. */
const [LENS, ENLARGES] = [0.19, 4];

/** One place of a block: all its channels as a rod through it, and its part of the picture above, under a lens.
 * @param {Block} block @param {Corners} at @param {Camera} camera @param {number} fronts as above
 * @param {number} far as above @param {Context} context @param {Look} look @returns {Shape[]} */
export function placeOf({ stage, side, tensor }, at, { unit, top }, fronts, far, { scene }, { spoken, lens: by }) {
  if (!tensor) return [];
  const whole = fronts * unit;
  const left = (at(0, 1, 0).x + at(1, 1, 1).x) / 2 - whole / 2;
  const [column, row] = [Math.floor(OVER * side), Math.floor(side / 2)];
  const spot = { x: left + ((column + 0.5) * whole) / side, y: top + ((row + 0.5) * whole) / side };
  // What enlarges more is larger itself, by less.
  const radius = LENS * Math.sqrt(by) * whole;
  const lens = rectAbout(spot, 2 * radius, 2 * radius);
  // The picture so much larger, about the same place.
  const near = ENLARGES * by * whole;
  const larger = { x: spot.x - ((column + 0.5) * near) / side, y: spot.y - ((row + 0.5) * near) / side };
  const cell = rectAbout(spot, near / side, near / side);
  const rod = rodOf(at);
  // It comes when the picture is there.
  const there = Math.max(0, 10 * far - 9);
  const thick = Math.min(1, whole / 150);
  const lined = (/** @type {number} */ line) => ({ line: line * thick, alpha: there * spoken });
  const look = lined(3);
  const image = findTensor(scene, tensor);
  // What is no finer than it is drawn shows no pixels.
  const smooth = image.shape[1] < side;
  const picture = rasterShape(image, -1, { ...larger, width: near, height: near }, { alpha: look.alpha, smooth });
  // From where it is to what is there.
  const tie = [{ x: spot.x, y: spot.y + radius }, lerpPoint(rod[0], rod[1], 0.5)];
  return [
    lineShape(tie, "paper", { ...lined(5), alpha: 0.6 * look.alpha }),
    lineShape(tie, stage, lined(2)),
    lineShape(rod, "paper", lined(11)),
    lineShape(rod, stage, lined(7)),
    circleShape(spot, radius, { fill: "paper", stroke: "paper", line: 7 * thick, alpha: there }),
    { ...withinShape(lens, [picture]), radius },
    rectShape(cell, { stroke: "paper", ...lined(6) }),
    rectShape(cell, { stroke: stage, ...look }),
    circleShape(spot, radius, { stroke: stage, ...look }),
  ];
}

/** One place of a block, from its first channel to its last. @param {Corners} at @returns {[Point, Point]} */
const rodOf = (at) => [at(0, 0.5, OVER), at(1, 0.5, OVER)];

/** How long a rod is that is seen by itself, as a share of what is free beside its block, and how high. */
const [LONG, HIGH] = [0.84, 0.09];
/** How wide, in pixels, its numbers are at least that stand apart. */
const CLOSEST = 3.5;

/** A place's rod alone, which has come out of its block: seen straight, larger, number by number.
 * @param {Block} block @param {Corners} at @param {Camera} camera @param {number} far it has come, 0 to 1
 * @returns {Shape[]} */
export function enlargedRod({ stage, channels }, at, { floor, top, right: end }, far) {
  const [from, to] = rodOf(at);
  const begin = at(1, 0, 1).x;
  const [wide, high] = [(end - begin) * LONG, (floor - top) * HIGH];
  const goal = { x: end - wide, y: to.y - high / 2, width: wide, height: high };
  const start = { x: from.x, y: from.y, width: to.x - from.x, height: 1 };
  const place = lerpRect(start, goal, far);
  const [a, b, c, d] = corners(place);
  const leads = [
    [from, a],
    [to, d],
  ].map((points) => lineShape(points, stage, { line: 1, alpha: 0.5 * far }));
  // Where they would lie too close, none is seen.
  const count = wide / channels < CLOSEST ? 1 : Math.round(channels);
  const rungs = Array.from({ length: count - 1 }, (_, k) =>
    lineShape([lerpPoint(a, b, (k + 1) / channels), lerpPoint(d, c, (k + 1) / channels)], "paper", {
      line: Math.min(1.5, (0.3 * wide) / channels),
      alpha: far,
    }),
  );
  return [...leads, polygonShape([a, b, c, d], { fill: stage, alpha: Math.min(1, 4 * far) }), ...rungs];
}

/** How far copies in a bundle are apart, as a share of their sides; and how many rows it has for each column. */
const [PITCH, TALL] = [1.2, 2];

/** How the copies of a block stand: in full rows, if there is such a number of columns near the one wished for; and how
 * far they reach to the sides, and below the block.
 * @param {Block} block @param {Corners} at @param {Camera} camera */
export function bundleOf({ copies = 1 }, at, { reach }) {
  const wished = Math.max(1, Math.round(Math.sqrt(copies / TALL)));
  const near = [0, 1, -1, 2, -2].map((more) => wished + more);
  const columns = near.find((count) => count > 0 && copies % count === 0) ?? wished;
  const rows = Math.ceil(copies / columns);
  const [corner, end, foot] = [at(1, 0, 0), at(1, 0, 1), at(1, 1, 0)];
  const pitch = Math.min(PITCH * (foot.y - corner.y), reach / rows);
  const step = { x: PITCH * (end.x - corner.x), y: PITCH * (end.y - corner.y) };
  const half = (columns - 1) / 2;
  return { copies, columns, rows, pitch, step, across: half * step.x, below: (pitch * (rows - 1)) / 2 - half * step.y };
}

/** All copies of a block, which spread into a bundle: columns behind one another, each from the floor up.
 * @param {Block} block @param {number} spread 0 to 1 @param {Corners} at @param {Camera} camera
 * @param {Look} look @returns {Shape[]} */
export function copiesOf(block, spread, at, camera, look) {
  if (spread <= 0) return [];
  const { copies, columns, rows, pitch, step } = bundleOf(block, at, camera);
  // Where they lie close, lines as thick as elsewhere would be all that is seen.
  const line = Math.min(1, 0.1 * pitch);
  const outline = [at(0, 0, 0), at(0, 0, 1), at(1, 0, 1), at(1, 1, 1), at(1, 1, 0), at(0, 1, 0)];
  return Array.from({ length: copies }, (_, k) => {
    // What is farther comes first, and what is lower.
    const [back, up] = [columns - 1 - Math.floor(k / rows) - (columns - 1) / 2, (k % rows) - (rows - 1) / 2];
    const [right, down] = [back * step.x, back * step.y - up * pitch];
    const moved = (/** @type {Point[]} */ points) =>
      points.map(({ x, y }) => ({ x: x + right * spread, y: y + down * spread }));
    const edge = { stroke: block.stage, line, alpha: look.spoken * look.alpha };
    return [
      polygonShape(moved(outline), { fill: "paper", alpha: look.alpha }),
      polygonShape(moved(outline), { fill: block.stage, alpha: 0.2 * look.alpha }),
      polygonShape(moved(outline), edge),
      polygonShape(moved(faceOf(at)), { fill: block.stage, alpha: 0.5 * look.alpha * look.spoken }),
      polygonShape(moved(faceOf(at)), edge),
    ];
  }).flat();
}
