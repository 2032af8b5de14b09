/** From shot to shot within a scene, in all scenes, as a film would show it: step by step. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameShot, isShown } from "../../static/js/data/records.js";
import { bounds } from "../../static/js/drawing/build.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { chapterOrder, golden, stageAt } from "./goldens.js";

/** @import { Rect } from "../../static/js/drawing/layout.js" */
/** @typedef {{panel: string, text: string, alpha: number, place: Rect}} Seen a shape, and how strong it is within all
 *   that it lies in */

const SIZE = { width: 1280, height: 580 };
/** Into so many parts a change is cut. */
const PARTS = 12;
/** What is weaker is not seen. */
const SEEN = 0.08;

/** @param {any[]} shapes @param {string} panel @param {number} [strength] @returns {Seen[]} */
const seenOf = (shapes, panel, strength = 1) =>
  shapes.flatMap((shape) => {
    const alpha = strength * (shape.alpha ?? 1);
    if (shape.kind === "within") return seenOf(shape.shapes, panel, alpha);
    return alpha < SEEN ? [] : [{ panel, text: shape.text ?? "", alpha, place: bounds(shape) }];
  });

/** Every change of a shot, and what is seen of it. */
const changes = chapterOrder.flatMap((name) => {
  const scene = golden(name);
  return scene.frames.flatMap((to, k) => {
    const from = scene.frames[k - 1];
    if (!from || isSameShot(from, to)) return [];
    const start = /** @type {number} */ (frameStarts(scene)[k]);
    const samples = Array.from({ length: PARTS + 1 }, (_, i) => {
      const seconds = start + 1e-4 + (i / PARTS) * (settledAt(scene, k) - start - 1e-4);
      const stage = stageAt(scene, seconds, SIZE);
      return { ...stage, share: i / PARTS, seen: layers(stage).flatMap(({ panel, shapes }) => seenOf(shapes, panel)) };
    });
    return [{ name: `${name}, frame ${k}`, scene, from, to, samples }];
  });
});

test("nothing comes by way of the sentence below the stage", () => {
  for (const { name, samples } of changes)
    for (const { share, seen } of samples) {
      const below = seen.filter(({ place }) => place.y + place.height > SIZE.height + 1);
      assert.deepEqual(below, [], `${name} after ${share}`);
    }
});

test("what goes is not told what comes: it says what it said", () => {
  for (const { name, scene, from, to, samples } of changes) {
    const going = scene.panels.filter((panel) => isShown(from, panel) && !isShown(to, panel)).map(({ name }) => name);
    const said = ({ seen = /** @type {Seen[]} */ ([]) } = {}) =>
      seen.flatMap(({ panel, text }) => (going.includes(panel) && text ? [`${panel}: ${text}`] : []));
    const before = new Set(said(samples[0]));
    for (const sample of samples)
      assert.deepEqual(
        said(sample).filter((text) => !before.has(text)),
        [],
        `${name} after ${sample.share}`,
      );
  }
});
