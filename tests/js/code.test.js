import assert from "node:assert/strict";
import { test } from "node:test";

import { firstLine, fitLines } from "../../static/js/views/code.js";
import { fitSquares } from "../../static/js/views/volume.js";

const lines = Array.from({ length: 19 }, () => ({
  pieces: /** @type {[string, string][]} */ ([["x".repeat(40), "ink"]]),
}));

test("all lines are seen where they can be read", () => {
  const { size, seen } = fitLines(lines, { width: 1000, height: 430 }, 13);
  assert.equal(seen, 19);
  assert.ok(size * 1.2 * 19 <= 430.01);
});

test("where they could not be read, a window of larger lines is seen", () => {
  const { size, seen } = fitLines(lines, { width: 360, height: 200 }, 11);
  assert.equal(size, 11);
  assert.ok(seen < 19 && seen * 11 * 1.2 <= 200.01);
});

test("no line is wider than its room", () => {
  const { size } = fitLines(lines, { width: 120, height: 900 }, 13);
  assert.ok(size * 0.602 * 40 <= 120);
});

test("the lit line stands in the middle of the window, and the window stays on the listing", () => {
  assert.equal(firstLine(9, 5, 19), 7);
  assert.equal(firstLine(0, 5, 19), 0);
  assert.equal(firstLine(18, 5, 19), 14);
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
  const { longest } = fitLines(indented, { width: 1000, height: 100 }, 11);
  assert.equal(longest, 12);
});
