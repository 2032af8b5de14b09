import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENTS, reduce } from "../../static/js/state/reducer.js";
import { currentFrame, isCurrent } from "../../static/js/state/state.js";
import { duration, TWEEN } from "../../static/js/state/timing.js";
import { wantedKeys } from "../../static/js/state/wanted.js";
import { after, asking, at, choosing, done, failed, fed, idle, loading, paused, playing } from "./reducing.js";
import { CELL, CHOICE, chance, chapter, DRAW, NUMBER, OPEN, questioned, questionedMap, scene } from "./samples.js";

/** @import { State } from "../../static/js/state/state.js" */

const STATES = { idle, loading, playing, asking, choosing, paused, failed, done };

/** Events by type, without it. @type {Record<string, any[]>} */
const SAMPLES = {
  goto: [
    { step: 2 },
    { step: 3, scene: 1, frame: 2 },
    { step: 1, scene: 0, frame: 1, asks: true },
    { step: 99 },
    { step: 1, scene: 0, fraction: 0.5 },
    { step: 1, frame: 0, values: { stride: "2", no: 1 } },
  ],
  stage: [{ stage: "pool" }, { stage: "classify" }],
  frame: [{ by: 1 }, { by: -1 }],
  seek: [{ seconds: 0 }, { seconds: 2.2 }, { seconds: 1e9 }, { seconds: NaN }, { seconds: -3 }],
  answer: [
    ...[{ option: 0 }, { option: 2 }, { option: 9 }, { number: "450" }, { number: "x" }, { cell: 4 }, { cell: 99 }],
    { value: { index: 4, value: 1.5 } },
  ],
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
  look: [{ by: 1 }, { to: { x: 0.1, y: 0, zoom: 2 } }, { to: null }],
  motion: [{ reduced: true }],
  note: [{ sentence: "Hm." }],
  thumbnails: [{ scene: scene(1) }],
};

/** All samples of an event. @param {string} type @returns {any[]} */
const samples = (type) => (SAMPLES[type] ?? [{}]).map((/** @type {object} */ each) => ({ type, ...each }));

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
  assert.ok(["idle", "loading", "playing", "asking", "paused", "failed"].includes(status), story);
  assert.equal(status === "idle", step === 0, story);
  assert.ok(step === 0 || chapter.steps[step - 1].scenes[state.scene], story);
  assert.ok(shown === null || (seconds >= 0 && seconds <= duration(shown) + 1e-9), story);
  if (status === "asking") assert.ok(shown?.frames[currentFrame(state)].question, story);
  if (status === "playing" || status === "asking" || status === "paused")
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

/** A scene that asks one of all kinds. @param {() => number} random */
function asks(random) {
  const question = [OPEN, CHOICE, NUMBER, CELL, DRAW][Math.floor(random() * 5)];
  return random() < 0.5
    ? questionedMap(/** @type {object} */ (question))
    : questioned(4, random() < 0.5 ? 2 : 4, question);
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
        ? { type: "arrived", key: wanted, scene: asks(random) }
        : all[Math.floor(random() * all.length)];
      state = reduce(state, event);
      sound(state, `seed ${seed}, event ${i}: ${JSON.stringify(event)}`);
    }
  }
});

test("a film rests at the end of a frame that asks, and does not pass it however long a tick is", () => {
  for (const seconds of [0.016, 0.6, 100]) {
    let state = after(fed(loading, questioned(3)), { type: "tick", seconds });
    for (let i = 0; i < 200 && state.status === "playing"; i += 1) state = after(state, { type: "tick", seconds });
    assert.equal(at(state), "1.0 asking");
    assert.equal(currentFrame(state), 1);
    assert.equal(state.seconds, 2);
    assert.equal(after(state, { type: "tick", seconds: 5 }), state);
  }
});

test("later in a scene the film asks as soon as all of the frame is there, and Space then goes on in the scene", () => {
  const long = {
    ...questioned(3),
    frames: questioned(3).frames.map((/** @type {object} */ each) => ({ ...each, seconds: 10 })),
  };
  const playing = fed(loading, long);
  assert.equal(at(after(playing, { type: "tick", seconds: 9.9 }, "nextStep")), "2.0 loading");
  const there = after(playing, { type: "tick", seconds: 11 });
  assert.equal(at(there), "1.0 asking");
  assert.equal(there.seconds, 10 + TWEEN);
  assert.equal(currentFrame(after(there, "nextStep", { type: "tick", seconds: 0.1 })), 2);
});

test("in a scene's first seconds Space walks on to the next step, whatever they ask", () => {
  for (const end of [4, 9]) {
    const frames = questioned(3).frames.map((/** @type {object} */ each, /** @type {number} */ k) => ({
      ...each,
      seconds: k ? end - 1 : 1,
    }));
    const walked = after(fed(loading, { ...questioned(3), frames }), { type: "tick", seconds: Math.min(end, 6) - 0.1 });
    assert.equal(at(walked), "1.0 playing");
    assert.equal(at(after(walked, { type: "tick", seconds: 0.2 })), "1.0 asking");
    assert.equal(at(after(walked, "nextStep")), "2.0 loading");
  }
});

test("while a question's picture still moves in Space asks it, and does not lead past it", () => {
  const frames = questioned(3).frames.map((/** @type {object} */ each, /** @type {number} */ k) => ({
    ...each,
    seconds: k ? 5 : 10,
  }));
  const begun = after(fed(loading, { ...questioned(3), frames }), { type: "tick", seconds: 10.1 });
  assert.equal(at(begun), "1.0 playing");
  for (const type of ["nextStep", "nextScene"]) {
    const asked = after(begun, type);
    assert.equal(at(asked), "1.0 asking");
    assert.equal(asked.seconds, 10 + TWEEN);
  }
});

test("from a question Space, the next scene, Play and K go on in the scene, and it does not ask again", () => {
  for (const type of ["nextStep", "nextScene", "play", "toggle"]) {
    const state = after(asking, type);
    assert.equal(at(state), "1.0 playing");
    assert.equal(currentFrame(after(state, { type: "tick", seconds: 0.1 })), 2);
    assert.equal(at(after(state, { type: "tick", seconds: 100 })), "1.1 loading");
  }
});

test("at a question one goes elsewhere as from a pause", () => {
  for (const event of [
    { type: "frame", by: 1 },
    { type: "seek", seconds: 0.5 },
    { type: "goto", step: 1, scene: 0, fraction: 0.1 },
  ])
    assert.equal(at(after(asking, event)), "1.0 paused");
  assert.equal(at(after(asking, { type: "frame", by: 1 }, "nextStep")), "2.0 loading");
  assert.equal(at(after(asking, { type: "goto", step: 2 })), "2.0 loading");
  assert.equal(at(after(asking, "previousScene")), "1.0 paused");
});

test("what is asked at a frame is asked there, however one has come", () => {
  const far = after(asking, "toggle", { type: "tick", seconds: 0.5 });
  const ways = {
    "by an address": fed(after(idle, { type: "goto", step: 1, scene: 0, frame: 1 }), questioned(3)),
    "a frame on": after(far, { type: "frame", by: -1 }, { type: "frame", by: -1 }, { type: "frame", by: 1 }),
    "a frame back": after(far, { type: "frame", by: -1 }),
    "along the line of time": after(far, { type: "seek", seconds: 1.9 }),
    "by a pause": after(far, { type: "seek", seconds: 1.2 }, "toggle", { type: "tick", seconds: 0.6 }, "toggle"),
    "with other settings": fed(after(asking, { type: "set", values: { stride: "2" } }), questioned(3)),
  };
  for (const [way, state] of Object.entries(ways)) {
    assert.equal(at(state), "1.0 asking", way);
    assert.equal(currentFrame(state), 1, way);
    const on = after(state, "nextStep", { type: "tick", seconds: 0.1 });
    assert.equal(at(on), "1.0 playing", way);
    assert.equal(currentFrame(on), 2, way);
  }
});

test("while a frame that asks is still changing, a pause is a pause", () => {
  const state = after(fed(loading, questioned(3)), { type: "tick", seconds: 1.1 }, "toggle");
  assert.equal(at(state), "1.0 paused");
  assert.equal(at(after(state, "toggle", { type: "tick", seconds: 1 })), "1.0 asking");
});

test("Space while it plays goes to the next step, past any question", () => {
  assert.equal(after(fed(loading, questioned(3)), "nextStep", "nextStep").step, 3);
});

test("a question at a scene's end holds it, and then the next scene comes", () => {
  const last = {
    ...questioned(3),
    frames: questioned(3).frames.map((/** @type {object} */ frame, /** @type {number} */ k) => ({
      ...frame,
      question: k === 2 ? OPEN : null,
    })),
  };
  const state = after(fed(loading, last), { type: "tick", seconds: 100 });
  assert.equal(at(state), "1.0 asking");
  assert.equal(at(after(state, "nextStep", { type: "tick", seconds: 0.1 })), "1.1 loading");
});

test("an unknown event changes nothing", () => {
  assert.equal(reduce(playing, /** @type {any} */ ({ type: "constructor" })), playing);
  assert.equal(reduce(playing, /** @type {any} */ ({ type: "dance" })), playing);
});
