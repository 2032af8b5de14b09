/** What lies beside the scene: the drawer, notices, thumbnails; and going to a stage. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { after, at, paused } from "./reducing.js";
import { chapter, scene } from "./samples.js";

test("a stage is gone to where the chapter first has it, and an unknown one changes nothing", () => {
  /** @type {{spec: {stage: string}, step: number, index: number}[]} */
  const specs = chapter.steps.flatMap((/** @type {any} */ { scenes }, /** @type {number} */ step) =>
    scenes.map((/** @type {any} */ spec, /** @type {number} */ index) => ({ spec, step, index })),
  );
  for (const { spec } of specs) {
    const first = specs.find((each) => each.spec.stage === spec.stage);
    assert.ok(first);
    const there = after(paused, { type: "stage", stage: spec.stage });
    assert.deepEqual([there.step, there.scene], [first.step + 1, first.index]);
  }
  assert.equal(after(paused, { type: "stage", stage: "no such" }), paused);
});

test("the drawer opens and closes, and the film stays where it is", () => {
  const open = after(paused, { type: "drawer" });
  assert.deepEqual([paused.drawer, open.drawer, after(open, { type: "drawer" }).drawer], [false, true, false]);
  assert.equal(at(open), at(paused));
  assert.equal(after(open, { type: "drawer", open: true }), open);
  assert.equal(after(open, { type: "drawer", open: false }).drawer, false);
});

test("a notice is said until one goes on, and thumbnails are those of the scene that came last", () => {
  const noted = after(paused, { type: "note", sentence: "The address was cut off." });
  assert.equal(noted.note, "The address was cut off.");
  assert.equal(after(noted, "nextScene").note, "");
  const strip = scene(2);
  assert.equal(after(paused, { type: "thumbnails", scene: strip }).thumbnails, strip);
});
