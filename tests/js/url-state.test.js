import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce } from "../../static/js/state/reducer.js";
import { currentFrame, initialState, stepOf } from "../../static/js/state/state.js";
import { readUrl, writeUrl } from "../../static/js/state/url-state.js";
import { wantedKey } from "../../static/js/state/wanted.js";
import { chapter, scene } from "./samples.js";

/** @import { State } from "../../static/js/state/state.js" */

/** The state after an address has been read and its scene has arrived. @param {string} hash */
const opened = (hash) => {
  const state = reduce(initialState(chapter), /** @type {any} */ (readUrl(hash, chapter) ?? { type: "none" }));
  return reduce(state, { type: "arrived", key: wantedKey(state), scene: scene(12) });
};

test("an address comes back to the same place, and is written the same", () => {
  for (const hash of [
    "#step=1&scene=a&frame=3",
    "#step=1&scene=b&frame=12",
    "#step=3&scene=e&frame=1",
    "#step=1&scene=a&frame=2&stride=2&input=1%2C0.5%3B-1%2C0",
  ]) {
    const state = opened(hash);
    assert.equal(state.status, "paused");
    assert.equal(writeUrl(state), hash);
  }
});

test("who reloads while a place is loading comes back to where it leads, and it stands", () => {
  const [first, second] = [opened("#step=1&scene=a&frame=3"), opened("#step=1&scene=b&frame=3")];
  const ways = /** @type {[State, any, number][]} */ ([
    [second, { type: "goto", step: 3 }, 0],
    [second, { type: "goto", step: 3, frame: 4 }, 4],
    [second, { type: "goto", step: 3, frame: 4, flies: true }, 4],
    [second, { type: "goto", step: 3, frame: 999 }, 11],
    [second, { type: "goto", step: 3, fraction: 0.5 }, 0],
    [second, { type: "previousScene" }, 11],
    [first, { type: "nextScene" }, 0],
    [first, { type: "set", values: { stride: "2" } }, 2],
  ]);
  for (const [there, event, frame] of ways) {
    const state = reduce(there, event);
    assert.equal(state.status, "loading", JSON.stringify(event));
    const back = opened(writeUrl(state));
    assert.deepEqual(
      [back.status, back.step, back.scene, currentFrame(back), wantedKey(back)],
      ["paused", state.step, state.scene, frame, wantedKey(state)],
      JSON.stringify(event),
    );
  }
});

test("before the first key there is no address", () => {
  assert.equal(writeUrl(initialState(chapter)), "");
});

test("a step alone is played from its start", () => {
  const state = opened("#step=2");
  assert.deepEqual([state.step, state.scene, state.status, state.seconds], [2, 0, "playing", 0]);
});

test("values at their default are not named", () => {
  assert.equal(writeUrl(opened("#step=1&scene=a&frame=1&stride=1&input=1,0;0,1")), "#step=1&scene=a&frame=1");
});

test("what is refused is not in the address, what waits for the server is", () => {
  const hash = "#step=1&scene=a&frame=3&stride=2";
  for (const bad of [{ stride: "99" }, { stride: "x" }, { input: "1,0;one,1" }]) {
    const typed = reduce(opened(hash), { type: "set", values: bad });
    const [parameter = ""] = Object.keys(bad);
    const refused = reduce(typed, { type: "refused", key: wantedKey(typed), parameter, sentence: "No." });
    assert.equal(refused.message?.sentence, "No.");
    assert.equal(writeUrl(refused), hash, parameter);
    const unread = reduce(opened(hash), { type: "set", values: bad, refusal: { parameter, sentence: "No." } });
    assert.equal(writeUrl(unread), hash, parameter);
    const lost = reduce(typed, { type: "serverLost", key: wantedKey(typed) });
    assert.notEqual(writeUrl(lost), hash, parameter);
  }
  const given = opened("#step=1&scene=a&frame=3");
  const first = reduce(given, { type: "set", values: { stride: "99" } });
  const refusal = { key: wantedKey(first), parameter: "stride", sentence: "No." };
  assert.equal(writeUrl(reduce(first, { type: "refused", ...refusal })), "#step=1&scene=a&frame=3");
});

test("a frame beyond the scene is its last, one before it the first", () => {
  for (const [asked, shown] of [
    ["999999999", 12],
    ["0", 1],
    ["-4", 1],
    ["x", 1],
    ["1e400", 1],
    ["2.4", 2],
  ]) {
    assert.equal(writeUrl(opened(`#step=1&scene=a&frame=${asked}`)), `#step=1&scene=a&frame=${shown}`);
  }
});

test("an unknown step is said, and nothing else happens", () => {
  for (const step of ["99", "0", "-1", "x", "", "1.5", "__proto__"]) {
    const state = reduce(initialState(chapter), /** @type {any} */ (readUrl(`#step=${step}`, chapter)));
    assert.equal(state.status, "idle");
    assert.match(state.note, /this chapter has steps 1 to 3/);
  }
});

test("of a part of a chapter its own number is told, and a scene that is alone", () => {
  const [first] = chapter.steps;
  assert.ok(first);
  const step = { ...first, number: 5 };
  const alone = { ...chapter, steps: [{ ...step, scenes: step.scenes.slice(0, 1) }] };
  const part = { ...chapter, steps: [step] };
  const later = { ...chapter, steps: [step, { ...step, name: "next", number: 6 }] };
  const note = (/** @type {string} */ hash, /** @type {typeof chapter} */ here) => {
    const event = /** @type {any} */ (readUrl(hash, here));
    return event.sentence ?? event.note;
  };
  assert.equal(note("#step=1", alone), "The address asks for step “1”; here is step 5, scene a, alone.");
  assert.equal(note("#step=3&scene=b", alone), "The address asks for step “3”; here is step 5, scene a, alone.");
  assert.equal(note("#step=5&scene=b", alone), "The address asks for scene “b”; here is step 5, scene a, alone.");
  assert.equal(note("#step=5&scene=a", alone), undefined);
  assert.equal(note("#step=1", part), "The address asks for step “1”; here is step 5 alone.");
  assert.equal(note("#step=5&scene=x", part), "The address asks for scene “x”, which step 5 does not have.");
  assert.equal(note("#step=1", later), "The address asks for step “1”; this chapter has steps 5 to 6.");
  assert.match(note("#step=6&scene=x", later), /which step 6 does not have/);
});

test("the page counts its steps as the address does", () => {
  const told = (/** @type {number} */ step, /** @type {number[]} */ ...numbers) => {
    const steps = numbers.map((number) => ({ .../** @type {any} */ (chapter.steps[0]), number }));
    return stepOf({ ...initialState({ ...chapter, steps }), step });
  };
  assert.equal(told(0, 1, 2, 3), "Step – / 3");
  assert.equal(told(2, 1, 2, 3), "Step 2 / 3");
  assert.equal(told(1, 5), "Step 5");
  assert.equal(told(0, 5), "Step 5");
});

test("an unknown scene is said, and the step's first is shown", () => {
  const state = opened("#step=3&scene=nowhere&frame=2");
  assert.match(state.note, /nowhere/);
  assert.deepEqual([state.step, state.scene], [3, 0]);
});

test("a step can be named", () => {
  assert.equal(opened("#step=three").step, 3);
});

test("other hashes and garbage are left alone", () => {
  for (const hash of ["", "#", "#article", "#step-3-text", "#%", "#&&=&", "#%E0%A4%A"])
    assert.equal(readUrl(hash, chapter), null);
  const asked = /** @type {any} */ (readUrl("#step=1&constructor=1&scene=a", chapter));
  assert.equal(asked.values.constructor, Object);
});
