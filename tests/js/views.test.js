/** Every golden stream through the layout and the views: finite, on the stage, nothing over anything else. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameShot } from "../../static/js/data/records.js";
import { layout } from "../../static/js/drawing/layout.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { compose, inkOnly } from "../../static/js/views/compose.js";
import { asCut } from "../../static/js/views/turns.js";
import { golden, names, settledStage, stageAt } from "./goldens.js";
import { gridPanel } from "./samples.js";

const SIZES = [
  [1280, 450],
  [1024, 480],
  [1920, 820],
  [390, 400],
  [1024, 600],
];

/** Moments to look at: settled frames spread over the scene, and half-way through their tweens. @param {any} scene */
function moments(scene) {
  const last = scene.frames.length - 1;
  const picked = [0, 1, 2, Math.floor(last / 3), Math.floor(last / 2), last - 1, last];
  const frames = [...new Set(picked.map((k) => Math.max(0, Math.min(last, k))))];
  return frames.flatMap((k) => [settledAt(scene, k), (frameStarts(scene)[k] + settledAt(scene, k)) / 2]);
}

/** The first frame of every shot. @param {any} scene */
const shots = ({ frames }) =>
  frames.filter((/** @type {any} */ frame, /** @type {number} */ k) => !k || !isSameShot(frames[k - 1], frame));

/** @param {any} scene @param {number} seconds @param {{width: number, height: number}} [size] */
const draw = (scene, seconds, size = { width: 1280, height: 450 }) => compose(stageAt(scene, seconds, size));

/** @param {any} scene @param {any} frame @param {{width: number, height: number}} size */
function panelsLieApart(scene, frame, size) {
  const rects = [...layoutAt(scene, { from: null, to: frame, f: 1 }, size).panels.entries()];
  const names = scene.panels.map((/** @type {any} */ { name }) => name);
  const present = names.filter((/** @type {string} */ name) => !frame.hidden.includes(name));
  // In whatever order they stand there.
  assert.deepEqual(new Set(rects.map(([panel]) => panel)), new Set(present.length ? present : names));
  for (const [panel, { x, y, width: w, height: h }] of rects) {
    assert.ok(
      x >= 0 && y >= 0 && x + w <= size.width + 1 && y + h <= size.height + 1,
      `${panel} leaves the stage: ${x}, ${y}, ${w}×${h}`,
    );
    assert.ok(w > 8 && h > 2, `${panel} is too small to see: ${w}×${h}`);
  }
  for (const [i, [a, first]] of rects.entries()) {
    for (const [b, second] of rects.slice(i + 1)) {
      const over =
        Math.min(first.x + first.width, second.x + second.width) - Math.max(first.x, second.x) > 1 &&
        Math.min(first.y + first.height, second.y + second.height) - Math.max(first.y, second.y) > 1;
      assert.ok(!over, `${a} lies over ${b}`);
    }
  }
}

/** @param {any} value @param {string} path */
function finite(value, path) {
  if (typeof value === "number") assert.ok(Number.isFinite(value), `${path} is ${value}`);
  else if (value && typeof value === "object" && !ArrayBuffer.isView(value)) {
    for (const [key, part] of Object.entries(value)) if (key !== "tensor") finite(part, `${path}.${key}`);
  }
}

for (const name of names) {
  const scene = golden(name);
  for (const [width, height] of SIZES) {
    const size = { width, height };

    test(`${name} has its panels on a stage of ${width}×${height}, none over another`, () => {
      for (const frame of shots(scene)) panelsLieApart(scene, frame, size);
    });

    test(`${name} draws finite shapes and legible texts within ${width}×${height}`, () => {
      for (const seconds of moments(scene)) {
        const stage = stageAt(scene, seconds, size);
        const shapes = compose(stage);
        // What shares nothing with the shot before comes from beyond the stage's side.
        const beyond = asCut(stage) === stage ? 1 : width;
        assert.ok(shapes.length > 0);
        for (const shape of shapes) {
          finite(shape, `${name} at ${seconds} s: ${shape.kind}`);
          if (shape.kind !== "text" || (shape.alpha ?? 1) < 0.05) continue;
          assert.ok(shape.size >= 9, `“${shape.text}” is ${shape.size} px`);
          assert.ok(
            shape.x >= -beyond && shape.x <= width + beyond && shape.y >= -1 && shape.y <= height + 1,
            `“${shape.text}” is off the stage at ${shape.x}, ${shape.y}`,
          );
        }
      }
    });
  }
}

test("the same scene, size and moment give the same shapes", () => {
  const scene = golden("convolution-checkerboard");
  assert.deepEqual(draw(scene, 7.3), draw(scene, 7.3));
});

test("a moment is drawn alike forwards and backwards", () => {
  const scene = golden("convolution-checkerboard");
  const forth = [1, 5, 9, 13].map((seconds) => draw(scene, seconds));
  const back = [13, 9, 5, 1].map((seconds) => draw(scene, seconds)).reverse();
  assert.deepEqual(forth, back);
});

test("new ink changes only the paper and its title, and stays on the paper", () => {
  const scene = golden("lenet-live");
  const stage = settledStage(scene, { width: 1280, height: 450 }, 3);
  const paper = /** @type {any} */ (stage.layout.panels.get("pad"));
  /** @type {[number, number][][]} */
  const ink = [
    [
      [0, 0],
      [1.0, 1.0],
    ],
  ];
  const { papers, where } = inkOnly({ ...stage, ink });
  assert.deepEqual(where, [paper]);
  const shapes = compose(papers);
  assert.deepEqual(
    shapes.map(({ kind }) => kind),
    ["text", "rect", "within", "rect"],
  );
  const within = /** @type {any} */ (shapes[2]);
  assert.equal(within.shapes.length, 1);
  assert.ok(within.x >= paper.x && within.x + within.width <= paper.x + paper.width);
  assert.ok(within.y >= paper.y && within.y + within.height <= paper.y + paper.height);
});

test("a panel that stands under another one is as far from the left, and the row is as high as both", () => {
  const panels = /** @type {any[]} */ ([gridPanel("a", 4), gridPanel("b", 4), gridPanel("c", 4, { row: "under" })]);
  const placed = layout(panels, 1200, 500).panels;
  const [a, b, c] = ["a", "b", "c"].map((name) => /** @type {any} */ (placed.get(name)));
  assert.equal(c.x, b.x);
  assert.ok(c.y >= b.y + b.height);
  assert.ok(Math.abs(a.y + a.height / 2 - (b.y + c.y + c.height) / 2) <= 1);
});

test("the name and the note of a low panel take no height beside a high one", () => {
  const low = { ...gridPanel("low", 2), note: "2×2" };
  const high = { ...gridPanel("high", 8), label: "" };
  const placed = (/** @type {any[]} */ panels) => layout(panels, 2000, 500).panels.get("high")?.height;
  assert.equal(placed([low, high]), placed([high]));
});

/** Where the panels of a scene stand at a frame. @param {string} name @param {{width: number, height: number}} size
 * @param {number} [k] */
function placesIn(name, size, k) {
  const { layout: placed } = settledStage(golden(name), size, k);
  return { ...placed, at: (/** @type {string} */ panel) => /** @type {any} */ (placed.panels.get(panel)) };
}

test("maps stand beyond their pictures on a wide stage, and below them, larger, where there is height", () => {
  const [wide, high] = [
    { width: 1280, height: 560 },
    { width: 1024, height: 575 },
  ].map((size) => placesIn("convolution-edge", size));
  assert.ok(wide && high);
  const row = ["output", "input", "kernel", "turned", "map"].map((panel) => wide.at(panel));
  for (const [i, rect] of row.entries()) assert.ok(i === 0 || rect.x > row[i - 1].x + row[i - 1].width);
  assert.deepEqual([...wide.signs.keys()], ["input", "map"]);
  for (const [picture, map] of [
    ["input", "output"],
    ["turned", "map"],
  ].map((pair) => pair.map(high.at))) {
    assert.ok(map.y >= picture.y + picture.height);
    assert.ok(Math.abs(map.x + map.width / 2 - picture.x - picture.width / 2) <= 1);
  }
  assert.deepEqual([...high.below], ["output", "map"]);
  assert.deepEqual([...high.signs.keys()], []);
  assert.ok(high.unit > 50 && wide.unit > 50);
});

test("what comes down to a map below its picture meets no name of it on its way", () => {
  const shapes = compose(settledStage(golden("convolution-edge"), { width: 1024, height: 575 }));
  const { at } = placesIn("convolution-edge", { width: 1024, height: 575 });
  const named = shapes.filter((shape) => shape.kind === "text" && shape.text === "Map");
  assert.equal(named.length, 2);
  for (const shape of named) assert.ok(shape.kind === "text" && shape.y > at("output").y + at("output").height);
});

test("the picture above a row stands above the window that comes out of it", () => {
  const scene = golden("convolution-digit");
  const k = scene.frames.findIndex((frame) => frame.panels.window);
  for (const size of [
    { width: 1024, height: 600 },
    { width: 1024, height: 575 },
  ]) {
    const [input, window] = ["input", "window"].map(placesIn("convolution-digit", size, k).at);
    assert.ok(input.y + input.height < window.y);
    assert.ok(Math.abs(input.x + input.width / 2 - window.x - window.width / 2) <= 1);
  }
  const [input, window] = ["input", "window"].map(placesIn("convolution-digit", { width: 1280, height: 560 }, k).at);
  assert.ok(input.x + input.width < window.x);
});
