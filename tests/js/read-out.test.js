/** What measured lines say at a step stands whole on the stage, each value by its own point. */

import assert from "node:assert/strict";
import test from "node:test";
import { textWidth } from "../../static/js/drawing/layout.js";
import { compose } from "../../static/js/views/compose.js";
import { golden, settledStage } from "./goldens.js";

const SIZES = [
  { width: 1920, height: 820 },
  { width: 1280, height: 545 },
  { width: 1024, height: 600 },
  { width: 448, height: 400 },
];
const VALUE = /^\d[\d.]* %$/;

for (const name of ["mlp-drag", "hierarchy-transfer"])
  test(`${name} says what its lines are at, whole and each at its own point`, () => {
    const scene = golden(name);
    const wrong = [];
    for (const size of SIZES)
      for (const k of scene.frames.keys()) {
        const shapes = compose(settledStage(scene, size, k));
        const values = shapes.flatMap((each) =>
          each.kind === "text" && each.weight === 700 && VALUE.test(each.text) ? [each] : [],
        );
        const points = shapes.flatMap((each) => (each.kind === "circle" ? [each] : []));
        for (const { text, x, y, size: letters, fill } of values) {
          const where = `${text} in frame ${k + 1} at ${size.width}×${size.height}`;
          if (x + textWidth(text, letters) * 0.6 > size.width) wrong.push(`${where} leaves the stage`);
          const own = points.filter((each) => [each.fill, each.stroke].includes(fill ?? ""));
          const far = (/** @type {{x: number, y: number}} */ to) => Math.hypot(to.x - x, to.y - y);
          const nearest = Math.min(...points.filter((each) => !own.includes(each)).map(far));
          if (Math.min(...own.map(far)) > nearest) wrong.push(`${where} is nearer to another's point`);
        }
      }
    assert.deepEqual(wrong, []);
  });
