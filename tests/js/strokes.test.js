/** Drawings as text and points, and what the player does with them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { countPoints, eraseNear, firstPoints, formatStrokes, parseStrokes } from "../../static/js/data/strokes.js";
import { reduce } from "../../static/js/state/reducer.js";
import { initialState } from "../../static/js/state/state.js";
import { liveChapter, strokesParam } from "./samples.js";

const drawing = strokesParam("drawing", "Drawing");
const chapter = /** @type {any} */ (liveChapter(drawing));

test("a drawing written and read is the same drawing", () => {
  /** @type {import("../../static/js/data/strokes.js").Strokes} */
  const strokes = [
    [
      [0.25, 0.5],
      [1, 0.5, 0.08],
    ],
    [[0, 0]],
  ];
  assert.equal(formatStrokes(strokes), "0.25,0.5;1,0.5,0.08|0,0");
  assert.deepEqual(parseStrokes(formatStrokes(strokes)), strokes);
  assert.deepEqual(parseStrokes(""), []);
});

test("text that is no drawing is refused", () => {
  for (const text of ["x", "0.1", "0.1,0.2;", "0.1,0.2||0.3,0.4", "0.1,y"])
    assert.equal(parseStrokes(text), null, text);
});

test("a drawing is replayed point by point in the order of its strokes", () => {
  /** @type {import("../../static/js/data/strokes.js").Strokes} */
  const strokes = [
    [
      [0, 0],
      [0, 1],
    ],
    [
      [1, 1],
      [1, 0],
      [0, 0],
    ],
  ];
  assert.equal(countPoints(strokes), 5);
  assert.deepEqual(firstPoints(strokes, 1), [[[0, 0]]]);
  assert.deepEqual(firstPoints(strokes, 3), [
    [
      [0, 0],
      [0, 1],
    ],
    [[1, 1]],
  ]);
  assert.deepEqual(firstPoints(strokes, 5), strokes);
  // Part of the way to the next point of a stroke, and none to another stroke's first.
  assert.deepEqual(firstPoints(strokes, 1.5), [
    [
      [0, 0],
      [0, 0.5],
    ],
  ]);
  assert.deepEqual(firstPoints(strokes, 2.5), firstPoints(strokes, 2));
  assert.deepEqual(firstPoints(strokes, 0.5), []);
});

test("the eraser takes the stroke that it touches, also between two points, and no other", () => {
  /** @type {import("../../static/js/data/strokes.js").Strokes} */
  const strokes = [
    [
      [0.1, 0.1],
      [0.9, 0.1],
    ],
    [[0.5, 0.9]],
  ];
  assert.deepEqual(eraseNear(strokes, 0.5, 0.12, 0.04), [strokes[1]]);
  assert.deepEqual(eraseNear(strokes, 0.5, 0.88, 0.04), [strokes[0]]);
  assert.deepEqual(eraseNear(strokes, 0.5, 0.5, 0.04), strokes);
});

test("drawing while it plays shows the scene finished", () => {
  const begun = reduce(initialState(chapter), { type: "goto", step: 1 });
  const drawn = reduce(begun, { type: "set", values: { drawing: "0.5,0.5" } });
  assert.deepEqual(drawn.target, { at: "end", value: 0, play: false });
});

test("the eraser can be chosen and put away", () => {
  const state = initialState(chapter);
  assert.equal(state.tool, "pen");
  assert.equal(reduce(state, { type: "tool", tool: "eraser" }).tool, "eraser");
  assert.equal(reduce(state, { type: "tool", tool: "pen" }), state);
});
