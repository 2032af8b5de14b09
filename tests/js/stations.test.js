/** The strip's stations: which tensor stands where, and from when on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrival, stationsOf } from "../../static/js/data/stations.js";
import { thumbnail } from "../../static/js/elements/thumbnail.js";
import { golden, names } from "./goldens.js";

/** @param {string} name */
const found = (name) =>
  /** @type {Record<string, [string, number]>} */ (
    Object.fromEntries(
      Array.from(stationsOf(golden(name)), ([stage, { tensor, since }]) => [stage, [tensor.name, since]]),
    )
  );

test("the map stands at its stage, not the filter that makes it", () => {
  const { input, conv, ...others } = found("convolution-checkerboard");
  assert.deepEqual(input, ["input", 0]);
  assert.equal(conv[0], "output");
  assert.ok(conv[1] > 0, "the map is made, not given");
  assert.deepEqual(others, {});
});

test("behind the first pooling a network's maps stand at the stack, the classes at the end", () => {
  const at = found("lenet-run");
  assert.deepEqual(Object.keys(at), ["input", "conv", "activate", "pool", "stack", "classify"]);
  assert.deepEqual([at.conv[0], at.activate[0], at.pool[0], at.stack[0]], ["C1", "C1 tanh", "S2", "C3"]);
  const since = Object.values(at).map(([, k]) => k);
  assert.deepEqual(
    since,
    since.toSorted((a, b) => a - b),
    "one after another",
  );
});

test("a tensor travels in the frame that shows it first, once its number has flown", () => {
  const { tensors, frames } = golden("convolution-checkerboard");
  const [tensor, to] = [tensors[0], frames[0]];
  assert.ok(tensor && to);
  /** @param {number} k @param {number} f @param {number} flight */
  const at = (k, f, flight) => arrival({ tensor, since: 3 }, { k, f, flight, from: null, to });
  assert.deepEqual([at(2, 1, 1), at(4, 0, 0), at(3, 0, 1), at(3, 0.4, 1), at(3, 1, 1)], [0, 1, 0, 0.4, 1]);
  assert.deepEqual([at(3, 1, 0.2), at(3, 1, 0.55)], [0, 0]);
  assert.ok(at(3, 1, 0.7) > 0 && at(3, 1, 0.7) < at(3, 1, 0.9));
  assert.equal(arrival({ tensor, since: 3 }, null), 1, "where nothing moves all stand");
});

test("a scene without tensors has no stations", () => {
  assert.deepEqual(found("channels-parameters"), {});
});

for (const name of names) {
  test(`${name}: what stands at a station is shown by its last frame, and has a picture in its square`, () => {
    const scene = golden(name);
    for (const [stage, { tensor, since }] of stationsOf(scene)) {
      // The answer may be shown as a panel of bars alone.
      assert.ok(since < scene.count || stage === "classify", `${tensor.name} never comes to ${stage}`);
      assert.ok(!tensor.weights);
      for (const shape of thumbnail(tensor, 40)) {
        const { x = 0, y = 0, width = 0, height = 0 } = /** @type {any} */ (shape);
        assert.ok(x >= 0 && y >= 0 && x + width <= 40.001 && y + height <= 40.001, `${tensor.name} leaves its square`);
      }
    }
  });
}
