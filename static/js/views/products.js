/** Window times kernel: each pair as a product, term by term, and the running sum below. */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format, formatApprox, formatFactor } from "../data/numbers.js";
import { termsBefore } from "../data/records.js";
import { rectShape, textShape } from "../drawing/build.js";
import { isProjected, textWidth } from "../drawing/layout.js";
import { findTensor, fittedText, frameChange } from "./context.js";
import { panelComputation, summedTerms, sumRect, termPresence, termRect } from "./terms.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Computation } from "../data/records.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @typedef {{roomy: boolean, bare: boolean}} Room whether factors stand above their product, or not even that does */

/** Until when the products before go, as a share of the flight. */
const GONE = 0.16;

/** @type {View<"products">} */
export const products = {
  draw(panel, rect, context) {
    const { moment, layout } = context;
    // Where they leave, they leave with what they showed.
    const work = panelComputation(moment.to, panel) ?? (moment.from && panelComputation(moment.from, panel));
    if (!work) return [];
    const at = Number(panel.options.group ?? 0);
    const { to } = frameChange(context, panel);
    const room = textRoom(work, termRect(work, rect, 0).width, layout.type, to.factors ?? true);
    // Weight and product have one scale.
    const weights = panel.tensors[0] ? findTensor(context.scene, panel.tensors[0]).max_abs : 0;
    const tiles = tilesOf(work, (i) => termPresence(moment, work, at, i), weights, rect, room, layout.type);
    // What another window gave goes as the next one's pairs lift off.
    const earlier = moment.flight < GONE && moment.from && panelComputation(moment.from, panel);
    const left = 1 - easeWithin(moment.flight, 0, GONE);
    const old =
      earlier && earlier !== work && termsBefore(moment.from, at, work) === 0
        ? tilesOf(earlier, (i) => (i < earlier.shown ? left : 0), weights, rect, room, layout.type)
        : [];
    return [...tiles, ...old, ...runningSum(work, summedTerms(moment, work, at), sumRect(work, rect), layout.type)];
  },
};

/** All products of a computation. @param {Computation} work @param {(i: number) => number} alpha of each
 * @param {number} most the least magnitude in full colour @param {Rect} rect @param {Room} room @param {Type} type */
function tilesOf(work, alpha, most, rect, room, type) {
  const limit = Math.max(most, largestFactor(work));
  return work.terms.flatMap((term, i) => productTile(term, termRect(work, rect, i), alpha(i), limit, room, type));
}

/** @param {number[]} term @param {Rect} cell @param {number} alpha @param {number} limit @param {Room} room
 * @param {Type} type @returns {Shape[]} */
function productTile(term, { x, y, width: side }, alpha, limit, { roomy, bare }, type) {
  const gap = Math.max(1, side * 0.04);
  const radius = Math.min(6, side * 0.08);
  const spot = { x: x + gap / 2, y: y + gap / 2, width: side - gap, height: side - gap, radius };
  /** @type {Shape[]} */
  const shapes = alpha < 1 ? [rectShape(spot, { stroke: "line", line: 1, dash: [3, 4] })] : [];
  if (alpha === 0) return shapes;
  const product = itemAt(term, 2);
  const on = { scale: "signed", share: product / limit };
  const middle = x + side / 2;
  const size = Math.min(side * 0.3, type.number * 1.15);
  const large = Math.max(side * 0.42, Math.min(type.least, side * 0.68));
  shapes.push(rectShape(spot, { fill: on, stroke: "line", line: 1, alpha }));
  if (roomy)
    shapes.push(
      fittedText(factorsText(term), middle, y + side * 0.29, size * 0.86, side * 0.9, { on, alpha }),
      fittedText(format(product), middle, y + side * 0.66, size * 1.25, side * 0.86, { on, weight: 650, alpha }),
    );
  else if (!bare)
    shapes.push(fittedText(format(product), middle, y + side / 2, large, side * 0.9, { on, weight: 600, alpha }));
  return shapes;
}

/** @param {Computation} work @param {{count: number, complete: boolean}} summed @param {Rect} sum @param {Type} type
 * @returns {Shape[]} */
function runningSum(work, { count, complete }, sum, type) {
  const soFar = work.running[count - 1];
  const value = complete ? formatApprox(work.result) : soFar === undefined ? "" : format(soFar);
  const size = Math.max(Math.min(sum.height * 0.52, type.number * 1.5), Math.min(type.least, sum.height * 0.9));
  const small = Math.min(Math.max(size * 0.85, type.least), sum.width * 0.135);
  const labelled = small >= Math.max(10, type.label * 0.6, type.least);
  const middle = sum.y + sum.height / 2;
  const label = { fill: "muted", align: /** @type {const} */ ("left") };
  const name = complete || soFar === undefined ? "sum" : "so far";
  const frame = { stroke: complete ? "conv" : "line", line: complete ? 2.5 : 1 };
  return [
    rectShape(sum, { radius: Math.min(10, sum.height * 0.25), fill: "surface", ...frame }),
    ...(labelled ? [textShape(name, sum.x + sum.width * 0.08, middle, small, label)] : []),
    textShape(value, sum.x + sum.width * (labelled ? 0.92 : 0.5), middle, size, {
      weight: 700,
      align: labelled ? "right" : "center",
    }),
  ];
}

/** A product's two factors. @param {number[]} term */
const factorsText = (term) => `${format(itemAt(term, 0))}·${formatFactor(itemAt(term, 1))}`;

/** Whether a cell has room for its factors above their product, or not even for the product.
 * @param {Computation} work @param {number} side @param {Type} type @param {boolean} factors whether they are wanted
 * @returns {Room} */
function textRoom(work, side, type, factors) {
  if (!isProjected(type)) return { roomy: factors && side > 44, bare: false };
  const widest = (/** @type {string[]} */ texts) => Math.max(...texts.map((text) => textWidth(text, type.least)));
  const roomy = factors && side > type.least * 2.4 && widest(work.terms.map(factorsText)) < side * 0.98;
  const products = work.terms.map((term) => format(itemAt(term, 2)));
  return { roomy, bare: !roomy && (side * 0.68 < type.least || widest(products) > side * 0.98) };
}

/** @param {Computation} work */
function largestFactor(work) {
  const sizes = (/** @type {number} */ at) => work.terms.map((term) => Math.abs(itemAt(term, at)));
  return Math.max(...sizes(2), ...sizes(1), 1e-9);
}
