import assert from "node:assert/strict";
import { test } from "node:test";

import { swipeEvent } from "../../static/js/inputs/swipe.js";

/** @param {number} x @param {number} y @param {number} time in milliseconds */
const meant = (x, y, time = 200) =>
  swipeEvent({ x: 200, y: 200, time: 1000 }, { x: 200 + x, y: 200 + y, time: 1000 + time });

test("a swipe to the left goes on, to the right back", () => {
  assert.equal(meant(-120, 10), "nextStep");
  assert.equal(meant(120, -10), "previousStep");
  assert.equal(meant(-48, 24), "nextStep");
});

test("taps, short moves, scrolls and slow moves are no swipe", () => {
  assert.equal(meant(0, 0), "");
  assert.equal(meant(-47, 0), "");
  assert.equal(meant(-60, 31), "");
  assert.equal(meant(10, -300), "");
  assert.equal(meant(-300, 0, 701), "");
});
