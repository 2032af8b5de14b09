/** From scene to scene and from step to step: where keys and buttons lead, and where the film rests then. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { currentFrame, isFinished } from "../../static/js/state/state.js";
import { settledAt } from "../../static/js/state/timing.js";
import { after, at, done, failed, fed, idle, loading, out, paused, playing } from "./reducing.js";

test("Space plays a step's scenes one after another and waits at its end", () => {
  const { seen, state } = out(loading);
  assert.deepEqual(seen, ["1.0 loading", "1.0 playing", "1.1 playing", "1.1 paused"]);
  assert.ok(isFinished(state));
});

test("Space goes on from any status", () => {
  for (const state of [playing, paused, failed, done, loading]) assert.equal(after(state, "nextStep").step, 2);
});

test("the button Play runs through all steps until the end", () => {
  const { seen } = out(after(idle, "play"));
  assert.deepEqual(seen.slice(1), [
    "1.0 playing",
    "1.1 playing",
    "2.0 playing",
    "3.0 playing",
    "3.1 playing",
    "3.1 paused",
  ]);
});

test("the next scene is one scene, then it waits; after a step's last it is the next step's first", () => {
  const { state } = out(after(idle, "nextScene"));
  assert.equal(at(state), "1.0 paused");
  assert.equal(at(out(after(state, "nextScene")).state), "1.1 paused");
  assert.equal(at(out(after(state, "nextScene", "nextScene")).state), "2.0 paused");
});

test("back shows the finished step, without replay", () => {
  const state = fed(after(done, { type: "goto", step: 2 }, "previousStep"));
  assert.equal(at(state), "1.1 paused");
  assert.ok(isFinished(state));
  assert.equal(after(state, { type: "tick", seconds: 5 }), state);
});

test("the previous scene is shown finished; before the first there is its first frame", () => {
  const state = after(done, "previousScene");
  assert.equal(at(state), "1.0 paused");
  assert.ok(isFinished(state));
  const first = after(state, "previousScene");
  assert.equal(at(first), "1.0 paused");
  assert.equal(currentFrame(first), 0);
  assert.equal(at(after(first, "previousStep")), "1.0 paused");
});

test("at the chapter's end the next step and the next scene show it finished", () => {
  for (const type of ["nextStep", "nextScene"]) {
    const state = fed(after(idle, { type: "goto", step: 3, scene: 1 }, type));
    assert.equal(at(state), "3.1 paused");
    assert.ok(isFinished(state));
  }
});

test("K pauses, and goes on to where it was to stop", () => {
  assert.equal(paused.status, "paused");
  assert.equal(paused.seconds, playing.seconds);
  assert.deepEqual(out(after(paused, "toggle")).seen, ["1.0 playing", "1.1 playing", "1.1 paused"]);
});

test("a pause while the last frame holds ends the scene when it goes on", () => {
  const holding = after(done, { type: "seek", seconds: 2.9 });
  assert.equal(at(out(after(holding, "toggle")).state), "1.1 paused");
});

test("Play at the chapter's end begins anew", () => {
  const end = fed(after(idle, { type: "goto", step: 3 }, "nextScene", "nextScene"));
  assert.equal(at(after(end, "play")), "1.0 loading");
});

test("frames go one by one over the borders of scenes, and stop at the chapter's ends", () => {
  let state = after(paused, { type: "frame", by: -1 });
  assert.equal(currentFrame(state), 0);
  assert.equal(state.seconds, settledAt(/** @type {any} */ (state.shown), 0));
  assert.equal(at(after(state, { type: "frame", by: -1 })), "1.0 paused");
  for (const expected of ["1.0/1", "1.0/2", "1.1/0", "1.1/1", "1.1/2", "2.0/0"]) {
    state = after(state, { type: "frame", by: 1 });
    if (state.status === "loading") state = fed(state);
    assert.equal(`${state.step}.${state.scene}/${currentFrame(state)}`, expected);
    assert.equal(state.status, "paused");
  }
  const end = fed(after(idle, { type: "goto", step: 3, scene: 1, frame: 99 }));
  assert.ok(isFinished(end));
  assert.equal(at(after(end, { type: "frame", by: 1 })), "3.1 paused");
});
