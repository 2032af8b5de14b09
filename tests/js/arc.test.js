/** What comes back along an arc: an arrow the other way, from its end to its beginning. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { frameStarts } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, stageAt } from "./goldens.js";

const SIZE = { width: 1280, height: 580 };
const scene = golden("pytorch-residual");
const last = scene.frames.length - 1;

/** The points of what comes back, so many seconds after the last frame began. @param {number} seconds */
function comingBack(seconds) {
  const context = stageAt(scene, itemAt(frameStarts(scene), last) + seconds, SIZE);
  const shapes = /** @type {any[]} */ (layers(context).flatMap((layer) => layer.shapes));
  return shapes.filter(({ kind, stroke, arrow }) => kind === "line" && stroke === "classify" && arrow);
}

test("it grows from the arc's end until it is at its beginning, and stays", () => {
  const { tween } = itemAt(scene.frames, last);
  const [begun, half, whole] = [0.1, 0.5, 1].map((share) => itemAt(comingBack(share * tween), 0).points);
  assert.deepEqual(itemAt(begun, 0), itemAt(whole, 0));
  assert.ok(begun.length < half.length && half.length < whole.length);
  assert.ok(itemAt(whole, whole.length - 1).x < itemAt(whole, 0).x);
  assert.deepEqual(itemAt(comingBack(tween + 1), 0).points, whole);
});

test("before, nothing comes back", () => {
  assert.deepEqual(comingBack(-0.1), []);
});
