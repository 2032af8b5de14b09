import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { fromBase85 } from "../../static/js/standalone/base85.js";
import { fetchFromFile } from "../../static/js/standalone/file-fetch.js";

const one = {
  pieces: ["{}\n", "[1]\n", "[2]\n", [4, "}\n"], [1, "]}\n"]],
  streams: {
    "one/a": [0, 1],
    "one/a?stride=2": [0, 2],
    "one/a?stride=3": [0, 1, 2],
    "one/a?input=1%2C2": [0],
    "one/a?method=mean": [0],
    "one/b": [3, 4],
  },
  refused: { "one/a?stride=9": { detail: "stride must be less.", parameter: "stride" } },
};
/** The bytes of both tensors, one after the other. */
const TENSORS = Buffer.from([0, 255, 128, 7, 9]);
/** As Python's base64.b85encode writes bytes, but for four that HTML or JavaScript read. @param {Uint8Array} bytes */
function base85(bytes) {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_'{|}~";
  let text = "";
  for (let i = 0; i < bytes.length; i += 4) {
    const four = [0, 1, 2, 3].reduce((number, k) => number * 256 + (bytes[i + k] ?? 0), 0);
    const five = [4, 3, 2, 1, 0].map((power) => letters[Math.floor(four / 85 ** power) % 85]).join("");
    text += five.slice(0, Math.min(4, bytes.length - i) + 1);
  }
  return text;
}

const ask = fetchFromFile(
  { one: base85(deflateSync(Buffer.concat([Buffer.from(`${JSON.stringify(one)}\0`), TENSORS]))) },
  { notes: { "one/a": ["Say it."] } },
  /** @type {any} */ ({
    steps: [
      {
        name: "one",
        scenes: [
          {
            name: "a",
            params: [
              { name: "stride", kind: "integer", default: 1, minimum: -1, maximum: 12, choices: [] },
              { name: "input", kind: "array", channels: 1, default: [[[0]]], choices: [] },
              { name: "method", kind: "choice", default: "max", choices: [["mean"], ["max"], ["least"]] },
            ],
          },
        ],
      },
    ],
  }),
);

test("a scene that is in the file is answered as the server would", async () => {
  assert.equal(await (await ask("api/scenes/one/a")).text(), "{}\n[1]\n");
  assert.equal(await (await ask("api/scenes/one/a?stride=3")).text(), "{}\n[1]\n[2]\n");
  const body = JSON.stringify({ stride: "2" });
  assert.equal(await (await ask("api/scenes/one/a", { method: "POST", body })).text(), "{}\n[2]\n");
});

test("letters are bytes again, however many there are", () => {
  for (let length = 0; length <= 9; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + 200) % 256);
    assert.deepEqual(fromBase85(base85(bytes)), bytes);
  }
  assert.deepEqual(fromBase85("|NsC0"), Uint8Array.of(255, 255, 255, 255));
});

test("a tensor's bytes are in the stream as letters again", async () => {
  const [one, two] = [TENSORS.subarray(0, 4), TENSORS.subarray(4)].map((bytes) => bytes.toString("base64"));
  assert.equal(await (await ask("api/scenes/one/b")).text(), `,"bytes":"${one}"}\n,"bytes":"${two}"]}\n`);
});

test("what the engine refuses is refused in the same words", async () => {
  const answer = await ask("api/scenes/one/a?stride=9");
  assert.equal(answer.status, 422);
  assert.deepEqual(await answer.json(), one.refused["one/a?stride=9"]);
});

test("a setting that is not in the file is named, with those that are", async () => {
  const why = async (/** @type {string} */ query) => (await ask(`api/scenes/one/a?${query}`)).json();
  assert.deepEqual(await why("stride=4"), {
    waits: true,
    parameter: "stride",
    detail: "stride needs the server for that; this file holds 1, 2, 3.",
  });
  assert.deepEqual(await why("method=least"), {
    waits: true,
    parameter: "method",
    detail: "method needs the server for that; this file holds mean, max.",
  });
  assert.deepEqual(await why("input=7,7"), {
    waits: true,
    parameter: "input",
    detail: "input needs the server for that.",
  });
  assert.deepEqual(await why("stride=2&input=1%2C2"), {
    waits: true,
    parameter: "stride",
    detail: "stride needs the server for this combination of settings.",
  });
});

test("what no server takes is refused as the server would, and nothing waits for it", async () => {
  for (const value of ["13", "-2", "1.5", "x", "", "1e999"]) {
    const answer = await (await ask(`api/scenes/one/a?input=7,7&stride=${value}`)).json();
    const detail = `stride must be a whole number from −1 to 12; got ${value || "nothing"}.`;
    assert.deepEqual(answer, { parameter: "stride", detail });
  }
  const answer = await (await ask("api/scenes/one/a?method=most%20of%20all")).json();
  const detail = "method must be one of mean, max, least; got most of all.";
  assert.deepEqual(answer, { parameter: "method", detail });
});

test("the notes are there, the engine is always there, and nothing else is", async () => {
  assert.deepEqual(await (await ask("api/notes")).json(), { notes: { "one/a": ["Say it."] } });
  assert.equal((await ask("healthz")).ok, true);
  assert.equal((await ask("api/scenes/two/a")).status, 404);
  const twin = await ask("api/questions/side/twin?seed=1");
  assert.equal(twin.status, 503);
  assert.match((await twin.json()).detail, /^Other numbers need the server/);
});

test("an aborted request is not answered", async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(ask("api/scenes/one/a", { signal }), { name: "AbortError" });
});
