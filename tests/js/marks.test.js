/** Marks cover nothing of what they mark: within a frame its cell is seen, in its own colour, in every scene. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inset } from "../../static/js/drawing/build.js";
import { compose } from "../../static/js/views/compose.js";
import { cellFill, findTensor, valueAt } from "../../static/js/views/context.js";
import { overlay } from "../../static/js/views/overlay.js";
import { boxPlaces } from "../../static/js/views/places.js";
import { golden, names, settledStage } from "./goldens.js";

/** @import { Rect } from "../../static/js/drawing/layout.js" */
/** @import { Shape } from "../../static/js/drawing/shapes.js" */

const SIZES = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 1920, height: 861, least: 36 },
  { width: 390, height: 400 },
];
/** So much of a marked place, on each side, may lie under its frame, on a phone under that of its neighbour, too. */
const share = (/** @type {number} */ width) => (width < 1000 ? 0.4 : 0.25);
/** So many pixels at most. */
const MOST = 8;
/** A place that is larger shows its colour beside frames that cross it. */
const LARGE = 28;

/** The frames whose boxes are others than in those before, each kind twice. @param {ReturnType<typeof golden>} scene */
function marked({ frames }) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return frames.flatMap(({ boxes, hidden }, k) => {
    const kind = `${hidden} ${boxes.map(({ tensor, role }) => `${tensor} ${role}`)}`;
    const times = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, times);
    return boxes.length && times <= 2 ? [k] : [];
  });
}

/** @param {Rect} outer @param {Rect} rect */
const holds = (outer, rect) =>
  rect.x >= outer.x - 0.01 &&
  rect.y >= outer.y - 0.01 &&
  rect.x + rect.width <= outer.x + outer.width + 0.01 &&
  rect.y + rect.height <= outer.y + outer.height + 0.01;

/** @param {Rect} a @param {Rect} b */
const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether an outline lies over a place. @param {Shape} shape @param {Rect} place */
const liesOver = (shape, place) =>
  shape.kind === "rect" &&
  shape.stroke !== undefined &&
  shape.fill === undefined &&
  meet(inset(shape, -(shape.line ?? 1.5) / 2), place) &&
  !holds(inset(shape, (shape.line ?? 1.5) / 2), place);

/** Whether an outline is about as large as a place and lies around it: windows may cross one another.
 * @param {Shape} shape @param {Rect} place */
const isOwn = (shape, place) =>
  shape.kind === "rect" &&
  Math.abs(shape.width - place.width) < MOST &&
  Math.abs(shape.height - place.height) < MOST &&
  Math.abs(shape.x + shape.width / 2 - place.x - place.width / 2) < MOST / 2 &&
  Math.abs(shape.y + shape.height / 2 - place.y - place.height / 2) < MOST / 2;

/** The last of all that lies over a point, without words and empty outlines. @param {Shape[]} shapes
 * @param {{x: number, y: number}} at @returns {Shape | undefined} */
const topAt = (shapes, at) =>
  shapes.findLast(
    (shape) =>
      (shape.kind === "raster" || (shape.kind === "rect" && shape.fill !== undefined)) &&
      (shape.alpha ?? 1) > 0.05 &&
      meet(shape, { ...at, width: 0, height: 0 }),
  );

for (const name of names) {
  test(`in ${name} no frame covers what it marks, and within it is the colour of its cell`, () => {
    const scene = golden(name);
    for (const size of SIZES)
      for (const k of marked(scene)) {
        const context = settledStage(scene, size, k);
        const lines = overlay(context);
        const shapes = compose(context);
        const { boxes } = context.moment.to;
        const all = boxes.flatMap((box) => boxPlaces(context, box).map((place) => ({ box, place })));
        for (const { box, place } of all) {
          const within = all.some(
            (other) => other.box !== box && holds(place, other.place) && meet(place, other.place),
          );
          if (within) continue;
          const short = Math.min(place.width, place.height);
          const inner = inset(place, Math.min(MOST, short * share(size.width)));
          const where = `${box.role} on ${box.tensor} in frame ${k} at ${size.width}, ${short.toFixed(1)} px`;
          const single = box.rows[1] - box.rows[0] === 1 && box.columns[1] - box.columns[0] === 1;
          if (!single && short > LARGE) continue;
          const own = lines.findLastIndex((shape) => shape.kind === "rect" && shape.fill && meet(shape, inner));
          const over = lines
            .slice(own + 1)
            .filter((shape) => (single || isOwn(shape, place)) && liesOver(shape, inner));
          assert.deepEqual(over, [], `a line lies on the ${where}`);
          if (!single || short > LARGE || place.corners) continue;
          const at = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
          const top = topAt(shapes, at);
          const tensor = findTensor(scene, box.tensor);
          const value = valueAt(tensor, box.channels[0], box.rows[0], box.columns[0]);
          if (top?.kind === "raster" && !top.skew)
            assert.equal(shownAt(top, at), value, `not the value of the ${where}`);
          else if (top?.kind === "rect" && typeof top.fill === "object")
            assert.deepEqual(top.fill, cellFill(tensor, value, box.channels[0]), `not the colour of the ${where}`);
        }
      }
  });
}

/** The value whose colour a picture has at a point. @param {Shape & {kind: "raster"}} raster
 * @param {{x: number, y: number}} at */
function shownAt({ tensor, channel, x, y, width, height }, at) {
  const [, rows, columns] = tensor.shape;
  const [row, column] = [((at.y - y) / height) * rows, ((at.x - x) / width) * columns].map(Math.floor);
  return valueAt(tensor, Math.max(0, channel), Number(row), Number(column));
}
