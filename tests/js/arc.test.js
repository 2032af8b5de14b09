/** What comes back along an arc: an arrow the other way, from its end to its beginning. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { frameStarts } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, stageAt } from "./goldens.js";

const SIZE = { width: 1280, height: 580 };
const scene = golden("pytorch-residual");
/** The frame in which the gradient comes. */
const gradient = scene.frames.findIndex(
  ({ panels }) => panels.shortcut && "back" in panels.shortcut && panels.shortcut.back,
);

/** The points of what comes back, so many seconds after that frame began. @param {number} seconds */
function comingBack(seconds) {
  const context = stageAt(scene, itemAt(frameStarts(scene), gradient) + seconds, SIZE);
  const shapes = /** @type {any[]} */ (layers(context).flatMap((layer) => layer.shapes));
  return shapes.filter(({ kind, stroke, arrow }) => kind === "line" && stroke === "classify" && arrow);
}

test("it grows from the arc's end until it is at its beginning, and stays", () => {
  const { tween } = itemAt(scene.frames, gradient);
  const [begun, half, whole] = [0.4, 0.6, 1].map((share) => itemAt(comingBack(share * tween), 0).points);
  assert.deepEqual(itemAt(begun, 0), itemAt(whole, 0));
  assert.ok(begun.length < half.length && half.length < whole.length);
  assert.ok(itemAt(whole, whole.length - 1).x < itemAt(whole, 0).x);
  assert.deepEqual(itemAt(comingBack(tween + 1), 0).points, whole);
});

test("it takes the way through the filter, too, and frames what it comes to", () => {
  const { tween } = itemAt(scene.frames, gradient);
  const at = (/** @type {number} */ share) => comingBack(share * tween).length;
  assert.deepEqual([at(0.2), at(1)], [1, 6]);
  const context = stageAt(scene, itemAt(frameStarts(scene), gradient) + tween + 1, SIZE);
  const shapes = /** @type {any[]} */ (layers(context).flatMap((layer) => layer.shapes));
  const framed = shapes.filter(({ kind, stroke }) => kind === "rect" && stroke === "classify");
  const middles = framed.map(({ x, width }) => Math.round(x + width / 2));
  const panels = ["found", "pattern", "x"].map((name) => context.layout.panels.get(name));
  assert.deepEqual(
    middles,
    panels.map((rect) => rect && Math.round(rect.x + rect.width / 2)),
  );
  // No grey sign stands where a red one does.
  const seen = shapes.filter(({ kind, alpha }) => kind === "text" && alpha !== 0);
  assert.ok(!seen.some(({ text }) => ["→", "∗", "←"].includes(text)));
});

test("before, nothing comes back", () => {
  assert.deepEqual(comingBack(-0.1), []);
});
