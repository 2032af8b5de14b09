/** Scenes and what draws and changes them: the first scene needs what is here alone; any other comes with all of it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fetched } from "../../static/js/elements/fetch-stage.js";
import { askingForStage } from "../../static/js/elements/scene-asking.js";
import { answerPicture } from "../../static/js/state/answer-picture.js";
import { viewOf } from "../../static/js/views/registry.js";
import { asked } from "./reducing.js";
import { CELL } from "./samples.js";

const FIRST = new URL("../golden/mlp-flatten.jsonl", import.meta.url);
/** @param {string} kind */
const isHere = (kind) => {
  try {
    return Boolean(viewOf(/** @type {any} */ ({ kind })));
  } catch {
    return false;
  }
};
const { ask, askSocket } = askingForStage(
  async (address) => new Response(String(address)),
  async (key) => new Response(key),
  "api/scenes/mlp/flatten",
);

test("the chapter's first scene is drawn by what is here, and waits for nothing else", async () => {
  assert.equal(isHere("network"), false);
  const [{ panels, tensors }, ...lines] = readFileSync(FIRST, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const kinds = panels.map((/** @type {{kind: string}} */ { kind }) => kind);
  assert.deepEqual(
    kinds.filter((/** @type {string} */ kind) => !isHere(kind)),
    [],
  );
  for (const address of ["api/scenes/mlp/flatten", "api/scenes/mlp/flatten?neurons=5"])
    assert.equal(await (await ask(address)).text(), address);
  assert.equal(isHere("network"), false);
  // Nor is there anything in it that a hand could change.
  assert.deepEqual(fetched, { StageEdits: null, CellCursor: null, CellAnswers: null });
  assert.deepEqual(
    tensors.filter((/** @type {{editable?: string}} */ { editable }) => editable),
    [],
  );
  assert.deepEqual(
    panels.filter((/** @type {any} */ { kind, options }) => kind === "pad" || options?.drags || options?.opens),
    [],
  );
  assert.equal(answerPicture(asked(CELL))?.marks, null);
  // What it asks changes nothing on the stage: no cells are marked, and no answer is told in a film.
  const questions = lines.flatMap(({ question }) => question ?? []);
  assert.deepEqual(new Set(questions.map(({ kind }) => kind)), new Set(["open", "choice"]));
  assert.deepEqual(
    questions
      .flatMap(({ options = [] }) => options)
      .filter((/** @type {any} */ { computations }) => computations?.length),
    [],
  );
});

test("any other scene comes with all views and with what changes it", async () => {
  assert.equal(await (await ask("api/scenes/lenet/run")).text(), "api/scenes/lenet/run");
  assert.equal(isHere("network"), true);
  assert.ok(fetched.StageEdits && fetched.CellCursor && fetched.CellAnswers);
  assert.equal(answerPicture(asked(CELL))?.marks?.tensor, CELL.tensor);
});

test("so does what is asked for by the socket, and where there is none nothing is waited for", async () => {
  assert.equal(await (await askSocket("lenet/live?x", new AbortController().signal))?.text(), "lenet/live?x");
  const { askSocket: none } = askingForStage(fetch, () => null, "");
  assert.equal(none("lenet/live", new AbortController().signal), null);
});
