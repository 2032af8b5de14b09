import assert from "node:assert/strict";
import { test } from "node:test";

import { swipeEvent } from "../../static/js/inputs/swipe.js";

/** @param {number} x @param {number} y @param {number} time in milliseconds */
const meant = (x, y, time = 200) =>
  swipeEvent({ x: 200, y: 200, time: 1000 }, { x: 200 + x, y: 200 + y, time: 1000 + time });

test("to the left is on, to the right is back", () => {
  assert.equal(meant(-120, 10), "nextStep");
  assert.equal(meant(120, -10), "previousStep");
  assert.equal(meant(-48, 24), "nextStep");
});

test("a tap, a slip, a scroll and a rest are no swipe", () => {
  assert.equal(meant(0, 0), "");
  assert.equal(meant(-47, 0), "");
  assert.equal(meant(-60, 31), "");
  assert.equal(meant(10, -300), "");
  assert.equal(meant(-300, 0, 701), "");
});
