/** Things in a row, each as near as it can be to where it wants to stand. Pure. */

import { itemAt } from "../data/lists.js";

/** @param {readonly number[]} all */
const total = (all) => all.reduce((sum, each) => sum + each, 0);
/** @param {readonly number[]} all */
const mean = (all) => total(all) / all.length;

/**
 * The middles of things that keep their order and do not overlap, with the least squares of the ways from where they
 * want to be: where things would overlap, they touch, around the mean of where they want to be.
 * @param {readonly number[]} wanted their middles, from left to right
 * @param {readonly number[]} widths
 * @param {{x: number, width: number}} room which they do not leave, if they fit
 * @returns {number[]}
 */
export function inOrder(wanted, widths, { x, width }) {
  const before = widths.map((own, i) => total(widths.slice(0, i)) + own / 2);
  /** @type {number[][]} where each of those that touch wants the row to begin */
  const runs = [];
  for (const [i, middle] of wanted.entries()) {
    const run = [middle - itemAt(before, i)];
    for (let last = runs.at(-1); last && mean(last) > mean(run); last = runs.at(-1)) {
      run.unshift(...last);
      runs.pop();
    }
    runs.push(run);
  }
  const most = x + width - total(widths);
  const starts = runs.flatMap((run) => run.map(() => Math.max(x, Math.min(mean(run), most))));
  return starts.map((start, i) => start + itemAt(before, i));
}
