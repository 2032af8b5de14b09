/** Signs between panels, and the name of a bar that measures, stand where they cover nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { itemAt } from "../../static/js/data/lists.js";
import { isShown } from "../../static/js/data/records.js";
import { around, corners } from "../../static/js/drawing/build.js";
import { findTensor, valueAt } from "../../static/js/views/context.js";
import { overlay } from "../../static/js/views/overlay.js";
import { differing, golden, settledStage } from "./goldens.js";

const SIZES = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 390, height: 400 },
];

test("a sign between a panel and a column stands at half the column's height", () => {
  for (const [name, k, ...column] of /** @type {[string, number, string, string][]} */ ([
    ["pooling-measured", 6, "shared0", "either0"],
    ["channels-filters", 0, "bank 0", "bank 1"],
  ])) {
    const { layout } = settledStage(golden(name), itemAt(SIZES, 1), k);
    const rects = column.map((panel) => layout.panels.get(panel) ?? assert.fail(panel));
    const { y, height } = around(rects.flatMap(corners));
    assert.ok(Math.abs((layout.signs.get(column[0])?.y ?? 0) - (y + height / 2)) < 2, `${name}: ${column}`);
  }
});

test("a sign that goes from panel to panel of a column stands beside its panel", () => {
  const scene = golden("channels-rgb");
  let seen = 0;
  for (const k of differing(scene)) {
    const { layout, moment } = settledStage(scene, itemAt(SIZES, 1), k);
    for (const { name } of scene.panels.filter((panel) => panel.name.startsWith("of ") && isShown(moment.to, panel))) {
      const [sign, rect] = [layout.signs.get(name), layout.panels.get(name)];
      if (!sign || !rect) continue;
      seen += 1;
      assert.ok(Math.abs(sign.y - (rect.y + rect.height / 2)) < 2, `${name} in frame ${k}`);
    }
  }
  assert.ok(seen >= 3);
});

test("how high the 7 is stands within the picture, on no ink, whatever is drawn", () => {
  const scene = golden("lenet-live");
  let seen = 0;
  for (const size of SIZES)
    scene.frames.forEach((frame, k) => {
      if (!frame.boxes.some(({ name }) => name?.endsWith(" px"))) return;
      const context = settledStage(scene, size, k);
      const paint = overlay(context).flatMap((shape) => (shape.kind === "rect" && shape.radius === 4 ? [shape] : []));
      const { x, y, width, height } = itemAt(paint, 0);
      const rect = context.layout.panels.get("seen") ?? assert.fail();
      const bar = overlay(context).filter((shape) => shape.kind === "rect" && shape.stroke && shape.stroke !== "paper");
      for (const inner of [itemAt(paint, 0), ...bar.flatMap((each) => (each.kind === "rect" ? [each] : []))])
        assert.ok(
          inner.x > rect.x &&
            inner.y > rect.y &&
            inner.x + inner.width < rect.x + rect.width &&
            inner.y + inner.height < rect.y + rect.height,
          `frame ${k} at ${size.width}`,
        );
      const tensor = findTensor(scene, String(/** @type {any} */ (frame.panels.seen).tensor));
      const [, rows, columns] = tensor.shape;
      const cells = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
      const [high, wide] = [rect.height / rows, rect.width / columns];
      const covered = cells.filter(([row = 0, column = 0]) => {
        const at = { x: rect.x + column * wide, y: rect.y + row * high };
        const under = at.x < x + width && at.x + wide > x && at.y < y + height && at.y + high > y;
        return under && valueAt(tensor, 0, row, column) > 0;
      });
      assert.deepEqual(covered, [], `frame ${k} at ${size.width}`);
      seen += 1;
    });
  assert.ok(seen > 100);
});
