/** Bars that run off the stage, values within their bars, and rows that share the panel. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { textWidth } from "../../static/js/drawing/layout.js";
import { settledAt } from "../../static/js/state/timing.js";
import { compose } from "../../static/js/views/compose.js";
import { golden, settledStage, stageAt } from "./goldens.js";

const SIZE = { width: 1280, height: 540, least: 24 };

/** The bars of a scene at a frame, from the longest, and its texts.
 * @param {string} name @param {number} k @param {typeof SIZE} [size] */
function drawn(name, k, size = SIZE) {
  const scene = golden(name);
  const shapes = /** @type {any[]} */ (compose(settledStage(scene, size, k)));
  const fills = ["classify", "conv", "stack"];
  const rects = shapes.filter(({ kind, fill, width }) => kind === "rect" && fills.includes(fill) && width > 0);
  return { rects, texts: shapes.filter(({ kind }) => kind === "text") };
}

const flatten = golden("mlp-flatten").frames.length;

test("the photograph's bar fills the stage, and its value stands within it", () => {
  const { rects, texts } = drawn("mlp-flatten", flatten - 2);
  const [digit, photo, conv] = rects;
  const value = (/** @type {string} */ start) => texts.find(({ text }) => text.startsWith(start));
  assert.ok(photo.x + photo.width < SIZE.width && photo.width > SIZE.width * 0.7);
  assert.ok(digit.x + digit.width < value("785,000").x, "a short bar has its value beside it");
  assert.ok(value("150,529,000").x < photo.x + photo.width && value("150,529,000").fill === "paper");
  assert.ok(value("1,792").x > conv.x + conv.width, "a short bar has its value beside it");
});

test("on a phone a value stays on the stage, within a bar that leaves no room behind it", () => {
  const size = { width: 390, height: 400, least: 9 };
  for (let k = flatten - 5; k < flatten; k++) {
    const { texts } = drawn("mlp-flatten", k, size);
    const value = texts.find(({ text }) => text.startsWith("150,529,000"));
    const end = value.x + textWidth(value.text, value.size);
    assert.ok(end < size.width, `frame ${k}: ${value.text} ends at ${end}`);
  }
});

test("bars are as long as what they stand for, at one scale", () => {
  const [digit, photo] = drawn("mlp-flatten", flatten - 2).rects;
  assert.ok(Math.abs(photo.width / digit.width - 150529000 / 785000) < 1);
});

test("two bars share the height that three have later", () => {
  const [two, three] = [flatten - 5, flatten - 2].map((k) => drawn("mlp-flatten", k).rects[0]?.height);
  assert.ok(two > three * 1.02, `${two} with two; ${three} with three`);
});

test("a value within its bar has room there in the bold figures of a wide font", () => {
  for (const name of ["mlp-flatten", "channels-depthwise", "channels-parameters"])
    for (let width = 600; width <= 1920; width += 24) {
      const { rects, texts } = drawn(name, golden(name).frames.length - 1, { ...SIZE, width });
      for (const text of texts.filter(({ fill }) => fill === "paper")) {
        const bar = rects.find(({ y, height }) => Math.abs(y + height / 2 - text.y) < 1);
        const wide = (/** @type {string} */ letter) => (/\d/.test(letter) ? 0.7 : /[a-z]/.test(letter) ? 0.62 : 0.38);
        const end = [...text.text].reduce((x, letter) => x + wide(letter) * text.size, text.x);
        assert.ok(end < bar.x + bar.width, `${name} at ${width}: ${text.text}`);
      }
    }
});

test("what two panels of bars count is as long in both as it stands for", () => {
  const [inputs, weights] = drawn("mlp-priors", golden("mlp-priors").frames.length - 1).rects.filter(
    ({ fill }) => fill === "classify",
  );
  assert.ok(Math.abs(weights.width / inputs.width - 6084 / 784) < 0.01);
});

test("the end of a bar comes into sight once those beside it are as short as its scale makes them", () => {
  const scene = golden("channels-parameters");
  const far = scene.frames.findIndex(({ narration }) => narration.includes("metre"));
  const [start, end] = [settledAt(scene, far - 1), settledAt(scene, far)];
  const seen = Array.from({ length: 100 }, (_, i) => {
    const moment = stageAt(scene, start + ((i + 1) / 100) * (end - start), SIZE);
    const shapes = /** @type {any[]} */ (compose(moment));
    const [filter, layer, dense] = shapes.filter(({ kind, fill }) => kind === "rect" && /conv|classify/.test(fill));
    const isBroken = shapes.some(({ kind, stroke }) => kind === "line" && stroke === "paper");
    const compared = shapes.some(({ text }) => text?.startsWith("× "));
    return { short: Math.max(filter.width, layer.width), ends: dense.x + dense.width < SIZE.width, isBroken, compared };
  });
  for (const { short, ends, isBroken, compared } of seen) {
    assert.ok(short <= 1.5 || (isBroken && !ends && !compared), `a bar of ${short} beside the end of the longest`);
    assert.ok(ends !== isBroken, "what runs off the stage is cut, and nothing else");
  }
  assert.ok(seen[0]?.isBroken && seen.at(-1)?.ends && seen.at(-1)?.compared);
});
