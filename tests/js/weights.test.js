/** The weights of filters: in full screen their numbers can be read wherever a filter is shown in step 2. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isShown } from "../../static/js/data/records.js";
import { numberSize } from "../../static/js/drawing/number-size.js";
import { differing, golden, names, settledStage } from "./goldens.js";

/** @import { Scene } from "../../static/js/data/records.js" */
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
