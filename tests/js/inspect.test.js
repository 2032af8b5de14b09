/** A tap finds the cell that is drawn under it, in every scene. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAt, cellPlaces, inspectionShapes } from "../../static/js/views/inspect.js";
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
