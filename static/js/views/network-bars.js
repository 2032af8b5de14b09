/** The last layer of a network: its classes, a bar each, as long as its probability, or its sum before softmax. */

import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { rectShape, textShape, trackShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { findTensor, frameChange, valueAt } from "./context.js";
import { classBar } from "./network-layout.js";

/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Column } from "./network-layout.js" */
/**
 * @typedef {{size: number, start: number, low: boolean, tight: boolean, room: number}} Measures letters, where bars
 *   begin, whether rows are too low for letters, whether name, bar and number have no room in one line, the longest bar
 */

/** Pixels below which a letter is not worth drawing. */
const LOW = 10;
/** Pixels that every bar is long; so short a one stands across zero, as its sign is not known yet. */
const LEAST = 2;
/** A share that hardly has a bar. */
const LITTLE = 0.01;

/** @param {Column} column @param {Context} context @param {import("./context.js").Tensor} tensor
 * @param {number} alpha @param {number} grown how long the bars are yet, 0 to 1
 * @param {import("./context.js").PanelOf<"network">} panel @returns {Shape[]} */
export function classBars(column, context, tensor, alpha, grown, panel) {
  const { classes, percents } = panel.options;
  const { to, f } = frameChange(context, panel);
  const longest = longestName(panel);
  // Sums come one below another as neurons do, and some are below zero; shares are in a row.
  const sums = tensor.shape[0] > 1;
  const values = classes.map((_, i) => (sums ? valueAt(tensor, i, 0, 0) : valueAt(tensor, 0, 0, i)));
  const most = Math.max(...values);
  const least = sums ? Math.min(0, ...values) : 0;
  const whole = sums ? most - least : tensor.max_abs;
  // In small letters only what has a bar that can be seen.
  const told = (/** @type {number} */ i, /** @type {number} */ share, /** @type {number} */ size) =>
    share < LITTLE && size < context.layout.type.label ? "" : itemAt(percents, i);
  return classes.flatMap((name, i) => {
    const row = classBar(column, i);
    const measures = measure(row, longest, context);
    const value = itemAt(values, i);
    const full = measures.room * (Math.abs(value) / whole) * grown;
    const length = Math.max(LEAST, full);
    const zero = (measures.room * -least) / whole;
    const leads = grown > 0 && value === most;
    return barShapes(
      name,
      grown > 0 ? (sums ? format(value) : told(i, value / whole, measures.size)) : "",
      row,
      {
        length,
        from: full < LEAST && least < 0 ? zero - length / 2 : value < 0 ? zero - length : zero,
        leads,
        lit: to.lit === i,
      },
      measures,
      alpha,
      f,
    );
  });
}

/** @param {import("./context.js").PanelOf<"network">} panel */
const longestName = ({ options }) => Math.max(...options.classes.map((name) => textWidth(name, 1)));

/** Where bars begin, behind their names, and the point before the name of the longest, or before the ground that it
 * stands on, which would cover what leads there. @param {Column} column
 * @param {Context} context @param {import("./context.js").PanelOf<"network">} panel */
export function barsReach(column, context, panel) {
  const { values } = findTensor(context.scene, column.layer.tensor);
  const leader = values.indexOf(Math.max(...values));
  const row = classBar(column, leader);
  const { start, size } = measure(row, longestName(panel), context);
  const name = textWidth(itemAt(panel.options.classes, leader), 1);
  const lit = frameChange(context, panel).to.lit === leader;
  const x = lit ? groundOf(row, size).x : start - size * (name + 0.9);
  return { bars: start, leads: { x, y: row.y + row.height / 2 } };
}

/** What a class that is to be believed stands on. @param {Rect} row @param {number} size of letters @returns {Rect} */
const groundOf = ({ x, y, width, height }, size) => ({
  x: x - size * 0.3,
  y: y + 1,
  width: width + size * 0.3,
  height: height - 2,
});

/** @param {Rect} row @param {number} longest @param {Context} context @returns {Measures} */
function measure(row, longest, { layout }) {
  // Where ten rows are too low for letters, the bars alone are drawn, and the longest one's name.
  const least = Math.max(LOW, layout.type.least);
  const low = row.height * 0.94 < least;
  // In a narrow column letters are smaller, so that bars can be compared.
  const wide = row.width / (longest + 9.5);
  const fitting = Math.min(row.height * 0.7, layout.type.number * 1.25, wide);
  const size = low ? least : Math.max(least, fitting);
  // Where name, bar and number have no room in one line, the number is left to the narration.
  const tight = row.width < size * (longest + 6.5);
  const room = Math.max(2, row.width - size * (longest + (tight ? 1.25 : 5.3)));
  return { size, start: row.x + size * (longest + 0.9), low, tight, room };
}

/** @param {string} name @param {string} percent @param {Rect} row
 * @param {{length: number, from: number, leads: boolean, lit: boolean}} bar `from`: where it begins; `leads`: whether
 * none is longer; `lit`: whether it is to be believed, too
 * @param {Measures} measures @param {number} alpha @param {number} f @returns {Shape[]} */
function barShapes(name, percent, row, { length, from, leads, lit }, { size, start, low, tight, room }, alpha, f) {
  const middle = row.y + row.height / 2;
  const ground = groundOf(row, size);
  const bar = { x: start + from, y: row.y + row.height * 0.22, width: length, height: row.height * 0.56 };
  const named = {
    align: /** @type {const} */ ("right"),
    weight: lit ? 750 : leads ? 650 : 500,
    fill: lit ? "classify" : "ink",
    alpha,
  };
  const [weight, ink] = leads ? [700, "ink"] : [400, "muted"];
  const counted = { weight, align: /** @type {const} */ ("left"), fill: ink, alpha };
  const written = !low || lit || leads;
  return [
    ...(lit ? [rectShape(ground, { radius: 6, fill: "surface", alpha: f })] : []),
    ...(written ? [textShape(name, start - size * 0.42, middle, size, named)] : []),
    trackShape({ ...bar, x: start }, room, 2, alpha),
    rectShape(bar, { radius: 2, fill: leads ? "classify" : "muted", alpha }),
    ...(written && !tight
      ? [textShape(percent, start + from + length + size * 0.4, middle, size * (leads ? 1 : 0.9), counted)]
      : []),
  ];
}
