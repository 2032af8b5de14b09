/** The pixel and the weight of the newest term are marked where the computation says that they are. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { operandCell, parseFrame, termCount } from "../../static/js/data/records.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { compose } from "../../static/js/views/compose.js";
import { boxPlaces } from "../../static/js/views/places.js";
import { gridPanel, gridScene } from "./samples.js";

const DOT = { op: "dot", running: [], bias: 0, result: 0, tensor: "output", index: [0, 0, 0] };

test("a term's place follows from start, step and shape, channel by channel and row by row", () => {
  const work = /** @type {any} */ ({ ...DOT, shape: [2, 2, 3] });
  const operand = /** @type {any} */ ({ tensor: "t", start: [4, -1, 2], step: [2, 3] });
  const places = Array.from({ length: termCount(work) }, (_, i) => operandCell(work, operand, i));
  assert.deepEqual(places.slice(0, 7), [
    [4, -1, 2],
    [4, -1, 5],
    [4, -1, 8],
    [4, 1, 2],
    [4, 1, 5],
    [4, 1, 8],
    [5, -1, 2],
  ]);
  assert.equal(places.length, 12);
});

/** A scene of an input with a ring of zeros and a filter, whose newest term has its pixel somewhere.
 * @param {object} operand @param {number} shown */
function sceneAt(operand, shown) {
  const sides = { input: 5, kernel: 3, output: 1 };
  const panels = [gridPanel("input", 7, { padding: 1 }), gridPanel("kernel", 3), gridPanel("output", 1)];
  const terms = Array.from({ length: 9 }, () => [1, 1, 1]);
  const work = {
    ...DOT,
    terms,
    running: terms.map((_, i) => i + 1),
    shown,
    shape: [1, 3, 3],
    operands: [{ tensor: "input", ...operand }, { tensor: "kernel" }],
  };
  const record = { type: "frame", k: 0, seconds: 1, narration: "Look.", computations: [work], boxes: [] };
  const frame = parseFrame(/** @type {any} */ (record));
  return { ...gridScene(sides, panels), frames: [frame], complete: true };
}

for (const [operand, shown, pixel, weight] of /** @type {[object, number, number[], number[]][]} */ ([
  [{ step: [2, 2] }, 2, [0, 2], [0, 1]],
  [{ step: [2, 2] }, 3, [0, 4], [0, 2]],
  [{ step: [2, 2] }, 8, [4, 2], [2, 1]],
  [{ start: [0, -1, -1] }, 1, [-1, -1], [0, 0]],
  [{ start: [0, 2, 1] }, 6, [3, 3], [1, 2]],
])) {
  test(`term ${shown} of ${JSON.stringify(operand)} is marked at pixel ${pixel} and weight ${weight}`, () => {
    const scene = sceneAt(operand, shown);
    const moment = { from: null, to: scene.frames[0], f: 1, flight: 1, k: 0 };
    const context = { scene, moment, layout: layoutAt(scene, moment, { width: 900, height: 400 }) };
    /** @type {any[]} */
    const marks = compose(context).filter((shape) => shape.kind === "rect" && shape.stroke === "accent");
    const expected = /** @type {[string, number[]][]} */ ([
      ["input", pixel],
      ["kernel", weight],
    ]).map(([tensor, [row, column]]) => {
      const box = /** @type {any} */ ({
        tensor,
        role: "highlight",
        channels: [0, 1],
        rows: [row, row + 1],
        columns: [column, column + 1],
        group: -1,
      });
      return boxPlaces(context, box)[0];
    });
    assert.deepEqual(
      marks.map(({ x, y }) => [x - 2, y - 2]),
      expected.map(({ x, y }) => [x, y]),
    );
  });
}
