/** What is written on a ruler keeps apart in wide fonts, and each letter of the formula stands above its number. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, stageAt } from "./goldens.js";

/** How wide letters are in the bold of a wide font, DejaVu's, for letters of size 1; those not listed are digits. */
const WIDE = {
  ...{ " ": 0.35, "+": 0.84, ",": 0.38, ":": 0.4, "=": 0.84, D: 0.87, K: 0.87, O: 0.87, P: 0.75, S: 0.72, W: 1.12 },
  ...{ e: 0.68, f: 0.44, l: 0.38, m: 1.06, o: 0.69, p: 0.72, r: 0.53, s: 0.6, t: 0.48, v: 0.65 },
};

/** @param {string} text @param {number} size */
const wideWidth = (text, size) =>
  Array.from(text, (letter) => WIDE[/** @type {keyof typeof WIDE} */ (letter)] ?? 0.7).reduce((a, b) => a + b, 0) *
  size;

/** The texts of a ruler in a frame that has settled, with where each begins and ends in a wide font.
 * @param {any} scene @param {string} panel @param {number} k @param {number} width */
function written(scene, panel, k, width) {
  const stage = stageAt(scene, settledAt(scene, k), { width, height: 540 });
  const texts = layers(stage).find((layer) => layer.panel === panel)?.shapes ?? [];
  return texts.flatMap((/** @type {any} */ shape) => {
    if (shape.kind !== "text" || !shape.text || (shape.alpha ?? 1) < 0.5) return [];
    const { text, x, y, size, align } = shape;
    const wide = wideWidth(text, size);
    const left = align === "left" ? x : align === "right" ? x - wide : x - wide / 2;
    return [{ text, x, y, size, left, right: left + wide }];
  });
}

const scene = golden("stride-padding-formula");
const frames = scene.frames.flatMap((/** @type {any} */ { panels }, /** @type {number} */ k) =>
  ["ruler", "five"].filter((panel) => panels[panel]?.shown).map((panel) => ({ k, panel, told: panels[panel].told })),
);

for (const width of [390, 1024, 1280])
  test(`the measures on a ruler keep apart in a wide font, within ${width} pixels`, () => {
    assert.ok(frames.length > 4);
    for (const { k, panel } of frames) {
      const measures = written(scene, panel, k, width).filter(
        ({ text }) => /=|left over/.test(text) && text.length > 2,
      );
      for (const [i, a] of measures.entries())
        for (const b of measures.slice(i + 1)) {
          const apart = Math.max(a.left - b.right, b.left - a.right);
          const gap = `${a.text} and ${b.text} in frame ${k}: ${apart}`;
          assert.ok(apart > a.size * 0.2 || Math.abs(a.y - b.y) > a.size * 0.9, gap);
        }
    }
  });

test("each letter of the formula stands right above its number", () => {
  for (const { k, panel, told } of frames) {
    if (!told) continue;
    const { options } = /** @type {any} */ (scene.panels.find(({ name }) => name === panel));
    const texts = written(scene, panel, k, 1280);
    const { letters, numbers } = options.texts;
    for (const i of [0, 1, 2, 3]) {
      const above = texts.find(({ text }) => text === letters[i]);
      assert.ok(above, `${letters[i]} is written`);
      const below = texts.find(({ text, x, y }) => text === numbers[i] && Math.abs(x - above.x) < 1 && y > above.y);
      assert.ok(below && below.y - above.y < above.size * 2 && below.size === above.size, `${numbers[i]} is below it`);
    }
  }
});
