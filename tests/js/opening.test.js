/** The start screen's picture: a function of its moment alone, which shows what the network computed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { departingDigit, LOOP, openingShapes, STILL } from "../../static/js/views/opening.js";
import { layersOf, openingPlaces } from "../../static/js/views/opening-places.js";
import { standingOf } from "../../static/js/views/picture-places.js";
import { golden, settledStage } from "./goldens.js";

/** @import { Shape } from "../../static/js/drawing/shapes.js" */

const scene = golden("lenet-run");
const tensors = layersOf(scene) ?? assert.fail("the scene lacks a layer");
const ROOMS = [
  { x: 32, y: 140, width: 1216, height: 270 },
  { x: 10, y: 240, width: 370, height: 110 },
  { x: 40, y: 160, width: 1840, height: 480 },
  { x: 0, y: 0, width: 700, height: 70 },
];
/** @type {import("../../static/js/data/strokes.js").Strokes} */
const STROKES = [
  [
    [0.7, 0.2],
    [0.4, 0.2],
  ],
  [
    [0.4, 0.2],
    [0.4, 0.8],
    [0.7, 0.9],
  ],
];

/** @param {number} seconds @param {number} [room] */
const shapesAt = (seconds, room = 0) =>
  openingShapes(openingPlaces(tensors, /** @type {any} */ (ROOMS[room])), STROKES, seconds);
/** @param {Shape[]} shapes @param {string} text */
const letter = (shapes, text) => {
  const found = shapes.find((shape) => shape.kind === "text" && shape.text === text);
  return found?.kind === "text" ? found : assert.fail(`no ${text}`);
};
/** How many maps of a layer stand out from what the digit before has left.
 * @param {Shape[]} shapes @param {string} name */
const maps = (shapes, name) =>
  new Set(
    shapes.flatMap((each) =>
      each.kind === "raster" && each.tensor.name === name && (each.alpha ?? 1) > 0.5 ? [each.channel] : [],
    ),
  ).size;

for (const [i, room] of ROOMS.entries()) {
  test(`in a room of ${room.width}×${room.height} its layers stand side by side within it`, () => {
    const { stacks, vectors, bars } = openingPlaces(tensors, room);
    const spans = [
      ...stacks.map((planes) => {
        const xs = planes.flatMap(({ x, across }) => [x, x + across.x]);
        return [Math.min(...xs), Math.max(...xs)];
      }),
      ...[...vectors, bars].map(({ x, width }) => [x, x + width]),
    ];
    assert.deepEqual([stacks.length, vectors.length], [5, 2]);
    let before = room.x - 0.5;
    for (const [from = 0, to = 0] of spans) {
      assert.ok(from >= before && to > from, `${from} after ${before}`);
      before = to;
    }
    assert.ok(before <= room.x + room.width + 0.5);
    for (const { y, across, down } of stacks.flat()) {
      assert.ok(y + across.y >= room.y - 0.5 && y + down.y <= room.y + room.height + 0.5);
    }
  });

  test(`in a room of ${room.width}×${room.height} every number of every moment is finite`, () => {
    for (let t = 0; t <= LOOP; t += 0.05) {
      const text = JSON.stringify(shapesAt(t, i), (key, value) => (key === "tensor" ? value.name : value));
      assert.ok(!/null/.test(text), `at ${t} s`);
    }
  });
}

test("the loop begins again where it ends", () => {
  for (const t of [0.5, 3, STILL]) assert.deepEqual(shapesAt(t), shapesAt(t + 2 * LOOP));
});

test("the maps come layer by layer, and in the end all are there, as many as the network has", () => {
  const count = (/** @type {number} */ t) => ["C1 tanh", "S2", "C3 tanh", "S4"].map((name) => maps(shapesAt(t), name));
  assert.deepEqual(count(1), [0, 0, 0, 0]);
  assert.deepEqual(count(3.6), [6, count(3.6)[1], 0, 0]);
  assert.deepEqual(count(STILL), [6, 6, 16, 16]);
});

test("of every layer something is there while the hand still writes", () => {
  const pale = shapesAt(1).flatMap((each) =>
    each.kind === "raster" && (each.alpha ?? 1) > 0 ? [each.tensor.name] : [],
  );
  assert.deepEqual(
    tensors.slice(1, -1).filter(({ name }) => !pale.includes(name)),
    [],
  );
});

test("the longest bar is the network's answer, and its name is the largest", () => {
  const shapes = shapesAt(STILL);
  const answer = tensors.at(-1)?.values ?? [];
  const best = String(Array.from(answer).indexOf(Math.max(...answer)));
  const sizes = Array.from({ length: 10 }, (_, i) => letter(shapes, String(i)).size);
  assert.equal(String(sizes.indexOf(Math.max(...sizes))), best);
  assert.equal(letter(shapes, best).fill, "classify");
  assert.equal(letter(shapesAt(4), best).fill, "muted");
});

test("a scene without a network's layers has no such picture", () => {
  assert.equal(layersOf({ ...scene, tensors: scene.tensors.slice(0, 3) }), null);
});

for (const size of [
  { width: 1280, height: 440 },
  { width: 390, height: 320 },
])
  test(`its digit turns upright on its way to where the first scene has it, ${size.width} pixels wide`, () => {
    const places = openingPlaces(tensors, { x: 10, y: 40, width: size.width - 20, height: 200 });
    const first = settledStage(golden("mlp-flatten"), size, 0);
    const end =
      standingOf(first, { tensor: /** @type {any} */ (tensors[0]), channel: 0 }) ?? assert.fail("it is not there");
    assert.deepEqual(end.rect, first.layout.panels.get("digit"));
    const ways = [0, 0.5, 1].map((f) => {
      const shape = departingDigit(places, STROKES, STILL, end, f).findLast(({ kind }) => kind === "raster");
      return shape?.kind === "raster" && shape.skew ? { ...shape, ...shape.skew } : assert.fail(`no digit at ${f}`);
    });
    const [start, between, there] = /** @type {[any, any, any]} */ (ways);
    const turned = places.stacks[0]?.[0];
    assert.ok(turned && start.x > turned.x && start.x < turned.x + turned.across.x);
    assert.ok(start.across.y < between.across.y && between.across.y < 0, "it turns on the way");
    assert.deepEqual([there.x, there.y], [end.rect.x, end.rect.y]);
    assert.deepEqual(
      [there.across, there.down],
      [
        { x: end.rect.width, y: 0 },
        { x: 0, y: end.rect.height },
      ],
    );
    assert.ok(ways.every(({ alpha }) => (alpha ?? 1) === 1));
  });

test("what the hand is still writing is the scene's digit when it is there", () => {
  const places = openingPlaces(tensors, /** @type {any} */ (ROOMS[0]));
  const first = settledStage(golden("mlp-flatten"), { width: 1280, height: 440 }, 0);
  const end = standingOf(first, { tensor: /** @type {any} */ (tensors[0]), channel: 0 }) ?? assert.fail("not there");
  const seen = (/** @type {number} */ f) =>
    departingDigit(places, STROKES, 1, end, f).filter(({ alpha }) => (alpha ?? 1) > 0).length;
  assert.ok(seen(0) > 1);
  assert.equal(seen(1), 1);
});

test("a scene that has not the picture has no place for it", () => {
  const other = settledStage(golden("convolution-checkerboard"), { width: 1280, height: 440 });
  assert.equal(standingOf(other, { tensor: /** @type {any} */ (tensors[0]), channel: 0 }), null);
});
