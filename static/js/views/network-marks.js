/** On a network, what an opened cell reads and where it is: windows, the cell, and the beams between them. Pure. */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpPoint } from "../drawing/between.js";
import { circleShape, corners, lineShape, polygonShape, rectShape, textShape } from "../drawing/build.js";
import { LARGE, SMALL } from "./context.js";
import { beam } from "./network-beams.js";
import { classBar, drawnPlanes, faceOf, outerPlanes, patchCorners, planesOf, vectorCell } from "./network-layout.js";

/** @import { Shape } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Column, Corners } from "./network-layout.js" */
/** @import { CellDetail } from "./network-lens.js" */

/** The window on each plane that the cell reads. @param {CellDetail} open @param {Column} source
 * @returns {Corners[]} */
export function windowsOf({ channels: [first, end], rows, columns }, source) {
  if (source.kind !== "maps") return [corners(end - first === 1 ? vectorCell(source, first) : source)];
  return Array.from({ length: end - first }, (_, i) => patchCorners(source, first + i, rows, columns));
}

/** What a marked cell reads, on the plane in front and through all behind it where it reads those too, and the light
 * from there. @param {CellDetail} open @param {Column} source @param {Point} goal @param {number} seen how far the
 * light has come @returns {Shape[]} */
export function windowMarks(open, source, goal, seen) {
  const spans = open.field ?? /** @type {const} */ ([open.rows, open.columns]);
  const planes = drawnPlanes(source.layer).map((plane) => patchCorners(source, plane, ...spans));
  const field = itemAt(planes, planes.length - 1);
  const alpha = seen * source.alpha;
  const deep = !open.field && open.channels[1] - open.channels[0] > 1;
  const behind = deep ? planes.slice(0, -1) : [];
  return [
    ...behind.slice(0, 1).flatMap((last) => ties(last, field, alpha)),
    ...behind.flatMap((points) => haloed(points, alpha, false)),
    ...beam(field, goal, seen, source.alpha, 1),
    ...haloed(field, alpha),
  ];
}

/** @param {CellDetail} open @param {Column} target @returns {Corners} */
export function cellOf({ index: [channel, row, column] }, target) {
  if (target.kind === "maps") return patchCorners(target, channel, [row, row + 1], [column, column + 1]);
  return corners(target.kind === "bars" ? classBar(target, channel) : vectorCell(target, channel));
}

/** Which sheet comes from which map, where there are few: the same number below the map and in the sheet's corner.
 * @param {CellDetail} open @param {Column} source @param {Corners[]} sheets @param {number} size of letters
 * @param {number} alpha @returns {Shape[]} */
export function numbered({ channels: [first] }, source, sheets, size, alpha) {
  if (alpha <= 0 || sheets.length < 2 || source.gap < size) return [];
  const faces = sheets.map((_, i) => faceOf(source, first + i));
  return sheets.flatMap((sheet, i) => {
    const [{ x, y }, foot] = [itemAt(sheet, 0), itemAt(itemAt(faces, i), 3)];
    const ground = { x, y, width: size * 1.1, height: size * 1.1 };
    const name = `${first + i + 1}`;
    return [
      rectShape(ground, { fill: "paper", alpha: 0.85 * alpha }),
      textShape(name, x + size * 0.55, y + size * 0.55, size, { weight: 650, alpha }),
      textShape(name, foot.x + size * 0.55, foot.y - size, size, { weight: 650, alpha }),
    ];
  });
}

/** From the corners of a window to those of its sheet, and light between them.
 * @param {Corners} window @param {Corners} sheet @param {number} alpha @returns {Shape[]} */
export function ties(window, sheet, alpha) {
  if (alpha <= 0) return [];
  const sides = window.map((point, i) => {
    const next = (i + 1) % 4;
    return [point, itemAt(window, next), itemAt(sheet, next), itemAt(sheet, i)];
  });
  return [
    ...sides.map((side) => polygonShape(side, { fill: "classify", alpha: 0.05 * alpha })),
    ...window.map((point, i) => lineShape([point, itemAt(sheet, i)], "classify", { line: 1.25, alpha: 0.45 * alpha })),
  ];
}

/** The sum on its way into its cell. @param {Point} start @param {Point} goal @param {number} f @param {number} size
 * @returns {Shape[]} */
export function flyingSum(start, goal, f, size) {
  const t = easeWithin(f, 0.66, 0.84);
  if (t <= 0 || t >= 1) return [];
  const lift = Math.sin(Math.PI * t) * Math.min(60, Math.abs(goal.x - start.x) * 0.2);
  const { x, y } = lerpPoint(start, goal, t);
  const at = { x, y: y - lift };
  return [circleShape(at, size, { fill: "classify" }), circleShape(at, size, { stroke: "paper", line: 2 })];
}

/** What the cell sees of the picture itself, where the window lies on a later layer and the picture is framed.
 * @param {CellDetail} open @param {Column} source @param {Column} input @param {number} alpha @returns {Shape[]} */
export function fieldMark({ field }, source, input, alpha) {
  if (!field || source === input || input.alpha * alpha <= 0) return [];
  const points = patchCorners(input, planesOf(input.layer).channels - 1, ...field);
  return [polygonShape(points, { stroke: "classify", line: 2.5, dash: [7, 4], alpha: alpha * input.alpha })];
}

/** An outline that is seen on any ground; around what is small it lies apart, so that this is seen whole.
 * @param {Corners} points @param {number} alpha @param {boolean} [strong] @returns {Shape[]} */
export function haloed(points, alpha, strong = true) {
  if (alpha <= 0) return [];
  const line = strong ? 3 : 2;
  const paper = strong ? 6 : 4;
  const around = grown(points, paper / 2);
  return [
    polygonShape(around, { stroke: "paper", line: paper, alpha: alpha * 0.9 }),
    polygonShape(around, { stroke: "classify", line, alpha }),
  ];
}

/** A parallelogram with its sides that much further out, if it is small. @param {Corners} points @param {number} by
 * @returns {Corners} */
function grown(points, by) {
  const [a, b, c, d] = points;
  const [across, down] = [
    { x: b.x - a.x, y: b.y - a.y },
    { x: d.x - a.x, y: d.y - a.y },
  ];
  const area = Math.abs(across.x * down.y - across.y * down.x);
  const [wide, high] = [area / Math.hypot(down.x, down.y), area / Math.hypot(across.x, across.y)];
  const out = by * (1 - easeWithin(Math.min(wide, high), SMALL, LARGE));
  if (!(area > 0) || out <= 0) return points;
  const [u, v] = [out / wide, out / high];
  const moved = (/** @type {Point} */ { x, y }, /** @type {number} */ right, /** @type {number} */ low) => ({
    x: x + right * u * across.x + low * v * down.x,
    y: y + right * u * across.y + low * v * down.y,
  });
  return [moved(a, -1, -1), moved(b, 1, -1), moved(c, 1, 1), moved(d, -1, 1)];
}

/** What is lower than this share of the bars stands in one of two lines. */
const LEVEL = 0.62;
/** How wide the bar beside those is. */
const RAIL = 6;

/**
 * @typedef {object} Around what stands around an arrow to another line of layers
 * @property {number} lowest where all ends that stands in the line above
 * @property {number} name how far above a layer its name reaches
 * @property {number} width of the stage
 * @property {boolean} spread whether each neuron is seen wired to each class
 * @property {number} [bars] where the bars begin to which it leads, behind their names
 * @property {Point} [leads] before the name of the longest of them
 */

/** Between a layer and the next, what flows: from the front of the one to the back of the other; where the next one
 * begins another line, an arrow leads there, if there is room for it below all that stands in its own line.
 * @param {Column} before @param {Column} after @param {Around} around @param {number} alpha @returns {Shape[]} */
export function flow(before, after, around, alpha) {
  if (alpha <= 0) return [];
  if (after.x < before.x + before.width) return turn(before, after, around, alpha);
  if (around.spread) return wires(before, after, around.bars ?? after.x, alpha);
  const [, top, bottom] = faceOf(before, outerPlanes(before.layer).front);
  const [back, , , foot] = faceOf(after, outerPlanes(after.layer).back);
  const look = { fill: "muted", alpha: 0.09 * alpha };
  // Spread out it would cross the other of two lines: it goes level, to a bar beside all of them.
  if (after.kind === "bars" && before.height < after.height * LEVEL) {
    const x = back.x - RAIL;
    const rail = rectShape({ x, y: back.y, width: RAIL, height: foot.y - back.y }, { ...look, alpha: 0.3 * alpha });
    return [polygonShape([top, { x, y: top.y }, { x, y: bottom.y }, bottom], look), rail];
  }
  const [goal, end] = [
    { x: around.bars ?? back.x, y: back.y },
    { x: around.bars ?? foot.x, y: foot.y },
  ];
  const fan = around.leads && before.kind === "vector" ? toLeader(before, around.leads, alpha) : [];
  return [polygonShape([top, goal, end, bottom], look), ...fan];
}

/** From each row of neurons a line to the class that leads. @param {Column} before @param {Point} goal
 * @param {number} alpha @returns {Shape[]} */
function toLeader(before, goal, alpha) {
  const rows = Math.ceil(before.layer.shape[0] / before.lines);
  return Array.from({ length: rows }, (_, row) => {
    const start = { x: before.x + before.width, y: before.y + ((row + 0.5) / rows) * before.height };
    return lineShape([start, goal], "classify", { line: 1, alpha: 0.4 * alpha });
  });
}

/** So many rows of neurons share a line to each class: more lines would cross in patterns of their own. */
const SHARE = 4;

/** From all neurons light to each class, and lines that stand for many. @param {Column} before @param {Column} after
 * @param {number} x where the classes begin @param {number} alpha @returns {Shape[]} */
function wires(before, after, x, alpha) {
  const rows = Math.ceil(before.layer.shape[0] / before.lines);
  const count = Math.max(2, Math.round(rows / SHARE));
  const starts = Array.from({ length: count + 1 }, (_, i) => ({
    x: before.x + before.width,
    y: before.y + (i / count) * before.height,
  }));
  return Array.from({ length: after.layer.shape[0] }, (_, i) => {
    const { y, height } = classBar(after, i);
    const goal = { x: x - height * 0.9, y: y + height / 2 };
    const cone = [itemAt(starts, 0), goal, itemAt(starts, count)];
    return [
      polygonShape(cone, { fill: "muted", alpha: 0.015 * alpha }),
      ...starts.map((start) => lineShape([start, goal], "muted", { line: 1, alpha: 0.22 * alpha })),
    ];
  }).flat();
}

/** How far an arrow that leads to another line stays away from layers, how far apart the lines are at least, and how
 * far it stays away from the stage's edge. */
const TURN = { beside: 16, apart: 70, edge: 12 };

/** @param {Column} before @param {Column} after @param {Around} around @param {number} alpha @returns {Shape[]} */
function turn(before, after, { lowest, name, width }, alpha) {
  const foot = before.y + before.height;
  const named = (after.head ?? after.y) - name;
  const between = Math.max(foot + (after.y - foot) * 0.3, lowest + TURN.beside / 4);
  if (after.y - foot < TURN.apart || between > named - TURN.beside / 4) return [];
  const right = Math.min(before.x + before.width + TURN.beside, width - TURN.beside / 4);
  // At the stage's edge there is no way round: it ends above the name.
  const room = after.x - TURN.beside >= TURN.edge;
  const left = room ? after.x - TURN.beside : after.x + after.width / 2;
  const [start, end] = [before.y + before.height / 2, after.y + after.height / 2];
  const points = [
    { x: right - TURN.beside / 2, y: start },
    { x: right, y: start },
    { x: right, y: between },
    { x: left, y: between },
    ...(room
      ? [
          { x: left, y: end },
          { x: after.x - 2, y: end },
        ]
      : [{ x: left, y: named }]),
  ];
  return [lineShape(points, "muted", { line: 2, arrow: true, alpha: 0.7 * alpha })];
}
