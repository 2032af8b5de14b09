/** The shape below a picture says what is seen of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compose } from "../../static/js/views/compose.js";
import { golden, settledStage } from "./goldens.js";

test("where a part of a picture is seen from near, the note says how much of how much", () => {
  const scene = golden("hierarchy-network");
  for (const [k, { panels }] of scene.frames.entries()) {
    const { around } = /** @type {{around?: number[]}} */ (panels.image ?? {});
    const shapes = /** @type {any[]} */ (compose(settledStage(scene, { width: 1280, height: 540 }, k)));
    const [note] = shapes.flatMap(({ text }) => (text?.endsWith("32×32") && !text.includes("=") ? [text] : []));
    // Windows of 6×6 with two pixels around them.
    assert.equal(note, around ? "10×10 of 32×32" : "32×32", `frame ${k}`);
  }
  assert.ok(
    scene.frames.some(({ panels }) => panels.image),
    "the picture is seen from near",
  );
});
