import assert from "node:assert/strict";
import { test } from "node:test";
import { nonDefaults, requestFor, requestKey, scenePath, valueText } from "../../static/js/data/requests.js";
import { chapter } from "./samples.js";

const { params } = chapter.steps[0].scenes[0];

test("arrays are written with commas, semicolons and bars", () => {
  assert.equal(
    valueText([
      [1, 0.5],
      [-1, 0],
    ]),
    "1,0.5;-1,0",
  );
  assert.equal(valueText([[[1, 0]], [[2, 3]]]), "1,0|2,3");
  assert.equal(valueText([[[1]], [[2]]]), "1|2");
  assert.equal(valueText([[[1], [2]]]), "1;2");
  assert.equal(valueText(" 3 "), "3");
});

test("only what is not the default is asked for, always in the same order", () => {
  assert.deepEqual(nonDefaults(params, { input: "1, 0;\n0, 1", stride: 1, other: 2 }), {});
  assert.deepEqual(Object.keys(nonDefaults(params, { input: "1,1;1,1", stride: "2" })), ["stride", "input"]);
});

test("a short request is an address, a long one a body", () => {
  const short = requestKey("one/a", { stride: "2", input: "1,2;3,4" });
  assert.deepEqual(requestFor(short), { url: "api/scenes/one/a?stride=2&input=1%2C2%3B3%2C4", body: null });
  const input = Array.from({ length: 28 }, () => Array(28).fill("0.5").join(",")).join(";");
  const long = requestFor(requestKey("one/a", { input, stride: "a&b=c d+é" }));
  assert.equal(long.url, "api/scenes/one/a");
  assert.deepEqual(JSON.parse(long.body ?? ""), { input, stride: "a&b=c d+é" });
  assert.equal(scenePath(short), "one/a");
});
