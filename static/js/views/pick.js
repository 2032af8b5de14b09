/** A pooling window enlarged: its values one by one, the strongest lifted out, what comes of them below. */

import { itemAt } from "../data/lists.js";
import { format, formatApprox } from "../data/numbers.js";
import { termCount } from "../data/records.js";
import { rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { fittedText, frameChange } from "./context.js";
import { afterTerms, panelComputation, summedTerms, sumRect, termPresence, termRect } from "./terms.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Computation } from "../data/records.js" */
/** @import { Type } from "../drawing/layout.js" */

/** How far the largest is lifted, as a share of its side. */
const LIFT = 0.13;

/** @type {View<"pick">} */
export const pick = {
  draw(panel, rect, context) {
    const { moment, layout } = context;
    const work = panelComputation(moment.to, panel);
    if (!work) return [];
    const at = Number(panel.options.group ?? 0);
    const side = rect.width / work.shape[2];
    const { from, to } = frameChange(context, panel);
    const { count, complete } = summedTerms(moment, work, at);
    const chosen = complete || work.shown === termCount(work) ? afterTerms(moment, work, at) : 0;
    const limit = panel.options.max_abs;
    const cards = work.terms.map((term, i) => {
      const value = itemAt(term, 0);
      const wins = i === to.argmax;
      const seen = termPresence(moment, work, at, i);
      const alpha = to.argmax !== undefined && !wins ? seen * (1 - 0.6 * chosen) : seen;
      const spot = spotOf(termRect(work, rect, i));
      const up = wins ? side * LIFT * chosen : 0;
      const card = seen > 0 ? cardShapes(value, value / limit, spot, side, up, wins, alpha, layout.type) : [];
      if (seen < 1) card.unshift(rectShape(spot, { stroke: "line", line: 1, dash: [3, 4] }));
      return wins ? { below: [], above: card } : { below: card, above: [] };
    });
    const pill = sumRect(work, rect);
    // What is told of the values comes when they have come.
    const told = count < work.shown ? from.told : to.told;
    return [
      ...cards.flatMap(({ below }) => below),
      ...(to.told ? said(told, complete, pill, layout.type) : result(work, count, complete, pill, layout.type)),
      ...cards.flatMap(({ above }) => above),
    ];
  },
};

/** @param {Rect} place */
function spotOf({ x, y, width: side }) {
  const gap = Math.max(1, side * 0.05);
  return { x: x + gap / 2, y: y + gap / 2, width: side - gap, height: side - gap, radius: Math.min(8, side * 0.09) };
}

/** A value's card; the largest is lifted above its shadow.
 * @param {number} value @param {number} share @param {Rect} spot @param {number} side @param {number} up
 * @param {boolean} wins @param {number} alpha @param {Type} type @returns {Shape[]} */
function cardShapes(value, share, spot, side, up, wins, alpha, type) {
  const on = { scale: "signed", share };
  const card = { ...spot, y: spot.y - up };
  const size = Math.min(side * 0.44, type.number * 1.7);
  const [x, y] = [card.x + card.width / 2, card.y + card.height / 2];
  return [
    ...(wins ? [rectShape({ ...spot, y: spot.y + up * 0.4 }, { fill: "ink", alpha: 0.16 })] : []),
    rectShape(card, { fill: on, stroke: wins ? "pool" : "line", line: wins ? 3.5 : 1, alpha }),
    fittedText(format(value), x, y, size, side * 0.86, { on, weight: wins ? 700 : 500, alpha }),
  ];
}

/** What comes of the values, below them. @param {Computation} work @param {number} count of those that are there
 * @param {boolean} complete @param {Rect} pill @param {Type} type @returns {Shape[]} */
function result(work, count, complete, pill, type) {
  const ground = groundOf(pill, complete);
  const soFar = work.running[count - 1];
  if (!complete && soFar === undefined) return [ground];
  const value = complete ? formatApprox(work.result) : format(/** @type {number} */ (soFar));
  const size = Math.min(pill.height * 0.5, type.number * 1.5);
  const small = Math.min(size * 0.76, pill.width * 0.17);
  const named = small >= Math.max(10, type.label * 0.6, type.least);
  const middle = pill.y + pill.height / 2;
  const name = { fill: "muted", align: /** @type {const} */ ("left") };
  const look = { weight: 700, align: /** @type {"right"|"center"} */ (named ? "right" : "center") };
  const x = pill.x + pill.width * (named ? 0.94 : 0.5);
  const room = named
    ? Math.min(pill.width * 0.6, pill.width * 0.83 - textWidth(work.op, small) * 1.3)
    : pill.width * 0.9;
  return [
    ground,
    ...(named ? [textShape(work.op, pill.x + pill.width * 0.07, middle, small, name)] : []),
    fittedText(value, x, middle, size, room, look),
  ];
}

/** What stands below the values in words of its own, if there is anything yet.
 * @param {[string, string] | undefined} told @param {boolean} complete @param {Rect} pill @param {Type} type
 * @returns {Shape[]} */
function said(told, complete, pill, type) {
  if (!told) return [groundOf(pill, false)];
  const [name, value] = told;
  const size = Math.min(pill.height * 0.5, type.number * 1.5);
  const [left, middle, right] = [pill.x + pill.width * 0.07, pill.y + pill.height / 2, pill.x + pill.width * 0.94];
  return [
    groundOf(pill, complete),
    fittedText(name, left, middle, size * 0.8, pill.width * 0.5, { fill: "muted", align: "left" }),
    fittedText(value, right, middle, size, pill.width * 0.36, { weight: 700, align: "right" }),
  ];
}

/** @param {Rect} pill @param {boolean} complete */
const groundOf = (pill, complete) =>
  rectShape(pill, {
    ...{ radius: Math.min(10, pill.height * 0.25), fill: "surface" },
    ...{ stroke: complete ? "pool" : "line", line: complete ? 2.5 : 1 },
  });
