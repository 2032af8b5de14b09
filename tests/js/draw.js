/** Draws the scenes of a file of streams, as a stage would, and prints what it writes: for tests in Python. */

import { readFileSync } from "node:fs";
import { parseFrame, parseScene } from "../../static/js/data/records.js";
import { arithmetic } from "../../static/js/drawing/arithmetic.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { compose } from "../../static/js/views/compose.js";
import { fetchViews } from "../../static/js/views/fetch-views.js";

await fetchViews();

/** @param {any} value */
function finite(value) {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError("a shape holds a number that is not finite");
  if (value && typeof value === "object" && !ArrayBuffer.isView(value))
    for (const [key, part] of Object.entries(value)) if (key !== "tensor") finite(part);
}

const [header, ...rest] = readFileSync(0, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const scene = { ...parseScene(header), frames: rest.slice(0, -1).map(parseFrame), complete: true };
const written = scene.frames.map((to, k) => {
  const texts = [
    [1280, 450],
    [390, 400],
  ].map(([width, height]) => {
    const moment = { from: null, to, f: 1, flight: 1, k };
    const shapes = compose({ scene, moment, layout: layoutAt(scene, moment, { width, height }) });
    shapes.forEach(finite);
    return shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
  });
  return { texts, sums: to.computations.map((work) => arithmetic(work).replace(/<[^>]*>/g, "")) };
});
console.log(JSON.stringify(written));
