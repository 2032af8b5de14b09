import assert from "node:assert/strict";
import { test } from "node:test";
import { followState, upcomingScene, upcomingWords } from "../../static/js/presenter/follower.js";
import { elapsedTime, formatElapsed, toggleTimer, ZERO } from "../../static/js/presenter/timer.js";
import { reduce } from "../../static/js/state/reducer.js";
import { initialState } from "../../static/js/state/state.js";
import { chapter, scene } from "./samples.js";

/** @type {import("../../static/js/presenter/link.js").StateMessage} */
const told = {
  kind: "state",
  step: 1,
  scene: 0,
  frame: 1,
  status: "playing",
  screen: "",
  help: false,
  speed: 2,
  theme: "dark",
  values: {},
};

test("the speaker's window shows the projected frame, settled and paused", () => {
  let state = followState(initialState(chapter), told);
  assert.equal(state.status, "loading");
  state = reduce(state, { type: "arrived", key: "one/a", scene: scene(3) });
  assert.equal(state.status, "paused");
  assert.ok(state.seconds > 1 && state.seconds < 2, `${state.seconds} s is not in the second frame`);
  assert.deepEqual([state.speed, state.theme], [2, "dark"]);
});

test("it follows back to the start screen, and under a black screen", () => {
  const there = followState(initialState(chapter), { ...told, screen: "black" });
  assert.equal(there.screen, "black");
  const back = followState(there, { ...told, step: 0 });
  assert.deepEqual([back.step, back.status, back.shown], [0, "idle", null]);
});

test("what comes next is the next scene, then the next step's first; at the end there is none", () => {
  const names = (/** @type {object} */ more) =>
    upcomingScene(followState(initialState(chapter), { ...told, ...more }))?.spec.name;
  assert.deepEqual(
    [names({ step: 0 }), names({}), names({ scene: 1 }), names({ step: 3, scene: 1 })],
    ["a", "b", "c", undefined],
  );
});

test("what comes next is said with its step's own number, in a part of the chapter too", () => {
  const words = (/** @type {import("../../static/js/data/records.js").Chapter} */ played, /** @type {object} */ more) =>
    upcomingWords(upcomingScene(followState(initialState(played), { ...told, ...more })), played);
  const part = { ...chapter, steps: [{ ...chapter.steps[2], number: 5 }] };
  assert.deepEqual(
    [words(chapter, { scene: 1 }), words(part, {}), words(part, { scene: 1 })],
    ["The c (step 2 / 3)", "The e (step 5 / 5)", "This is the last scene."],
  );
});

test("the timer counts only while it runs, and reads like a clock", () => {
  const started = toggleTimer(ZERO, 1000);
  assert.equal(elapsedTime(started, 3500), 2500);
  const paused = toggleTimer(started, 5000);
  assert.equal(elapsedTime(paused, 99_000), 4000);
  assert.equal(elapsedTime(toggleTimer(paused, 100_000), 101_000), 5000);
  assert.equal(elapsedTime({ counted: 0, since: 5000 }, 4000), 0, "a clock that is set back does not count below zero");
  assert.deepEqual([0, 7_900, 760_000, 3_900_000].map(formatElapsed), ["0:00", "0:07", "12:40", "1:05:00"]);
});
