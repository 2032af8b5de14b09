/** What the page refuses itself: in the server's words, and without a request. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../../static/js/data/refusals.js";
import { refusing } from "../../static/js/data/refusing.js";
import { chapter } from "./samples.js";

/** @param {object} more */
const param = (more) => /** @type {any} */ ({ name: "p", choices: [], minimum: 0, maximum: 0, ...more });
const array = param({ kind: "array", channels: 1 });

test("an array holds numbers, none too large, in rows of equal length", () => {
  for (const text of ["1,0;0,1", "-2.5", " 1 , 2"]) assert.equal(refusalOf(array, text), "", text);
  assert.equal(refusalOf(array, "1,abc"), "must hold numbers only; got abc.");
  assert.equal(refusalOf(array, "1,;2,3"), "must hold numbers only; got nothing.");
  assert.equal(refusalOf(array, "1001"), "must hold numbers from −1000 to 1000; got 1001.");
  assert.equal(refusalOf(array, "1e400"), "must hold numbers from −1000 to 1000; got 1e400.");
  assert.equal(refusalOf(array, "1|2"), "must have 1 channel; got 2.");
  assert.equal(refusalOf(array, Array(65).fill("1").join(";")), "must be at most 64×64; got 65×1.");
  assert.equal(refusalOf(array, "1,2;3"), "must have rows of equal length; got 1 to 2 numbers in a row.");
});

test("whole numbers and words are checked, and what only the engine can tell is left to it", () => {
  const stride = param({ kind: "integer", minimum: 1, maximum: 4 });
  assert.equal(refusalOf(stride, "3"), "");
  assert.equal(refusalOf(stride, "5"), "must be a whole number from 1 to 4; got 5.");
  const word = param({ kind: "choice", choices: [["max", ""]] });
  assert.equal(refusalOf(word, "min"), "must be one of max; got min.");
  assert.equal(refusalOf(param({ kind: "picture" }), "anything"), "");
  assert.equal(refusalOf(undefined, "anything"), "");
});

test("what is refused is not asked for, by either way", async () => {
  /** @type {string[]} */
  const asked = [];
  const { ask, askSocket } = refusing(
    chapter,
    async (address) => {
      asked.push(String(address));
      return new Response("");
    },
    (key) => {
      asked.push(key);
      return null;
    },
  );
  const name = "one/a?stride=";
  const refused = await ask(`api/scenes/${name}x`);
  assert.equal(refused.status, 422);
  assert.match((await refused.json()).detail, /^stride must be a whole number/);
  const { signal } = new AbortController();
  assert.equal(askSocket(`${name}x`, signal), null);
  const body = JSON.stringify({ stride: "x" });
  assert.equal((await ask("api/scenes/one/a", { body })).status, 422);
  assert.deepEqual(asked, []);
  await ask(`api/scenes/${name}3`);
  await ask("healthz");
  askSocket(`${name}3`, signal);
  assert.deepEqual(asked, [`api/scenes/${name}3`, "healthz", `${name}3`]);
});
