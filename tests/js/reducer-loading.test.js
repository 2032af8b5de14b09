import assert from "node:assert/strict";
import { test } from "node:test";
import { isFinished } from "../../static/js/state/state.js";
import { settledAt } from "../../static/js/state/timing.js";
import { prefetchKeys, wantedKey, wantedKeys } from "../../static/js/state/wanted.js";
import { after, at, done, failed, fed, idle, loading, paused, playing } from "./reducing.js";
import { scene } from "./samples.js";

test("while something loads the latest place wins", () => {
  const state = after(idle, { type: "goto", step: 3, scene: 1 }, { type: "goto", step: 2 });
  assert.deepEqual(wantedKeys(state), ["two/c"]);
  assert.equal(after(state, { type: "arrived", key: "three/e", scene: scene(3) }).status, "loading");
  assert.equal(at(fed(state)), "2.0 playing");
});

test("play begins at the first frame, waits for the stream, and goes on", () => {
  const state = after(fed(loading, 3, 1));
  assert.equal(at(state), "1.0 playing");
  const waiting = after(state, { type: "tick", seconds: 2 });
  assert.equal(at(waiting), "1.0 loading");
  assert.equal(waiting.failure, null);
  const on = fed(waiting, 3, 2);
  assert.equal(at(on), "1.0 playing");
  assert.equal(on.seconds, 1);
});

test("a pause asked for while loading is kept", () => {
  assert.equal(at(fed(after(loading, "toggle"))), "1.0 paused");
  assert.equal(at(fed(after(loading, "toggle", "toggle"))), "1.0 playing");
});

test("the next scene is fetched ahead, and nothing more", () => {
  assert.deepEqual(wantedKeys(loading), ["one/a"]);
  assert.deepEqual(wantedKeys(playing), ["one/b"]);
  const ahead = after(playing, { type: "arrived", key: "one/b", scene: scene(3) });
  assert.deepEqual(wantedKeys(ahead), []);
  assert.equal(at(after(ahead, "nextScene")), "1.1 playing");
});

test("a broken stream fails the place, keeps its picture, and goes on after a retry", () => {
  assert.equal(failed.failure, "It broke off.");
  assert.equal(failed.shown?.frames.length, 1);
  assert.deepEqual(wantedKeys(failed).includes("one/a"), false);
  const again = after(failed, "retry");
  assert.deepEqual(wantedKeys(again), ["one/a"]);
  assert.equal(at(fed(again)), "1.0 playing");
});

test("a failure of another scene is not shown, and is retried on going there", () => {
  const state = after(playing, { type: "streamFailed", key: "one/b", sentence: "Off." });
  assert.equal(at(state), "1.0 playing");
  assert.deepEqual(wantedKeys(state), []);
  const there = after(state, "nextScene");
  assert.equal(at(there), "1.1 loading");
  assert.deepEqual(wantedKeys(there), ["one/b"]);
});

test("after a failure other places go on", () => {
  assert.equal(at(fed(after(failed, "nextStep"))), "2.0 playing");
});

test("a new setting keeps the place, settled", () => {
  const set = after(paused, { type: "set", values: { stride: 2 } });
  assert.deepEqual(wantedKeys(set), ["one/a?stride=2"]);
  assert.equal(set.shown, paused.shown);
  const state = fed(set, 2);
  assert.equal(at(state), "1.0 paused");
  assert.equal(state.seconds, settledAt(/** @type {any} */ (state.shown), 1));
});

test("a finished scene stays finished whatever is set", () => {
  const state = fed(after(done, { type: "goto", step: 1, frame: 99 }, { type: "set", values: { stride: 2 } }), 9);
  assert.ok(isFinished(state));
});

test("a refusal is shown, and the last setting stays", () => {
  const set = after(paused, { type: "set", values: { stride: "0" } });
  const state = after(set, {
    type: "refused",
    key: "one/a?stride=0",
    parameter: "stride",
    sentence: "stride must be more.",
  });
  assert.equal(at(state), "1.0 paused");
  assert.equal(state.shown, paused.shown);
  assert.deepEqual(state.message, { parameter: "stride", sentence: "stride must be more." });
  assert.deepEqual(state.values["one/a"], { stride: "0" });
  const mended = fed(after(state, { type: "set", values: { stride: "3" } }));
  assert.equal(mended.message, null);
  assert.equal(mended.shownKey, "one/a?stride=3");
});

test("the last good setting stays where a later one is refused", () => {
  const good = fed(after(paused, { type: "set", values: { stride: "2" } }));
  const state = after(
    good,
    { type: "set", values: { stride: "9" } },
    { type: "refused", key: "one/a?stride=9", parameter: "stride", sentence: "No." },
  );
  assert.equal(state.shownKey, "one/a?stride=2");
  assert.equal(state.status, "paused");
});

test("a setting waits beside its control while the server is away, and applies later", () => {
  const set = after(playing, { type: "set", values: { stride: "2" } });
  const waiting = after(set, { type: "serverLost", key: "one/a?stride=2" });
  assert.deepEqual([waiting.status, waiting.shownKey, waiting.failure], ["paused", "one/a", null]);
  assert.equal(waiting.message?.parameter, "stride");
  assert.match(waiting.message?.sentence ?? "", /^stride can't be updated: the server isn't responding/);
  assert.deepEqual(waiting.values["one/a"], { stride: "2" });
  const on = after(waiting, "toggle", { type: "tick", seconds: 0.1 });
  assert.equal(on.status, "playing");
  const back = after(on, "serverBack");
  assert.deepEqual(wantedKeys(back), ["one/a?stride=2"]);
  assert.equal(back.message, null);
  const there = fed(back);
  assert.deepEqual([there.shownKey, there.status, there.seconds], ["one/a?stride=2", "playing", on.seconds]);
});

test("a scene that is not loaded fails while the server is away, and plays later", () => {
  const lost = after(loading, { type: "serverLost", key: "one/a" });
  assert.equal(lost.status, "failed");
  assert.match(lost.failure ?? "", /Retrying/);
  assert.equal(at(fed(after(lost, "serverBack"))), "1.0 playing");
});

test("when idle every scene is fetched, the next ones first", () => {
  const state = after(fed(idle), { type: "goto", step: 2 });
  assert.deepEqual(prefetchKeys(state), ["two/c", "three/d", "three/e", "one/b"]);
  const set = after(state, { type: "restore", values: { "three/d": {}, "one/a": { stride: 2 } } });
  assert.deepEqual(prefetchKeys(set), ["two/c", "three/d", "three/e", "one/a?stride=2", "one/b"]);
});

test("an address with a bad value shows the defaults and says why", () => {
  const state = after(idle, { type: "goto", step: 1, scene: 0, frame: 1, values: { stride: "x" } });
  const refused = after(state, { type: "refused", key: wantedKey(state), parameter: "stride", sentence: "No." });
  assert.deepEqual(wantedKeys(refused), ["one/a"]);
  assert.equal(at(fed(refused)), "1.0 paused");
  assert.equal(fed(refused).message?.sentence, "No.");
});

test("while dragging, an older setting that arrives is shown until the latest does", () => {
  const set = after(paused, { type: "set", values: { stride: 2 } }, { type: "set", values: { stride: 3 } });
  const between = after(set, { type: "arrived", key: "one/a?stride=2", scene: scene(4) });
  assert.equal(between.shownKey, "one/a?stride=2");
  assert.equal(between.status, "loading");
  assert.equal(fed(between).shownKey, "one/a?stride=3");
});

test("reset restores one parameter, or all", () => {
  const set = after(paused, {
    type: "set",
    values: {
      stride: 2,
      input: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
    },
  });
  assert.deepEqual(set.values["one/a"], { stride: "2", input: "1,1;1,1" });
  assert.deepEqual(after(set, { type: "reset", parameter: "input" }).values["one/a"], { stride: "2" });
  assert.deepEqual(after(set, { type: "reset" }).values["one/a"], {});
});

test("time passes at the speed chosen, and not under a black screen or the help", () => {
  assert.equal(after(playing, { type: "speed", to: 2 }, { type: "tick", seconds: 0.1 }).seconds, playing.seconds + 0.2);
  for (const over of [{ type: "screen", colour: "black" }, { type: "help" }]) {
    assert.equal(after(playing, over, { type: "tick", seconds: 0.1 }).seconds, playing.seconds);
  }
});

test("speeds go from a quarter to four times", () => {
  const up = Array.from({ length: 20 }, () => ({ type: "speed", by: 1 }));
  assert.equal(after(playing, ...up).speed, 4);
  assert.equal(after(playing, ...up.map(() => ({ type: "speed", by: -1 }))).speed, 0.25);
});

test("settings from before a reload come back where they are valid", () => {
  const state = after(idle, {
    type: "restore",
    speed: 2,
    values: { "one/a": { stride: 3, no: 1 }, "no/no": { a: 1 } },
    past: [{ path: "one/a", values: { stride: 2, no: 1 } }, { path: "no/no", values: {} }, null],
    future: "none",
  });
  assert.equal(state.speed, 2);
  assert.deepEqual(state.values["one/a"], { stride: "3" });
  assert.equal(Object.hasOwn(state.values, "no/no"), false);
  assert.deepEqual(state.past, [{ path: "one/a", values: { stride: "2" } }]);
  assert.deepEqual(state.future, []);
});

test("forty settings are kept, the scenes by default and the one on the screen always", () => {
  let state = after(paused, { type: "arrived", key: "one/b", scene: scene(1) });
  for (let i = 0; i < 60; i += 1) state = after(state, { type: "arrived", key: `one/b?stride=${i}`, scene: scene(1) });
  assert.equal(Object.keys(state.scenes).length, 42);
  assert.ok(state.scenes["one/a"] && state.scenes["one/b"]);
});

test("before the first key the chapter's first picture is shown", () => {
  const state = fed(idle);
  assert.equal(at(state), "0.0 idle");
  assert.ok(state.shown);
  assert.equal(at(after(state, "begin")), "1.0 playing");
  assert.equal(after(state, "begin").seconds, 0);
});
