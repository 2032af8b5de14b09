/** Shots: panels in the sizes that a frame gives them, copied rows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameShot, parseFrame } from "../../static/js/data/records.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { copies } from "../../static/js/views/copies.js";
import { boxPlaces } from "../../static/js/views/places.js";
import { golden, settledStage } from "./goldens.js";
import { gridPanel, gridScene } from "./samples.js";

const SIZE = { width: 1280, height: 540 };

const SIDES = { input: 5, kernel: 3, output: 3 };
const scene = gridScene(
  SIDES,
  Object.entries(SIDES).map(([name, side]) => gridPanel(name, side)),
);

/** @param {object} more */
const frameWith = (more) => parseFrame(/** @type {any} */ ({ type: "frame", k: 0, seconds: 1, ...more }));

/** @param {import("../../static/js/data/records.js").Frame} to @param {number} [f] */
const layoutOf = (to, f = 1, from = /** @type {any} */ (null)) => layoutAt(scene, { from, to, f }, SIZE);

test("a panel has the size that its frame gives it, and moves there from its own", () => {
  const [plain, large] = [frameWith({}), frameWith({ panels: { output: { size: [5, 5] } } })];
  assert.ok(!isSameShot(plain, large));
  const [before, after] = [layoutOf(plain), layoutOf(large)];
  const width = (/** @type {typeof before} */ layout, /** @type {string} */ name) =>
    /** @type {any} */ (layout.panels.get(name)).width;
  assert.ok(Math.abs(width(before, "output") - width(before, "kernel")) < 1e-6);
  assert.ok(Math.abs(width(after, "output") - width(after, "input")) < 1e-6);
  const half = width(layoutOf(large, 0.5, plain), "output");
  assert.ok(half > width(before, "output") && half < width(after, "output"));
});

test("bars that stand alone fill a phone's stage, and have their own size on a wide one", () => {
  const scene = golden("channels-depthwise");
  const frame = scene.frames.find(({ hidden }) => !hidden.includes("bars"));
  const on = (/** @type {number} */ width, /** @type {number} */ height) =>
    /** @type {any} */ (
      layoutAt(scene, { from: null, to: /** @type {any} */ (frame), f: 1 }, { width, height }).panels.get("bars")
    );
  assert.ok(on(390, 430).height > 0.5 * 430);
  const wide = on(1280, 540);
  const [high, across] = /** @type {any} */ (scene.panels.find(({ name }) => name === "bars")).size;
  assert.ok(Math.abs(wide.height / wide.width - high / across) < 1e-6);
});

test("a row flies from its window into the cells of its group, cell by cell", () => {
  const span = (/** @type {string} */ name, /** @type {string} */ role) => ({
    tensor: name,
    role,
    channels: [0, 1],
    rows: [1, 2],
    columns: [0, 3],
    group: 0,
  });
  const to = frameWith({ boxes: [span("input", "window"), span("output", "cell")] });
  const layout = layoutOf(to);
  const at = (/** @type {number} */ flight) =>
    copies({ scene, layout, moment: { k: 0, from: null, to, f: 1, flight } });
  const left = (/** @type {number} */ flight) => /** @type {any} */ (at(flight)[0]).points[0].x;
  assert.equal(at(0).length, 4);
  assert.equal(left(0), layout.panels.get("input")?.x);
  assert.ok(left(0.5) > left(0) && left(0.999) < /** @type {any} */ (layout.panels.get("output")).x);
  assert.deepEqual(at(1), []);
});

test("a row flies down within the beam from below it to above its goal", () => {
  const made = golden("mlp-flatten");
  const k = made.frames.findIndex(({ narration }) => narration.startsWith("Row follows row"));
  const stage = settledStage(made, SIZE, k);
  const [from, to] = stage.moment.to.boxes.map((box) => /** @type {any} */ (boxPlaces(stage, box)[0]));
  const share = (/** @type {number} */ y) => (y - from.y - from.height) / (to.y - from.y - from.height);
  for (let flight = 0.05; flight < 1; flight += 0.05) {
    const shapes = /** @type {any[]} */ (copies({ ...stage, moment: { ...stage.moment, flight } }));
    assert.equal(shapes.length, 29);
    for (const { points } of shapes)
      for (const { x, y } of points) {
        const f = Math.max(0, Math.min(1, share(y)));
        const left = from.x + f * (to.x - from.x);
        const right = left + from.width + f * (to.width - from.width);
        assert.ok(x > left - 1e-6 && x < right + 1e-6, `${x} is not between ${left} and ${right}`);
      }
  }
});

test("a kernel flies from where it stands to where a cell lays it down, and waits until it has come", () => {
  const made = golden("pytorch-transposed");
  const k = made.frames.findIndex((/** @type {any} */ { panels }) => panels?.sheet?.tensor === "sheet 2");
  const stage = settledStage(made, SIZE, k);
  const { layout } = stage;
  const at = (/** @type {number} */ flight) =>
    copies({ ...stage, moment: { ...stage.moment, flight } }).filter(({ kind }) => kind === "rect");
  const left = (/** @type {number} */ flight) => /** @type {any} */ (at(flight)[0]).x;
  const kernel = /** @type {any} */ (layout.panels.get("below"));
  const sheet = /** @type {any} */ (layout.panels.get("sheet"));
  assert.deepEqual(at(0.2), []);
  assert.equal(at(0.31).length, 9);
  assert.ok(Math.abs(left(0.31) - kernel.x) < kernel.width * 0.1);
  assert.ok(left(0.6) > left(0.31) && left(0.999) > sheet.x, "two cells to the right");
  assert.ok(left(0.999) < sheet.x + (3 * sheet.width) / 7);
  assert.deepEqual(at(1), []);
});
