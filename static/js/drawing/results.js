/** When what a formula comes to is seen: not before the picture shows it, and not where nobody could read it. Pure. */

import { termCount } from "../data/records.js";
import { formulaOf } from "./arithmetic.js";

/** @import { Caption, Frame, Moment } from "../data/records.js" */

/** Frames that pass faster than this, in seconds, are too short to read a formula in, and others for one of many terms:
 * while the film plays they have none. */
const [LEGIBLE, LONG] = [0.6, 0.9];
/** More terms than this are many. */
const FEW = 4;
/** From when on what a frame computes, or changes, is there. */
const THERE = 0.94;

/** Whether a frame passes too fast for its formula to be read. @param {Pick<Frame, "seconds"> & Caption} frame */
export function passesUnread({ seconds, formula, computations }) {
  const [first] = computations;
  return seconds < (!formula && first && termCount(first) > FEW ? LONG : LEGIBLE);
}

/** A number of a formula, with its sign, or the place of one that is still to come. */
const NUMBER = /(?:<mo[^>]*>(?:&#x02212;|−)<\/mo>)?<mn>[^<]*<\/mn>|<m([io])>(?:&#x02026;|…)<\/m\1>/g;

/**
 * The formula that is told at a moment: that of the frame, whose result waits for the picture, or, where nothing but
 * numbers changes in it as in the picture, the one before until they have changed there.
 * @param {Moment} moment
 * @returns {{of: Caption, waits: boolean}}
 */
export function formulaAt({ from, to, f, flight }) {
  if (!from || Math.min(f, flight) >= THERE) return { of: to, waits: Math.min(f, flight) < THERE };
  const [before, after] = [formulaOf(from), formulaOf(to)];
  if (before === after) return { of: to, waits: false };
  const counts = to.formula !== "" && !to.computations.length && isAlike(before, after);
  return counts ? { of: from, waits: false } : { of: to, waits: true };
}

/** Whether two formulas differ in their numbers alone. @param {string} a @param {string} b */
const isAlike = (a, b) => a.replace(NUMBER, "0") === b.replace(NUMBER, "0");
