/** The beams of light that join windows, sums and cells. Pure.
 *
 * A beam leaves and enters on the sides where the panels face each other that it joins, and ends on the boxes there:
 * over those two panels its edges are seen, behind all others it passes, and out from behind a picture of which it
 * reads a whole row. It breaks off around words, numbers and other marks, and comes with the boxes that it joins.
 */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpPoint } from "../drawing/between.js";
import { corners, inset, lineShape, polygonShape, withinShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { groupColour, movingBoxes, WHOLE } from "./boxes.js";
import { isWorked, presence } from "./context.js";
import { panelComputation, sumRect } from "./terms.js";

/** @import { Context, Place, Rect, Shape } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Box } from "../data/records.js" */

/** Where a beam begins or ends, how far that has come, whether it is one long row, and the panel in which it lies.
 * @typedef {Rect & {alpha?: number, row?: boolean, panel?: Rect | undefined}} End */
/** @typedef {[Point, Point]} Side */
/**
 * @typedef {object} Beam
 * @property {[Side, Side]} sides its two edges
 * @property {string} stroke
 * @property {number} alpha
 * @property {Rect[]} joined the panels that it joins
 * @property {Rect[]} over those of them over which its edges lie
 * @property {Rect[]} marked what others lead to, beside it
 */

/** What is so many times as long as it is high is one long row. */
const ROW = 12;
/** How far the edges of a beam stay away from words, as a share of their size. */
const CLEAR = 0.25;
/** What is shorter is left of no edge between two words. */
const STUB = 5;

/** The beams that tie windows, sums and cells, those that are still to come, too.
 * @param {Context} context @returns {Beam[]} */
export function beams(context) {
  /** @type {Map<number, End[]>} */
  const chains = new Map();
  /** @type {Map<number, NonNullable<Box["stage"]>>} */
  const hues = new Map();
  for (const { box, rect, alpha, first } of movingBoxes(context)) {
    if (box.stage) hues.set(box.group, box.stage);
    if (box.group < 0 || !(first || isAlone(context, box))) continue;
    const row = box.columns[1] - box.columns[0] > ROW * (box.rows[1] - box.rows[0]);
    chains.set(box.group, [...(chains.get(box.group) ?? []), { ...squareWithin(rect), alpha, row }]);
  }
  const marked = [...chains.values()].flat();
  return [...chains].flatMap(([group, rects]) => {
    const ends = fromSum(context, group, rects).map((end) => ({ ...end, panel: panelAround(context, end) }));
    const stroke = hues.get(group) ?? groupColour(context, group);
    return ends.slice(1).flatMap((b, i) => {
      const a = itemAt(ends, i);
      // What still lies on what it comes from needs none.
      if (meet(a, b)) return [];
      const alpha = easeWithin(Math.min(a.alpha ?? 1, b.alpha ?? 1), WHOLE, 1);
      const joined = [a, b].flatMap(({ panel }) => panel ?? []);
      // As wide as its picture, it would lie over all that is below the row.
      const over = a.row && a.panel ? joined.slice(1) : joined;
      return [
        {
          sides: sidesBetween(a, b),
          stroke,
          alpha,
          joined,
          over,
          marked: marked.filter((each) => !meet(each, a) && !meet(each, b)),
        },
      ];
    });
  });
}

/** What is drawn of beams: light beneath the panels, and over those that they join, their edges.
 * @param {Beam[]} all @param {Shape[]} drawn what they pass, with the words that they leave whole
 * @returns {{light: Shape[], edges: Shape[]}} */
export function beamShapes(all, drawn) {
  const there = all.filter(({ alpha }) => alpha > 0);
  const words = there.length ? wordRects(drawn) : [];
  const parts = there.map(({ sides, stroke, alpha, joined, over, marked }) => {
    const [[a, b], [c, d]] = sides;
    const edges = (/** @type {Rect[]} */ beside) =>
      sides
        .flatMap((side) => piecesBeside(side, [...words, ...marked, ...beside]).filter(isLed(side, joined)))
        .map((points) => lineShape(points, stroke, { line: 1.5, alpha: 0.5 * alpha }));
    const above = edges([]);
    return {
      light: [polygonShape([a, b, d, c], { fill: stroke, alpha: 0.07 * alpha }), ...edges(over)],
      edges: over.map((rect) => withinShape(rect, above)),
    };
  });
  return { light: parts.flatMap(({ light }) => light), edges: parts.flatMap(({ edges }) => edges) };
}

/** Where words stand, with what is left free around them. @param {Shape[]} shapes @returns {Rect[]} */
function wordRects(shapes) {
  return shapes.flatMap((shape) => {
    if (shape.kind === "within") return wordRects(shape.shapes);
    if (shape.kind !== "text" || !shape.text.trim() || (shape.alpha ?? 1) < 0.05) return [];
    const { size, align = "center" } = shape;
    const width = Math.min(shape.width ?? Number.POSITIVE_INFINITY, textWidth(shape.text, size) * 1.06);
    const left = shape.x - width * { left: 0, center: 0.5, right: 1 }[align];
    return [inset({ x: left, y: shape.y - size * 0.4, width, height: size * 0.8 }, -size * CLEAR)];
  });
}

/** What is left of an edge that breaks off around words. @param {Side} side @param {Rect[]} words
 * @returns {Point[][]} */
function piecesBeside([from, to], words) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const hidden = words
    .flatMap(({ x, y, width, height }) => {
      const [start, end] = [between(from.x, dx, x, x + width), between(from.y, dy, y, y + height)].reduce(
        ([a, b], [c, d]) => [Math.max(a, c), Math.min(b, d)],
        [0, 1],
      );
      return start < end ? [[start, end]] : [];
    })
    .sort(([a = 0], [b = 0]) => a - b);
  const long = Math.hypot(dx, dy);
  /** @type {Point[][]} */
  const pieces = [];
  let at = 0;
  for (const [start = 1, end = 1] of [...hidden, [1, 1]]) {
    if ((start - at) * long > STUB) pieces.push([lerpPoint(from, to, at), lerpPoint(from, to, start)]);
    at = Math.max(at, end);
  }
  return pieces;
}

/** Whether a piece of an edge leads from or to its end, or from panel to panel: others between numbers look like signs.
 * @param {Side} side @param {Rect[]} panels */
const isLed =
  ([from, to], panels) =>
  (/** @type {Point[]} */ [start, end]) =>
    isSame(start, from) ||
    isSame(end, to) ||
    !panels.some((panel) => [start, end].every((point) => point && isIn(panel, point)));

/** @param {Point | undefined} a @param {Point} b */
const isSame = (a, b) => a?.x === b.x && a.y === b.y;

/** @param {Rect} rect @param {Point} point */
const isIn = (rect, { x, y }) => x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;

/** From when to when what moves by that much along an axis is between two places, as shares of its way.
 * @param {number} from @param {number} by @param {number} low @param {number} high @returns {[number, number]} */
function between(from, by, low, high) {
  if (Math.abs(by) < 1e-9) return from > low && from < high ? [0, 1] : [1, 0];
  const [a, b] = [(low - from) / by, (high - from) / by];
  return a < b ? [a, b] : [b, a];
}

/** Whether no other box is of a box's group: then it joins the places where it is itself seen.
 * @param {Context} context @param {Box} box */
const isAlone = ({ moment }, box) => moment.to.boxes.every((each) => each === box || each.group !== box.group);

/** What beams lead to: of what is round, the square within. @param {Place} place @returns {Rect} */
const squareWithin = ({ radius = 0, ...rect }) => inset(rect, radius * (1 - Math.SQRT1_2));

/** The panel in which an end lies. @param {Context} context @param {Rect} end */
function panelAround({ layout }, { x, y, width, height }) {
  const [across, down] = [x + width / 2, y + height / 2];
  return [...layout.panels.values()].find(
    (rect) => across >= rect.x && across <= rect.x + rect.width && down >= rect.y && down <= rect.y + rect.height,
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

/** Whether two rectangles have more in common than an edge. @param {Rect} a @param {Rect} b */
const meet = (a, b) =>
  a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 1 && b.y < a.y + a.height - 1;

/** The two edges of the beam between ends, which leave and enter them on the sides where their panels face each other.
 * @param {End} a @param {End} b @returns {[Side, Side]} */
function sidesBetween(a, b) {
  const apart = a.panel && b.panel && a.panel !== b.panel;
  const [from, to] = apart ? [a.panel ?? a, b.panel ?? b] : [a, b];
  const beside = gap(from.x, from.width, to.x, to.width) > 0;
  const above = gap(from.y, from.height, to.y, to.height) > 0;
  const across = beside === above ? isLevel(a, b) : beside;
  const [aTop, aRight, aBottom, aLeft] = corners(a);
  const [bTop, bRight, bBottom, bLeft] = corners(b);
  if (across && to.x >= from.x)
    return [
      [aRight, bTop],
      [aBottom, bLeft],
    ];
  if (across)
    return [
      [aTop, bRight],
      [aLeft, bBottom],
    ];
  if (to.y >= from.y)
    return [
      [aLeft, bTop],
      [aBottom, bRight],
    ];
  return [
    [aTop, bLeft],
    [aRight, bBottom],
  ];
}

/** How far two spans lie apart; less than 0 where they overlap.
 * @param {number} a @param {number} long @param {number} b @param {number} wide */
const gap = (a, long, b, wide) => Math.max(b - a - long, a - b - wide);

/** Whether it is further across from one to the other than down. @param {Rect} a @param {Rect} b */
const isLevel = (a, b) =>
  Math.abs(b.x + b.width / 2 - a.x - a.width / 2) >= Math.abs(b.y + b.height / 2 - a.y - a.height / 2);
