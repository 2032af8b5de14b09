import assert from "node:assert/strict";
import { test } from "node:test";
import { clock } from "../../static/js/state/clock.js";

/** Pictures at given moments, in milliseconds, and what the clock says passed before each. @param {number[]} moments */
function passed(moments) {
  /** @type {((now: number) => void)[]} */
  const due = [];
  const frames = {
    requestAnimationFrame: (/** @type {(now: number) => void} */ callback) => due.push(callback),
    cancelAnimationFrame: () => void due.splice(0),
  };
  /** @type {number[]} */
  const told = [];
  clock((seconds) => told.push(seconds), frames).run(true);
  for (const moment of moments) due.shift()?.(moment);
  return told.map((seconds) => Number(seconds.toFixed(3)));
}

test("time passes from picture to picture", () => {
  assert.deepEqual(passed([1000, 1016, 1050]), [0, 0.016, 0.034]);
});

test("after the computer slept the scene goes on where it was", () => {
  assert.deepEqual(passed([1000, 1016, 8 * 3600_000, 8 * 3600_000 + 20]), [0, 0.016, 0, 0.02]);
});

test("a slow picture is caught up a little, and a clock set back does not rewind", () => {
  assert.deepEqual(passed([1000, 1700, 1600]), [0, 0.25, 0]);
});
