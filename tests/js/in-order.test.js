/** Things in a row: each where it wants to be if the others let it, and never over one another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
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
    const next = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const widths = Array.from({ length: 1 + Math.floor(next() * 6) }, () => 2 + next() * 14);
    const wanted = widths.map(() => next() * 120 - 10).toSorted((a, b) => a - b);
    let end = 0;
    inOrder(wanted, widths, ROOM).forEach((middle, i) => {
      const half = itemAt(widths, i) / 2;
      assert.ok(middle - half > end - 1e-9, `seed ${seed}`);
      end = middle + half;
    });
    assert.ok(end < 100 + 1e-9, `seed ${seed}`);
  }
});
