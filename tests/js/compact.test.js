/** A drawing in the few letters of an address: whatever may be drawn comes back, and what is cut off is known. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compactStrokes, expandStrokes } from "../../static/js/data/compact.js";
import { formatStrokes, LIMITS } from "../../static/js/data/strokes.js";
import { reduce } from "../../static/js/state/reducer.js";
import { initialState } from "../../static/js/state/state.js";
import { readUrl, writeUrl } from "../../static/js/state/url-state.js";
import { chance, liveChapter, strokesParam } from "./samples.js";

const drawing = strokesParam("drawing", "Drawing");
const own = {
  name: "picture",
  label: "Picture",
  kind: "picture",
  default: "frog",
  minimum: 0,
  maximum: 2,
  choices: [["frog", "Frog"]],
  channels: 3,
  help: "",
};
const chapter = /** @type {any} */ (liveChapter(drawing, own));
const begun = reduce(initialState(chapter), { type: "goto", step: 1, frame: 0 });
/**
 * The state that an address makes of another browser's.
 * @param {string} hash
 * @param {import("../../static/js/state/state.js").State} [state]
 */
const opened = (hash, state = initialState(chapter)) =>
  reduce(state, /** @type {any} */ (readUrl(hash, chapter) ?? { type: "none" }));

/**
 * So many strokes, of points with so many numbers and decimals.
 * @param {number} seed
 * @param {number} strokes
 * @param {number} points
 * @param {number} size
 * @param {number} decimals
 */
function scribble(seed, strokes, points, size, decimals) {
  const random = chance(seed);
  const number = () => Number(random().toFixed(decimals));
  const point = () => /** @type {any} */ (Array.from({ length: size }, number));
  return formatStrokes(Array.from({ length: strokes }, () => Array.from({ length: points }, point)));
}

const DRAWINGS = {
  "a dot": "0.5,0.5",
  corners: "0,0;1,1|1,0;0,1",
  "a pen's": "0.1,0.2,0.08;0.105,0.21,0.081",
  "a pen's and a finger's": "0.1,0.2,0.08|0.3,0.4",
  "the finest": "0.123456,0.654321",
  "all points in one stroke": scribble(1, 1, LIMITS.points, 2, 3),
  "all strokes": scribble(2, LIMITS.strokes, Math.floor(LIMITS.points / LIMITS.strokes), 3, 3),
  "all points with six decimals": scribble(3, 1, LIMITS.points, 3, 6),
};

test("any drawing can be written into an address and read back", () => {
  for (const [name, text] of Object.entries(DRAWINGS)) {
    assert.match(compactStrokes(text), /^~1[0-6]\d+(\.[23][\w-]+)+$/, name);
    assert.equal(expandStrokes(compactStrokes(text)), text, name);
    const state = reduce(begun, { type: "set", values: { drawing: text } });
    assert.deepEqual(opened(writeUrl(state)).values, state.values, name);
    assert.equal(opened(writeUrl(state)).note, "", name);
  }
});

test("a drawing as hands make them takes a few letters a point", () => {
  const short = (/** @type {number} */ share) => Number(share.toFixed(3));
  const spiral = Array.from(
    { length: LIMITS.points },
    (_, i) =>
      /** @type {[number, number]} */ ([short(0.5 + 0.4 * Math.cos(i / 20)), short(0.5 + 0.4 * Math.sin(i / 20))]),
  );
  const length = compactStrokes(formatStrokes([spiral])).length;
  assert.ok(length < 4 * LIMITS.points, String(length));
});

test("older addresses are read: a drawing in full, and one kept by its browser", () => {
  assert.equal(
    opened("#step=1&scene=live&drawing=0.5,0.5;0.25,0|1,1").values["lenet/live"].drawing,
    "0.5,0.5;0.25,0|1,1",
  );
  const drawn = reduce(begun, { type: "set", values: { drawing: "0.5,0.5" } });
  assert.deepEqual(opened("#step=1&scene=live&drawing=kept", drawn).values, drawn.values);
  const elsewhere = opened("#step=1&scene=live&drawing=kept");
  assert.deepEqual(elsewhere.values, { "lenet/live": {} });
  assert.match(elsewhere.note, /does not hold its drawing/);
});

test("a drawing cut off or changed on its way is reported, wherever it was", () => {
  const whole = compactStrokes(DRAWINGS.corners);
  for (let length = 1; length < whole.length; length += 1) {
    assert.equal(expandStrokes(whole.slice(0, length)), null, whole.slice(0, length));
    assert.match(opened(`#step=1&scene=live&drawing=${whole.slice(0, length)}`).note, /does not hold its drawing/);
  }
  for (const text of [
    "~",
    "~2",
    "~13",
    "~131.2A!",
    "~131.4AAAA",
    "~131..2AA",
    "~191.2AA",
    "~139999999999.2AA",
    `~131.2${"g".repeat(9999)}`,
  ])
    assert.equal(expandStrokes(text), null, text);
});

test("text that is no drawing stays as it was typed", () => {
  for (const text of ["", "x", "0.1", "0.1,0.2;", "1e-9,0.5", "0.1,0.2;0.1,0.2,0.3", "1e300,0"]) {
    assert.equal(compactStrokes(text), text);
    assert.equal(expandStrokes(text), text);
  }
});

test("a picture of one's own is kept by its browser, and reported missing elsewhere", () => {
  const state = reduce(begun, { type: "set", values: { picture: "0,1;1,0|0,1;1,0|0,1;1,0" } });
  assert.equal(writeUrl(state), "#step=1&scene=live&frame=1&picture=kept");
  const again = reduce(initialState(chapter), {
    type: "restore",
    ...JSON.parse(JSON.stringify({ values: state.values, speed: 1 })),
  });
  assert.deepEqual(opened(writeUrl(state), again).values, state.values);
  const elsewhere = opened(writeUrl(state));
  assert.deepEqual(elsewhere.values, { "lenet/live": {} });
  assert.match(elsewhere.note, /does not hold its picture/);
});
