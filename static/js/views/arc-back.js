/** What comes back along an arc takes the other way, too: from panel to panel, each framed as it is reached. */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpPoint } from "../drawing/between.js";
import { lineShape, rectShape } from "../drawing/build.js";
import { frameChange } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @typedef {PanelOf<"arc">} Panel */

/** How much of the time it takes for each stretch before the ways part. */
const STRETCH = 0.14;
/** Within which part of its first stretch the signs go. */
const SIGNS = 0.12;
/** How wide its lines are, and the frames. */
const [WAY, FRAME] = [5, 4];

/** The stretches before the ways part. @param {Panel} panel */
const stretchesBefore = ({ options: { along = [], target } }) =>
  along.length > 0 ? along.length - 1 - along.indexOf(target) : 0;

/** When both ways part, as a share of the time. @param {Panel} panel */
export const forkAt = (panel) => STRETCH * stretchesBefore(panel);

/** The lines between the panels, from the last to the first. @param {Panel} panel @param {Context} context
 * @returns {Shape[]} */
export function backAlong(panel, context) {
  const { from: before, to: after, f } = frameChange(context, panel);
  if (!after.back) return [];
  const { layout } = context;
  const way = [...(panel.options.along ?? [])].reverse();
  const [fork, first] = [forkAt(panel), stretchesBefore(panel)];
  return way.slice(1).flatMap((name, i) => {
    const [one, other] = [layout.panels.get(itemAt(way, i)), layout.panels.get(name)];
    if (!one || !other) return [];
    const later = (1 - fork) / (way.length - 1 - first);
    const begins = i < first ? STRETCH * i : fork + later * (i - first);
    const share = before.back ? 1 : easeWithin(f, begins, begins + (i < first ? STRETCH : later));
    if (share <= 0) return [];
    const [start, end] = stretch(one, other, layout.type.sign);
    const line = lineShape([start, lerpPoint(start, end, share)], "classify", { line: WAY, arrow: true });
    return i < first ? [line] : [line, ...frame(other, easeWithin(share, 0.7, 1))];
  });
}

/** From one panel to the one before it; where that stands in another row, out of its own.
 * @param {Rect} one @param {Rect} other @param {number} sign @returns {[Point, Point]} */
function stretch(one, other, sign) {
  const y = (one.height < other.height ? one : other).y + Math.min(one.height, other.height) / 2;
  const isBeside = other.y < one.y + one.height && other.y + other.height > one.y && other.x < one.x;
  const end = isBeside ? other.x + other.width + FRAME : Math.max(one.x - 1.2 * sign, 2);
  return [
    { x: one.x - FRAME, y: isBeside ? y : one.y + one.height / 2 },
    { x: end, y: isBeside ? y : one.y + one.height / 2 },
  ];
}

/** What it arrives at. @param {Rect} rect @param {number} alpha @returns {Shape[]} */
const frame = ({ x, y, width, height }, alpha) => {
  const by = FRAME / 2;
  const around = { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
  return alpha > 0 ? [rectShape(around, { stroke: "classify", line: FRAME, alpha })] : [];
};

/** How much is left of the sign before a panel, over which something comes back.
 * @param {Panel} panel @param {Context} context @param {string} name */
export function signLeft(panel, context, name) {
  const { from, to, f } = frameChange(context, panel);
  if (!to.back || !panel.options.along?.includes(name)) return 1;
  return from.back ? 0 : 1 - easeWithin(f, 0, SIGNS);
}
