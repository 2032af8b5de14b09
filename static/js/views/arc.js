/** An arrow from one panel to another, past what stands between them, along which the first one's picture can go. */

import { ease, easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { lerpPoint, lerpRect } from "../drawing/between.js";
import { lineShape, rasterShape, rectAbout, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { backAlong, forkAt, signLeft } from "./arc-back.js";
import { findTensor, frameChange, shownChannel } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @typedef {PanelOf<"arc">} Panel */

/** How many points a corner is rounded by. */
const BENDS = 8;
/** How large the picture is on its way, as a share of the source. */
const SMALL = 0.36;
const LINE = { line: 7, arrow: true };
/** Where under the source it begins that goes down, and where above it that goes up, as shares of its width: beside
 * what is written there. */
const BESIDE = { below: 0.14, above: 0.78 };

/** @type {View<"arc">} */
export const arc = {
  draw(panel, rect, context) {
    const { panels } = context.layout;
    const [from, to] = [panels.get(panel.options.source), panels.get(panel.options.target)];
    if (!from || !to) return [];
    const places = corners(from, to, rect, context);
    const points = rounded(places);
    const { moment } = context;
    const grows = moment.from !== null && !isShown(moment.from, panel);
    const share = grows ? easeWithin(moment.f, 0.1, 0.9) : 1;
    // What comes back has the only head.
    const arrow = !frameChange(context, panel).to.back;
    return [
      lineShape(beginning(points, share), panel.stage, { ...LINE, arrow }),
      ...back(panel, points, context),
      ...backAlong(panel, context),
      ...picture(panel, from, to, points, context),
      // What goes along passes under its name, which can be read all the time.
      ...named(panel, places, context, share),
    ];
  },
  signLeft,
};

/** What comes back along it. @param {Panel} panel @param {Point[]} points @param {Context} context
 * @returns {Shape[]} */
function back(panel, points, context) {
  const { from: before, to: after, f } = frameChange(context, panel);
  const share = before.back ? 1 : easeWithin(f, forkAt(panel), 1);
  return after.back && share > 0 ? [lineShape(beginning([...points].reverse(), share), "classify", LINE)] : [];
}

/** Over what stands between: up, across, and down to the target. Where the target stands in a row below: down beside
 * what is written under the source, and across to it.
 * @param {Rect} from @param {Rect} to @param {Rect} rect @param {Context} context @returns {Point[]} its corners */
function corners(from, to, rect, { layout: { type, panels } }) {
  const middle = to.x + to.width / 2;
  const end = { x: middle, y: to.y - type.label * 0.2 };
  const via = (/** @type {Point} */ start, /** @type {number} */ y) => [
    start,
    { x: start.x, y },
    { x: middle, y },
    end,
  ];
  if (to.y < from.y + from.height && to.x > from.x)
    return via({ x: from.x + from.width * BESIDE.above, y: from.y }, rect.y + rect.height / 2);
  const row = [...panels.values()].filter(({ y, height }) => y < to.y + to.height && y + height > to.y);
  const over = Math.min(...row.map(({ y }) => y)) - type.label * 2.3;
  return via({ x: from.x + from.width * BESIDE.below, y: from.y + from.height }, over);
}

/** Its name, on the way across. @param {Panel} panel @param {Point[]} places @param {Context} context
 * @param {number} alpha @returns {Shape[]} */
function named({ options: { text }, stage }, places, { layout: { type } }, alpha) {
  if (!text) return [];
  const middle = lerpPoint(itemAt(places, 1), itemAt(places, 2), 0.5);
  const [width, height] = [textWidth(text, type.label) * 1.1 + type.label * 0.8, type.label * 1.2];
  return [
    rectShape(rectAbout(middle, width, height), { fill: "paper", alpha }),
    textShape(text, middle.x, middle.y, type.label, { weight: 650, fill: stage, alpha }),
  ];
}

/** A way with round corners, in points that lie close together. @param {Point[]} corners @returns {Point[]} */
function rounded(corners) {
  const [first, last] = [itemAt(corners, 0), itemAt(corners, corners.length - 1)];
  const bends = corners.slice(1, -1).flatMap((corner, i) => {
    const [before, after] = [itemAt(corners, i), itemAt(corners, i + 2)];
    const by = Math.min(28, length(before, corner) / 2, length(corner, after) / 2);
    const [start, end] = [towards(corner, before, by), towards(corner, after, by)];
    return Array.from({ length: BENDS + 1 }, (_, k) => {
      const t = k / BENDS;
      return lerpPoint(lerpPoint(start, corner, t), lerpPoint(corner, end, t), t);
    });
  });
  return [first, ...bends, last];
}

/** @param {Point} a @param {Point} b */
const length = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);

/** The point that lies so far on the way to another. @param {Point} from @param {Point} to @param {number} by */
const towards = (from, to, by) => lerpPoint(from, to, by / Math.max(length(from, to), 1e-9));

/** That share of a way, by its length. @param {Point[]} points @param {number} share @returns {Point[]} */
function beginning(points, share) {
  let left = share * points.slice(1).reduce((sum, point, i) => sum + length(itemAt(points, i), point), 0);
  const seen = [itemAt(points, 0)];
  for (const [i, point] of points.slice(1).entries()) {
    const before = itemAt(points, i);
    const step = length(before, point);
    seen.push(step > left ? towards(before, point, left) : point);
    if (step > left) break;
    left -= step;
  }
  return seen;
}

/** The source's picture, on its way: it lifts off, grows small, goes along and into the target.
 * @param {Panel} panel @param {Rect} from @param {Rect} to @param {Point[]} points @param {Context} context
 * @returns {Shape[]} */
function picture(panel, from, to, points, context) {
  const { from: before, to: after, f } = frameChange(context, panel);
  const source = context.scene.panels.find(({ name }) => name === panel.options.source);
  if (!after.sent || before.sent || f >= 1 || source?.kind !== "grid") return [];
  const tensor = findTensor(context.scene, itemAt(source.tensors, 0));
  const place = wayAt(from, to, points, f);
  return [rasterShape(tensor, shownChannel(source), place, { alpha: 1 - easeWithin(f, 0.92, 1) })];
}

/** Where it is: it takes a fifth of the time to lift off, and the last one to go in.
 * @param {Rect} from @param {Rect} to @param {Point[]} points @param {number} f @returns {Rect} */
function wayAt(from, to, points, f) {
  const small = { width: from.width * SMALL, height: from.height * SMALL };
  const on = (/** @type {number} */ share) => {
    const at = beginning(points, share).at(-1) ?? itemAt(points, 0);
    return { x: at.x - small.width / 2, y: at.y - small.height / 2, ...small };
  };
  if (f < 0.2) return lerpRect(from, on(0), ease(f / 0.2));
  if (f < 0.85) return on(easeWithin(f, 0.2, 0.85));
  const end = { x: to.x + to.width / 2, y: to.y + to.height / 2, width: 0, height: 0 };
  return lerpRect(on(1), end, ease((f - 0.85) / 0.15));
}
