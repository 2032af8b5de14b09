/** A paper: as far as its frame says, on the page as in a film; newer ink as it is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { countPoints } from "../../static/js/data/strokes.js";
import { compose, inkOnly } from "../../static/js/views/compose.js";
import { golden, settledStage } from "./goldens.js";

const SIZE = { width: 1280, height: 580 };

/** @param {any} context @returns {any[]} the strokes on the paper */
const strokesOn = (context) =>
  compose(inkOnly(context).papers).flatMap(function inner(/** @type {any} */ shape) {
    if (shape.kind === "within" || shape.kind === "faded") return shape.shapes.flatMap(inner);
    return shape.kind === "line" || shape.kind === "circle" ? [shape] : [];
  });

test("a drawing grows with its frames, whether or not the page knows its ink", () => {
  const scene = golden("lenet-live");
  /** @type {any} */
  const known = scene.values.drawing;
  const growing = scene.frames.flatMap((frame, k) => {
    const { points } = /** @type {any} */ (frame.panels?.pad ?? {});
    return points === undefined ? [] : [{ points, k }];
  });
  assert.ok(growing.length > 10 && growing[0]?.points === 0);
  const drawn = growing.map(({ k }) => {
    const stage = settledStage(scene, SIZE, k);
    const alone = strokesOn(stage);
    assert.deepEqual(strokesOn({ ...stage, ink: known }), alone, `frame ${k}`);
    return JSON.stringify(alone);
  });
  assert.equal(new Set(drawn).size, new Set(growing.map(({ points }) => points)).size);
  assert.equal(drawn[0], "[]");
  assert.equal(growing.at(-1)?.points, countPoints(known));
});

test("newer ink is seen as it is, on an empty paper too", () => {
  const scene = golden("lenet-live");
  const empty = scene.frames.findIndex((frame) => /** @type {any} */ (frame.panels?.pad)?.points === 0);
  const stroke = [
    [0.2, 0.2],
    [0.8, 0.8],
  ];
  assert.equal(strokesOn({ ...settledStage(scene, SIZE, empty), ink: [stroke] }).length, 1);
});
