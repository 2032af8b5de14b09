/** Things in a row: each where it wants to be if the others let it, and never over one another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder } from "../../static/js/drawing/in-order.js";

const ROOM = { x: 0, width: 100 };

test("what has room stands where it wants to", () => {
  assert.deepEqual(inOrder([10, 50, 90], [10, 20, 10], ROOM), [10, 50, 90]);
  assert.deepEqual(inOrder([], [], ROOM), []);
});

test("what would overlap stands side by side around the mean of where it wants to be", () => {
  assert.deepEqual(inOrder([50, 50], [10, 10], ROOM), [45, 55]);
  // The third pushes both: touching, they are off by −10, 0 and 10.
  assert.deepEqual(inOrder([40, 40, 40], [10, 10, 10], ROOM), [30, 40, 50]);
});

test("nothing leaves its room", () => {
  assert.deepEqual(inOrder([0, 2], [10, 10], ROOM), [5, 15]);
  assert.deepEqual(inOrder([10, 99, 100], [10, 20, 10], ROOM), [10, 80, 95]);
});

test("rows of all kinds keep their order, their distance and their room", () => {
  for (let seed = 1; seed <= 300; seed++) {
    let state = seed;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const widths = Array.from({ length: 1 + Math.floor(next() * 6) }, () => 2 + next() * 14);
    const wanted = widths.map(() => next() * 120 - 10).toSorted((a, b) => a - b);
    const ends = inOrder(wanted, widths, ROOM).map((middle, i) => [middle - widths[i] / 2, middle + widths[i] / 2]);
    assert.ok(ends[0][0] > -1e-9 && ends.at(-1)[1] < 100 + 1e-9, `seed ${seed}`);
    for (let i = 1; i < ends.length; i++) assert.ok(ends[i][0] > ends[i - 1][1] - 1e-9, `seed ${seed}`);
  }
});
