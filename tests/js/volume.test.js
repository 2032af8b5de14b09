/** What lines of a program make, side by side: how pooling shortens maps, and how they come to lie in one row. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { frameStarts } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, stageAt } from "./goldens.js";

const scene = golden("pytorch-code");

/** Where the maps of a tensor are, a share of the tween after the frame began that first shows them.
 * @param {string} name @param {number} share @returns {{x: number, y: number, width: number, height: number}[]} */
function mapsAt(name, share) {
  const { kind, options } = /** @type {any} */ (scene.panels.find((panel) => panel.name === "tensor"));
  assert.equal(kind, "volume");
  const item = options.items.findIndex((/** @type {any} */ each) => each.tensor === name);
  const frame = scene.frames.findIndex(({ panels }) => /** @type {any} */ (panels.tensor)?.current === item);
  const { tween } = itemAt(scene.frames, frame);
  const at = itemAt(frameStarts(scene), frame) + share * tween + (share === 1 ? 0.1 : 0);
  const context = stageAt(scene, at, { width: 1280, height: 580 });
  const shapes = /** @type {any[]} */ (layers(context).flatMap((layer) => layer.shapes));
  return shapes.filter(({ kind: each, tensor }) => each === "raster" && tensor.name === name);
}

test("what pooling makes is half as long as what it reads, and shrinks from there", () => {
  const [read, begun, made] = [mapsAt("conv1 relu", 1), mapsAt("pool1", 0.15), mapsAt("pool1", 1)];
  for (const [k, { width }] of made.entries()) {
    assert.ok(Math.abs(width - itemAt(read, k).width / 2) < 1e-6);
    assert.ok(itemAt(begun, k).width > 1.5 * width);
  }
});

test("a view lays all numbers in one row, each from where it was", () => {
  const [block, begun, row] = [mapsAt("average", 1), mapsAt("flatten", 0.02), mapsAt("flatten", 1)];
  assert.equal(row.length, block.length);
  assert.equal(new Set(row.map(({ y }) => y)).size, 1);
  for (const [k, { x }] of row.entries()) if (k) assert.ok(x > itemAt(row, k - 1).x);
  assert.ok(new Set(begun.map(({ y }) => Math.round(y / 10))).size > 3);
});
