/** From shot to shot within a scene, in all scenes, as a film would show it: step by step. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { haveCommon, isSameShot, isShown } from "../../static/js/data/records.js";
import { around, bounds, corners } from "../../static/js/drawing/build.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { chapterOrder, golden, stageAt } from "./goldens.js";

/** @import { Rect } from "../../static/js/drawing/layout.js" */
/** @typedef {{panel: string, text: string, alpha: number, place: Rect, ink: number}} Seen a shape, how strong it is
 *   with all that it lies in, and how much of the stage it covers at that strength, in pixels */

const SIZE = { width: 1280, height: 580 };
/** Into so many parts a change is cut. */
const PARTS = 12;
/** What is weaker is not seen; what is weaker than the second may be passed over. */
const [SEEN, PASSED] = [0.08, 0.2];
/** How much of what both shots show at least is seen at any time, as a share of it: where a panel stays or a tensor
 * travels from one to another, and else. */
const [STAYING, CHANGING] = [0.1, 0.25];

/** @param {any[]} shapes @param {string} panel @param {number} [strength] @returns {Seen[]} */
const seenOf = (shapes, panel, strength = 1) =>
  shapes.flatMap((shape) => {
    const alpha = strength * (shape.alpha ?? 1);
    if (shape.kind === "within") return seenOf(shape.shapes, panel, alpha);
    const place = bounds(shape);
    return alpha < SEEN ? [] : [{ panel, text: shape.text ?? "", alpha, place, ink: alpha * covered(shape, place) }];
  });

/** How many pixels of the stage a shape covers. @param {any} shape @param {Rect} place */
function covered({ kind, fill }, { x, y, width, height }) {
  const wide = Math.max(0, Math.min(SIZE.width, x + width) - Math.max(0, x));
  const high = Math.max(0, Math.min(SIZE.height, y + height) - Math.max(0, y));
  return kind === "line" || (kind === "rect" && fill === undefined) ? 2 * (wide + high) : wide * high;
}

/** Where all lies that is seen of a panel, and is stronger than that; null where nothing is.
 * @param {Seen[]} seen @param {string} panel @param {number} [least] */
function placeOf(seen, panel, least = 0) {
  const all = seen.filter((each) => each.panel === panel && each.alpha > least).flatMap(({ place }) => corners(place));
  return all.length > 0 ? around(all) : null;
}

/** How many pixels of one lie under another. @param {Rect | null} a @param {Rect | null} b */
function overlap(a, b) {
  if (!a || !b) return 0;
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, wide) * Math.max(0, high);
}

/** The tensors that are on the stage. @param {any} scene @param {any} frame @returns {string[]} */
const tensorsOf = ({ panels }, frame) =>
  panels.flatMap((/** @type {any} */ panel) => (isShown(frame, panel) ? panel.tensors : []));

/** Every change of a shot, and what is seen of it. */
const changes = chapterOrder.flatMap((name) => {
  const scene = golden(name);
  return scene.frames.flatMap((to, k) => {
    const from = scene.frames[k - 1];
    if (!from || isSameShot(from, to)) return [];
    const start = /** @type {number} */ (frameStarts(scene)[k]);
    const samples = Array.from({ length: PARTS + 1 }, (_, i) => {
      const seconds = start + 1e-4 + (i / PARTS) * (settledAt(scene, k) - start - 1e-4);
      const stage = stageAt(scene, seconds, SIZE);
      return { ...stage, share: i / PARTS, seen: layers(stage).flatMap(({ panel, shapes }) => seenOf(shapes, panel)) };
    });
    return [{ name: `${name}, frame ${k}`, scene, from, to, samples }];
  });
});

test("nothing comes by way of the sentence below the stage", () => {
  for (const { name, samples } of changes)
    for (const { share, seen } of samples) {
      const below = seen.filter(({ place }) => place.y + place.height > SIZE.height + 1);
      assert.deepEqual(below, [], `${name} after ${share}`);
    }
});

test("what goes is not told what comes: it says what it said", () => {
  for (const { name, scene, from, to, samples } of changes) {
    const going = scene.panels.filter((panel) => isShown(from, panel) && !isShown(to, panel)).map(({ name }) => name);
    const said = ({ seen = /** @type {Seen[]} */ ([]) } = {}) =>
      seen.flatMap(({ panel, text }) => (going.includes(panel) && text ? [`${panel}: ${text}`] : []));
    const before = new Set(said(samples[0]));
    for (const sample of samples)
      assert.deepEqual(
        said(sample).filter((text) => !before.has(text)),
        [],
        `${name} after ${sample.share}`,
      );
  }
});

test("what goes is hardly seen any more where what stays passes over its place", () => {
  for (const { name, scene, from, to, samples } of changes) {
    const stands = (/** @type {any} */ panel) => isShown(from, panel);
    const [kept, gone] = [true, false].map((stays) =>
      scene.panels.filter((panel) => stands(panel) && isShown(to, panel) === stays).map((panel) => panel.name),
    );
    for (const one of kept ?? [])
      for (const other of gone ?? []) {
        const over = samples.map(({ seen }) => overlap(placeOf(seen, one), placeOf(seen, other, PASSED)));
        const most = Math.max(...over) - itemAt(over, 0);
        assert.ok(most < SIZE.height, `${name}: ${one} over ${other}, ${over.map(Math.round)}`);
      }
  }
});

test("where only bars come nothing is pushed off the stage", () => {
  let seen = 0;
  for (const { name, scene, to, samples } of changes) {
    const shown = scene.panels.filter((/** @type {any} */ panel) => isShown(to, panel));
    if (shown.some((/** @type {any} */ { kind }) => kind !== "bars")) continue;
    seen += 1;
    for (const each of samples)
      for (const { place, text } of each.seen)
        assert.ok(place.x > -SIZE.width / 4 && place.x < SIZE.width, `${name}: ${text}`);
  }
  assert.ok(seen > 3, `${seen}`);
});

test("something is seen all the time between two shots", () => {
  for (const { name, scene, from, to, samples } of changes) {
    const inks = samples.map(({ seen }) => seen.reduce((sum, { ink }) => sum + ink, 0));
    const least = Math.min(...inks) / Math.min(itemAt(inks, 0), itemAt(inks, PARTS));
    const keeps =
      haveCommon(scene, from, to) || tensorsOf(scene, from).some((each) => tensorsOf(scene, to).includes(each));
    assert.ok(least > (keeps ? STAYING : CHANGING), `${name}: ${least}`);
  }
});
