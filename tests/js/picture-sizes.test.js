/** How large pictures are: a digit, and a map of one, have few sizes in the whole chapter. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isShown } from "../../static/js/data/records.js";
import { golden, names, settledStage } from "./goldens.js";

/** @import { Scene } from "../../static/js/data/records.js" */
/** @import { Size } from "../../static/js/drawing/shots.js" */

/** What a picture has of the stage's height, in per cent: alone, beside one thing, beside several; as a small copy. */
const SIZES = [79, 66, 50, 40, 30, 21];
/** Shots with a picture of another size, from the first frame to the last, counted from 1: with one of those they would
 * not span 60 % of the stage's height nor 85 % of its width, or rows would not fit, or numbers could not be read. */
const OTHERS = {
  "convolution-activate": [[46, 47]],
  "mlp-priors": [[37, 40]],
  "mlp-shift": [
    [8, 8],
    [122, 122],
  ],
};

/** The height of the first picture of a frame, in per cent of the stage's; null where there is none.
 * @param {Scene} scene @param {number} k @param {Size} size */
function pictureHeight(scene, k, size) {
  const { panels, tensors, frames } = scene;
  const frame = /** @type {import("../../static/js/data/records.js").Frame} */ (frames[k]);
  const picture = panels.find((panel) => {
    const [, rows = 0, columns = 0] = tensors.find(({ name }) => name === panel.tensors[0])?.shape ?? [];
    return ["grid", "pad"].includes(panel.kind) && rows >= 24 && columns >= 24 && isShown(frame, panel);
  });
  const rect = picture && settledStage(scene, size, k).layout.panels.get(picture.name);
  return rect ? (100 * rect.height) / size.height : null;
}

for (const size of [
  { width: 1280, height: 568, least: 24 },
  { width: 1920, height: 861, least: 36 },
]) {
  test(`a picture has one of six sizes in full screen, ${size.width} pixels wide`, () => {
    /** @type {Map<number, Set<string>>} */
    const met = new Map(SIZES.map((each) => [each, new Set()]));
    /** @type {Record<string, number[][]>} */
    const others = {};
    for (const name of names) {
      const scene = golden(name);
      for (const k of scene.frames.keys()) {
        const height = pictureHeight(scene, k, size);
        if (height === null) continue;
        const one = SIZES.find((each) => Math.abs(each - height) < 0.7);
        if (one !== undefined) met.get(one)?.add(name);
        else {
          others[name] ??= [];
          const last = others[name].at(-1);
          if (last?.[1] === k) last[1] = k + 1;
          else others[name].push([k + 1, k + 1]);
        }
      }
    }
    assert.deepEqual(others, OTHERS);
    for (const [each, scenes] of met) assert.ok(scenes.size > 1, `${each} % is the size of one scene alone`);
  });
}

test("the digit keeps its size from scene to scene where it stands beside one thing", () => {
  const size = { width: 1920, height: 861, least: 36 };
  const shots = { "mlp-shift": 20, "mlp-priors": 20, "convolution-digit": 100, "hierarchy-growth": 2 };
  const heights = Object.entries(shots).map(([name, frame]) => pictureHeight(golden(name), frame - 1, size));
  assert.deepEqual(new Set(heights.map((height) => Math.round(Number(height)))), new Set([66]));
});
