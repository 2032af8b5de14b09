/** Beams end on what they point to, over its panel too, and strike through no word, number or other mark. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds } from "../../static/js/drawing/build.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { beamShapes, beams } from "../../static/js/views/beams.js";
import { layers } from "../../static/js/views/compose.js";
import { boxPlaces, seenPlaces } from "../../static/js/views/places.js";
import { golden, names, settledStage, stageAt } from "./goldens.js";

/** @import { Rect } from "../../static/js/drawing/layout.js" */
/** @import { Point, Shape } from "../../static/js/drawing/shapes.js" */

const SIZES = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 1920, height: 861, least: 36 },
];

/** The frames that tie boxes, each kind of them at its beginning, in its middle and at its end.
 * @param {ReturnType<typeof golden>} scene */
function tied({ frames }) {
  /** @type {Map<string, number[]>} */
  const kinds = new Map();
  for (const [k, { boxes, hidden }] of frames.entries()) {
    const kind = `${hidden} ${boxes.map(({ tensor, role, group }) => `${tensor} ${role} ${group}`)}`;
    if (boxes.some(({ group }) => group >= 0)) kinds.set(kind, [...(kinds.get(kind) ?? []), k]);
  }
  return [...kinds.values()].flatMap((all) => [...new Set([all[0], all[all.length >> 1], all.at(-1)])]).map(Number);
}

/** @param {Shape[]} shapes @returns {Shape[]} */
const flat = (shapes) => shapes.flatMap((shape) => (shape.kind === "within" ? flat(shape.shapes) : [shape]));

/** Points of a line, a pixel apart. @param {Point[]} line @returns {Point[]} */
function along([from, to]) {
  if (!from || !to) return [];
  const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y));
  return Array.from({ length: count + 1 }, (_, i) => ({
    x: from.x + ((to.x - from.x) * i) / Math.max(1, count),
    y: from.y + ((to.y - from.y) * i) / Math.max(1, count),
  }));
}

/** @param {Point} at @param {Rect} rect @param {number} by how far within it */
const isIn = (at, { x, y, width, height }, by) =>
  at.x > x + by && at.x < x + width - by && at.y > y + by && at.y < y + height - by;

/** How far a point is from a rectangle's edges. @param {Point} at @param {Rect} rect */
function away({ x, y }, rect) {
  const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
  const outside = Math.hypot(Math.max(rect.x - x, x - right, 0), Math.max(rect.y - y, y - bottom, 0));
  return outside || Math.min(x - rect.x, right - x, y - rect.y, bottom - y);
}

/** What of letters is ink: they are lower than their lines. @param {Shape & {kind: "text"}} shape */
function ink(shape) {
  const { x, width } = bounds(shape);
  return { x, width, y: shape.y - shape.size * 0.36, height: shape.size * 0.72 };
}

for (const name of names) {
  const scene = golden(name);

  test(`in ${name} each beam ends on a box, and strikes through no word and no other mark`, () => {
    for (const size of SIZES)
      for (const k of tied(scene)) {
        const context = settledStage(scene, size, k);
        const where = `frame ${k} at ${size.width}`;
        // Above them all stand the names of boxes, each on paint of its own.
        const shapes = layers(context).flatMap(({ panel, shapes }) => (panel ? shapes : []));
        const texts = flat(shapes).flatMap((shape) => (shape.kind === "text" && shape.text.trim() ? [shape] : []));
        const places = context.moment.to.boxes.flatMap((box) => boxPlaces(context, box));
        for (const beam of beams(context)) {
          const ends = beam.sides.map(([, end]) => end);
          const goal = places.find((place) => ends.every((end) => away(end, place) < 4 + 0.3 * (place.radius ?? 0)));
          assert.ok(goal, `a beam ends on no box in ${where}`);
          const { light, edges } = beamShapes([beam], shapes);
          const panel = [...context.layout.panels.values()].find((rect) =>
            isIn({ x: goal.x + goal.width / 2, y: goal.y + goal.height / 2 }, rect, 0),
          );
          assert.ok(!panel || beam.over.includes(panel), `a beam ends under a panel in ${where}`);
          for (const line of flat([...light, ...edges])) {
            if (line.kind !== "line") continue;
            const points = along(line.points);
            const struck = texts.filter((text) => points.some((at) => isIn(at, ink(text), 0.5)));
            assert.deepEqual(
              struck.map(({ text }) => text),
              [],
              `words struck through in ${where}`,
            );
            const crossed = beam.marked.filter((rect) => points.some((at) => isIn(at, rect, 0.5)));
            assert.deepEqual(crossed, [], `another mark is crossed in ${where}`);
          }
        }
      }
  });

  test(`in ${name} no beam is there before the panel that it leads to`, () => {
    const starts = frameStarts(scene);
    const size = /** @type {typeof SIZES[number]} */ (SIZES[1]);
    for (const k of tied(scene))
      for (const share of [0, 0.2, 0.4, 0.6]) {
        const start = Number(starts[k]);
        const context = stageAt(scene, start + (settledAt(scene, k) - start) * share, size);
        const places = context.moment.to.boxes.flatMap((box) => seenPlaces(context, box));
        if (places.every(({ seen }) => seen < 0.7))
          assert.ok(
            beams(context).every(({ alpha }) => alpha === 0),
            `frame ${k} after ${share} of its way`,
          );
        for (const { sides, alpha } of beams(context)) {
          const ends = sides.map(([, end]) => end);
          const goals = places.filter(({ place }) => ends.every((end) => away(end, place) < 4));
          const seen = Math.max(0, ...goals.map((each) => each.seen));
          assert.ok(alpha === 0 || goals.length === 0 || seen > 0.7, `frame ${k} after ${share} of its way`);
        }
      }
  });
}
