/** How every frame of every scene stands on a phone: whole words, none on another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds } from "../../static/js/drawing/build.js";
import { compose } from "../../static/js/views/compose.js";
import { golden, names, settledStage } from "./goldens.js";

/** @import { TextShape } from "../../static/js/drawing/shapes.js" */

/** The stage on the page, and in a picture of a phone's size with its smallest letters. */
const PHONES = [
  { width: 390, height: 430 },
  { width: 390, height: 770, least: 13 },
];
/** The stage on smaller ones: what stands on it there may reach its edge, but a program's lines stand apart. */
const SMALL = [
  { width: 360, height: 330 },
  { width: 375, height: 260 },
  { width: 360, height: 260 },
  { width: 320, height: 260 },
];

for (const name of names) {
  const scene = golden(name);
  test(`${name} has whole words on a phone`, () => {
    const bad = new Set();
    for (const size of name === "pytorch-code" ? [...PHONES, ...SMALL] : PHONES) {
      for (const k of scene.frames.keys()) {
        const texts = compose(settledStage(scene, size, k)).flatMap((shape) =>
          shape.kind === "text" && shape.text && (shape.alpha ?? 1) > 0.05 ? [shape] : [],
        );
        for (const text of texts) {
          const { x, width } = bounds(text);
          if (SMALL.includes(size)) continue;
          if (x < -1 || x + width > size.width + 1)
            bad.add(`${size.width}×${size.height}: “${text.text}” sticks out f${k}`);
        }
        for (const [i, a] of texts.entries())
          for (const b of texts.slice(i + 1))
            if (overlaps(a, b)) bad.add(`${size.width}×${size.height}: “${a.text}” lies on “${b.text}” f${k}`);
      }
    }
    assert.deepEqual([...bad], []);
  });
}

/** @param {TextShape} a @param {TextShape} b */
function overlaps(a, b) {
  const [p, q] = [bounds(a), bounds(b)];
  const wide = Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x);
  const high = Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y);
  return wide > 3 && high > 0.35 * Math.min(p.height, q.height);
}
