/** A chapter of one step whose film waits on its way: Space leads from stop to stop, and never past them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState } from "../../static/js/state/state.js";
import { after, at, fed } from "./reducing.js";
import { chapter, frame, OPEN, scene } from "./samples.js";

const one = /** @type {any} */ ({ ...chapter, steps: [chapter.steps[0]] });
/** A scene that waits at each of its frames. */
const stopping = () => ({ ...scene(3), frames: [0, 1, 2].map((k) => ({ ...frame(k, 1), question: OPEN })) });
const begun = fed(after(initialState(one), "nextStep"), /** @type {any} */ (stopping()));

test("while it plays Space is at the next stop at once, and from there plays on to the one after", () => {
  const first = after(begun, "nextStep");
  assert.equal(first.status, "asking");
  assert.ok(first.seconds <= 1);
  const second = after(first, "nextStep");
  assert.equal(second.status, "playing");
  assert.ok(second.seconds >= 1 && after(second, "nextStep").seconds > 1);
});

test("from the last stop of a scene it goes to the next scene, and at the chapter's end it stays", () => {
  const rest = Array.from({ length: 5 }, () => "nextStep");
  const last = after(begun, ...rest, "nextStep", { type: "tick", seconds: 5 });
  assert.equal(last.scene, 1);
  const end = after(fed(last, /** @type {any} */ (stopping())), ...rest, "nextStep", { type: "tick", seconds: 5 });
  assert.match(at(end), /^1\.1 /);
});

test("with more steps Space still leads to the next step", () => {
  const state = fed(after(initialState(chapter), "nextStep"), /** @type {any} */ (stopping()));
  assert.equal(after(state, "nextStep").step, 2);
});
