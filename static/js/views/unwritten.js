/**
 * Computations that no panel writes out: their numbers lift off where they stand and go to the result's cell. What is
 * multiplied meets there first; of what is compared only the largest goes. Pure.
 */

import { ease, easeWithin } from "../data/easing.js";
import { format } from "../data/numbers.js";
import { FEW_PAIRS, isRolled, isShown, resultNumber, termCount } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { inset, rectShape, textShape } from "../drawing/build.js";
import { numberSize } from "../drawing/number-size.js";
import { chip, chipAt, factorPlace, middle, resultCell, sizeIn } from "./chips.js";
import { cellFill, findTensor, isWorked, presence } from "./context.js";
import { boxPlaces } from "./places.js";
import { flightPhases, panelComputation, summedTerms } from "./terms.js";

/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Panel } from "./terms.js" */
/** @import { Computation } from "../data/records.js" */

/** So many numbers can be followed by eye; more arrive without a flight. */
const MANY = 32;
/** By how much a number grows that is compared, as a share of its side. */
const GROWS = 0.07;
/** How much faster than it goes a value turns over. */
const TURNS = 2;
/** When the factors of a pair have met, as a share of its way. */
const MET = 0.5;

/** The panel that writes a computation out, if it stays. @param {Context} context @param {Computation} work
 * @returns {Panel | undefined} */
export const panelOf = (context, work) =>
  context.scene.panels
    .filter(isWorked)
    .filter((each) => isShown(context.moment.to, each))
    .find((each) => panelComputation(context.moment.to, each) === work && presence(context, each) > 0.5);

/** Whether what a computation is made of goes to its result by itself, and no result follows.
 * @param {Context} context @param {Computation} work @param {number} at */
export function isGathered({ moment }, work, at) {
  const { fresh } = flightPhases(moment, work, at);
  return work.op !== "max" && (work.op !== "dot" || (fresh > 0 && fresh <= FEW_PAIRS));
}

/** Its new terms, on their way. @param {Context} context @param {Computation} work @param {number} at
 * @returns {Shape[]} */
export function gathered(context, work, at) {
  const { moment } = context;
  const { before, fresh, met, summed } = flightPhases(moment, work, at);
  const most = work.op === "dot" ? FEW_PAIRS : MANY;
  const cell = resultCell(context, work);
  const [target] = cell && fresh <= most && work.terms.length === termCount(work) ? boxPlaces(context, cell) : [];
  if (!target) return [];
  // No sum is written out on the way: they land when the result comes.
  const flown = moment.flight / (work.op === "max" ? met : 0.94);
  if (isRolled(work)) return rolled(context, work, target, flown);
  if (work.op !== "dot" && work.op !== "max" && termCount(work) === 1) return passing(context, work, target);
  // One after another; of what is not multiplied all are under way at once.
  const lasts = fresh === 1 ? 1 : work.op === "dot" ? 1 / fresh : 0.55;
  const landed = work.op === "dot" ? before + Math.min(fresh, Math.floor(flown / lasts + 1e-9)) : 0;
  const flying = Array.from({ length: fresh }, (_, n) => before + n).flatMap((i) => {
    const starts = fresh === 1 ? 0 : ((1 - lasts) * (i - before)) / (fresh - 1);
    const p = Math.min(1, (flown - starts) / lasts);
    // What is compared stays lit until the largest of it leaves.
    const ends = work.op === "max" ? moment.flight >= summed : p >= 1;
    if (p <= 0 || ends || !isCounted(work, i)) return [];
    if (work.op === "dot") return meeting(context, work, i, target, p);
    if (work.op === "max") return compared(context, work, i, p);
    return work.operands.flatMap((operand) => chip(context, work, operand, i, inset(target, target.width * 0.1), p));
  });
  return [...soFar(context, work, target, landed), ...flying];
}

/** What the products that have landed add up to stands in the result's cell until that is there.
 * @param {Context} context @param {Computation} work @param {Rect} target @param {number} landed so many of them
 * @returns {Shape[]} */
function soFar({ scene, layout }, work, target, landed) {
  const value = work.op === "dot" && termCount(work) > 1 ? work.running[landed - 1] : undefined;
  if (value === undefined) return [];
  const tensor = findTensor(scene, work.tensor);
  const on = cellFill(tensor, value, work.index[0]);
  const size = numberSize(tensor, Math.min(target.width, target.height), layout.type);
  const place = inset(target, target.width * 0.02);
  return [
    rectShape(place, { radius: Math.min(6, place.width * 0.09), fill: on }),
    ...(size ? [textShape(format(value), ...middle(target), size, { on, weight: 500 })] : []),
  ];
}

/** What all that were passed come to goes on to the next one, and last to the result.
 * @param {Context} context @param {Computation} work @param {Rect} target @param {number} flown @returns {Shape[]} */
function rolled(context, work, target, flown) {
  const places = work.operands.flatMap((operand) =>
    work.terms.flatMap((_, i) => factorPlace(context, work, operand, i) ?? []),
  );
  const way = flown * places.length;
  const [from, to] = places.slice(Math.floor(way));
  const value = work.running[Math.floor(way)];
  if (!from || value === undefined || way <= 0) return [];
  const place = lerpRect(from.place, to?.place ?? target, easeWithin(way % 1, 0.1, 0.9));
  return chipAt(inset(place, place.width * 0.06), value, cellFill(findTensor(context.scene, work.tensor), value), 1);
}

/** A value goes straight through a function, and turns over into what that makes of it where its curve stands, or
 * the sign between both. @param {Context} context @param {Computation} work @param {Rect} target @returns {Shape[]} */
function passing(context, work, target) {
  const { layout, moment, scene } = context;
  const [operand] = work.operands;
  const found = operand && factorPlace(context, work, operand, 0);
  if (!found || moment.flight <= 0) return [];
  const p = Math.min(1, moment.flight / 0.94);
  const place = lerpRect(found.place, target, ease(p));
  const alpha = 1 - easeWithin(moment.flight, 0.94, 1);
  if (found.value === work.result) return chipAt(place, work.result, found.on, alpha);
  const panel = scene.panels.find(({ name, tensors }) => layout.signs.has(name) && tensors.includes(work.tensor));
  const sign = layout.signs.get(panel?.name ?? "")?.x ?? (found.place.x + target.x + target.width) / 2;
  const curve = layout.panels.get(scene.panels.find(({ kind }) => kind === "curve")?.name ?? "");
  const gate = curve ? curve.x + curve.width / 2 : sign;
  const [x] = middle(place);
  const beyond = (x - gate) / place.width;
  const width = place.width * Math.min(1, TURNS * Math.abs(beyond));
  const value = beyond < 0 ? found.value : work.result;
  const on = cellFill(findTensor(scene, work.tensor), value);
  return chipAt({ ...place, x: x - width / 2, width }, value, on, alpha);
}

/** Whether a term has a say: of a midpoint only the smallest and the largest. @param {Computation} work
 * @param {number} i */
function isCounted({ op, terms }, i) {
  if (op !== "midpoint") return true;
  const values = terms.map(([value]) => Number(value));
  return i === values.indexOf(Math.min(...values)) || i === values.indexOf(Math.max(...values));
}

/** A weight goes to its pixel, or the pixel to a weight that stands on its way, and their product on to the result.
 * @param {Context} context @param {Computation} work @param {number} i @param {Rect} target @param {number} p
 * @returns {Shape[]} */
function meeting(context, work, i, target, p) {
  const [reads, weighs] = work.operands;
  const pixel = reads && factorPlace(context, work, reads, i);
  if (!reads || !pixel) return [];
  const weight = weighs && factorPlace(context, work, weighs, i);
  const passes = weight && pixel.place.x < weight.place.x && weight.place.x < target.x;
  const [waits, goes] = passes ? [weight, reads] : [pixel, weighs];
  const { place, value, on } = waits;
  if (p < MET) {
    const comes = goes && factorPlace(context, work, goes, i);
    if (!comes) return chipAt(place, value, on, 1);
    const nearer = lerpRect(comes.place, inset(place, place.width * 0.14), ease(p / MET));
    return [...chipAt(place, value, on, 1), ...chipAt(nearer, comes.value, comes.on, 1)];
  }
  // Straight on, as an arc would lead over headings.
  const product = work.terms[i]?.at(-1) ?? 0;
  const way = (p - MET) / (1 - MET);
  const end = inset(target, target.width * 0.1);
  const colour = cellFill(findTensor(context.scene, work.tensor), product);
  // Where a sum takes its place at once, it does not go before.
  const alpha = work.running.length > 1 ? 1 : Math.min(1, 6 * (1 - way));
  return chipAt(lerpRect(place, end, ease(way)), product, colour, alpha);
}

/** What is compared grows a little where it is, and is lit from then on. @param {Context} context
 * @param {Computation} work @param {number} i @param {number} p @returns {Shape[]} */
function compared(context, work, i, p) {
  return work.operands.flatMap((operand) => {
    const found = factorPlace(context, work, operand, i);
    if (!found) return [];
    const { place, value, on } = found;
    const grown = Math.sin(Math.PI * Math.min(p, 1)) * GROWS * place.height;
    return chipAt(inset(place, -grown), value, on, 1);
  });
}

/** What computations come to, in the cells that it goes to, where those don't show it themselves: a wrong rule's number
 * stands there until the right one comes. @param {Context} context @returns {Shape[]} */
export function standing(context) {
  const { moment } = context;
  return moment.to.computations.flatMap((work, at) => {
    const isSeen = resultNumber(work, context.scene) < (moment.to.revealed[work.tensor] ?? Infinity);
    const cell = isSeen ? undefined : resultCell(context, work);
    const [place] = cell ? boxPlaces(context, cell) : [];
    if (!place) return [];
    const { count, complete } = summedTerms(moment, work, at);
    const isThere = complete && moment.flight >= 0.94;
    const soFar = panelOf(context, work) || isRolled(work) ? undefined : work.running[count - 1];
    const value = isThere ? work.result : soFar;
    if (value === undefined) return [];
    const text = format(value);
    const size = sizeIn(place, text);
    const look = { weight: isThere ? 700 : 500, fill: isThere ? "ink" : "muted" };
    return size < 8 ? [] : [textShape(text, ...middle(place), size, look)];
  });
}
