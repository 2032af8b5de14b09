import assert from "node:assert/strict";
import { test } from "node:test";

import { spokenChanges, spokenPlace } from "../../static/js/elements/announcer.js";
import { initialState } from "../../static/js/state/state.js";
import { after, fed, loading } from "./reducing.js";
import { CELL, CHOICE, chapter, DRAW, NUMBER, questionedMap } from "./samples.js";

/** Frame k of a scene of a hundred. @param {number} k
 * @param {Partial<{scene: string, playing: boolean, asking: boolean, options: string, offer: string}>} [more] */
const at = (k, more = {}) => ({
  scene: "The first.",
  text: `Frame ${k}.`,
  last: k === 99,
  playing: true,
  asking: false,
  options: "",
  offer: "",
  ...more,
});

/** @param {ReturnType<typeof at>[]} moments */
const heard = (...moments) =>
  moments
    .slice(1)
    .map((now, i) => spokenPlace(moments[i], now))
    .filter(Boolean);

test("a hundred passing frames are not announced, the one where playback stops is", () => {
  const passing = Array.from({ length: 60 }, (_, k) => at(k));
  assert.deepEqual(heard(...passing), []);
  assert.deepEqual(heard(...passing, at(59, { playing: false })), ["Frame 59."]);
});

test("at the end of a step one hears once that one's answers can be read", () => {
  const [offer, rests] = ["Your answers: 1 answer, right. Press Y to read them.", at(99, { playing: false })];
  assert.deepEqual(heard(at(99), { ...rests, offer }, { ...rests, offer }), [`Frame 99. ${offer}`]);
});

test("a sentence is announced again only after playback has gone on", () => {
  const rests = at(7, { playing: false });
  assert.deepEqual(heard(rests, { ...rests }), []);
  assert.deepEqual(heard(rests, at(7), at(7, { playing: false })), ["Frame 7."]);
  assert.deepEqual(heard(rests, at(8, { playing: false })), ["Frame 8."]);
});

test("at a scene's end its last sentence is announced, then the next scene's first", () => {
  const next = { scene: "The second." };
  assert.deepEqual(heard(at(98), at(99), at(0, next), at(1, next)), ["Frame 99. The second."]);
});

test("where it rests at a question it is said once that the film waits", () => {
  const asks = { playing: false, asking: true };
  const said = "Frame 9. The film is waiting. Press Space or Play to go on.";
  assert.deepEqual(heard(at(8), at(9), at(9, asks), at(9, asks), at(10)), [said]);
  const choice = { ...asks, options: "A: 13. B: 14. " };
  const both = "Frame 9. A: 13. B: 14. The film is waiting. Press Space or Play to go on.";
  assert.deepEqual(heard(at(8), at(9), at(9, choice)), [both]);
});

test("a scene that is left in its middle ends without its sentence", () => {
  const next = { scene: "The second.", playing: false };
  assert.deepEqual(heard(at(40), at(12, next)), ["The second. Frame 12."]);
});

test("visual changes are announced: a black or white screen, the theme, the speed", () => {
  const state = initialState(chapter);
  const said = (/** @type {object} */ more) => spokenChanges(state, { ...state, ...more });
  assert.equal(said({}), "");
  assert.equal(said({ screen: "black" }), "Black screen. Any key brings the picture back.");
  assert.equal(said({ screen: "white" }), "White screen. Any key brings the picture back.");
  assert.equal(spokenChanges({ ...state, screen: "black" }, state), "The picture is back.");
  assert.equal(said({ theme: "contrast" }), "Theme: high contrast.");
  assert.equal(said({ speed: 1.5, theme: "dark" }), "Theme: dark. Speed: 1.5×.");
});

test("what is chosen or marked is said; what is typed or set is not", () => {
  const asked = (/** @type {object} */ question) =>
    after(fed(loading, questionedMap(question)), { type: "tick", seconds: 100 });
  const said = (/** @type {any} */ state, /** @type {object} */ event) =>
    spokenChanges(state, after(state, { type: "answer", ...event }));
  assert.equal(said(asked(CHOICE), { option: 1 }), "B, 13: saved.");
  assert.equal(said(asked(CELL), { cell: 5 }), "Row 2, column 3 marked, 1 marked.");
  const marked = after(asked(CELL), { type: "answer", cell: 5 });
  assert.equal(said(marked, { cell: 5 }), "Row 2, column 3 no longer marked, none marked.");
  assert.equal(said(marked, { cell: "none" }), "None: saved.");
  // The field and the values say so themselves.
  assert.equal(said(asked(NUMBER), { number: "4" }), "");
  assert.equal(said(asked(DRAW), { value: { index: 0, value: 1 } }), "");
});
