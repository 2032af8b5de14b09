/** Over the panels: the outlines of boxes with their names, and what flies from one to another. Pure. */

import { easeWithin } from "../data/easing.js";
import { operandCell, termCount } from "../data/records.js";
import { inset, rectAbout, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { answerShapes } from "./answers.js";
import { boxColour, movingBoxes, WHOLE } from "./boxes.js";
import { LARGE, SMALL } from "./context.js";
import { copies } from "./copies.js";
import { boxPlaces, cellBox } from "./places.js";
import { flying } from "./registry.js";

/** @import { Context, Place, Rect, Shape } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Box, Role } from "../data/records.js" */

/** @type {Record<Role, {line: number, dash?: number[]}>} */
const ROLES = {
  window: { line: 4 },
  kernel: { line: 3 },
  cell: { line: 4 },
  argmax: { line: 4 },
  skipped: { line: 2.5, dash: [5, 4] },
  border: { line: 2, dash: [6, 4] },
  highlight: { line: 3 },
};

/** Pixels between the outlines of boxes that share a side. */
const BESIDE = 4.5;

/** Letters of a box's name that may stand above its corner. */
const SHORT = 2;

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
    const strength = easeWithin(alpha, WHOLE, 1);
    // A cell is no letter O.
    const radius = rect.radius ?? Math.min(5, rect.width / 6);
    const look = { radius, dash, alpha: strength };
    const halo = skipped || !(dash || quick);
    // What is small is seen whole within its frame, which moves out around it.
    const share = easeWithin(Math.min(rect.width, rect.height), SMALL, LARGE);
    const outline = inset(rect, (-line / 2) * (1 - share));
    const paper = { ...look, stroke: "paper", line: line + 1 + share, dash: undefined };
    return {
      halos: halo ? [rectShape(inset(outline, (share - 1) / 2), paper)] : [],
      line: rectShape(outline, { ...look, stroke, line }),
      // No other one's line lies over it.
      cells: rect.fill ? [rectShape(rect, { fill: rect.fill, alpha: strength })] : [],
    };
  });
  return [
    ...drawn.flatMap(({ halos }) => halos),
    ...drawn.map(({ line }) => line),
    ...drawn.flatMap(({ cells }) => cells),
    ...namesOf(context, apart),
  ];
}

/** What boxes are called that stand beside one another, each on paint of its own, which is read on ink as on paper,
 * at a corner where no other name stands.
 * @param {Context} context @param {{box: Box, rect: Place, alpha: number}[]} boxes @returns {Shape[]} */
function namesOf(context, boxes) {
  const size = context.layout.type.label;
  const panels = [...context.layout.panels.values()];
  /** @type {Point[]} */
  const taken = [];
  const far = (/** @type {Point} */ at) => taken.every(({ x, y }) => Math.hypot(at.x - x, at.y - y) > size * 1.1);
  return boxes.flatMap(({ box, rect, alpha: comes }) => {
    if (!box.name) return [];
    // Wider than it in a wide font, too, where 1 is as wide as 0.
    const half = textWidth(`${box.name.replace(/1/g, "0")} `, size * 0.6);
    // Above the corner it marks, which stays free, within its panel, above which the panel's own name stands.
    const holder = panels.find((panel) => holds(panel, rect));
    const top = holder?.y ?? 0;
    const high = { x: rect.x + half, y: Math.max(top + size * 0.6, rect.y - size * 0.6) };
    // One that is wider than its box stands in the middle.
    const low = {
      x: Math.max(rect.x + rect.width / 2, rect.x + rect.width - half),
      y: rect.y + rect.height + size * 0.6,
    };
    // Of a bar it stands above the upper end, in the corner of the picture that the bar stands in.
    const upper = {
      x: rect.x + half,
      y: holder ? Math.min(rect.y - size * 0.7, top + size * 0.8) : rect.y - size * 0.7,
    };
    // A word beside a cell of a map lies over the next row, which has no number yet.
    const beside = far(high) && box.name.length <= SHORT ? high : low;
    const at = rect.height > 2 * half && rect.width < half ? upper : beside;
    taken.push(at);
    const alpha = easeWithin(comes, WHOLE, 1);
    return [
      rectShape(rectAbout(at, 2 * half, size * 1.2), { radius: 4, fill: boxColour(context, box), alpha }),
      textShape(box.name, at.x, at.y, size, { fill: "paper", weight: 700, alpha }),
    ];
  });
}

/** Largest first, and each beside the sides that it shares with a larger one, not on them; around what is small, the
 * larger one makes room.
 * @template {{rect: Place}} B @param {B[]} boxes @returns {B[]} */
function nested(boxes) {
  const small = boxes.filter(({ rect }) => Math.min(rect.width, rect.height) < SMALL);
  const roomy = boxes.map((box) => ({
    ...box,
    rect: small.reduce((rect, { rect: inner }) => (isWithin(inner, rect) ? outside(rect, inner) : rect), box.rect),
  }));
  /** @type {B[]} */
  const done = [];
  for (const box of roomy.toSorted((a, b) => area(b.rect) - area(a.rect))) {
    const larger = done.filter(({ rect }) => isWithin(box.rect, rect));
    done.push({ ...box, rect: larger.reduce((rect, outer) => beside(rect, outer.rect), box.rect) });
  }
  return done;
}

/** @param {Rect} rect @param {Rect} outer */
const isWithin = (rect, outer) => area(outer) > area(rect) * 1.02 && holds(outer, rect);

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

/** @param {Place} rect @param {Rect} inner @returns {Place} */
function outside(rect, inner) {
  const [x, y] = [Math.min(rect.x, inner.x - BESIDE), Math.min(rect.y, inner.y - BESIDE)];
  const right = Math.max(rect.x + rect.width, inner.x + inner.width + BESIDE);
  const bottom = Math.max(rect.y + rect.height, inner.y + inner.height + BESIDE);
  return { ...rect, x, y, width: right - x, height: bottom - y };
}

/** While terms are being shown one by one: which pixel and which weight the newest comes from.
 * @param {Context} context @returns {Shape[]} */
function operandPair(context) {
  const work = context.moment.to.computations[0];
  if (!work?.shown || work.shown === termCount(work)) return [];
  const alpha = context.moment.f;
  return work.operands
    .map((operand) => cellBox(operand.tensor, ...operandCell(work, operand, work.shown - 1)))
    .flatMap((box) => boxPlaces(context, box))
    .map((place) => rectShape(inset(place, 2), { radius: 5, stroke: "accent", line: 3.5, alpha }));
}
