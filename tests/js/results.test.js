/** What a formula comes to is never told before the picture shows it, in any scene. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../static/js/data/numbers.js";
import { termCount } from "../../static/js/data/records.js";
import { formulaOf } from "../../static/js/drawing/arithmetic.js";
import { formulaBox } from "../../static/js/drawing/formula.js";
import { formulaAt, passesUnread } from "../../static/js/drawing/results.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { boxPlaces } from "../../static/js/views/places.js";
import { golden, names, settledStage, stageAt } from "./goldens.js";

/** @import { Context, Shape } from "../../static/js/views/context.js" */
/** @import { Box, Frame } from "../../static/js/data/records.js" */

const SIZE = { width: 1280, height: 600, least: 20 };
/** When a frame is looked at on its way, as shares of it. */
const TIMES = [0.05, 0.2, 0.4, 0.6, 0.75, 0.85, 0.9, 0.97, 1];

/** @param {Shape[]} shapes */
const texts = (shapes) => shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

/** The formula as it is seen at a moment. @param {Context} context */
function written({ moment }) {
  const { of, waits } = formulaAt(moment);
  return texts(formulaBox(formulaOf(of), 20, waits).at(0, 0)).join("");
}

/** The number that is read in a cell, if one is. @param {Context} context @param {Box} box */
function readIn(context, box) {
  const [place] = boxPlaces(context, box);
  if (!place) return undefined;
  const within = layers(context)
    .flatMap(({ shapes }) => shapes)
    .filter(
      (shape) =>
        shape.kind === "text" &&
        (shape.alpha ?? 1) > 0.5 &&
        shape.x > place.x &&
        shape.x < place.x + place.width &&
        shape.y > place.y &&
        shape.y < place.y + place.height,
    );
  return texts(within).findLast((text) => /^−?[\d.,]+$/.test(text));
}

/** @param {Frame} frame */
const cells = ({ boxes }) =>
  boxes.filter(
    ({ role, rows, columns, channels }) =>
      role === "cell" && [rows, columns, channels].every(([start, end]) => end - start === 1),
  );

for (const name of names) {
  const scene = golden(name);

  test(`${name}: no formula tells a result before its cell has it`, () => {
    for (const [k, frame] of scene.frames.entries()) {
      const [work] = frame.computations;
      const box = cells(frame).find(({ tensor }) => tensor === work?.tensor);
      if (!work || !box || frame.formula || work.shown < termCount(work) || passesUnread(frame)) continue;
      const result = format(work.result);
      // Where no number is set in cells there is none to wait for.
      if (readIn(settledStage(scene, SIZE, k), box) !== result) continue;
      const start = frameStarts(scene)[k] ?? 0;
      const before = k > 0 ? written(settledStage(scene, SIZE, k - 1)) : "";
      for (const share of TIMES) {
        const context = stageAt(scene, start + share * (settledAt(scene, k) - start), SIZE);
        const told = written(context);
        if (told === before || !told.replace(/[\s()]/g, "").endsWith(`${result}`) || !/[=≈][^=≈…]+$/.test(told))
          continue;
        assert.equal(readIn(context, box), result, `frame ${k} at ${share}: ${told}`);
      }
    }
  });

  test(`${name}: a formula whose numbers have changed agrees with the cell that is framed`, () => {
    for (const [k, frame] of scene.frames.entries()) {
      const [box, ...others] = cells(frame);
      if (!frame.formula.trim() || !box || others.length || frame.computations.length) continue;
      const context = settledStage(scene, SIZE, k);
      const [told, read] = [written(context), readIn(context, box)];
      if (!read || !/[=≈]/.test(told) || told.endsWith("…")) continue;
      assert.ok(told.endsWith(read), `frame ${k}: ${told}, but ${read} is in the cell`);
    }
  });
}

test("on the way a formula has its room, but not what it comes to", () => {
  const scene = golden("pooling-max");
  const last = scene.frames.length - 1;
  const start = frameStarts(scene)[last] ?? 0;
  const [early, end] = [stageAt(scene, start + 0.2, SIZE), settledStage(scene, SIZE, last)];
  assert.match(written(early), /[=≈] ?…$/);
  assert.match(written(end), /[=≈] ?5.1$/);
});
