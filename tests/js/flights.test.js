/** Pixel and weight on their way to their product: one pair at a time, which crosses nothing and covers no name. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds } from "../../static/js/drawing/build.js";
import { frameStarts, settledAt } from "../../static/js/state/timing.js";
import { layers } from "../../static/js/views/compose.js";
import { flights } from "../../static/js/views/flights.js";
import { boxPlaces, cellBox } from "../../static/js/views/places.js";
import { flightPhases, termFlight } from "../../static/js/views/terms.js";
import { panelOf } from "../../static/js/views/unwritten.js";
import { chapterOrder, golden, stageAt } from "./goldens.js";

/** @import { Context, Rect, TextShape } from "../../static/js/views/context.js" */

const SIZES = [
  { width: 1280, height: 568, least: 24 },
  { width: 1280, height: 580 },
];
/** So many times one looks at a flight, and when, as a share of it, numbers are about to land. */
const [LOOKS, LANDS] = [16, 0.92];

/** How much two places share, in pixels of the shorter side. @param {Rect} a @param {Rect} b */
const shared = (a, b) =>
  Math.min(
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  );

/** All looks at pairs in the air, in all scenes. */
const looks = chapterOrder.flatMap((name) => {
  const scene = golden(name);
  const flown = [...scene.frames.keys()].filter((k) => {
    const frame = scene.frames[k];
    return frame?.computations.some(({ op }) => op === "dot") && frame.seconds >= 1;
  });
  return flown.flatMap((k) => {
    const [start, end] = [frameStarts(scene)[k] ?? 0, settledAt(scene, k)];
    return SIZES.flatMap((size) =>
      Array.from({ length: LOOKS }, (_, i) => {
        const context = stageAt(scene, start + ((i + 0.5) / LOOKS) * (end - start), size);
        return { context, name: `${name}, frame ${k} after ${i} of ${LOOKS} at ${size.width}` };
      }),
    );
  });
});

/** What flies to a panel that writes products, and how far. @param {typeof looks[number]["context"]} context */
function inTheAir(context) {
  const [work] = context.moment.to.computations;
  // What is read backwards turns over on its way.
  const isTurned = work?.operands.some(({ step }) => Math.min(...step) < 0);
  if (!work || isTurned || !panelOf(context, work)) return null;
  const chips = flights(context).flatMap((shape) =>
    shape.kind === "rect" && shape.stroke === "accent" && shape.fill !== undefined ? [bounds(shape)] : [],
  );
  const { met } = flightPhases(context.moment, work, 0);
  return { chips, part: context.moment.flight / met };
}

/** What is about to land in a cell, of computations that no panel writes out. @param {Context} context */
function gatheredAt(context) {
  if (context.moment.to.computations.some((work) => panelOf(context, work))) return [];
  return flights(context).flatMap((shape) =>
    shape.kind === "rect" && shape.stroke === "accent" && (shape.alpha ?? 1) > 0 ? [bounds(shape)] : [],
  );
}

test("one pair flies at a time, and its weight and pixel lie beside each other once they have met", () => {
  let seen = 0;
  for (const { context, name } of looks) {
    const air = inTheAir(context);
    if (!air?.chips.length) continue;
    seen += 1;
    assert.ok(air.chips.length <= 2, `${name}: ${air.chips.length} in the air`);
    const [a, b] = air.chips;
    if (a && b && air.part > 0.5) assert.ok(shared(a, b) < 2, `${name}: ${JSON.stringify(air.chips)}`);
  }
  assert.ok(seen > 100, `${seen}`);
});

test("of several pairs the products come one after another", () => {
  let seen = 0;
  for (const { context, name } of looks) {
    const [work] = context.moment.to.computations;
    if (!work || !panelOf(context, work)) continue;
    const { before, fresh } = flightPhases(context.moment, work, 0);
    if (fresh < 2 || work.op !== "dot") continue;
    const there = Array.from({ length: fresh }, (_, n) => termFlight(context.moment, work, 0, before + n));
    assert.deepEqual(
      there,
      [...there].sort((a, b) => b - a),
      name,
    );
    assert.ok(there.filter((p) => p > 0 && p < 1).length <= 1, `${name}: ${there}`);
    seen += 1;
  }
  assert.ok(seen > 50, `${seen}`);
});

test("what flies covers no panel's name", () => {
  let seen = 0;
  for (const { context, name } of looks) {
    const air = inTheAir(context);
    if (!air?.chips.length) continue;
    const named = new Set(context.scene.panels.flatMap(({ label }) => (label ? [label] : [])));
    const texts = layers(context)
      .flatMap(({ shapes }) => shapes)
      .filter((shape) => shape.kind === "text" && named.has(shape.text) && (shape.alpha ?? 1) > 0.2);
    for (const text of /** @type {TextShape[]} */ (texts))
      for (const chip of air.chips) {
        seen += 1;
        assert.ok(shared(bounds(text), chip) < text.size * 0.3, `${name}: over “${text.text}”`);
      }
  }
  assert.ok(seen > 1000, `${seen}`);
});

test("a number lands in the cell of a result that it is part of, and nowhere else", () => {
  let seen = 0;
  for (const name of chapterOrder) {
    const scene = golden(name);
    for (const [k, { computations, boxes, seconds }] of scene.frames.entries()) {
      const [start, end] = [frameStarts(scene)[k] ?? 0, settledAt(scene, k)];
      if (!computations.length || seconds < 1 || !boxes.some(({ role }) => role === "cell")) continue;
      for (const size of SIZES) {
        const [settled, landing] = [end, start + LANDS * (end - start)].map((at) => stageAt(scene, at, size));
        const chips = settled && landing ? gatheredAt(landing) : [];
        const goals = computations.flatMap(({ tensor, index }) =>
          settled ? boxPlaces(settled, cellBox(tensor, ...index)) : [],
        );
        for (const { x, y, width, height } of chips) {
          seen += 1;
          const middle = { x: x + width / 2, y: y + height / 2, width: 1, height: 1 };
          assert.ok(
            goals.some((goal) => shared(goal, middle) > 0),
            `${name}, frame ${k}: ${JSON.stringify(middle)}`,
          );
        }
      }
    }
  }
  assert.ok(seen > 10, `${seen}`);
});

test("a cell that several products go into holds what has landed so far, until it holds the result", () => {
  const scene = golden("channels-depthwise");
  const k = scene.frames.findIndex(({ computations }) => computations[0]?.tensor === "total");
  const [start, end] = [frameStarts(scene)[k] ?? 0, settledAt(scene, k)];
  const size = { width: 1280, height: 580 };
  const [goal] = boxPlaces(stageAt(scene, end, size), cellBox("total", 0, 0, 0));
  const seen = Array.from({ length: 30 }, (_, i) => {
    const context = stageAt(scene, start + ((i + 11) / 40) * (end - start), size);
    const texts = layers(context)
      .flatMap(({ shapes }) => shapes)
      .filter((shape) => shape.kind === "text" && (shape.alpha ?? 1) > 0.5 && goal && shared(bounds(shape), goal) > 10);
    return /** @type {TextShape[]} */ (texts).map(({ text }) => text).at(-1) ?? "";
  });
  // A product covers it as it lands.
  const held = seen.filter((text) => !["1.6", "−0.8"].includes(text));
  assert.deepEqual(
    held.filter((text, i) => text !== held[i - 1]),
    ["", "0.5", "2.1", "1.3"],
  );
});
