import assert from "node:assert/strict";
import { test } from "node:test";

import { fitLines } from "../../static/js/views/code.js";
import { fitSquares } from "../../static/js/views/volume-tiles.js";

const lines = Array.from({ length: 19 }, () => ({
  pieces: /** @type {[string, string][]} */ ([["x".repeat(40), "ink"]]),
}));

test("all lines are open where they can be read", () => {
  const { size, first, last } = fitLines(lines, { width: 1000, height: 430 });
  assert.deepEqual([first, last], [0, 18]);
  assert.ok(size * 1.18 * 19 <= 430.01);
});

test("where they could not be read, those far from the lit one are folded", () => {
  const { size, first, last } = fitLines(lines, { width: 360, height: 150 }, null, 16);
  assert.ok(size >= 9);
  assert.ok(first > 0 && first <= 16 && last >= 16);
});

test("fewer open lines are larger", () => {
  const room = { width: 1000, height: 430 };
  const { size, first, last } = fitLines(lines, room, [3, 8], 4);
  assert.deepEqual([first, last], [3, 8]);
  assert.ok(size > fitLines(lines, room).size);
});

test("no line is wider than its room", () => {
  const { size } = fitLines(lines, { width: 120, height: 900 });
  assert.ok(size * 0.602 * 40 <= 120);
});

test("tiles fill their room as large as they can", () => {
  assert.deepEqual(fitSquares(8, 800, 100), { side: 100, across: 8, down: 1 });
  assert.equal(fitSquares(9, 300, 300).side, 100);
});

test("a line is indented half as far as in the file", () => {
  const indented = [
    {
      pieces: /** @type {[string, string][]} */ ([
        ["        ", "ink"],
        ["return x", "ink"],
      ]),
    },
  ];
  const { indent } = fitLines(indented, { width: 1000, height: 100 });
  assert.equal(indent, 4);
});
