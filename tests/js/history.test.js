/** What was set can be taken back and set again; a replay sets nothing; what a hand may not do is said. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS, whyFull } from "../../static/js/data/strokes.js";
import { answerKey } from "../../static/js/inputs/keys.js";
import { redoValues, undoValues } from "../../static/js/state/history.js";
import { reduce } from "../../static/js/state/reducer.js";
import { initialState, isBehind, isRunning } from "../../static/js/state/state.js";
import { writeUrl } from "../../static/js/state/url-state.js";
import { wantedKey } from "../../static/js/state/wanted.js";
import { chance, chapter as sample, scene, strokesParam } from "./samples.js";

const ink = strokesParam("ink", "Ink");
const [first, ...others] = sample.steps;
const [a, b] = first.scenes;
const chapter = {
  ...sample,
  steps: [
    {
      ...first,
      scenes: [
        { ...a, params: [...a.params, ink] },
        { ...b, params: a.params },
      ],
    },
    ...others,
  ],
};

/** @import { State } from "../../static/js/state/state.js" */
/** @param {State} state @param {...any} events @returns {State} */
const does = (state, ...events) =>
  events.reduce((now, event) => reduce(now, typeof event === "string" ? { type: event } : event), state);
const set = (/** @type {Record<string, string>} */ values) => ({ type: "set", values });
const begun = does(initialState(chapter), { type: "goto", step: 1, frame: 0 });
const values = (/** @type {State} */ state) => state.values["one/a"] ?? {};

test("each thing that was set is taken back on its own, and set again", () => {
  /** @type {Record<string, string>[]} */
  const steps = [{ stride: "2" }, { input: "1,1;1,1" }, { ink: "0,0" }, { ink: "0,0|1,1" }, { stride: "3" }];
  let state = begun;
  const seen = [values(state)];
  for (const each of steps) {
    state = does(state, "gestureEnd", set(each));
    seen.push(values(state));
  }
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    state = does(state, "undo");
    assert.deepEqual(values(state), seen[i]);
  }
  for (let i = 1; i <= steps.length; i += 1) {
    state = does(state, "redo");
    assert.deepEqual(values(state), seen[i]);
  }
  assert.equal(does(state, "redo"), state);
});

test("one gesture is one step: dragging a slider, drawing a stroke, typing a word", () => {
  const drawn = ["0,0", "0,0;0.1,0", "0,0;0.1,0;0.2,0"].map((text) => set({ ink: text }));
  const state = does(
    begun,
    ...drawn,
    "gestureEnd",
    ...["0,0;0.1,0;0.2,0|1,1", "0,0;0.1,0;0.2,0|1,1;1,0.9"].map((text) => set({ ink: text })),
    "gestureEnd",
  );
  assert.deepEqual(values(does(state, "undo")), { ink: "0,0;0.1,0;0.2,0" });
  assert.deepEqual(values(does(state, "undo", "undo")), {});
});

test("Clear, Reset and a chosen setting can be taken back too", () => {
  const drawn = does(begun, set({ ink: "0,0", stride: "2" }), "gestureEnd");
  for (const event of [
    set({ ink: "" }),
    { type: "reset" },
    { type: "reset", parameter: "stride" },
    { type: "goto", step: 1, scene: 0, frame: 0, values: { stride: "4" } },
  ]) {
    assert.deepEqual(values(does(drawn, event, "undo")), values(drawn), event.type);
  }
});

test("undo applies to the scene on the screen", () => {
  const state = does(begun, set({ stride: "2" }), "gestureEnd", "nextScene", set({ stride: "3" }), "gestureEnd");
  const undone = does(state, "undo");
  assert.deepEqual([undone.values["one/b"], undone.values["one/a"]], [{}, { stride: "2" }]);
  assert.equal(does(undone, "undo"), undone);
  assert.deepEqual(values(does(undone, "previousScene", "undo")), {});
});

test("a new setting clears what could be redone", () => {
  const state = does(begun, set({ stride: "2" }), "gestureEnd", "undo", set({ stride: "3" }), "gestureEnd");
  assert.equal(redoValues(state), null);
  assert.equal(undoValues(begun), null);
  assert.equal(does(begun, "undo"), begun);
});

test("a drawing from the address is undone and redone stroke by stroke", () => {
  const opened = does(initialState(chapter), { type: "goto", step: 1, scene: 0, frame: 0, values: { ink: "0,0|1,1" } });
  const once = does(opened, "undo");
  assert.deepEqual(values(once), { ink: "0,0" });
  assert.deepEqual(values(does(once, "undo")), { ink: "" });
  assert.deepEqual(values(does(once, "undo", "redo", "redo")), values(opened));
});

test("after any events, undoing and redoing everything ends where it was", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = chance(seed);
    const pick = (/** @type {any[]} */ all) => all[Math.floor(random() * all.length)];
    let state = begun;
    for (let i = 0; i < 60; i += 1)
      state = does(
        state,
        pick([
          "gestureEnd",
          "gestureEnd",
          set({ stride: String(1 + Math.floor(random() * 4)) }),
          set({ ink: pick(["", "0,0", "1,1;0,0"]) }),
          { type: "reset" },
          "undo",
          "redo",
          "nextScene",
          "previousScene",
        ]),
      );
    state = does(state, "gestureEnd", { type: "goto", step: 1, scene: 0, frame: 0 });
    while (redoValues(state) !== null) state = does(state, "redo");
    const end = values(state);
    let count = 0;
    for (; state.past.some(({ path }) => path === "one/a"); count += 1) state = does(state, "undo");
    for (; count > 0; count -= 1) state = does(state, "redo");
    assert.deepEqual(values(state), end, String(seed));
  }
});

test("undo and redo have the keys of every system, and are the browser's in text fields", () => {
  const command = { command: true, modified: true };
  const means = (/** @type {object} */ press) =>
    answerKey({ key: "z", ...command, ...press }, begun).event?.type ?? null;
  assert.deepEqual(
    [means({}), means({ key: "Z", shift: true }), means({ key: "y" }), means({ key: "я", code: "KeyZ" })],
    ["undo", "redo", "redo", "undo"],
  );
  for (const focus of /** @type {const} */ ([
    "",
    "select",
    "range",
    "radio",
    "button",
    "timeline",
    "link",
    "checkbox",
    "cell",
  ]))
    assert.equal(means({ focus }), "undo", focus);
  for (const press of [
    { focus: "text" },
    { focus: "field" },
    { focus: "cell", typed: "5" },
    { command: false },
    { dialog: "values" },
    { key: "x" },
  ])
    assert.equal(means(press), null, JSON.stringify(press));
});

test("a replay changes the view only, not the drawing", () => {
  const drawing = "0,0;0.1,0;0.2,0|0.5,0.5;0.6,0.6";
  const drawn = does(begun, set({ ink: drawing }), "gestureEnd");
  let state = does(drawn, { type: "replay", parameter: "ink", drawing });
  const keys = new Set();
  for (let i = 0; isRunning(state); i += 1) {
    assert.ok(i < 1000);
    assert.deepEqual(values(state), { ink: drawing });
    assert.match(writeUrl(state), /ink=~1/);
    keys.add(wantedKey(state));
    state = does(state, { type: "arrived", key: wantedKey(state), scene: scene(2) }, { type: "tick", seconds: 0.05 });
  }
  assert.equal(keys.size, 4, "each of its points but the last is answered");
  assert.equal(wantedKey(state), wantedKey(drawn));
  assert.deepEqual(state.past, drawn.past);
});

test("anything else ends a replay, and the drawing is complete", () => {
  const drawing = "0,0;0.1,0;0.2,0";
  const drawn = does(begun, set({ ink: drawing }), "gestureEnd");
  const replayed = does(drawn, { type: "replay", parameter: "ink", drawing }, { type: "tick", seconds: 0.1 });
  assert.notEqual(replayed.replay, null);
  for (const event of [
    "nextScene",
    "previousStep",
    "undo",
    { type: "reset" },
    set({ stride: "2" }),
    { type: "goto", step: 2 },
  ]) {
    assert.equal(does(replayed, event).replay, null, JSON.stringify(event));
  }
  assert.deepEqual(values(does(replayed, "nextScene")), { ink: drawing });
});

test("a full drawing says how much it can hold and what to do", () => {
  /** @param {number} count @returns {[number, number][][]} */
  const dots = (count) => Array.from({ length: count }, () => [[0.5, 0.5]]);
  assert.equal(whyFull(dots(LIMITS.strokes - 1), true), "");
  assert.match(whyFull(dots(LIMITS.strokes), true), /^can hold no more: 60 strokes are the most\. Undo or erase/);
  assert.equal(whyFull(dots(LIMITS.strokes)), "", "the last stroke may go on");
  assert.equal(whyFull([Array(LIMITS.points - 1).fill([0, 0])]), "");
  assert.match(whyFull([Array(LIMITS.points).fill([0, 0])]), /2,000 points are the most/);
});

test("a refusal stays until something else is set", () => {
  const state = does(begun, { type: "hint", parameter: "ink", sentence: "can hold no more." });
  assert.deepEqual(state.hint, { parameter: "ink", sentence: "can hold no more." });
  assert.equal(does(state, set({ ink: "0,0" })).hint, null);
  assert.equal(does(state, "nextScene").hint, null);
});

test("a refusal goes with what it was of, and what is none changes nothing", () => {
  const none = { type: "hint", parameter: "ink", sentence: "" };
  const state = does(begun, { ...none, sentence: "can hold no more." });
  assert.equal(does(state, none).hint, null);
  assert.equal(does(begun, none), begun);
});

test("where the engine is missing, the picture is marked as one of other settings", () => {
  const shown = does(begun, { type: "arrived", key: "one/a", scene: scene(3) });
  const waits = does(shown, set({ ink: "0,0" }), {
    type: "serverLost",
    key: wantedKey(does(shown, set({ ink: "0,0" }))),
  });
  assert.equal(isBehind(shown), false);
  assert.equal(isBehind(waits), true);
  assert.equal(isBehind(does(waits, "serverBack")), false);
  assert.equal(isBehind(does(waits, "undo")), false);
  const key = wantedKey(does(shown, set({ stride: "9" })));
  const refused = { type: "refused", key, parameter: "stride", sentence: "stride must be less." };
  assert.equal(isBehind(does(shown, set({ stride: "9" }), refused)), false, "what cannot be is another thing");
  assert.equal(isBehind(does(shown, set({ stride: "9" }), { ...refused, waits: true })), true);
});
