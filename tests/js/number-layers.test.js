/** Whatever changes, no number is read through another one: what it was goes before what it becomes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds, inset } from "../../static/js/drawing/build.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { changesOf, chapterOrder, golden, stageAt } from "./goldens.js";

/** @import { Rect } from "../../static/js/drawing/layout.js" */
/** @typedef {{text: string, place: Rect, alpha: number, over: {place: Rect, alpha: number}[]}} Written a number, and
 *   what lies over it */

const SIZE = { width: 1280, height: 580 };
/** Into so many parts a change is cut. */
const PARTS = 10;
/** So much of a number can be read. */
const LEGIBLE = 0.25;
/** Of the same change so many frames are looked at: what comes later is quick. */
const OFTEN = 3;
const NUMBER = /^[−-]?\d[\d.,]*$/;

/** The numbers of a picture, from the lowest to the highest. @param {any[]} shapes @returns {Written[]} */
function numbersOf(shapes) {
  /** @type {Written[]} */
  const found = [];
  const add = (/** @type {any[]} */ all, /** @type {number} */ outer) => {
    for (const shape of all) {
      const alpha = outer * (shape.alpha ?? 1);
      if (shape.kind === "within") add(shape.shapes, alpha);
      else if (shape.kind === "text" && NUMBER.test(shape.text))
        found.push({ text: shape.text, place: bounds(shape), alpha, over: [] });
      else if (shape.fill || shape.kind === "raster")
        for (const each of found) each.over.push({ place: bounds(shape), alpha });
    }
  };
  add(shapes, 1);
  return found;
}

/** Whether both can be read where one lies on the other. @param {Written} low @param {Written} high */
function areRead(low, high) {
  const [one, other] = [low, high].map(({ place }) => inset(place, 0.2 * Math.min(place.width, place.height)));
  if (low.text === high.text || !one || !other || Math.min(low.alpha, high.alpha) < LEGIBLE) return false;
  const [left, right] = [Math.max(one.x, other.x), Math.min(one.x + one.width, other.x + other.width)];
  const [top, bottom] = [Math.max(one.y, other.y), Math.min(one.y + one.height, other.y + other.height)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const seen = (/** @type {Written} */ { alpha, over }) =>
    over.filter(({ place }) => holds(place, x, y)).reduce((left, each) => left * (1 - each.alpha), alpha);
  return right > left && bottom > top && Math.min(seen(low), seen(high)) > LEGIBLE;
}

/** @param {Rect} place @param {number} x @param {number} y */
const holds = (place, x, y) =>
  place.x <= x && x <= place.x + place.width && place.y <= y && y <= place.y + place.height;

for (const name of chapterOrder)
  test(`${name}: no number is read through another`, () => {
    const scene = golden(name);
    const wrong = changesOf(scene, OFTEN).flatMap(({ k }) => {
      const start = frameStarts(scene)[k] ?? 0;
      const times = Array.from({ length: PARTS }, (_, i) => (i + 0.5) / PARTS);
      return times.flatMap((share) => {
        const stage = stageAt(scene, start + share * (settledAt(scene, k) - start), SIZE);
        const panels = layers(stage).filter(({ panel }) => panel);
        const all = numbersOf(panels.flatMap(({ shapes }) => shapes));
        const high = all.find((one, i) => all.slice(0, i).some((low) => areRead(low, one)));
        return high ? [`frame ${k} after ${share}: ${high.text}`] : [];
      });
    });
    assert.deepEqual(wrong, []);
  });
