/** The terms of a computation in the panel that shows it: how far each has come, and what they sum to by then. Pure. */

import { easeWithin } from "../data/easing.js";
import { termCount, termsBefore } from "../data/records.js";

/** @import { Frame, Moment, PanelOf, Rect } from "./context.js" */
/** @import { Computation } from "../data/records.js" */
/** @typedef {PanelOf<"products"> | PanelOf<"pick">} Panel */

/** From when on a term comes, as a share of its flight. */
const COMES = 0.8;

/** The computation that a products panel shows: the one of its group.
 * @param {Frame} frame
 * @param {Panel} panel
 * @returns {Computation | undefined}
 */
export const panelComputation = (frame, panel) => frame.computations?.[Number(panel.options.group ?? 0)];

/** Where the i-th term stands in its panel: squares as large as it has room for, in its middle.
 * @param {Computation} work @param {Rect} rect of the panel @param {number} i @returns {Rect} */
export function termRect(work, { x, y, width, height }, i) {
  const columns = work.shape[2];
  const side = Math.min(width / columns, height / rowsOf(work));
  const left = x + (width - columns * side) / 2;
  return { x: left + (i % columns) * side, y: y + Math.floor(i / columns) * side, width: side, height: side };
}

/** Rows of terms, and one for their sum. @param {Computation} work */
const rowsOf = (work) => Math.ceil(termCount(work) / work.shape[2]) + 1;

/** Where the running sum stands: it has a row of its own below the terms.
 * @param {Computation} work @param {Rect} rect of the panel @returns {Rect} */
export function sumRect(work, rect) {
  const height = rect.height / rowsOf(work);
  return { x: rect.x, y: rect.y + rect.height - height * 0.86, width: rect.width, height: height * 0.82 };
}

/** When, within a flight, terms, sum and result are on their way.
 * @param {Moment} moment @param {Computation} work @param {number} at */
export function flightPhases({ from, to }, work, at) {
  const before = termsBefore(from, at, work);
  const fresh = work.shown - before;
  const hasCell = (/** @type {Frame|null} */ frame) =>
    frame?.boxes.some((box) => box.role === "cell" && box.tensor === work.tensor);
  const all = termCount(work);
  // What has landed in the frame before stays.
  const lands = work.shown === all && hasCell(to) && !(before === all && hasCell(from));
  const met = fresh === 0 ? 0 : lands ? 0.52 : 0.94;
  const summed = fresh > 0 && lands ? 0.7 : met;
  return { before, fresh, lands, met, summed };
}

/** Whether pairs are multiplied one after another: nobody could follow several that fly at once.
 * @param {Computation} work @param {number} fresh how many are new */
export const isSpelled = ({ operands }, fresh) => fresh > 1 && operands.length > 1;

/** Until when the first of several pairs flies, alone, and how long the next product takes to be there, as shares of
 * the time in which all come. */
const [LEADS, APPEARS] = [0.42, 0.03];

/** How far the i-th term has flown to its product, 0 to 1. Of several pairs the first one flies, and shows how; the
 * others become products in their places, one after another. What is not multiplied flies in step.
 * @param {Moment} moment @param {Computation} work @param {number} at which of the frame's computations
 * @param {number} i */
export function termFlight(moment, work, at, i) {
  const { before, fresh, met, summed } = flightPhases(moment, work, at);
  if (i < before) return 1;
  if (!isSpelled(work, fresh)) return Math.min(1, moment.flight / met);
  const way = moment.flight / summed;
  const leads = before ? 0 : LEADS;
  if (i === 0) return Math.min(1, way / leads);
  const rest = before ? fresh : fresh - 1;
  const turn = before ? i - before : i - 1;
  const starts = leads + ((1 - leads) * (turn + 0.5)) / rest;
  return Math.min(1, Math.max(0, (way - starts) / APPEARS));
}

/** How much of the i-th term is there, 0 to 1: it comes where it has flown to.
 * @param {Moment} moment @param {Computation} work @param {number} at which of the frame's computations
 * @param {number} i */
export function termPresence(moment, work, at, i) {
  if (i >= work.shown) return 0;
  if (i < termsBefore(moment.from, at, work)) return 1;
  return Math.min(moment.f, easeWithin(termFlight(moment, work, at, i), COMES, 1));
}

/** How far what follows the terms has come: the strongest lifted, the others pale.
 * @param {Moment} moment @param {Computation} work @param {number} at */
export function afterTerms(moment, work, at) {
  const { fresh, met } = flightPhases(moment, work, at);
  return fresh && moment.flight < 1 ? easeWithin(moment.flight, met, met + 0.16) : moment.f;
}

/** How many terms the sum holds by now, one after another once all are there, and whether it is the result.
 * @param {Moment} moment @param {Computation} work @param {number} at */
export function summedTerms(moment, work, at) {
  if (moment.flight >= 1) return { count: work.shown, complete: work.shown === termCount(work) };
  const { before, fresh, lands, met, summed } = flightPhases(moment, work, at);
  // Each is added as soon as it is there; what needs no flight, as it comes.
  const there = Array.from({ length: fresh }, (_, n) => termFlight(moment, work, at, before + n)).filter((p) => p >= 1);
  const together = lands ? (moment.flight - met) / (summed - met) : (moment.flight / met - COMES) / (1 - COMES);
  const part = isSpelled(work, fresh) ? there.length / fresh : together;
  const count = fresh ? before + Math.floor(Math.min(1, Math.max(0, part)) * fresh) : before;
  return { count, complete: count === termCount(work) && (fresh === 0 || moment.flight >= summed) };
}
