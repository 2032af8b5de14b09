/** A tap finds the cell that is drawn under it, in every scene. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAt, cellPlaces, cellText, inspectionShapes } from "../../static/js/views/inspect.js";
import { golden, names, settledStage } from "./goldens.js";

const [WIDTH, HEIGHT] = [1280, 558];
/** Pixels between the points that are tapped; no number of cells divides it. */
const APART = 13.7;
/** Pixels by which a cell that is drawn small is outlined larger, and leaning cells reach beyond their box. */
const SLACK = 4;

/** Whether a panel shows all channels of a tensor as colours, whose pixels have no one value to name.
 * @param {import("../../static/js/data/records.js").Panel} panel @param {string} tensor */
const inColours = ({ kind, options, tensors }, tensor) =>
  tensors.includes(tensor) && (kind === "grid" ? options.channel === -1 : kind === "tiles" && !options.single);

for (const name of names)
  test(`${name}: a tap finds the cell that is drawn there, and names it on the stage`, () => {
    const scene = golden(name);
    const context = settledStage(scene, { width: WIDTH, height: HEIGHT });
    for (let x = APART / 2; x < WIDTH; x += APART)
      for (let y = APART / 2; y < HEIGHT; y += APART) {
        const cell = cellAt(context, x, y);
        if (!cell) continue;
        const [channels, rows, columns] = cell.tensor.shape;
        assert.ok(cell.channel < channels && cell.row < rows && cell.column < columns, `${x}, ${y}`);
        const places = cellPlaces(context, cell);
        if (places.length === 0) {
          assert.ok(scene.panels.some((panel) => inColours(panel, cell.tensor.name)));
          assert.deepEqual(inspectionShapes(context, cell), []);
          continue;
        }
        const under = places.some(
          (place) =>
            x >= place.x - SLACK &&
            x <= place.x + place.width + SLACK &&
            y >= place.y - SLACK &&
            y <= place.y + place.height + SLACK,
        );
        assert.ok(under, `${cell.tensor.name} at ${x}, ${y}: ${JSON.stringify(places)}`);
        const [, label] = inspectionShapes(context, cell);
        assert.ok(label?.kind === "rect" && label.x >= 0 && label.x + label.width <= WIDTH);
      }
  });

test("a cell that the film has not come to tells its place alone", () => {
  let hidden = 0;
  for (const scene of names.map(golden))
    for (const [k, frame] of scene.frames.entries())
      for (const [name, count] of Object.entries(frame.revealed)) {
        const tensor = scene.tensors.find((each) => each.name === name);
        assert.ok(tensor);
        const [channels, rows, columns] = tensor.shape;
        const textOf = (/** @type {number} */ index) => {
          const [channel, row] = [Math.floor(index / (rows * columns)), Math.floor(index / columns) % rows];
          const moment = { from: null, to: frame, f: 1, flight: 1, k };
          return cellText({ tensor, channel, row, column: index % columns }, /** @type {any} */ ({ moment, scene }));
        };
        if (count > 0) assert.match(textOf(count - 1), /\d( [=≈] −?|: between −?)\d/);
        if (count >= channels * rows * columns) continue;
        hidden += 1;
        assert.match(textOf(count), /^row \d+, column \d+(, channel \d+)?: not computed yet$/);
      }
  assert.ok(hidden > 1000, `${hidden}`);
});
