/** Words in motion: what stays in view keeps its letters' size, and goes from place to place without a leap. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { compose } from "../../static/js/views/compose.js";
import { changesOf, golden, names, stageAt } from "./goldens.js";

/** @import { Shape, TextShape } from "../../static/js/drawing/shapes.js" */

const SIZE = { width: 1280, height: 562 };
/** Seconds between two looks; how many times as large words may be then, and how far away, in widths of the stage. */
const [STEP, GROWN, FAR] = [0.04, 1.5, 0.25];
/** From how strong on words are seen. */
const SEEN = 0.3;

/** The words that stand once in a picture, by what they say; numbers come and go. @param {Shape[]} shapes */
function wordsIn(shapes) {
  /** @type {Map<string, TextShape | null>} */
  const all = new Map();
  for (const shape of shapes)
    if (shape.kind === "text" && (shape.alpha ?? 1) > SEEN && /\p{L}/u.test(shape.text))
      all.set(shape.text, all.has(shape.text) ? null : shape);
  return all;
}

for (const name of names) {
  const scene = golden(name);

  test(`${name} keeps its words steady`, () => {
    for (const { k } of changesOf(scene, 2)) {
      const [start = 0, end] = [frameStarts(scene)[k], settledAt(scene, k)];
      let before = wordsIn([]);
      for (let at = start - STEP / 2; at < end + STEP; at += STEP) {
        const now = wordsIn(compose(stageAt(scene, at, SIZE)));
        for (const [text, word] of now) {
          const was = before.get(text);
          if (!word || !was) continue;
          const where = `“${text}” at ${at.toFixed(2)} s, frame ${k}`;
          const grown = Math.max(word.size / was.size, was.size / word.size);
          assert.ok(grown <= GROWN, `${where} is ${grown.toFixed(2)} times as large or small at once`);
          const far = Math.hypot(word.x - was.x, word.y - was.y) / SIZE.width;
          assert.ok(far <= FAR, `${where} leaps over ${far.toFixed(2)} of the stage`);
        }
        before = now;
      }
    }
  });
}
