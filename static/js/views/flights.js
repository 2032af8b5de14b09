/**
 * Everything comes from somewhere: the filter lies down on its window, pixel and weight lift off and meet in their
 * product, the products run into the sum, the sum flies to its cell. Pure.
 *
 * A computation carries where its factors are, so one way of flying does for all scenes.
 */

import { ease, easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { operandCell, termCount } from "../data/records.js";
import { lerpPoint, lerpRect } from "../drawing/between.js";
import { inset, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { arc, chip, middle, resultCell } from "./chips.js";
import { cellFill, findTensor, frameChange, valueAt } from "./context.js";
import { boxPlaces, cellBox } from "./places.js";
import { flightPhases, sumRect, termFlight, termRect } from "./terms.js";
import { gathered, isGathered, panelOf } from "./unwritten.js";

/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Panel } from "./terms.js" */
/** @import { Box, Computation } from "../data/records.js" */
/** @typedef {{box: Box, rect: Rect, first: boolean, alpha: number}} MovingBox a box where it is now */

/** So many pairs can be followed by eye; more arrive without a flight. */
const MANY = 32;
/** How much of the picture is seen through the filter that lies on it. */
const TINT = 0.42;
/** Pixels from which on a cell may hold a number: there the filter frames it. */
const FRAMED = 26;
/** How thick such a frame is at most. */
const BROADEST = 7;

/** Numbers on their way, above all panels. @param {Context} context @returns {Shape[]} */
export function flights(context) {
  const { moment } = context;
  if (moment.flight >= 1) return [];
  return moment.to.computations.flatMap((work, at) => {
    const panel = panelOf(context, work);
    const rect = panel && context.layout.panels.get(panel.name);
    const apart = panel ? [] : gathered(context, work, at);
    if (!panel && isGathered(context, work, at)) return apart;
    return [
      ...apart,
      ...(panel && rect ? [...pairs(context, work, at, rect), ...products(context, work, at, rect)] : []),
      ...result(context, work, at, panel, rect),
    ];
  });
}

/** Pixel and weight of each new term, on their way to their product.
 * @param {Context} context @param {Computation} work @param {number} at @param {Rect} rect */
function pairs(context, work, at, rect) {
  const { moment } = context;
  const { before, fresh } = flightPhases(moment, work, at);
  if (fresh > MANY || work.terms.length !== termCount(work)) return [];
  return Array.from({ length: fresh }, (_, n) => before + n).flatMap((i) => {
    const p = termFlight(moment, work, at, i);
    if (p <= 0 || p >= 1) return [];
    const tile = termRect(work, rect, i);
    const width = tile.width / work.operands.length;
    return work.operands.flatMap((operand, which) => {
      const end = { ...tile, x: tile.x + which * width, width };
      return chip(context, work, operand, i, inset(end, tile.width * 0.04), p);
    });
  });
}

/** The products running into their sum. @param {Context} context @param {Computation} work @param {number} at
 * @param {Rect} rect @returns {Shape[]} */
function products(context, work, at, rect) {
  const { moment, layout } = context;
  const { fresh, lands, met, summed } = flightPhases(moment, work, at);
  const p = (moment.flight - met) / (summed - met);
  if (work.op !== "dot" || fresh === 0 || !lands || p <= 0 || p >= 1 || work.terms.length !== termCount(work))
    return [];
  const end = sumPlace(work, rect);
  return work.terms.map((term, i) => {
    const tile = termRect(work, rect, i);
    const { x, y } = lerpPoint(centred(tile), end, ease(p));
    const size = Math.min(tile.width * 0.34, layout.type.number * 1.1);
    const look = { weight: 650, alpha: 0.85 * (1 - easeWithin(p, 0.7, 1)) };
    return textShape(format(itemAt(term, term.length - 1)), x, y, size, look);
  });
}

/** The result on its way to its cell: the strongest of a window itself, a sum from where it stands, or, where that is
 * nowhere, from its window.
 * @param {Context} context @param {Computation} work @param {number} at @param {Panel} [panel] of the sum
 * @param {Rect} [rect] of that panel @returns {Shape[]} */
function result(context, work, at, panel, rect) {
  const { moment, layout, scene } = context;
  const { lands, summed } = flightPhases(moment, work, at);
  const p = (moment.flight - summed - 0.04) / (0.94 - summed);
  const cell = resultCell(context, work);
  const [target] = cell && lands && p > 0 ? boxPlaces(context, cell) : [];
  if (!target) return [];
  const argmax = panel?.kind === "pick" ? frameChange(context, panel).to.argmax : undefined;
  if (panel && rect && argmax !== undefined) return winner(context, work, termRect(work, rect, argmax), target, p);
  const strongest = panel || work.op !== "max" ? undefined : strongestPlace(context, work);
  if (strongest) return winner(context, work, strongest, target, p);
  const window = moment.to.boxes.find(({ role, group }) => role === "window" && group === cell?.group);
  const [source] = rect ? [sumPlace(work, rect)] : window ? boxPlaces(context, window) : [];
  if (!source) return [];
  const { x, y } = arc(centred(source), centred(target), p);
  const alpha = 1 - easeWithin(p, 0.93, 1);
  const [text, size] = [format(work.result), layout.type.number * 1.4];
  // On paper, as it flies over cells of any colour.
  const [width, height] = [textWidth(text, size) + size * 0.4, size * 1.15];
  const ground = { x: x - width / 2, y: y - height / 2, width, height };
  return [
    rectShape(ground, { fill: "paper", radius: size * 0.2, alpha }),
    textShape(text, x, y, size, { weight: 700, fill: scene.stage, alpha }),
  ];
}

/** Where the largest of the terms is. @param {Context} context @param {Computation} work */
function strongestPlace(context, work) {
  const [operand] = work.operands;
  const i = work.terms.findIndex(([value]) => value === work.result);
  if (!operand || i < 0 || work.terms.length !== termCount(work)) return undefined;
  const [channel, row, column] = operandCell(work, operand, i);
  return boxPlaces(context, cellBox(operand.tensor, channel, row, column))[0];
}

/** The strongest of a window, which goes straight into the cell as it is: an arc would lead over headings.
 * @param {Context} context @param {Computation} work @param {Rect} start @param {Rect} end @param {number} p
 * @returns {Shape[]} */
function winner({ scene }, work, start, end, p) {
  const tensor = findTensor(scene, work.tensor);
  const on = cellFill(tensor, work.result, work.index[0]);
  const place = lerpRect(inset(start, start.width * 0.05), end, ease(p));
  return [
    rectShape(place, { radius: Math.min(8, place.width * 0.09), fill: on, stroke: scene.stage, line: 2.5 }),
    textShape(format(work.result), ...middle(place), place.height * 0.44, { on, weight: 700 }),
  ];
}

/** The filter on its window, translucent, where it rides along; it comes from where the filter stands.
 * @param {Context} context @param {MovingBox[]} boxes @returns {Shape[]} */
export function ridingFilters(context, boxes) {
  const { moment, scene } = context;
  return boxes.flatMap(({ box, rect, first, alpha }) => {
    const work = moment.to.computations[Math.max(0, box.group)];
    const [reads, weighs] = work?.operands ?? [];
    const grid = scene.panels.find(({ kind, tensors }) => kind === "grid" && tensors.includes(box.tensor));
    if (box.role !== "window" || !first || !grid || !weighs || reads?.tensor !== box.tensor || !work) return [];
    // Where it has no way to go it is not laid down.
    const { shape } = findTensor(scene, box.tensor);
    if (box.rows[1] - box.rows[0] === shape[1] && box.columns[1] - box.columns[0] === shape[2]) return [];
    const kernel = findTensor(scene, weighs.tensor);
    const [rows, columns] = [work.shape[1], work.shape[2]];
    const [start] =
      alpha < 1
        ? boxPlaces(context, { ...cellBox(kernel.name, weighs.start[0], 0, 0), rows: [0, rows], columns: [0, columns] })
        : [];
    const place = start ? lerpRect(start, rect, alpha) : rect;
    const side = place.width / (reads.step[1] * (columns - 1) + 1);
    return Array.from({ length: rows * columns }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      // As the rule reads them, from the first one on or from the last.
      const share = valueAt(kernel, ...operandCell(work, weighs, i)) / kernel.max_abs;
      const cell = {
        x: place.x + column * reads.step[1] * side,
        y: place.y + row * reads.step[0] * side,
        width: side,
        height: side,
      };
      if (share === 0) return [];
      const colour = { scale: "signed", share };
      // It lies down around numbers, so that they stay legible.
      const lies = side < FRAMED ? 0 : easeWithin(alpha, 0.9, 1);
      const frame = { stroke: colour, line: Math.min(side * 0.13, BROADEST), radius: side * 0.06, alpha: lies };
      return [
        ...(lies < 1 ? [rectShape(cell, { fill: colour, alpha: TINT * (1 - lies) })] : []),
        ...(lies > 0 ? [rectShape(inset(cell, side * 0.1), frame)] : []),
      ];
    }).flat();
  });
}

/** Where the sum's number stands. @param {Computation} work @param {Rect} rect */
function sumPlace(work, rect) {
  const { x, y, width, height } = sumRect(work, rect);
  return { x: x + width * 0.86, y: y + height / 2, width: 0, height: 0 };
}

/** @param {Rect} rect @returns {Rect} a point, as a rectangle */
function centred(rect) {
  const [x, y] = middle(rect);
  return { x, y, width: 0, height: 0 };
}
