/** The scenes of tests/golden, complete, as they come over the wire, and what is on a stage at a moment of one. */

import { readdirSync, readFileSync } from "node:fs";
import { parseFrame, parseScene } from "../../static/js/data/records.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { fetchFilms } from "../../static/js/state/fetch-films.js";
import { momentAt, settledAt } from "../../static/js/state/timing.js";
import { fetchViews } from "../../static/js/views/fetch-views.js";

// They are of every kind, and ask in every way.
await Promise.all([fetchViews(), fetchFilms()]);

const GOLDEN = new URL("../golden/", import.meta.url);

/** Such as "mlp-flatten", all of them. */
export const names = readdirSync(GOLDEN)
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => file.replace(".jsonl", ""));

/** @param {string} name @returns {import("../../static/js/data/records.js").Scene} */
export function golden(name) {
  const lines = readFileSync(new URL(`${name}.jsonl`, GOLDEN), "utf8")
    .trim()
    .split("\n");
  const [header, ...rest] = lines.map((line) => JSON.parse(line));
  return { ...parseScene(header), frames: rest.slice(0, -1).map(parseFrame), complete: true };
}

/**
 * What a stage of that size shows of a scene at a second.
 * @param {import("../../static/js/data/records.js").Scene} scene
 * @param {number} seconds
 * @param {import("../../static/js/drawing/shots.js").Size} size
 * @param {boolean} [cut] whether another scene becomes this one
 */
export function stageAt(scene, seconds, size, cut) {
  const moment = momentAt(scene, seconds, false, cut);
  return { scene, moment, layout: layoutAt(scene, moment, size) };
}

/** The same once frame k, or the last one, is complete. @param {import("../../static/js/data/records.js").Scene} scene
 * @param {import("../../static/js/drawing/shots.js").Size} size */
export const settledStage = (scene, size, k = scene.frames.length - 1) => stageAt(scene, settledAt(scene, k), size);

/**
 * The changes of a scene from frame to frame, those between the same panels and under the same sentence only so often.
 * @param {import("../../static/js/data/records.js").Scene} scene
 * @param {number} often
 */
export function changesOf({ frames }, often) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return frames.flatMap((to, k) => {
    const from = frames[k - 1];
    const kind = `${to.hidden} ${from?.hidden} ${to.narration}`;
    const times = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, times);
    return from && times <= often ? [{ from, to, k }] : [];
  });
}

/** The scenes in the order of the chapter: of its steps, and of each step's scenes in its text. */
export const chapterOrder = (() => {
  const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const steps = Array.from(read("cnnviz/steps/__init__.py").matchAll(/(\w+)\.STEP,/g), ([, step = ""]) => step);
  return steps
    .map((step) => step.replace("_", "-"))
    .flatMap((step) =>
      Array.from(read(`seeds/text/${step}.md`).matchAll(/^### (\S+): /gm), ([, scene]) => `${step}-${scene}`),
    );
})();

/**
 * The frames of a scene that say or show something else than those before, and its last one.
 * @param {import("../../static/js/data/records.js").Scene} scene
 */
export function differing({ frames }) {
  const seen = new Set();
  return frames.flatMap(({ narration, hidden }, k) => {
    const kind = `${narration} ${hidden}`;
    const known = seen.has(kind);
    seen.add(kind);
    return known && k < frames.length - 1 ? [] : [k];
  });
}
