/** The weights of filters: in full screen their numbers can be read wherever a filter is shown in step 2, and where a
 * deep one is shown as slices. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { format } from "../../static/js/data/numbers.js";
import { isShown } from "../../static/js/data/records.js";
import { numberSize } from "../../static/js/drawing/number-size.js";
import { grid } from "../../static/js/views/grid.js";
import { stack } from "../../static/js/views/stack.js";
import { differing, golden, names, settledStage } from "./goldens.js";

/** @import { Scene } from "../../static/js/data/records.js" */
/** @import { View } from "../../static/js/views/context.js" */
/** @import { Size } from "../../static/js/drawing/shots.js" */

const SIZES = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 1920, height: 861, least: 36 },
];

/** The filters of a frame whose numbers are too small to be read, or left out.
 * @param {Scene} scene @param {number} k @param {Size} size */
function unread(scene, k, size) {
  const frame = /** @type {import("../../static/js/data/records.js").Frame} */ (scene.frames[k]);
  const { panels, type } = settledStage(scene, size, k).layout;
  return scene.panels.flatMap((panel) => {
    const tensor = scene.tensors.find(({ name }) => name === panel.tensors[0]);
    const rect = panels.get(panel.name);
    if (panel.kind !== "grid" || !tensor?.weights || !rect || !isShown(frame, panel)) return [];
    const side = rect.height / (tensor.shape[1] ?? 1);
    const changes = /** @type {{bare?: boolean} | undefined} */ (frame.panels[panel.name]);
    return changes?.bare || numberSize(tensor, side, type) === 0 ? [`${panel.name} in frame ${k + 1}`] : [];
  });
}

for (const name of names.filter((each) => each.startsWith("convolution-")))
  test(`the weights can be read wherever ${name} shows them`, () => {
    const scene = golden(name);
    for (const size of SIZES) for (const k of differing(scene)) assert.deepEqual(unread(scene, k, size), []);
  });

test("the weights of a deep filter can be read wherever it is shown as slices", () => {
  const scene = golden("channels-rgb");
  const panel = scene.panels.find(({ name }) => name === "slices") ?? assert.fail();
  const tensor = scene.tensors.find(({ name }) => name === panel.tensors[0]) ?? assert.fail();
  const values = new Set(Array.from(tensor.values, format));
  for (const size of SIZES) {
    const shown = differing(scene).filter((k) => isShown(itemAt(scene.frames, k), panel));
    assert.ok(shown.length > 0);
    for (const k of shown) {
      const context = settledStage(scene, size, k);
      const rect = context.layout.panels.get(panel.name) ?? assert.fail();
      const written = /** @type {View<any>} */ (stack).draw(panel, rect, context);
      const numbers = written.filter((shape) => shape.kind === "text" && values.has(shape.text));
      assert.equal(numbers.length, tensor.values.length, `frame ${k} at ${size.width}`);
    }
  }
});

test("a filter without its numbers shows each weight by an outline that is seen on any ground", () => {
  const scene = golden("pytorch-residual");
  const panel = scene.panels.find(({ name }) => name === "pattern") ?? assert.fail();
  const k = scene.frames.findIndex((frame) => isShown(frame, panel));
  const context = settledStage(scene, itemAt(SIZES, 1), k);
  const rect = context.layout.panels.get(panel.name) ?? assert.fail();
  const drawn = /** @type {View<any>} */ (grid).draw(panel, rect, context);
  const cells = drawn.filter((shape) => shape.kind === "rect" && shape.fill && shape.stroke === "muted");
  assert.equal(cells.length, 9);
});
