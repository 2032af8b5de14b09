/** What is written on a ruler: each letter of the formula above its number, and the room to move clear of the cells. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds } from "../../static/js/drawing/build.js";
import { settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, stageAt } from "./goldens.js";

/** The stage in full screen above a caption of two lines and of four, in a window, and on a telephone. */
const STAGES = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1024, height: 513, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 976, height: 520 },
  { width: 390, height: 420 },
];

const scene = golden("stride-padding-formula");
const frames = scene.frames.flatMap((/** @type {any} */ { panels }, /** @type {number} */ k) =>
  ["ruler", "five"].filter((panel) => panels[panel]?.shown).map((panel) => ({ k, panel, told: panels[panel].told })),
);

/** What a ruler draws in a frame that has settled. @param {string} panel @param {number} k
 * @param {import("../../static/js/drawing/shots.js").Size} stage @returns {any[]} */
const drawn = (panel, k, stage) =>
  layers(stageAt(scene, settledAt(scene, k), stage)).find((layer) => layer.panel === panel)?.shapes ?? [];

test("the room to move is told clear of the outputs' cells", () => {
  let seen = 0;
  for (const stage of STAGES)
    for (const { k, panel } of frames) {
      const shapes = drawn(panel, k, stage);
      const room = shapes.find(({ text, alpha = 1 }) => text?.startsWith("room") && alpha > 0.5);
      if (!room) continue;
      seen += 1;
      const foot = room.y + room.size * 0.45;
      const below = shapes.filter(({ kind, y, fill }) => kind === "rect" && fill !== "paper" && y > room.y - room.size);
      for (const cell of below) assert.ok(bounds(cell).y > foot, `frame ${k} on ${stage.width}×${stage.height}`);
    }
  assert.ok(seen > 4);
});

test("each letter of the formula stands right above its number", () => {
  for (const { k, panel, told } of frames) {
    if (!told) continue;
    const { options } = /** @type {any} */ (scene.panels.find(({ name }) => name === panel));
    const texts = drawn(panel, k, { width: 1280, height: 540 }).filter(({ text, alpha = 1 }) => text && alpha > 0.5);
    const { letters, numbers } = options.texts;
    for (const i of [0, 1, 2, 3]) {
      const above = texts.find(({ text }) => text === letters[i]);
      assert.ok(above, `${letters[i]} is written`);
      const below = texts.find(({ text, x, y }) => text === numbers[i] && Math.abs(x - above.x) < 1 && y > above.y);
      assert.ok(below && below.y - above.y < above.size * 2 && below.size === above.size, `${numbers[i]} is below it`);
    }
  }
});
