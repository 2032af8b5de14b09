import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENTS, reduce } from "../../static/js/state/reducer.js";
import { currentFrame, initialState, isCurrent, isFinished } from "../../static/js/state/state.js";
import { duration, settledAt } from "../../static/js/state/timing.js";
import { prefetchKeys, wantedKey, wantedKeys } from "../../static/js/state/wanted.js";
import { chance, chapter, scene } from "./samples.js";

/** @typedef {import("../../static/js/state/state.js").State} State */

/** @param {State} state @param {...any} events @returns {State} */
const after = (state, ...events) =>
  events.reduce((now, event) => reduce(now, typeof event === "string" ? { type: event } : event), state);

/**
 * What the state wants arrives, whole or in part.
 * @param {State} state
 * @param {number} [count]
 * @param {number} [arrived]
 */
const fed = (state, count = 3, arrived = count) =>
  reduce(state, { type: "arrived", key: wantedKey(state), scene: scene(count, arrived) });

/** Where the state is. @param {State} state */
const at = ({ step, scene: index, status }) => `${step}.${index} ${status}`;

/** Plays until nothing moves any more, feeding every scene that is wanted. @param {State} state */
function out(state) {
  const seen = [at(state)];
  for (let i = 0; i < 1000 && (state.status === "playing" || state.status === "loading"); i += 1) {
    state = state.status === "loading" ? fed(state) : after(state, { type: "tick", seconds: 0.2 });
    if (seen.at(-1) !== at(state) && state.status !== "loading") seen.push(at(state));
  }
  return { state, seen };
}

const idle = initialState(chapter);
const loading = after(idle, "nextStep");
const playing = after(fed(loading), { type: "tick", seconds: 1.5 });
const paused = after(playing, "toggle");
const failed = after(fed(loading, 3, 1), { type: "streamFailed", key: wantedKey(loading), sentence: "It broke off." });
const done = out(playing).state;
const STATES = { idle, loading, playing, paused, failed, done };

const SAMPLES = {
  goto: [
    { step: 2 },
    { step: 3, scene: 1, frame: 2 },
    { step: 99 },
    { step: 1, scene: 0, fraction: 0.5 },
    { step: 1, frame: 0, values: { stride: "2", no: 1 } },
  ],
  stage: [{ stage: "pool" }, { stage: "classify" }],
  frame: [{ by: 1 }, { by: -1 }],
  seek: [{ seconds: 0 }, { seconds: 2.2 }, { seconds: 1e9 }, { seconds: NaN }, { seconds: -3 }],
  set: [{ values: { stride: 2 } }, { values: { stride: "0" } }, { values: { nothing: 1 } }, { values: {} }],
  reset: [{}, { parameter: "stride" }],
  hint: [{ parameter: "input", sentence: "is full." }],
  replay: [
    { parameter: "ink", drawing: "0,0;1,1" },
    { parameter: "stride", drawing: "0,0" },
    { parameter: "ink", drawing: "" },
  ],
  tick: [{ seconds: 0.016 }, { seconds: 100 }],
  arrived: [
    { key: "one/a", scene: scene(3) },
    { key: "one/a", scene: scene(3, 1) },
    { key: "one/a?stride=2", scene: scene(5) },
    { key: "three/e", scene: scene(2) },
    { key: "one/a", scene: scene(3, 0) },
  ],
  refused: [
    { key: "one/a?stride=0", parameter: "stride", sentence: "No." },
    { key: "one/a", parameter: "", sentence: "No." },
  ],
  streamFailed: [
    { key: "one/a", sentence: "Off." },
    { key: "two/c", sentence: "Off." },
  ],
  serverLost: [{ key: "one/a?stride=2" }, { key: "one/a" }, { key: "two/c" }],
  speed: [{ by: 1 }, { by: -1 }, { to: 4 }, { to: 77 }],
  restore: [
    {},
    { speed: 4, values: { "one/a": { stride: 2 } } },
    { speed: "x", values: 7 },
    { values: { "one/a": null, no: {} } },
    { past: 7, future: [null, 7, { path: "no/no" }, { path: "one/a" }] },
  ],
  theme: [{}, { name: "dark" }, { name: "pink" }],
  screen: [{ colour: "black" }, { colour: "" }],
  help: [{}, { open: false }],
  drawer: [{}, { open: false }],
  motion: [{ reduced: true }],
  note: [{ sentence: "Hm." }],
  thumbnails: [{ scene: scene(1) }],
};

/** All samples of an event. @param {string} type @returns {any[]} */
const samples = (type) =>
  /** @type {any} */ (SAMPLES[type] ?? [{}]).map((/** @type {object} */ each) => ({ type, ...each }));

/** @template T @param {T} value @returns {T} */
function freeze(value) {
  if (value && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** What holds in every state. @param {State} state @param {string} story */
function sound(state, story) {
  const { status, step, target, shown, failure, seconds } = state;
  assert.ok(["idle", "loading", "playing", "paused", "failed"].includes(status), story);
  assert.equal(status === "idle", step === 0, story);
  assert.ok(step === 0 || chapter.steps[step - 1].scenes[state.scene], story);
  assert.ok(shown === null || (seconds >= 0 && seconds <= duration(shown) + 1e-9), story);
  if (status === "playing" || status === "paused")
    assert.ok(shown && isCurrent(state) && !target && failure === null, story);
  if (status === "loading") assert.ok(target && failure === null, story);
  if (status === "failed") assert.ok(failure && target, story);
  assert.ok(state.speed >= 0.25 && state.speed <= 4, story);
  assert.ok(wantedKeys(state).length <= 1, story);
}

for (const [name, state] of Object.entries(STATES)) {
  test(`while ${name} every event has an answer, and changes nothing in place`, () => {
    freeze(state);
    for (const event of EVENTS.flatMap(samples))
      sound(reduce(state, freeze(event)), `${name} ${JSON.stringify(event)}`);
  });
}

test("any five hundred events in any order leave a sound state", () => {
  const all = EVENTS.flatMap(samples);
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = chance(seed);
    let state = idle;
    for (let i = 0; i < 500; i += 1) {
      const [wanted] = wantedKeys(state);
      const feed = random() < 0.3 && wanted !== undefined;
      const event = feed
        ? { type: "arrived", key: wanted, scene: scene(4, random() < 0.5 ? 2 : 4) }
        : all[Math.floor(random() * all.length)];
      state = reduce(state, event);
      sound(state, `seed ${seed}, event ${i}: ${JSON.stringify(event)}`);
    }
  }
});

test("an unknown event changes nothing", () => {
  assert.equal(reduce(playing, { type: "constructor" }), playing);
  assert.equal(reduce(playing, { type: "dance" }), playing);
});

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

test("a failure elsewhere is not shown, and is tried again when one comes there", () => {
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

test("what the server refuses is said, and what was there stays", () => {
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

test("what the engine is out of reach for waits beside its control, and comes when it is back", () => {
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

test("a scene that is not here fails while the engine is out of reach, and plays when it is back", () => {
  const lost = after(loading, { type: "serverLost", key: "one/a" });
  assert.equal(lost.status, "failed");
  assert.match(lost.failure ?? "", /Retrying/);
  assert.equal(at(fed(after(lost, "serverBack"))), "1.0 playing");
});

test("with nothing better to do every scene is fetched, the next ones first", () => {
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

test("while one drags, an older setting that arrives is shown until the latest does", () => {
  const set = after(paused, { type: "set", values: { stride: 2 } }, { type: "set", values: { stride: 3 } });
  const between = after(set, { type: "arrived", key: "one/a?stride=2", scene: scene(4) });
  assert.equal(between.shownKey, "one/a?stride=2");
  assert.equal(between.status, "loading");
  assert.equal(fed(between).shownKey, "one/a?stride=3");
});

test("reset takes back one parameter, or all", () => {
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

test("what was set before a reload comes back, as far as it makes sense", () => {
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

test("before the first key the chapter's first picture is there to look at", () => {
  const state = fed(idle);
  assert.equal(at(state), "0.0 idle");
  assert.ok(state.shown);
  assert.equal(at(after(state, "begin")), "1.0 playing");
  assert.equal(after(state, "begin").seconds, 0);
});
