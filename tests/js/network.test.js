/** Networks as one space: what the camera frames, what moves between two frames, and where a lens comes from. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { evenly } from "../../static/js/data/easing.js";
import { itemAt } from "../../static/js/data/lists.js";
import { around } from "../../static/js/drawing/build.js";
import { textWidth } from "../../static/js/drawing/layout.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { compose } from "../../static/js/views/compose.js";
import { faceOf, patchCorners } from "../../static/js/views/network-layout.js";
import { sceneryOf } from "../../static/js/views/network-pose.js";
import { golden, stageAt } from "./goldens.js";

/** Projectors, with letters for a hall. @type {[number, number, number][]} */
const HALLS = [
  [1280, 558, 24.05],
  [1024, 600, 25.65],
  [1920, 836, 36.1],
];
const run = golden("lenet-run");
const panel = /** @type {any} */ (run.panels[0]);
/** The frames in which the network is seen: not what goes before it, nor the bars of softmax. */
const SEEN = run.frames.flatMap(({ hidden = [] }, k) => (hidden.includes("network") ? [] : [k]));

/** @param {any} scene @param {[number, number, number?]} size @param {number} seconds @returns {any} */
const context = (scene, [width, height, least], seconds) => stageAt(scene, seconds, { width, height, least });

/** @param {any} at */
const words = (at) =>
  compose(at).flatMap((shape) => (shape.kind === "text" && (shape.alpha ?? 1) > 0.5 ? [shape] : []));

test("time that was eased is known again", () => {
  for (const t of [0, 0.1, 0.37, 0.5, 0.82, 1]) assert.ok(Math.abs(evenly(t * t * (3 - 2 * t)) - t) < 1e-9);
});

for (const size of HALLS) {
  const [width, height, least] = size;
  const name = `${width}×${height}`;

  test(`each settled frame has a layer on the stage of ${name}, none cut by an edge, with its name and shape`, () => {
    for (const k of SEEN) {
      const at = context(run, size, settledAt(run, k));
      const shown = Number(/** @type {any} */ (itemAt(run.frames, k).panels.network).shown);
      const seen = sceneryOf(panel, at).columns.filter(({ alpha }, i) => alpha > 0.5 && i < shown);
      assert.ok(seen.length > 0, `frame ${k}`);
      const texts = words(at);
      for (const { x, y, layer, ...column } of seen) {
        assert.ok(x >= 20 && x + column.width <= width - 20, `${layer.layer} is cut at the side in frame ${k}`);
        assert.ok(y >= 20 && y + column.height <= height - 10, `${layer.layer} is cut above or below in frame ${k}`);
        const shape = layer.shape.length === 3 && layer.shape[0] === 1 ? layer.shape.slice(1) : layer.shape;
        // The classes, written out, say themselves how many they are.
        for (const text of column.kind === "bars" ? [layer.layer] : [layer.layer, shape.join("×")]) {
          const found = texts.find((each) => each.text === text);
          assert.ok(found && found.size >= least - 0.01, `${text} is not to be read in frame ${k}`);
        }
      }
    }
  });

  test(`all ten classes are named on ${name} wherever they are`, () => {
    for (const scene of [run, golden("lenet-live")]) {
      for (let k = 0; k < scene.frames.length; k++) {
        const { network } = /** @type {any} */ (itemAt(scene.frames, k).panels);
        const drawn = /** @type {any} */ (scene.panels.find(({ kind }) => kind === "network"));
        const { columns, classes } = drawn.options;
        // A formula in the caption takes two lines of the stage.
        const at = context(scene, [width, height - 2 * least, least], settledAt(scene, k));
        const bars = sceneryOf(drawn, at).columns.at(-1);
        if (!network || network.shown < columns.length || !bars || bars.alpha < 1) continue;
        const texts = words(at).map(({ text }) => text);
        for (const each of classes) assert.ok(texts.includes(each), `${scene.name} frame ${k} lacks ${each}`);
      }
    }
  });
}

test("a flight begins where the frame before ended", () => {
  for (const k of SEEN) {
    const start = frameStarts(run)[k] ?? 0;
    const before = sceneryOf(panel, context(run, [1280, 558], start)).columns;
    const after = sceneryOf(panel, context(run, [1280, 558], start + 1e-6)).columns;
    before.forEach(({ x, y, side, width, height }, i) => {
      const next = itemAt(after, i);
      for (const by of [x - next.x, y - next.y, side - next.side, width - next.width, height - next.height])
        assert.ok(Math.abs(by) < 0.1, `layer ${i} jumps by ${by} as frame ${k} begins`);
    });
  }
});

test("what stays in sight never jumps on a flight: no more than 70 pixels from picture to picture", () => {
  for (let k = 1; k < run.frames.length; k++) {
    const start = frameStarts(run)[k] ?? 0;
    const end = settledAt(run, k);
    /** @type {ReturnType<typeof sceneryOf>["columns"][]} */
    const places = [];
    for (let t = start + 1e-6; t < end; t += 1 / 60)
      places.push(sceneryOf(panel, context(run, [1280, 558], t)).columns);
    places.slice(1).forEach((now, n) => {
      now.forEach(({ x, y, width, alpha }, i) => {
        const old = itemAt(itemAt(places, n), i);
        if (alpha < 0.3 || x + width < 0 || x > 1280) return;
        const far = Math.hypot(x - old.x, y - old.y);
        assert.ok(far < 70, `layer ${i} goes ${far} pixels at once in frame ${k}`);
      });
    });
  }
});

test("the lens unfolds out of the window that is read", () => {
  const k = run.frames.findIndex(({ panels }) => /** @type {any} */ (panels.network).open);
  const { open } = /** @type {any} */ (itemAt(run.frames, k).panels.network);
  const [start, end] = [frameStarts(run)[k] ?? 0, settledAt(run, k)];
  // The moment before it begins to unfold.
  const at = context(run, [1280, 558], start + (end - start) * 0.3);
  const source = sceneryOf(panel, at).columns.find(({ layer }) => layer.tensor === open.source);
  assert.ok(source);
  const [corner, right] = patchCorners(source, open.channels[0], open.rows, open.columns);
  const patch = compose(at).find((shape) => shape.kind === "raster" && shape.tensor.name === open.tensors[0]);
  assert.ok(patch?.kind === "raster" && patch.skew && right);
  assert.ok(Math.hypot(patch.x - corner.x, patch.y - corner.y) < 1);
  assert.ok(Math.hypot(patch.skew.across.x - right.x + corner.x, patch.skew.across.y - right.y + corner.y) < 1);
});

test("six windows of S2 send a beam each into one cell of C3, none over another map", () => {
  const k = run.frames.findIndex(({ panels: { network } }) => {
    const { open } = /** @type {any} */ (network);
    return open?.layer === "C3" && open.stage >= 3;
  });
  for (const size of HALLS) {
    const at = context(run, size, settledAt(run, k));
    const shapes = compose(at);
    const first = shapes.findIndex(({ kind }) => kind === "raster");
    const light = shapes.map((shape) => (shape.kind === "polygon" && shape.fill === "classify" ? shape.points : []));
    const beams = light.slice(0, first).filter(({ length }) => length > 0);
    assert.equal(beams.length, 6);
    assert.ok(beams.every(samePlace));
    assert.equal(new Set(beams.map(([, goal]) => `${goal?.x.toFixed(2)} ${goal?.y.toFixed(2)}`)).size, 1);
    const { columns } = sceneryOf(panel, at);
    const [source, target] = ["S2", "C3"].map((name) => columns.find(({ layer }) => layer.layer === name));
    assert.ok(source && target);
    const maps = Array.from({ length: 6 }, (_, i) => around(faceOf(source, i)));
    const end = around(Array.from({ length: 16 }, (_, i) => faceOf(target, i)).flat());
    const over = light.slice(first).filter(({ length }) => length > 0);
    const on = maps.map((map) => over.filter((points) => isIn(points, map)).length);
    assert.deepEqual(on, [1, 1, 1, 1, 1, 1]);
    assert.equal(over.filter((points) => isIn(points, end)).length, 6);
    assert.equal(over.length, 12);
  }
});

/** Whether points lie within a rectangle. @param {{x: number, y: number}[]} points
 * @param {{x: number, y: number, width: number, height: number}} rect */
const isIn = (points, { x, y, width, height }) =>
  points.every((at) => at.x > x - 0.01 && at.y > y - 0.01 && at.x < x + width + 0.01 && at.y < y + height + 0.01);

/** Whether the two far corners of a beam have met. @param {{x: number, y: number}[]} points */
const samePlace = ([, a, b]) => a !== undefined && b !== undefined && Math.hypot(a.x - b.x, a.y - b.y) < 1e-6;

test("an arrow to the next line of layers crosses no name and no shape, on a phone and in a hall", () => {
  /** @type {[number, number, number?][]} */
  const stages = [[390, 420], [768, 500, 20], ...HALLS];
  let arrows = 0;
  for (const scene of [run, golden("pytorch-networks")])
    for (const size of stages) {
      const at = context(scene, size, settledAt(scene, scene.frames.length - 1));
      const found = compose(at).flatMap((shape) => (shape.kind === "line" && shape.arrow ? [shape] : []));
      for (const { points } of found)
        for (const [i, to] of points.slice(1).entries()) {
          const from = itemAt(points, i);
          const hit = words(at).filter(({ x, y, size: letters, text, align = "center" }) => {
            const wide = textWidth(text, letters);
            const left = x - wide * { left: 0, center: 0.5, right: 1 }[align];
            const level = Math.max(from.x, to.x) > left && Math.min(from.x, to.x) < left + wide;
            return level && Math.max(from.y, to.y) > y - letters / 2 && Math.min(from.y, to.y) < y + letters / 2;
          });
          assert.deepEqual(
            hit.map(({ text }) => text),
            [],
            `${scene.name} at ${size[0]}`,
          );
        }
      arrows += found.length;
    }
  assert.ok(arrows >= 4, `${arrows} arrows`);
});

test("at 4:3 an arrow leads to a crowded network's second line, and all rays end before the answer", () => {
  const scene = golden("pytorch-elsewhere");
  const at = context(scene, [1024, 700, 25.6], settledAt(scene, scene.frames.length - 1));
  const shapes = compose(at);
  assert.equal(shapes.filter((shape) => shape.kind === "line" && shape.arrow).length, 1);
  const grounds = shapes.filter((shape) => shape.kind === "rect" && shape.fill === "surface" && shape.radius === 6);
  const rays = shapes.filter((shape) => shape.kind === "line" && shape.stroke === "classify" && shape.line === 1);
  assert.ok(grounds.length === 1 && rays.length > 10);
  for (const ground of grounds)
    for (const ray of rays)
      if (ground.kind === "rect" && ray.kind === "line") assert.ok(ray.points.every(({ x }) => x <= ground.x + 0.01));
});

test("where ten classes are wired to what they read, nothing else lies between, on a phone too", () => {
  const k = run.frames.findIndex(({ panels }) => {
    const { open, outline, shown } = /** @type {any} */ (panels.network);
    return open && outline && shown === 7;
  });
  assert.ok(k > 0);
  for (const size of /** @type {[number, number, number?][]} */ ([...HALLS, [390, 480, 13]])) {
    const at = context(run, size, settledAt(run, k));
    const { columns, is } = sceneryOf(panel, at);
    assert.deepEqual(is?.parts, []);
    const [from, to] = columns.filter(({ alpha }) => alpha > 0.5);
    assert.ok(from?.layer.layer === "F6" && to?.kind === "bars");
    assert.ok(from.x + from.width < to.x && to.x + to.width <= size[0]);
    const names = words(at).filter(({ text }) => /^\d$/.test(text));
    assert.deepEqual(names.map(({ text }) => text).sort(), [..."0123456789"]);
  }
});
