/** How every frame of every scene stands on a projected stage: large, in the middle, whole, legible to its end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { around, bounds, corners } from "../../static/js/drawing/build.js";
import { colourOf, textColour } from "../../static/js/drawing/shapes.js";
import { CUT } from "../../static/js/state/timing.js";
import { compose, layers } from "../../static/js/views/compose.js";
import { origins } from "../../static/js/views/origins.js";
import { chapterOrder, differing, golden, names, settledStage, stageAt } from "./goldens.js";
import { theme } from "./themes.js";

/** @import { Scene } from "../../static/js/data/records.js" */
/** @import { Shape } from "../../static/js/drawing/shapes.js" */
/** @import { Size } from "../../static/js/drawing/shots.js" */

/** The stage in full screen on three projectors, with the least letters there. */
const PROJECTED = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 1920, height: 861, least: 36 },
];
/** What looks in from beside the shot where a lower stage is wider for its height. */
const PEEKS = ["F6", "84"];
/** What stays free beside what is drawn, in pixels. */
const EDGE = 24;

/** What is drawn of a scene at a frame, and what of it can be seen. @param {Scene} scene @param {number} k
 * @param {Size} size */
function drawn(scene, k, size) {
  return compose(settledStage(scene, size, k)).filter(({ alpha = 1 }) => alpha > 0.05);
}

/** Whether a shape is too long for any wall, and runs off this one. @param {Shape} shape @param {Size} size */
const runsOff = (shape, { width }) => bounds(shape).x + bounds(shape).width > width;

for (const name of names) {
  const scene = golden(name);
  const frames = differing(scene);

  test(`${name} fills a projected stage, in its middle, and stays off its edges`, () => {
    for (const size of PROJECTED) {
      for (const k of frames) {
        const shapes = drawn(scene, k, size).filter((shape) => shape.kind === "text" || !runsOff(shape, size));
        const all = around(shapes.flatMap((shape) => corners(bounds(shape))));
        const [wide, high] = [all.width / size.width, all.height / size.height];
        const where = `frame ${k} at ${size.width}`;
        const large = k === 0 ? high >= 0.45 || wide >= 0.6 : high >= 0.6 || wide >= 0.85;
        assert.ok(large, `${where} spans ${wide.toFixed(2)} × ${high.toFixed(2)} of the stage`);
        const off = [(all.x + all.width / 2) / size.width - 0.5, (all.y + all.height / 2) / size.height - 0.5];
        assert.ok(
          Math.max(...off.map(Math.abs)) <= 0.08,
          `${where} is off the middle by ${off.map((x) => x.toFixed(2))}`,
        );
        const beside = Math.min(all.x, size.width - all.x - all.width);
        assert.ok(beside >= EDGE, `${where} is ${beside.toFixed(0)} px from a side`);
      }
    }
  });

  test(`${name} says in full screen what it says in a window`, () => {
    // A program of twenty lines has no room on the smallest: there it rolls by, and the line that is read is seen.
    for (const { width, height, least } of name === "pytorch-code" ? PROJECTED.slice(1) : PROJECTED) {
      for (const k of frames) {
        const texts = (/** @type {Size} */ size) =>
          drawn(scene, k, size).flatMap((shape) => (shape.kind === "text" && shape.text ? [shape.text] : []));
        const { below } = settledStage(scene, { width, height, least }, k).layout;
        // Where maps stand below their pictures, no arrow leads to them from the side.
        const there = new Set([...texts({ width, height, least }), ...(below.size ? ["←", "→"] : [])]);
        const lost = texts({ width, height: height * 0.8 }).filter((text) => !there.has(text) && !PEEKS.includes(text));
        assert.deepEqual(lost, [], `frame ${k} at ${width}`);
      }
    }
  });

  test(`${name} ends with every word legible`, () => {
    for (const worn of /** @type {const} */ (["light", "dark"])) {
      const shapes = drawn(scene, scene.frames.length - 1, { width: 1280, height: 568, least: 24 });
      for (const [i, shape] of shapes.entries()) {
        if (shape.kind !== "text") continue;
        const contrast = contrastOn(ground(shapes.slice(0, i), shape, worn), shape, worn);
        assert.ok(contrast >= 4.5, `“${shape.text}” has ${contrast.toFixed(1)} : 1 in the ${worn} theme`);
      }
    }
  });
}

for (const [i, name] of chapterOrder.slice(1).entries()) {
  const before = /** @type {string} */ (chapterOrder[i]);
  test(`what ${before} and ${name} both show stays on the screen from one to the other`, () => {
    const [from, to] = [golden(before), golden(name)];
    const size = /** @type {Size} */ (PROJECTED[1]);
    const leaving = settledStage(from, size);
    for (let tenths = 0; tenths < CUT * 10; tenths++) {
      const context = { ...stageAt(to, tenths / 10, size, true), leaving };
      const there = layers(context);
      assert.ok(
        there.some(({ shapes }) => shapes.some(({ alpha = 1 }) => alpha > 0.2)),
        `nothing is on the stage after ${tenths} tenths`,
      );
      for (const panel of origins(context).keys()) {
        const shapes = there.filter((layer) => layer.panel === panel).flatMap((layer) => layer.shapes);
        assert.ok(
          shapes.some(({ kind, alpha = 1 }) => kind !== "text" && alpha === 1),
          `${panel} after ${tenths} tenths`,
        );
      }
    }
  });
}

/** What lies under the middle of a text, as a colour. @param {Shape[]} below @param {{x: number, y: number}} at
 * @param {"light" | "dark"} worn */
function ground(below, at, worn) {
  return below.reduce(
    (colour, shape) => {
      if ((shape.kind !== "rect" && shape.kind !== "circle") || shape.fill === undefined) return colour;
      const { x, y, width, height } = bounds(shape);
      const over = at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
      return over ? mix(colour, rgb(colourOf(theme(worn), shape.fill)), shape.alpha ?? 1) : colour;
    },
    rgb(colourOf(theme(worn), "paper")),
  );
}

/** @param {number[]} under @param {import("../../static/js/drawing/shapes.js").TextShape} text
 * @param {"light" | "dark"} worn */
function contrastOn(under, text, worn) {
  const letters = mix(under, rgb(textColour(theme(worn), text)), text.alpha ?? 1);
  const [a, b] = [luminance(under), luminance(letters)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** @param {string} colour such as #1b1d22 or #fff */
function rgb(colour) {
  const long = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join("") : colour.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}

/** @param {number[]} a @param {number[]} b @param {number} t */
const mix = (a, b, t) => a.map((each, i) => each + ((b[i] ?? 0) - each) * t);

/** Relative luminance after WCAG. @param {number[]} colour */
function luminance(colour) {
  const [r = 0, g = 0, b = 0] = colour
    .map((c) => c / 255)
    .map((s) => (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
