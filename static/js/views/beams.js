/** The beams of light that join windows, sums and cells. Pure. */

import { itemAt } from "../data/lists.js";
import { corners, inset, lineShape, polygonShape, withinShape } from "../drawing/build.js";
import { groupColour, movingBoxes } from "./boxes.js";
import { isWorked, presence } from "./context.js";
import { panelComputation, sumRect } from "./terms.js";

/** @import { Context, Place, Rect, Shape } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Box } from "../data/records.js" */

/** Where a beam begins or ends; `whole` if its lines pass behind what lies there.
 * @typedef {Rect & {whole?: boolean}} End */

/** Pixels from which on a cell may hold a number. */
const NUMBERED = 26;
/** What is so many times as long as it is high is one long row. */
const ROW = 12;
/** What ties windows, sums and cells: beams of light beneath the panels; over those that they join, their edges too;
 * and where the panels lie that they join.
 * @param {Context} context @returns {{light: Shape[], edges: Shape[], joined: Rect[]}} */
export function beams(context) {
  /** @type {Map<number, End[]>} */
  const chains = new Map();
  /** @type {Map<number, NonNullable<Box["stage"]>>} */
  const hues = new Map();
  for (const { box, rect, first } of movingBoxes(context)) {
    if (box.stage) hues.set(box.group, box.stage);
    if (box.group < 0 || !(first || isAlone(context, box))) continue;
    const cells = box.columns[1] - box.columns[0];
    const whole = rect.width >= cells * NUMBERED || cells > ROW * (box.rows[1] - box.rows[0]);
    chains.set(box.group, [...(chains.get(box.group) ?? []), { ...squareWithin(rect), whole }]);
  }
  const all = [...chains].map(([group, rects]) => {
    const ends = fromSum(context, group, rects);
    const stroke = hues.get(group) ?? groupColour(context, group);
    const joined = joinedPanels(context, ends);
    // Lines pass behind cells that hold numbers, and behind long rows: outlines tell where they begin and end.
    const crossed = joinedPanels(
      context,
      ends.filter(({ whole }) => !whole),
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

/** The chain of a group: from the sum to its cell where the sum stands in a panel, else from window to cell.
 * @param {Context} context @param {number} group @param {End[]} rects @returns {End[]} */
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
  // What still lies on what it comes from needs none.
  const sides = rects.slice(1).flatMap((b, i) => {
    const a = itemAt(rects, i);
    return meet(a, b) ? [] : [sidesBetween(a, b)];
  });
  return {
    light: sides.map(([[a, b], [c, d]]) => polygonShape([a, b, d, c], { fill: stroke, alpha: 0.07 })),
    edges: sides.flat().map((points) => lineShape(points, stroke, { line: 1.5, alpha: 0.5 })),
  };
}

/** Whether two rectangles have more in common than an edge. @param {Rect} a @param {Rect} b */
const meet = (a, b) =>
  a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 1 && b.y < a.y + a.height - 1;

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
