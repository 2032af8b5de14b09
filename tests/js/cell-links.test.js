/** A press on a cell asks for that cell. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openingOf } from "../../static/js/elements/cell-links.js";

/** What is asked for by a press on a cell of a tensor of this shape and scale.
 * @param {number[]} shape @param {string} scale @param {number[]} place */
function asked(shape, scale, [channel, row, column]) {
  const tensor = { name: "made", shape, scale };
  const opens = { frame: 3, layers: { made: "own" } };
  const event = openingOf(
    /** @type {any} */ ({ tensor, channel, row, column }),
    /** @type {any} */ ({ panels: [{ options: { opens } }], values: {} }),
    /** @type {any} */ ({ chapter: { steps: [{ scenes: [] }] }, step: 1, scene: 0 }),
  );
  return /** @type {any} */ (event).values;
}

test("of maps channel, row and column are asked for", () => {
  assert.deepEqual(asked([4, 5, 6], "signed", [1, 2, 3]), { layer: "own", channel: 2, row: 3, column: 4 });
});

test("a vector has a channel alone, as have classes, which lie in a row", () => {
  assert.deepEqual(asked([4, 1, 1], "signed", [2, 0, 0]), { layer: "own", channel: 3 });
  assert.deepEqual(asked([1, 1, 10], "count", [0, 0, 7]), { layer: "own", channel: 8 });
});

test("a map that is one row high has columns", () => {
  assert.deepEqual(asked([1, 1, 10], "signed", [0, 0, 7]), { layer: "own", channel: 1, row: 1, column: 8 });
});
