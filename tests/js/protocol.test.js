import assert from "node:assert/strict";
import { test } from "node:test";
import { readScene, StreamError } from "../../static/js/data/protocol.js";
import { chance } from "./samples.js";

const header = {
  type: "scene",
  step: "one",
  name: "a",
  title: "Ä–",
  stage: "conv",
  values: {},
  panels: [],
  frames: 2,
  seconds: 2,
  tensors: [
    { name: "t", label: "T", stage: "input", scale: "image", max_abs: 1, shape: [1, 1, 2], values: [0, 0.5] },
    {
      name: "u",
      label: "U",
      stage: "input",
      scale: "image",
      max_abs: 1,
      shape: [1, 1, 3],
      offset: -1,
      step: 0.5,
      bytes: btoa("\u0000\u0002\u0004"),
    },
  ],
};
const frames = [
  { type: "frame", k: 0, seconds: 1, narration: "„So“ − 1" },
  {
    type: "frame",
    k: 1,
    seconds: 1,
    narration: "B",
    boxes: [{ tensor: "t", role: "window", channels: [0, 1], rows: [-1, 2], columns: [0, 3] }],
  },
];
const end = { type: "end", frames: 2 };

/** @param {object[]} records */
const bytes = (...records) => new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(""));

/** @param {Uint8Array} all @param {number[]} cuts */
const stream = (all, cuts = []) => {
  const borders = [0, ...cuts, all.length];
  return new ReadableStream({
    start(controller) {
      for (const [i, border] of borders.entries()) if (i > 0) controller.enqueue(all.slice(borders[i - 1], border));
      controller.close();
    },
  });
};

const ignore = () => {};

test("a whole stream gives its scene, with everything filled in that the wire leaves out", async () => {
  const scene = await readScene(stream(bytes(header, ...frames, end)), ignore);
  assert.equal(scene.complete, true);
  assert.equal(scene.count, 2);
  assert.deepEqual(
    scene.frames.map((frame) => frame.k),
    [0, 1],
  );
  assert.deepEqual(scene.frames[0].computations, []);
  assert.equal(scene.frames[1].boxes[0].group, -1);
  assert.deepEqual([...scene.tensors[1].values], [-1, 0, 1]);
  assert.deepEqual(
    scene.tensors.map(({ error }) => error > 0),
    [false, true],
  );
});

test("it does not matter where the bytes are split, within letters neither", async () => {
  const all = bytes(header, ...frames, end);
  const whole = await readScene(stream(all), ignore);
  for (let cut = 1; cut < all.length; cut += 1) {
    assert.deepEqual(await readScene(stream(all, [cut]), ignore), whole);
  }
  const random = chance(7);
  for (let i = 0; i < 50; i += 1) {
    const cuts = Array.from({ length: 9 }, () => Math.floor(random() * all.length)).sort((a, b) => a - b);
    assert.deepEqual(await readScene(stream(all, cuts), ignore), whole);
  }
});

test("the first frame can be shown before the rest has arrived, and no earlier scene is changed", async () => {
  const first = bytes(header, frames[0]).length;
  /** @type {import("../../static/js/data/records.js").Scene[]} */
  const seen = [];
  await readScene(stream(bytes(header, ...frames, end), [first]), (scene) => seen.push(scene));
  assert.deepEqual(
    seen.map((scene) => [scene.frames.length, scene.complete]),
    [
      [1, false],
      [2, true],
    ],
  );
});

const broken = {
  "without its closing line": bytes(header, ...frames),
  "cut off within a line": bytes(header, ...frames, end).slice(0, -20),
  "with a frame missing": bytes(header, frames[1], end),
  "with fewer frames than promised": bytes(header, frames[0], { type: "end", frames: 1 }),
  "whose closing line miscounts": bytes(header, ...frames, { type: "end", frames: 3 }),
  "that is not JSON": new TextEncoder().encode("<html>no</html>\n"),
  "that is JSON of another kind": bytes({ detail: "no" }),
  "with a line after its end": bytes(header, ...frames, end, end),
  "that is null": new TextEncoder().encode("null\n"),
  "that is empty": new Uint8Array(),
};
for (const [what, all] of Object.entries(broken)) {
  test(`a stream ${what} has failed`, async () => {
    await assert.rejects(readScene(stream(all), ignore), StreamError);
  });
}

test("frames that arrived before a stream broke are kept", async () => {
  /** @type {import("../../static/js/data/records.js").Scene[]} */
  const seen = [];
  await assert.rejects(
    readScene(stream(bytes(header, ...frames)), (scene) => seen.push(scene)),
    StreamError,
  );
  assert.equal(seen.at(-1)?.frames.length, 2);
  assert.equal(seen.at(-1)?.complete, false);
});
