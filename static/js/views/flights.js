/**
 * Everything comes from somewhere: the filter lies down on its window, pixel and weight lift off and meet in their
 * product, the products are added one by one, the sum goes to its cell. Pure.
 *
 * A computation carries where its factors are, so one way of flying does for all scenes.
 */

import { ease, easeWithin, lerp } from "../data/easing.js";
import { format } from "../data/numbers.js";
import { isShown, operandCell, termCount } from "../data/records.js";
import { lerpPoint, lerpRect } from "../drawing/between.js";
import { inset, rectAbout, rectShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { chipAt, factorPlace, middle, resultCell } from "./chips.js";
import { cellFill, findTensor, frameChange, valueAt } from "./context.js";
import { boxPlaces, cellBox } from "./places.js";
import { flightPhases, isSpelled, summedTerms, sumRect, termFlight, termRect } from "./terms.js";
import { gathered, isGathered, panelOf } from "./unwritten.js";

/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Panel } from "./terms.js" */
/** @import { Box, Computation } from "../data/records.js" */
/** @typedef {{box: Box, rect: Rect, first: boolean, alpha: number}} MovingBox a box where it is now */

/** So many pairs can be followed by eye; more arrive without a flight. */
const MANY = 32;
/** When pixels have come to their weights, as a share of their way. */
const MET = 0.5;
/** Seconds that a frame lasts at least in which several pairs fly. */
const BRIEF = 1;
/** How much of the picture is seen through the filter that lies on it. */
const TINT = 0.42;
/** Pixels from which on a cell may hold a number: there the filter frames it. */
const FRAMED = 26;
/** Cells from which on a step is a jump, and seconds from which on a frame lasts long. */
const [FAR, SLOW] = [1.5, 0.6];
/** How thick such a frame is at most. */
const BROADEST = 8;

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
      ...(panel && rect ? [...pairs(context, work, at, rect), ...added(context, work, at, rect)] : []),
      ...result(context, work, at, panel, rect),
    ];
  });
}

/** Pixel and weight of each new term, on their way to their product: of several pairs the first; what is not multiplied
 * in step, so that none crosses another.
 * @param {Context} context @param {Computation} work @param {number} at @param {Rect} rect */
function pairs(context, work, at, rect) {
  const { moment } = context;
  const { before, fresh } = flightPhases(moment, work, at);
  const spelled = isSpelled(work, fresh);
  const p = termFlight(moment, work, at, spelled ? 0 : work.shown - 1);
  const many = fresh > 1 && (fresh > MANY || moment.to.seconds < BRIEF);
  if (many || work.terms.length !== termCount(work) || p <= 0 || p >= 1) return [];
  const ways = Array.from({ length: spelled ? 1 : fresh }, (_, n) => pairWays(context, work, before + n, rect, p));
  const alpha = 1 - easeWithin(p, 0.9, 1);
  // Pixels pass over weights.
  return [1, 0].flatMap((which) => {
    const all = ways.flatMap((pair) => pair[which] ?? []);
    const lower = lowered(all[all.length >> 1]);
    return all.flatMap(({ from, to, part, factor }) => {
      const place = lerpRect(from, to, ease(part));
      return chipAt({ ...place, y: place.y + lower }, factor.value, factor.on, alpha);
    });
  });
}

/** Where the factors of a term come from and go to, and how far they are. Where the weight stands on the way, the pixel
 * goes to it first, and both go on as one. @param {Context} context @param {Computation} work @param {number} i
 * @param {Rect} rect @param {number} p */
function pairWays(context, work, i, rect, p) {
  const found = work.operands.map((operand) => factorPlace(context, work, operand, i));
  const tile = termRect(work, rect, i);
  const [pixel, weight] = found.map((factor) => factor?.place);
  const half = (/** @type {Rect} */ { y, height, ...place }, /** @type {number} */ which) =>
    inset({ ...place, y: y + (which * height) / found.length, height: height / found.length }, height * 0.03);
  const between = (/** @type {"x" | "y"} */ at, /** @type {"width" | "height"} */ long) =>
    pixel && weight && pixel[at] + pixel[long] < weight[at] && weight[at] + weight[long] < tile[at];
  const stop = between("x", "width") || between("y", "height") ? weight : null;
  return found.map((factor, which) => {
    if (!factor) return null;
    const start = inset(factor.place, factor.place.width * 0.03);
    const end = half(tile, which);
    if (!stop) return { factor, from: start, to: end, down: end.y - start.y, part: p };
    const met = half(stop, which);
    // A weight makes room when its pixel is near.
    const near = (p - (which * MET) / 2) / (MET * (1 - which / 2));
    if (p < MET) return { factor, from: start, to: met, down: met.y - start.y, part: near };
    return { factor, from: met, to: end, down: tile.y - stop.y, part: (p - MET) / (1 - MET) };
  });
}

/** How much lower than on the straight way: names stand above what is left and above where one comes.
 * @param {{down: number, part: number}} [way] of the term in the middle */
const lowered = ({ down, part } = { down: 0, part: 0 }) =>
  down * ((down > 0 ? easeWithin(part, 0, 0.6) : easeWithin(part, 0.55, 1)) - ease(part));

/** The product that is added now is outlined, and so are, where one comes after another, pixel and weight that make it.
 * @param {Context} context @param {Computation} work @param {number} at @param {Rect} rect @returns {Shape[]} */
function added(context, work, at, rect) {
  const { moment } = context;
  const { before, fresh, lands, met, summed } = flightPhases(moment, work, at);
  const { count } = summedTerms(moment, work, at);
  const spelled = isSpelled(work, fresh);
  if (work.op === "max" || moment.flight > summed || count === before) return [];
  if (!spelled && (!lands || moment.flight < met)) return [];
  const made = spelled ? work.operands.flatMap((operand) => factorPlace(context, work, operand, count - 1) ?? []) : [];
  const places = [termRect(work, rect, count - 1), ...made.map(({ place }) => place)];
  return places.map((place) =>
    rectShape(inset(place, place.width * 0.03), { stroke: "accent", line: 4, radius: place.width * 0.08 }),
  );
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
  const [source] = rect ? [sumPlace(work, rect)] : window ? setsOut(context, work, window, target) : [];
  if (!source) return [];
  const alpha = 1 - easeWithin(p, 0.93, 1);
  const [text, size] = [format(work.result), layout.type.number * 1.4];
  // On paper, as it flies over cells of any colour.
  const [width, height] = [textWidth(text, size) + size * 0.4, size * 1.15];
  // A sum leaves its row at the end, and rises beside the products.
  const [start, end] = [centred(source), centred(target)];
  const beside = rect && end.x > rect.x + rect.width;
  const x = beside
    ? lerp(rect.x + rect.width + width / 2, end.x, easeWithin(p, 0.4, 1))
    : lerp(start.x, end.x, ease(p));
  const y = lerp(start.y, end.y, beside ? easeWithin(p, 0, 0.75) : ease(p));
  const ground = rectAbout({ x, y }, width, height);
  return [
    rectShape(ground, { fill: "paper", radius: size * 0.2, alpha }),
    textShape(text, x, y, size, { weight: 700, fill: scene.stage, alpha }),
  ];
}

/** Where a result sets out that nothing writes down: behind the filter where that stands on the way, or behind what is
 * read, as it would lead over their numbers; else at its window. @param {Context} context @param {Computation} work
 * @param {Box} window @param {Rect} target @returns {Rect[]} */
function setsOut(context, work, window, target) {
  const { layout, moment, scene } = context;
  const [source] = boxPlaces(context, window);
  const weights = work.operands[1]?.tensor ?? "";
  const filter = scene.panels.find((panel) => panel.tensors.includes(weights) && isShown(moment.to, panel));
  const place = filter && layout.panels.get(filter.name);
  if (!source) return [];
  const gap = layout.type.number;
  if (place && place.x >= source.x && target.x >= place.x + place.width)
    return [{ ...place, x: place.x + place.width + gap, width: 0 }];
  const read = scene.panels.find(
    (panel) => panel.kind === "grid" && panel.tensors.includes(window.tensor) && isShown(moment.to, panel),
  );
  const own = read && layout.panels.get(read.name);
  if (!own) return [source];
  // Where the straight way leaves what is read.
  const [start, end] = [centred(source), centred(target)];
  const right = target.x >= own.x + own.width ? (own.x + own.width + gap - start.x) / (end.x - start.x) : 0;
  const down = target.y >= own.y + own.height ? (own.y + own.height + gap / 2 - start.y) / (end.y - start.y) : 0;
  return [{ ...start, ...lerpPoint(start, end, Math.min(1, Math.max(right, down))) }];
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
    const there = onItsWay(context, box, rect, side);
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
      const line = Math.min(side * 0.09, BROADEST);
      const frame = { stroke: colour, line, radius: side * 0.06, alpha: lies * there };
      return [
        ...(lies < 1 ? [rectShape(cell, { fill: colour, alpha: TINT * (1 - lies) })] : []),
        ...(lies * there > 0 ? [rectShape(inset(cell, side * 0.12), frame)] : []),
      ];
    }).flat();
  });
}

/** How much is seen of the frames within a window that is on its way: they would strike through the numbers that they
 * glide over. Where one small step follows another at once they stay, as they would flicker.
 * @param {Context} context @param {Box} box @param {Rect} rect of the window by now @param {number} side of a cell */
function onItsWay(context, box, rect, side) {
  const { f, to } = context.moment;
  const [target] = boxPlaces(context, box);
  const left = target ? Math.hypot(target.x - rect.x, target.y - rect.y) : 0;
  const jumps = left > FAR * side * (1 - f);
  if (f >= 1 || left < 0.5 || (to.seconds < SLOW && !jumps)) return 1;
  return Math.max(1 - easeWithin(f, 0, 0.25), easeWithin(f, 0.75, 1));
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
