/** From scene to scene: what both show travels, the rest goes and comes; from shot to shot and term to term too. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lerpRect } from "../../static/js/drawing/between.js";
import { around, bounds, corners } from "../../static/js/drawing/build.js";
import { borderBetween, inkOffset } from "../../static/js/drawing/planes.js";
import { leavingMoment } from "../../static/js/state/state.js";
import { CUT, frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { origins } from "../../static/js/views/origins.js";
import { chapterOrder, golden, settledStage, stageAt } from "./goldens.js";
import { after, done, fed, idle, paused } from "./reducing.js";

const SIZE = { width: 1280, height: 540 };

/** A second of the cut from one scene to the next. @param {any} from @param {any} to @param {number} seconds */
function cutAt(from, to, seconds) {
  const leaving = seconds < CUT ? settledStage(from, SIZE) : undefined;
  return layers({ ...stageAt(to, seconds, SIZE, true), leaving });
}

/** @param {any[]} drawn @param {string} panel @param {string} kind */
const shapeOf = (drawn, panel, kind) =>
  drawn
    .filter((layer) => layer.panel === panel)
    .flatMap(({ shapes }) => shapes)
    .findLast((shape) => shape.kind === kind);

test("the digit's feature map travels from its scene into the next one, at full strength all the way", () => {
  const [from, to] = [golden("convolution-digit"), golden("convolution-activate")];
  const places = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((seconds) =>
    shapeOf(cutAt(from, to, seconds), "output", "raster"),
  );
  assert.ok(places.every((place) => place && (place.alpha ?? 1) === 1));
  const before = settledStage(from, SIZE).layout.panels.get("output");
  assert.deepEqual([places[0].x, places[0].y], [before?.x, before?.y]);
  const xs = places.map(({ x }) => x);
  assert.deepEqual(
    xs,
    [...xs].sort((a, b) => (xs[0] < xs[9] ? a - b : b - a)),
  );
});

for (const [one, next, before, panel] of /** @type {[string, string, string, string][]} */ ([
  ["pooling-average", "pooling-invariance", "input", "map"],
  ["stride-padding-padding", "stride-padding-fairness", "flat", "valid"],
]))
  test(`from ${one} to ${next} the cells of the grid stay, and only their values change`, () => {
    const [from, to] = [golden(one), golden(next)];
    const leaving = settledStage(from, SIZE);
    // The first cell, as it was and as it is.
    const drawn = [0, 0.2, 0.35, 0.4, 0.45, 0.6, 0.8].map((seconds) => {
      const layers = cutAt(from, to, seconds).filter((layer) => layer.panel === panel);
      return layers.flatMap(({ shapes }) => {
        const cell = shapes.find((shape) => shape.kind === "rect" && typeof shape.fill === "object");
        return cell && (cell.alpha ?? 1) > 0 ? [/** @type {any} */ (cell)] : [];
      });
    });
    const first = drawn[0]?.[0];
    const old = leaving.layout.panels.get(before);
    assert.ok(old && first.x > old.x - 1 && first.x < old.x + old.width / 4, "it begins where it was");
    for (const cells of drawn) assert.ok(Math.max(...cells.map(({ alpha = 1 }) => alpha)) > 0.5, "it never goes");
    const both = drawn.filter(({ length }) => length === 2);
    assert.ok(both.length > 0, "for a while both values are seen");
    for (const [a, b] of /** @type {[any, any][]} */ (both))
      for (const side of ["x", "y", "width"]) assert.ok(Math.abs(a[side] - b[side]) < 0.5, `${side} is the same`);
  });

test("outlines ride on the grid that they lie on", () => {
  const [from, to] = [golden("pooling-average"), golden("pooling-invariance")];
  for (const seconds of [0.65, 0.7, 0.75, 0.8]) {
    const drawn = cutAt(from, to, seconds);
    const boxes = drawn.flatMap(({ panel, shapes }) =>
      shapes.filter((shape) => panel === "" && shape.kind === "rect" && shape.fill === undefined),
    );
    const cells = drawn
      .filter(({ panel }) => panel === "map")
      .flatMap(({ shapes }) => shapes.filter((shape) => shape.kind === "rect" && typeof shape.fill === "object"));
    const [outer, inner] = [boxes, cells].map((all) => around(all.flatMap((shape) => corners(bounds(shape)))));
    assert.ok(outer && inner && boxes.length > 0);
    for (const side of /** @type {const} */ (["x", "y"]))
      assert.ok(Math.abs(outer[side] - inner[side]) < 6, `${side} after ${seconds} s: ${outer[side]}, ${inner[side]}`);
  }
});

test("a map does not become an input of as many cells", () => {
  const context = stageAt(golden("stride-padding-fairness"), 0.1, SIZE, true);
  const found = origins({ ...context, leaving: settledStage(golden("stride-padding-padding"), SIZE) });
  assert.deepEqual(
    Array.from(found, ([name, { panel }]) => [name, panel]),
    [["valid", "flat"]],
  );
});

test("a digit that was moved on its paper is the same digit, and its ink stays where it is", () => {
  const [from, to] = [golden("mlp-drag"), golden("mlp-priors")];
  const leaving = settledStage(from, SIZE);
  const origin = origins({ ...stageAt(to, 0.1, SIZE, true), leaving }).get("near");
  const before = leaving.layout.panels.get("digit");
  assert.ok(origin && before && origin.slid);
  // There its paper has 2 pixels more all around, and it stands 7 further to the right than in the middle.
  const pixel = before.width / 32;
  for (const [side, found] of [
    [before.x + 9 * pixel, origin.rect.x],
    [before.y + 2 * pixel, origin.rect.y],
    [28 * pixel, origin.rect.width],
  ])
    assert.ok(Math.abs(Number(side) - Number(found)) < 0.5);
});

test("a stack that the next scene shows too stays whole, with its name", () => {
  const [from, to] = [golden("channels-rgb"), golden("channels-mixing")];
  const before = settledStage(from, SIZE).layout.panels.get("channels");
  for (const seconds of [0, 0.2, 0.4, 0.6, 0.8]) {
    const drawn = cutAt(from, to, seconds);
    const planes = drawn.flatMap(({ shapes }) =>
      shapes
        .filter(({ kind, alpha = 1 }) => kind === "raster" && alpha === 1)
        .map((shape) => /** @type {any} */ (shape)),
    );
    const three = planes.filter(({ tensor, skew }) => skew && tensor.scale === "rgb");
    assert.equal(three.length, 3, `after ${seconds} s`);
    if (seconds === 0) assert.ok(Math.abs(three[0].x - (before?.x ?? 0)) < 1, "it begins where it was");
    assert.ok(drawn.some(({ shapes }) => shapes.some((s) => s.kind === "text" && s.text === "Channels" && !s.alpha)));
  }
});

test("where two scenes share nothing, one goes to the left while the other comes from the right", () => {
  const [from, to] = [golden("channels-mixing"), golden("channels-filters")];
  const left = (/** @type {number} */ seconds, /** @type {string} */ text) =>
    cutAt(from, to, seconds).flatMap(({ shapes }) =>
      shapes.flatMap((shape) => (shape.kind === "text" && shape.text === text ? [shape.x] : [])),
    )[0] ?? Number.NaN;
  const [old, now] = ["Map", "Input"].map((text) => [0.1, 0.3, 0.5, 0.6].map((seconds) => left(seconds, text)));
  for (const xs of [old, now?.slice(2)])
    assert.deepEqual(
      xs,
      xs?.toSorted((a, b) => b - a),
      "it moves to the left",
    );
  assert.ok(left(0.5, "Input") > SIZE.width / 2 && left(0.9, "Input") - SIZE.width / 2 < 1);
});

test("what does not stay has gone before what is new has come", () => {
  const [from, to] = [golden("convolution-checkerboard"), golden("convolution-edge")];
  const texts = (/** @type {number} */ seconds) =>
    cutAt(from, to, seconds)
      .flatMap(({ shapes }) => shapes)
      .flatMap((shape) => (shape.kind === "text" && (shape.alpha ?? 1) > 0.5 ? [shape.text] : []));
  assert.ok(texts(0).includes("Feature map"));
  assert.ok(!texts(0).includes("Vertical edge"));
  assert.ok(texts(CUT).includes("Vertical edge"));
  assert.ok(!texts(CUT).includes("Feature map"));
});

test("a scene that is walked into from the one before begins as a cut, until it has gone by", () => {
  const next = fed(after(paused, "nextScene"));
  assert.equal(next.leaving?.seconds, paused.seconds);
  assert.ok(leavingMoment(next));
  assert.equal(leavingMoment(after(next, { type: "tick", seconds: CUT + 0.1 })), null);
  assert.equal(leavingMoment({ ...next, reducedMotion: true }), null);
});

test("a step that is walked into from the one before begins as a cut too", () => {
  assert.ok(fed(after(paused, "nextStep")).leaving);
});

for (const [name, events] of /** @type {[string, any[]][]} */ ([
  ["a jump", [{ type: "goto", step: 3 }]],
  ["going back", ["previousScene"]],
  ["a frame by itself", ["nextScene", { type: "frame", by: 1 }]],
  ["seeking", ["nextScene", { type: "seek", seconds: 0.2 }]],
])) {
  test(`after ${name} there is no cut`, () => {
    const state = events.reduce((now, event) => fed(after(now, event)), paused);
    assert.equal(leavingMoment(state), null);
  });
}

test("the first key begins no cut, and the chapter's end none", () => {
  assert.equal(leavingMoment(fed(after(idle, "nextStep"))), null);
  assert.equal(leavingMoment(after(done, "nextStep")), null);
});

/** @param {number[][]} rows */
const plane = (rows) => ({
  tensor: /** @type {any} */ ({ shape: [1, rows.length, rows[0]?.length], values: rows.flat() }),
  channel: 0,
});

test("a picture is the same whatever its scale, and with a border; another one or a blank one is not", () => {
  const picture = plane([
    [0, 1],
    [2, 3],
  ]);
  const other = plane([
    [3, 1],
    [2, 0],
  ]);
  const scaled = plane([
    [-1, 1],
    [3, 5],
  ]);
  const bordered = plane([
    [0, 0, 0, 0],
    [0, 0, 1, 0],
    [0, 2, 3, 0],
    [0, 0, 0, 0],
  ]);
  const blank = plane([
    [7, 7],
    [7, 7],
  ]);
  assert.equal(borderBetween(picture, picture), 0);
  assert.equal(borderBetween(picture, scaled), 0);
  assert.equal(borderBetween(picture, bordered), 1);
  assert.equal(borderBetween(bordered, picture), -1);
  assert.equal(borderBetween(picture, other), null);
  assert.equal(borderBetween(blank, blank), null);
});

test("the same ink is found elsewhere on another paper, unless it is too little to be a picture", () => {
  /** @param {number} rows @param {number} columns @param {number} y @param {number} x @param {number} side */
  const paper = (rows, columns, y, x, side) =>
    plane(
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (_, column) => {
          const [down, right] = [row - y, column - x];
          const inked = down >= 0 && down < side && right >= 0 && right < side;
          return inked ? 1 + ((down * 7 + right * 3) % 5) : 0;
        }),
      ),
    );
  assert.deepEqual(inkOffset(paper(20, 20, 4, 5, 9), paper(16, 18, 6, 2, 9)), { row: -2, column: 3 });
  assert.equal(inkOffset(paper(20, 20, 4, 5, 9), paper(20, 20, 4, 5, 10)), null);
  assert.equal(inkOffset(paper(20, 20, 4, 5, 3), paper(20, 20, 6, 5, 3)), null);
});

test("a term is in the sum when its pixel and weight have met, and the sum in its cell when it has flown there", () => {
  const scene = golden("convolution-checkerboard");
  const k = scene.frames.findIndex(({ computations }) => computations[0]?.shown === 1);
  const texts = (/** @type {number} */ seconds) => {
    return layers(stageAt(scene, seconds, SIZE))
      .filter(({ panel }) => panel === "products")
      .flatMap(({ shapes }) => shapes.flatMap((s) => (s.kind === "text" ? [s.text] : [])));
  };
  const start = frameStarts(scene)[k] ?? 0;
  assert.ok(!texts(start + 0.2).includes("1"));
  assert.ok(texts(settledAt(scene, k)).includes("1"));
});

for (const size of [SIZE, { width: 1024, height: 520 }])
  test(`what travels from scene to scene on ${size.width} pixels covers no word that can be read`, () => {
    for (const [k, name] of chapterOrder.slice(1).entries()) {
      const [leaving, scene] = [settledStage(golden(String(chapterOrder[k])), size), golden(name)];
      for (let seconds = 0; seconds < CUT; seconds += 0.05) {
        const context = { ...stageAt(scene, seconds, size, true), leaving };
        const found = origins(context);
        const ways = Array.from(found, ([panel, { rect }]) => {
          const rest = /** @type {Rect} */ (context.layout.panels.get(panel));
          return { now: lerpRect(rect, rest, context.moment.f), rect };
        });
        for (const shape of layers(context).flatMap(({ panel, shapes }) => (found.has(panel) ? [] : shapes))) {
          if (shape.kind !== "text" || (shape.alpha ?? 1) < 0.2) continue;
          const covered = ways.filter((way) => overlap(bounds(shape), way.now) && !overlap(bounds(shape), way.rect));
          assert.deepEqual(covered, [], `${name}, ${seconds} s: ${shape.text}`);
        }
      }
    }
  });

/** @typedef {import("../../static/js/drawing/layout.js").Rect} Rect */

/** Whether one lies under the other; edges may touch. @param {Rect} a @param {Rect} b */
function overlap(a, b) {
  const [wide, high] = [Math.min(a.x + a.width, b.x + b.width), Math.min(a.y + a.height, b.y + b.height)];
  return wide - Math.max(a.x, b.x) > 3 && high - Math.max(a.y, b.y) > 3;
}
