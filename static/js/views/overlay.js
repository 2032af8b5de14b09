/** Boxes over the panels, the lines that join them, and what flies from one to another. Pure. */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { operandCell, termCount } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { corners, inset, lineShape, polygonShape, rectShape, textShape, withinShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { answerShapes } from "./answers.js";
import { isWorked, presence } from "./context.js";
import { copies } from "./copies.js";
import { boxPlaces, cellBox } from "./places.js";
import { flying } from "./registry.js";
import { panelComputation, sumRect } from "./terms.js";

/** @import { Context, Place, Rect, Shape } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Box, Frame, Role } from "../data/records.js" */

/** The colour of a group: the stage's for the one that leads, plain ink for one beside it in a comparison.
 * @param {Context} context @param {number} group */
const groupColour = ({ scene }, group) => (group === 0 ? scene.stage : group === 1 ? "ink" : "muted");

/** @type {Record<Role, {line: number, dash?: number[]}>} */
const ROLES = {
  window: { line: 4 },
  kernel: { line: 3 },
  cell: { line: 4 },
  argmax: { line: 4 },
  skipped: { line: 1.5, dash: [4, 4] },
  border: { line: 2, dash: [6, 4] },
  highlight: { line: 3 },
};

/** Pixels from which on a cell may hold a number. */
const NUMBERED = 26;
/** Pixels between the outlines of boxes that share a side. */
const BESIDE = 4.5;

/** Letters of a box's name that may stand on its upper edge. */
const SHORT = 2;

/** @param {Box} box */
const boxKey = (box) => `${box.tensor} ${box.role} ${box.group}`;

/** Where every box of the current frame is at this moment, on its way from the frame before.
 * @param {Context} context @returns {{box: Box, rect: Place, alpha: number, first: boolean}[]} */
function movingBoxes(context) {
  const { moment } = context;
  return boxesWithEarlier(context).flatMap(({ box, earlier }) => {
    const starts = earlier ? boxPlaces(context, earlier) : [];
    return boxPlaces(context, box).map((place, i) => ({
      box,
      rect: starts[i] ? { ...place, ...lerpRect(starts[i], place, moment.f) } : place,
      alpha: starts[i] ? 1 : moment.f,
      first: i === 0,
    }));
  });
}

/** Every box, and the one that it was in the frame before: the same, or else one on the same grid that is like it.
 * @param {Context} context @returns {{box: Box, earlier?: Box | undefined}[]} */
function boxesWithEarlier({ scene: { panels }, moment: { from, to } }) {
  const [before, now] = [from ? boxesByKey(from) : new Map(), boxesByKey(to)];
  const grids = panels.filter(({ kind }) => kind === "grid");
  const left = [...before].flatMap(([name, box]) => (now.has(name) ? [] : [box]));
  return Array.from(now, ([name, box]) => {
    const like = left.findIndex(
      (other) =>
        isLike(other, box) && grids.some(({ tensors }) => [other, box].every(({ tensor }) => tensors.includes(tensor))),
    );
    return { box, earlier: before.get(name) ?? (like < 0 ? undefined : left.splice(like, 1)[0]) };
  });
}

/** Whether two boxes of one channel are in one place, or of one role and of one group or size.
 * @param {Box} a @param {Box} b */
function isLike(a, b) {
  const size = (/** @type {Box} */ { rows, columns }) => `${rows[1] - rows[0]} ${columns[1] - columns[0]}`;
  const place = (/** @type {Box} */ { rows, columns }) => `${rows} ${columns}`;
  if (`${a.channels}` !== `${b.channels}`) return false;
  return place(a) === place(b) || (a.role === b.role && (a.group === b.group || size(a) === size(b)));
}

/** What ties windows, sums and cells: beams of light beneath the panels; over those that they join, their edges too;
 * and where the panels lie that they join.
 * @param {Context} context @returns {{light: Shape[], edges: Shape[], joined: Rect[]}} */
export function beams(context) {
  /** @type {Map<number, Rect[]>} */
  const chains = new Map();
  /** @type {Set<Rect>} */
  const numbered = new Set();
  /** @type {Map<number, NonNullable<Box["stage"]>>} */
  const hues = new Map();
  for (const { box, rect, first } of movingBoxes(context)) {
    if (box.stage) hues.set(box.group, box.stage);
    if (box.group < 0 || !(first || isAlone(context, box))) continue;
    const end = squareWithin(rect);
    chains.set(box.group, [...(chains.get(box.group) ?? []), end]);
    if (rect.width / (box.columns[1] - box.columns[0]) >= NUMBERED) numbered.add(end);
  }
  const all = [...chains].map(([group, rects]) => {
    const ends = fromSum(context, group, rects);
    const stroke = hues.get(group) ?? groupColour(context, group);
    const joined = joinedPanels(context, ends);
    // Lines pass behind cells that hold numbers: outlines tell where they begin and end.
    const crossed = joinedPanels(
      context,
      ends.filter((end) => !numbered.has(end)),
    );
    return { joined, crossed, ...chainBeams(ends, stroke) };
  });
  return {
    light: all.flatMap(({ light, edges }) => [...light, ...edges]),
    edges: all.flatMap(({ crossed, edges }) => crossed.map((rect) => withinShape(rect, edges))),
    joined: all.flatMap(({ light, joined }) => (light.length > 0 ? joined : [])),
  };
}

/** Whether no other box is of a box's group: then it joins the places where it is itself seen.
 * @param {Context} context @param {Box} box */
const isAlone = ({ moment }, box) => moment.to.boxes.every((each) => each === box || each.group !== box.group);

/** What beams lead to: of what is round, the square within. @param {Place} place @returns {Rect} */
const squareWithin = ({ radius = 0, ...rect }) => inset(rect, radius * (1 - Math.SQRT1_2));

/** The panels that a chain joins: beams pass behind all others. @param {Context} context @param {Rect[]} ends */
function joinedPanels({ layout }, ends) {
  const points = ends.map(({ x, y, width, height }) => [x + width / 2, y + height / 2]);
  return [...layout.panels.values()].filter((rect) =>
    points.some(
      ([x = 0, y = 0]) => x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height,
    ),
  );
}

/** Above all panels: the filter on its window, outlines, the pair of the newest term, numbers on their way.
 * @param {Context} context @returns {Shape[]} */
export function overlay(context) {
  const boxes = movingBoxes(context);
  return [
    ...flying.filters(context, boxes),
    ...copies(context),
    ...outlines(context, boxes),
    ...operandPair(context),
    ...flying.numbers(context),
    ...answerShapes(context),
  ];
}

/** Boxes by what they are, so that the same box is found again in the frame before.
 * @param {Frame} frame @returns {Map<string, Box>} */
function boxesByKey(frame) {
  /** @type {Map<string, Box>} */
  const map = new Map();
  frame.boxes.forEach((box) => {
    let name = boxKey(box);
    while (map.has(name)) name += "+";
    map.set(name, box);
  });
  return map;
}

/** The paper around all lines lies below them all: outlines that touch, cross or nest leave one another whole.
 * @param {Context} context @param {{box: Box, rect: Place, alpha: number}[]} boxes @returns {Shape[]} */
function outlines(context, boxes) {
  const quick = context.moment.to.seconds < 0.1;
  const apart = nested(boxes);
  const drawn = apart.map(({ box, rect, alpha }) => {
    const { line, dash } = ROLES[box.role];
    const skipped = box.role === "skipped";
    const stroke = boxColour(context, box);
    // A new one is there when what it is around has landed.
    const strength = easeWithin(alpha, 0.75, 1);
    // A cell is no letter O.
    const radius = rect.radius ?? Math.min(5, rect.width / 6);
    const look = { radius, line, dash, alpha: skipped ? strength * 0.7 : strength };
    const halo = skipped || !(dash || quick);
    return {
      halos: halo ? [rectShape(rect, { ...look, stroke: "paper", line: line + 2, dash: undefined })] : [],
      lines: rectShape(rect, { ...look, stroke }),
    };
  });
  return [...drawn.flatMap(({ halos }) => halos), ...drawn.map(({ lines }) => lines), ...namesOf(context, apart)];
}

/** What boxes are called that stand beside one another, each on paint of its own, which is read on ink as on paper,
 * at a corner where no other name stands.
 * @param {Context} context @param {{box: Box, rect: Place, alpha: number}[]} boxes @returns {Shape[]} */
function namesOf(context, boxes) {
  const size = context.layout.type.label;
  /** @type {Point[]} */
  const taken = [];
  const far = (/** @type {Point} */ at) => taken.every(({ x, y }) => Math.hypot(at.x - x, at.y - y) > size * 1.1);
  return boxes.flatMap(({ box, rect, alpha }) => {
    if (!box.name) return [];
    const half = Math.max(size * 0.75, textWidth(box.name, size) / 2 + size * 0.12);
    const high = { x: rect.x + half + size * 0.15, y: rect.y };
    const low = { x: rect.x + rect.width - half - size * 0.15, y: rect.y + rect.height + size * 0.65 };
    // A word beside a cell of a map lies over the next row, which has no number yet.
    const at = far(high) && box.name.length <= SHORT ? high : low;
    taken.push(at);
    const ground = { x: at.x - half, y: at.y - size * 0.6, width: 2 * half, height: size * 1.2, radius: 4 };
    return [
      rectShape(ground, { fill: boxColour(context, box), alpha }),
      textShape(box.name, at.x, at.y, size, { fill: "paper", weight: 700, alpha }),
    ];
  });
}

/** Largest first, and each beside the sides that it shares with a larger one, not on them.
 * @template {{rect: Place}} B @param {B[]} boxes @returns {B[]} */
function nested(boxes) {
  /** @type {B[]} */
  const done = [];
  for (const box of boxes.toSorted((a, b) => area(b.rect) - area(a.rect))) {
    const larger = done.filter(({ rect }) => area(rect) > area(box.rect) * 1.02 && holds(rect, box.rect));
    done.push({ ...box, rect: larger.reduce((rect, outer) => beside(rect, outer.rect), box.rect) });
  }
  return done;
}

/** @param {Rect} rect */
const area = ({ width, height }) => width * height;

/** @param {Rect} outer @param {Rect} rect */
const holds = (outer, rect) =>
  rect.x > outer.x - BESIDE &&
  rect.y > outer.y - BESIDE &&
  rect.x + rect.width < outer.x + outer.width + BESIDE &&
  rect.y + rect.height < outer.y + outer.height + BESIDE;

/** @param {Place} rect @param {Rect} outer @returns {Place} */
function beside(rect, outer) {
  const [x, y] = [Math.max(rect.x, outer.x + BESIDE), Math.max(rect.y, outer.y + BESIDE)];
  const right = Math.min(rect.x + rect.width, outer.x + outer.width - BESIDE);
  const bottom = Math.min(rect.y + rect.height, outer.y + outer.height - BESIDE);
  return { ...rect, x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** @param {Context} context @param {Box} box */
function boxColour(context, { role, group, stage }) {
  if (stage) return stage;
  if (role === "skipped" || role === "border") return "muted";
  return group >= 0 ? groupColour(context, group) : "accent";
}

/** The chain of a group: from the sum to its cell where the sum stands in a panel, else from window to cell.
 * @param {Context} context @param {number} group @param {Rect[]} rects */
function fromSum(context, group, rects) {
  const panel = context.scene.panels.filter(isWorked).find(({ options }) => (options.group ?? 0) === group);
  const rect = panel && context.layout.panels.get(panel.name);
  const work = panel && panelComputation(context.moment.to, panel);
  if (!rect || !work || presence(context, panel) < 0.5) return rects;
  return [sumRect(work, rect), ...rects.slice(1)];
}

/** From each rectangle of a chain to the next: the beam between them and its two edges.
 * @param {Rect[]} rects @param {string} stroke @returns {{light: Shape[], edges: Shape[]}} */
function chainBeams(rects, stroke) {
  const sides = rects.slice(1).map((b, i) => sidesBetween(itemAt(rects, i), b));
  return {
    light: sides.map(([[a, b], [c, d]]) => polygonShape([a, b, d, c], { fill: stroke, alpha: 0.07 })),
    edges: sides.flat().map((points) => lineShape(points, stroke, { line: 1.5, alpha: 0.5 })),
  };
}

/** The two edges of the beam between rectangles, which leave and enter them on the sides that face each other.
 * @param {Rect} a @param {Rect} b @returns {[[Point, Point], [Point, Point]]} */
function sidesBetween(a, b) {
  const across = Math.abs(b.x + b.width / 2 - a.x - a.width / 2) >= Math.abs(b.y + b.height / 2 - a.y - a.height / 2);
  const [aTop, aRight, aBottom, aLeft] = corners(a);
  const [bTop, bRight, bBottom, bLeft] = corners(b);
  if (across && b.x >= a.x)
    return [
      [aRight, bTop],
      [aBottom, bLeft],
    ];
  if (across)
    return [
      [aTop, bRight],
      [aLeft, bBottom],
    ];
  if (b.y >= a.y)
    return [
      [aLeft, bTop],
      [aBottom, bRight],
    ];
  return [
    [aTop, bLeft],
    [aRight, bBottom],
  ];
}

/** While terms are being shown one by one: which pixel and which weight the newest comes from.
 * @param {Context} context @returns {Shape[]} */
function operandPair(context) {
  const work = context.moment.to.computations[0];
  if (!work || work.shown === 0 || work.shown === termCount(work)) return [];
  const alpha = context.moment.f;
  return work.operands
    .map((operand) => cellBox(operand.tensor, ...operandCell(work, operand, work.shown - 1)))
    .flatMap((box) => boxPlaces(context, box))
    .map((place) => rectShape(inset(place, 2), { radius: 5, stroke: "accent", line: 3.5, alpha }));
}
