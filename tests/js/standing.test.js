/** What a panel says before and after a change it says all the while: no heading goes out and comes on again while
 * something flies to it, and no empty place that waits for what comes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { isShown } from "../../static/js/data/records.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { changesOf, chapterOrder, golden, stageAt } from "./goldens.js";

/** @typedef {Map<string, number>} Seen how strong each text of a panel is, and each outline */

const SIZE = { width: 1280, height: 580 };
/** Into so many parts a change is cut, and how strong at least is what stands. */
const [PARTS, STANDS] = [16, 0.5];
/** Of the same change so many frames are looked at, and all that last so many seconds. */
const [OFTEN, LONG] = [2, 1];
/** Kinds of panels all whose words count. */
const WORDED = ["stack", "volume", "blocks", "grid", "tiles", "bars"];

/** @param {any[]} shapes @param {number} [outer] @returns {any[]} */
const flat = (shapes, outer = 1) =>
  shapes.flatMap((shape) => {
    const alpha = outer * (shape.alpha ?? 1);
    return shape.kind === "within" ? flat(shape.shapes, alpha) : [{ ...shape, alpha }];
  });

/** Text, and corners: a dashed outline is a place that waits, the same one without dashes is what has come there.
 * @param {any} shape @returns {string} */
const nameOf = ({ kind, text, points }) => {
  const corners = kind === "polygon" ? points : [];
  return text ?? corners.map((/** @type {any} */ { x, y }) => `${Math.round(x)} ${Math.round(y)}`).join();
};

/** What of a panel must not go out: its heading, its size, the places that wait in it, and all words of those kinds
 * whose pictures come and grow below them. @param {any} panel @param {any[]} shapes */
function meantOf({ kind, label, note }, shapes) {
  const all = flat(shapes);
  const words = all.flatMap(({ text }) => (WORDED.includes(kind) && text && /\p{L}/u.test(text) ? [text] : []));
  return new Set([label, note, ...words, ...all.filter(({ dash }) => dash).map(nameOf)].filter(Boolean));
}

/** @param {any[]} shapes @returns {Seen} */
function seenOf(shapes) {
  /** @type {Seen} */
  const seen = new Map();
  for (const shape of flat(shapes)) {
    const name = nameOf(shape);
    if (name) seen.set(name, Math.max(seen.get(name) ?? 0, shape.alpha));
  }
  return seen;
}

for (const name of chapterOrder)
  test(`${name}: what stands before and after a change stands during it`, () => {
    const scene = golden(name);
    const looked = changesOf(scene, Number.POSITIVE_INFINITY).filter(({ to }) => to.seconds >= LONG);
    const wrong = [...changesOf(scene, OFTEN), ...looked].flatMap(({ from, to, k }) => {
      const [start, end] = [(frameStarts(scene)[k] ?? 0) + 1e-6, settledAt(scene, k)];
      const times = Array.from({ length: PARTS + 1 }, (_, i) => start + (i / PARTS) * (end - start));
      const pictures = [settledAt(scene, k - 1), ...times].map((seconds) => {
        const all = layers(stageAt(scene, seconds, SIZE));
        return new Map(all.map(({ panel, shapes }) => [panel, shapes]));
      });
      return scene.panels
        .filter((panel) => isShown(from, panel) && isShown(to, panel))
        .flatMap((panel) => {
          const { name } = panel;
          const meant = meantOf(panel, itemAt(pictures, 0).get(name) ?? []);
          const shown = pictures.map((all) => seenOf(all.get(name) ?? []));
          const [before, after] = [itemAt(shown, 0), itemAt(shown, shown.length - 1)];
          const stands = [...meant].filter((each) => [before, after].every((seen) => (seen.get(each) ?? 0) > STANDS));
          return stands.flatMap((each) => {
            const least = Math.min(...shown.map((seen) => seen.get(each) ?? 0));
            return least < STANDS ? [`frame ${k}, ${name}: ${each} goes down to ${least.toFixed(2)}`] : [];
          });
        });
    });
    assert.deepEqual(wrong, []);
  });

/** Filters that turn into the next one: what all of them say of themselves. */
const TURNING = /** @type {const} */ ({
  "channels-filters": ["Its map", "26×26", "∗", "→"],
  "channels-depthwise": ["its filter", "its map", "∗", "→"],
});

for (const [name, texts] of Object.entries(TURNING))
  test(`${name}: what one filter and the next both say stands while one turns into the other`, () => {
    const scene = golden(name);
    const map = /^map /;
    const maps = (/** @type {any} */ frame) =>
      scene.panels.filter((each) => map.test(each.name) && isShown(frame, each));
    const turns = changesOf(scene, Number.POSITIVE_INFINITY).filter(
      ({ from, to }) => maps(from).length && maps(to).length && maps(from)[0] !== maps(to)[0],
    );
    assert.ok(turns.length > 1);
    for (const { k } of turns) {
      const [start, end] = [(frameStarts(scene)[k] ?? 0) + 1e-6, settledAt(scene, k)];
      for (let part = 0; part <= PARTS; part++) {
        const all = layers(stageAt(scene, start + (part / PARTS) * (end - start), SIZE));
        const seen = seenOf(all.flatMap(({ shapes }) => shapes));
        const gone = texts.filter((text) => (seen.get(text) ?? 0) < STANDS);
        assert.deepEqual(gone, [], `frame ${k}, ${part} of ${PARTS}`);
      }
    }
  });
