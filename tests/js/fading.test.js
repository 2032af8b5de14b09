/** What stays on the stage and changes fades from what it was: no picture is another one at once, and no number
 * but one that counts where it stands. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { isShown, panelChanges } from "../../static/js/data/records.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { changesOf, chapterOrder, golden, stageAt } from "./goldens.js";

/** @import { Frame, Panel } from "../../static/js/data/records.js" */
/** @typedef {Map<string, {strength: number, count: number}>} Seen how strong each text and each picture of a panel is,
 * all alike together, and how many these are */

const SIZE = { width: 1280, height: 580 };
/** Into so many parts a change is cut; and by how much what is seen may become stronger or weaker in one of them. */
const [PARTS, STEP] = [20, 0.9];
/** Of the same change so many frames are looked at: what comes later is quick. */
const OFTEN = 2;
/** A window's arithmetic begins anew with each window, what an arc sends leaves it, new maps of a volume cover the old
 * ones row by row, and a network has its flights. */
const ANEW = ["products", "pick", "arc", "volume", "network"];

/** @param {any[]} shapes @param {number} [outer] @returns {any[]} */
const flat = (shapes, outer = 1) =>
  shapes.flatMap((shape) => {
    const alpha = outer * (shape.alpha ?? 1);
    return shape.kind === "within" ? flat(shape.shapes, alpha) : [{ ...shape, alpha }];
  });

/** What a panel shows: its words with a digit, and its whole pictures that are not seen from the side, as far as none
 * lies over them. @param {any[]} shapes @returns {Seen} */
function seenOf(shapes) {
  const all = flat(shapes).filter(({ text, tensor, skew }) => (tensor ? !skew : /\d/.test(text)));
  /** @type {Seen} */
  const seen = new Map();
  for (const [i, { text, tensor, channel, x, y, alpha }] of all.entries()) {
    const over = all.slice(i + 1).filter((each) => tensor && each.tensor && each.x === x && each.y === y);
    const name = text ?? `${tensor.name} ${channel}`;
    const { strength, count } = seen.get(name) ?? { strength: 0, count: 0 };
    const here = over.reduce((left, each) => left * (1 - each.alpha), alpha);
    seen.set(name, { strength: strength + here, count: count + 1 });
  }
  return seen;
}

/** A text without its numbers. @param {string} text */
const wordsOf = (text) => text.replace(/[<>−]? ?\d[\d.,]*/g, "0");

/** What becomes much stronger or weaker from one picture to the next; where one number takes the place of another
 * in the same words, it counts. @param {Seen} before @param {Seen} after */
function jumps(before, after) {
  const grown = (/** @type {string} */ name) => {
    const [was, is] = [before, after].map((seen) => seen.get(name) ?? { strength: 0, count: 0 });
    return ((is?.strength ?? 0) - (was?.strength ?? 0)) / Math.max(1, was?.count ?? 0, is?.count ?? 0);
  };
  const found = [...new Set([...before.keys(), ...after.keys()])].filter((name) => Math.abs(grown(name)) > STEP);
  const counts = (/** @type {string} */ name) =>
    found.some((other) => wordsOf(other) === wordsOf(name) && grown(other) * grown(name) < 0);
  return found.filter((name) => !counts(name));
}

/** Whether a panel stays, and changes by itself: it neither slides nor receives what is computed or laid down.
 * @param {Frame} from @param {Frame} to @param {Panel} panel */
function isCompared(from, to, panel) {
  const slides = /** @type {any} */ (panelChanges(to, panel))?.moved;
  const lands = to.boxes.some(({ role }) => role === "cell");
  return isShown(from, panel) && isShown(to, panel) && !ANEW.includes(panel.kind) && !slides && !lands;
}

for (const name of chapterOrder)
  test(`${name}: what changes fades from what it was`, () => {
    const scene = golden(name);
    const wrong = changesOf(scene, OFTEN).flatMap(({ from, to, k }) => {
      const [start, end] = [(frameStarts(scene)[k] ?? 0) + 1e-6, settledAt(scene, k)];
      const times = Array.from({ length: PARTS + 1 }, (_, i) => start + (i / PARTS) * (end - start));
      const stages = [settledAt(scene, k - 1), ...times].map((seconds) => stageAt(scene, seconds, SIZE));
      const pictures = stages.map((stage) => new Map(layers(stage).map(({ panel, shapes }) => [panel, shapes])));
      // Cells that become small lose their numbers.
      const widths = (/** @type {Panel} */ { name }) => stages.map(({ layout }) => layout.panels.get(name)?.width ?? 0);
      return scene.panels
        .filter((panel) => isCompared(from, to, panel) && Math.min(...widths(panel)) > 0.9 * Math.max(...widths(panel)))
        .flatMap(({ name }) => {
          const shown = pictures.map((all) => seenOf(all.get(name) ?? []));
          return shown.slice(1).flatMap((after, i) => {
            const found = jumps(itemAt(shown, i), after);
            return found.length > 0 ? [`frame ${k}, ${name} at ${i / PARTS}: ${found}`] : [];
          });
        });
    });
    assert.deepEqual(wrong, []);
  });
