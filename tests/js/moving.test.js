/** What moves within a scene: a value through a map, channels out of a picture, maps into a stack; and measures. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { movingBoxes } from "../../static/js/views/boxes.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, stageAt } from "./goldens.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

/** A panel's shapes at a second, and where it stands. @param {any} scene @param {string} panel @param {number} seconds
 * @param {{width: number, height: number}} [size] */
function drawn(scene, panel, seconds, size = { width: 1280, height: 540 }) {
  const stage = stageAt(scene, seconds, size);
  const found = layers(stage).find((layer) => layer.panel === panel);
  /** @type {any[]} */
  const shapes = found?.shapes ?? [];
  const rect = /** @type {Rect} */ (stage.layout.panels.get(panel));
  return { shapes, rect, texts: shapes.filter(({ kind }) => kind === "text") };
}

/** The first frame of which something is so. @param {any} scene @param {(frame: any) => boolean} is */
const frameWhere = (scene, is) => scene.frames.findIndex(is);

/** @param {any} scene @param {number} k @param {number} share */
const within = (scene, k, share) => {
  const start = /** @type {number} */ (frameStarts(scene)[k]);
  return start + share * (settledAt(scene, k) - start);
};

test("the strong value slides from cell to cell through one map", () => {
  const scene = golden("pooling-invariance");
  const k = frameWhere(scene, ({ panels }) => panels.map?.moved);
  const places = [0, 0.5, 1].map((share) => {
    const { texts, rect } = drawn(scene, "map", within(scene, k, share));
    const nine = texts.find(({ text }) => text === "9");
    return ((nine.x - rect.x) / rect.width) * 4;
  });
  assert.ok(Math.abs(places[0] - 0.5) < 0.05, `it begins in the first column: ${places}`);
  assert.ok(places[1] > 0.55 && places[1] < 1.45, `it is between the two: ${places}`);
  assert.ok(Math.abs(places[2] - 1.5) < 0.05, `it ends in the second column: ${places}`);
});

test("the pooled map changes when the value has landed in it, not before", () => {
  const scene = golden("pooling-invariance");
  const k = frameWhere(scene, ({ panels }) => panels.pooled?.tensor === "pooled3");
  const nines = (/** @type {number} */ k, /** @type {number} */ share) =>
    drawn(scene, "pooled", within(scene, k, share))
      .texts.filter(({ text, alpha }) => text === "9" && (alpha ?? 1) > 0.5)
      .map(({ x }) => x);
  // It crosses the border; the window that it left has a 0; then the one that it has come to has it.
  const [crossing, left] = [nines(k - 2, 0.5), nines(k - 1, 1)];
  const [before, after] = [nines(k, 0.5), nines(k, 1)];
  assert.deepEqual([crossing.length, left.length, before.length, after.length], [1, 0, 0, 1]);
  assert.ok(Number(crossing[0]) < Number(after[0]));
});

test("the frame on the largest value comes where that is, while the window travels", () => {
  const scene = golden("pooling-max");
  const won = scene.frames.flatMap(({ boxes }, k) => (boxes.some(({ role }) => role === "argmax") ? [k] : []));
  const k = Number(won[2]);
  const context = stageAt(scene, within(scene, k, 0.12), { width: 1280, height: 540 });
  const boxes = movingBoxes(context);
  const settled = movingBoxes(stageAt(scene, settledAt(scene, k), { width: 1280, height: 540 }));
  const placed = (/** @type {typeof boxes} */ all, /** @type {string} */ role) =>
    all.find(({ box }) => box.role === role)?.rect.x ?? NaN;
  assert.ok(Math.abs(placed(boxes, "argmax") - placed(settled, "argmax")) < 1);
  assert.ok(Math.abs(placed(boxes, "window") - placed(settled, "window")) > 5);
});

test("a cell that comes with its computation is blank until its result has landed in it", () => {
  const scene = golden("channels-depthwise");
  const k = frameWhere(scene, ({ boxes }) => boxes.some((/** @type {any} */ { tensor }) => tensor === "one"));
  for (const [share, texts] of /** @type {const} */ ([
    [0.8, 0],
    [1, 1],
  ]))
    assert.equal(drawn(scene, "one", within(scene, k, share)).texts.filter(({ text }) => text === "0.5").length, texts);
});

test("the first maps that a program makes come out of their line, and are seen on the way", () => {
  const scene = golden("pytorch-code");
  const k = frameWhere(scene, ({ hidden }) => !hidden.includes("tensor"));
  const { shapes, rect } = drawn(scene, "tensor", within(scene, k, 0.5));
  const maps = shapes.filter(({ kind, alpha = 1 }) => kind === "raster" && alpha > 0.5);
  assert.ok(maps.length > 0 && maps.every(({ x }) => x < rect.x + rect.width / 2));
  assert.ok(
    maps.some(({ x }) => x < rect.x),
    "they are on their way",
  );
});

test("words of a diagram change one after the other, and never lie over one another", () => {
  const scene = golden("pytorch-norm");
  const k = frameWhere(scene, ({ panels }) => panels.values?.shown === 2);
  for (const share of [0.2, 0.4, 0.5, 0.6, 0.8]) {
    const { texts } = drawn(scene, "values", within(scene, k, share));
    const seen = texts.filter(({ text, alpha = 1 }) => text.startsWith("mean") && alpha > 0.05);
    assert.ok(seen.length <= 1, `${seen.map(({ text }) => text)} at ${share}`);
  }
});

test("a filter flies as a whole, and frames numbers only where it has lain down", () => {
  const scene = golden("convolution-edge");
  const k = frameWhere(scene, ({ computations }) => computations.length > 0);
  const count = (/** @type {number} */ share) => {
    const above = layers(stageAt(scene, within(scene, k, share), { width: 1280, height: 540 }));
    /** @type {any[]} */
    const all = above.filter(({ panel }) => panel === "").flatMap(({ shapes }) => shapes);
    const of = (/** @type {string} */ part) => all.filter((shape) => shape[part]?.scale === "signed").length;
    return { tinted: of("fill"), framed: of("stroke") };
  };
  assert.deepEqual(count(0.3), { tinted: 12, framed: 0 });
  assert.deepEqual(count(1), { tinted: 0, framed: 12 });
});

test("a number that flies over dark cells has paper below it", () => {
  const scene = golden("convolution-edge");
  const k = frameWhere(scene, ({ computations }) => computations.length > 0);
  const above = layers(stageAt(scene, within(scene, k, 0.85), { width: 1280, height: 540 }));
  const shapes = above.filter(({ panel }) => panel === "").flatMap((layer) => layer.shapes);
  const numbers = shapes.flatMap((shape, i) => (shape.kind === "text" && shape.text === "0" ? [i] : []));
  assert.equal(numbers.length, 2);
  for (const i of numbers) assert.equal(/** @type {any} */ (shapes[i - 1]).fill, "paper");
});

test("the channels peel off the picture, one after another", () => {
  const scene = golden("channels-rgb");
  const k = frameWhere(scene, ({ panels }) => panels.channels?.source === "picture");
  const planes = (/** @type {number} */ share) =>
    drawn(scene, "channels", within(scene, k, share)).shapes.filter(({ kind }) => kind === "raster");
  const picture = drawn(scene, "picture", within(scene, k, 0.05)).rect;
  const [red] = planes(0.05);
  assert.ok(Math.abs(red.x - picture.x) < picture.width * 0.1, "the first begins on the picture");
  assert.ok(Math.abs(red.skew.across.y) < 0.1 * red.skew.across.x, "and stands upright there");
  const [first, , last] = planes(0.5);
  const [end, , far] = planes(1);
  assert.ok(end.x - first.x < far.x - last.x, "the first is ahead of the last");
});

test("each map turns into its own plane of the stack, and the planes before it wait there", () => {
  const scene = golden("channels-filters");
  const k = frameWhere(scene, ({ panels }) => panels.maps?.source === "map 2");
  const planes = (/** @type {number} */ share) =>
    drawn(scene, "maps", within(scene, k, share)).shapes.filter(({ kind, alpha }) => kind === "raster" && alpha > 0.5);
  const map = drawn(scene, "map 2", within(scene, k, 0.2)).rect;
  const coming = planes(0.2).at(-1);
  assert.deepEqual(
    planes(0.2).map(({ channel }) => channel),
    [0, 1, 2],
  );
  const way = planes(1).at(-1).x - map.x;
  assert.ok(Math.abs(coming.x - map.x) < way * 0.25, "it has hardly left its map");
  assert.deepEqual(
    planes(1).map(({ channel }) => channel),
    [0, 1, 2],
  );
});

test("the letters of the formula stand on what they measure", () => {
  const scene = golden("stride-padding-formula");
  const told = frameWhere(scene, ({ panels }) => panels.ruler?.told);
  const { shapes, texts } = drawn(scene, "ruler", settledAt(scene, told));
  const levels = shapes.filter(({ kind, points }) => kind === "line" && points[0].y === points[1].y);
  const { options } = /** @type {any} */ (scene.panels.find(({ kind }) => kind === "ruler"));
  const pixels = shapes.filter(({ kind, stroke }) => kind === "rect" && stroke === "input");
  const cell = pixels[1].x - pixels[0].x;
  const lengths = levels.map(({ points }) => Math.round((points[1].x - points[0].x) / cell));
  for (const length of [options.size, options.padding, 3, 2, options.windows.length])
    assert.ok(lengths.includes(length), `${length} is measured: ${lengths}`);
  const written = texts.map(({ text }) => text);
  for (const text of ["W = 32", "P = 1", "K = 3", "S = 2", "1 left over"]) assert.ok(written.includes(text));
  assert.ok(written.some((text) => /^O = .*16$/.test(text)));
});

test("the window slides along the line, and each output lies below the place that it comes from", () => {
  const scene = golden("stride-padding-formula");
  const k = frameWhere(scene, ({ panels }) => panels.ruler?.shown === 2);
  const seen = (/** @type {number} */ share) => {
    const rects = drawn(scene, "ruler", within(scene, k, share)).shapes.filter(({ kind }) => kind === "rect");
    const outputs = rects.filter(({ stroke }) => stroke === "stack");
    return { window: rects.find(({ stroke }) => stroke === "conv"), outputs };
  };
  const [start, half, end] = [0, 0.5, 1].map(seen);
  assert.ok(start.window.x < half.window.x && half.window.x < end.window.x);
  assert.ok([half, end].every(({ window }) => window.width === start.window.width));
  const middle = (/** @type {import("../../static/js/drawing/layout.js").Rect} */ { x, width }) => x + width / 2;
  assert.ok(Math.abs(middle(end.outputs.at(-1)) - middle(end.window)) < 0.1);
});

test("each curve is drawn along its axis, and a point goes along its curve", () => {
  const scene = golden("convolution-activate");
  const seen = (/** @type {(frame: any) => boolean} */ which, /** @type {number} */ share) =>
    drawn(scene, "curve", within(scene, frameWhere(scene, which), share)).shapes;
  for (const shown of [1, 2]) {
    const [some, all] = [0.7, 1].map((share) => {
      const shapes = seen(({ panels }) => panels.curve?.shown === shown, share);
      return itemAt(
        shapes.filter(({ points }) => points?.length > 2),
        shown - 1,
      ).points;
    });
    assert.ok(some.length < all.length);
    assert.deepEqual(some, all.slice(0, some.length));
  }
  const shapes = seen(({ narration }) => narration.startsWith("The strongest opposite"), 0.5);
  const dots = shapes.filter(({ kind }) => kind === "circle");
  assert.equal(dots.length, 2);
  for (const [i, { points }] of shapes.filter(({ points }) => points?.length > 2).entries()) {
    const { x, y } = itemAt(dots, i);
    const near = points.find((/** @type {any} */ point) => Math.abs(point.x - x) < 10);
    assert.ok(Math.abs(near.y - y) < 10);
  }
});

for (const width of [390, 1024, 1280])
  test(`the pyramid's labels keep apart within ${width} pixels`, () => {
    const scene = golden("channels-pyramid");
    const { texts } = drawn(scene, "blocks", settledAt(scene, scene.frames.length - 1), { width, height: 440 });
    assert.equal(texts.length, 2 * 5);
    for (const [i, a] of texts.entries())
      for (const b of texts.slice(i + 1)) {
        const reach = ((a.text.length + b.text.length) / 2) * Math.max(a.size, b.size) * 0.6;
        assert.ok(Math.abs(a.x - b.x) > reach || Math.abs(a.y - b.y) > a.size, `${a.text} meets ${b.text}`);
      }
  });

test("each map that is pooled as a whole shrinks into its cell, and turns into its value there", () => {
  const scene = golden("pooling-global");
  const k = frameWhere(scene, ({ boxes }) => boxes.length > 2);
  const means = scene.panels.filter(({ name }) => name.startsWith("mean "));
  assert.equal(means.length, 6);
  for (const [i, { name }] of means.entries()) {
    const seen = [0.05, 0.4, 0.7].map((share) => drawn(scene, name, within(scene, k, share)));
    const maps = seen.map(({ shapes }) => shapes.find(({ kind }) => kind === "raster"));
    assert.ok(maps.every(({ tensor, channel }) => tensor.name === "maps" && channel === i));
    const wide = maps.map(({ width }) => width / itemAt(seen, 0).rect.width);
    assert.ok(wide[0] > 1.3 && wide[1] < wide[0] && wide[2] < wide[1] && wide[2] < 1.1, `${name}: ${wide}`);
    const { texts } = drawn(scene, name, within(scene, k, 0.99));
    assert.ok(texts.some(({ text }) => text !== "Mean"));
  }
});

test("a logarithmic scale says what its marks are, a linear one lets the longest bar run off the stage", () => {
  const scene = golden("channels-parameters");
  const linear = frameWhere(scene, ({ panels }) => panels.bars?.shown === 3 && panels.bars.scale === "linear");
  const bars = drawn(scene, "bars", settledAt(scene, linear)).shapes.filter(({ kind }) => kind === "rect");
  assert.ok(bars.some(({ x, width }) => x + width > 1280));
  const logarithmic = frameWhere(scene, ({ panels }) => panels.bars?.scale === "log");
  const { texts } = drawn(scene, "bars", settledAt(scene, logarithmic));
  const marks = texts.filter(({ text }) => text.startsWith("a ")).map(({ x }) => x);
  const [thousand, million, billion] = /** @type {[number, number, number]} */ (marks);
  assert.ok(Math.abs(billion - million - (million - thousand)) < 1, "equal factors are equal distances");
});
