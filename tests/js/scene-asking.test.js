/** Scenes and what draws them: the first scene needs what is here alone; any other comes with all views. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { viewOf } from "../../static/js/views/registry.js";
import { askingForViews } from "../../static/js/views/scene-asking.js";

const FIRST = new URL("../golden/mlp-flatten.jsonl", import.meta.url);
/** @param {string} kind */
const isHere = (kind) => {
  try {
    return Boolean(viewOf(/** @type {any} */ ({ kind })));
  } catch {
    return false;
  }
};
const { ask, askSocket } = askingForViews(
  async (address) => new Response(String(address)),
  async (key) => new Response(key),
  "api/scenes/mlp/flatten",
);

test("the chapter's first scene is drawn by what is here, and waits for nothing else", async () => {
  assert.equal(isHere("network"), false);
  const [header = ""] = readFileSync(FIRST, "utf8").split("\n");
  const kinds = JSON.parse(header).panels.map((/** @type {{kind: string}} */ { kind }) => kind);
  assert.deepEqual(
    kinds.filter((/** @type {string} */ kind) => !isHere(kind)),
    [],
  );
  for (const address of ["api/scenes/mlp/flatten", "api/scenes/mlp/flatten?neurons=5"])
    assert.equal(await (await ask(address)).text(), address);
  assert.equal(isHere("network"), false);
});

test("any other scene comes with all views", async () => {
  assert.equal(await (await ask("api/scenes/lenet/run")).text(), "api/scenes/lenet/run");
  assert.equal(isHere("network"), true);
});

test("so does what is asked for by the socket, and where there is none nothing is waited for", async () => {
  assert.equal(await (await askSocket("lenet/live?x", new AbortController().signal))?.text(), "lenet/live?x");
  const { askSocket: none } = askingForViews(fetch, () => null, "");
  assert.equal(none("lenet/live", new AbortController().signal), null);
});
