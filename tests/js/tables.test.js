import assert from "node:assert/strict";
import { test } from "node:test";
import { equalsSign, format } from "../../static/js/data/numbers.js";
import { parseScene, termCount } from "../../static/js/data/records.js";
import { panelTables } from "../../static/js/taking/panel-tables.js";
import { frameTables, tabSeparated } from "../../static/js/taking/tables.js";
import { compose } from "../../static/js/views/compose.js";
import { cellValueText } from "../../static/js/views/inspect.js";
import { golden, names, settledStage } from "./goldens.js";
import { chance } from "./samples.js";

for (const name of names) {
  test(`${name}: every frame as whole tables, no cell without words`, () => {
    const scene = golden(name);
    const last = scene.frames[scene.frames.length - 1];
    assert.notEqual(frameTables(scene, last).length, 0);
    for (const frame of scene.frames.slice(-60)) {
      const sheets = frameTables(scene, frame);
      assert.equal(new Set(sheets.map(({ caption }) => caption)).size, sheets.length);
      for (const { caption, grid, count } of sheets) {
        assert.ok(caption && !caption.includes("undefined"), caption);
        const { columns, rows } = grid(count - 1);
        assert.ok(rows.length > 0, caption);
        for (const { head, cells } of rows) {
          assert.equal(cells.length, columns.length - 1, caption);
          for (const text of [head, ...cells])
            assert.ok(typeof text === "string" && !/NaN|undefined|Infinity|null/.test(text), `${caption}: ${text}`);
        }
      }
    }
  });
}

test("a sweep's table holds each cell of the map as it was computed, and what is not computed yet as a dash", () => {
  const scene = golden("convolution-checkerboard");
  const output = scene.tensors.find(({ name }) => name === "output");
  assert.ok(output);
  const tableAt = (/** @type {number} */ k) => {
    const sheet = frameTables(scene, scene.frames[k]).find(({ caption }) => caption.includes(output.label));
    return sheet
      ?.grid(0)
      .rows.flatMap(({ cells }) => cells)
      .map((text) => (text === "–" ? NaN : Number(text.replace("−", "-"))));
  };
  assert.deepEqual(tableAt(scene.frames.length - 1), output.values);
  const k = scene.frames.findIndex(({ revealed }) => revealed.output === 4);
  assert.deepEqual(tableAt(k), [...Array.from(output.values).slice(0, 4), ...Array(5).fill(NaN)]);
});

test("no row and no caption says what the film still asks", () => {
  let asked = 0;
  for (const name of names) {
    const scene = golden(name);
    for (const [k, { question }] of scene.frames.entries()) {
      const value = question?.options.find(({ rule }) => rule === "")?.value ?? null;
      const truth = value === null ? "" : format(value);
      // What has one digit stands in many places, for something else.
      if (truth.replace("−", "").length < 2) continue;
      asked += 1;
      const isThere = (/** @type {string} */ text) => numbersIn(text).includes(truth);
      const before = scene.frames.slice(0, k + 1);
      if (before.some((_, j) => wordsAt(scene, j).some(isThere))) continue;
      for (const [j, frame] of before.entries()) {
        const panels = scene.panels.filter((panel) => !frame.hidden.includes(panel.name));
        for (const { caption, grid } of panels.flatMap((panel) => panelTables(panel, frame)))
          for (const text of [caption, ...grid(0).rows.flatMap(({ cells }) => cells)])
            assert.ok(!isThere(text), `${name}, frame ${j + 1}: ${text} answers ${question?.name}`);
      }
    }
  }
  assert.ok(asked >= 15, `${asked}`);
});

/** The numbers that stand in a text. @param {string} text @returns {string[]} */
const numbersIn = (text) => text.match(/−?\d+(?:[.,]\d+)*/g) ?? [];

/** What can be read on the stage and below it. @param {ReturnType<typeof golden>} scene @param {number} k */
function wordsAt(scene, k) {
  const drawn = compose(settledStage(scene, { width: 1280, height: 560 }, k));
  return [scene.frames[k].narration, ...drawn.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []))];
}

test("the products' table adds up to its last row", () => {
  const scene = golden("convolution-checkerboard");
  const frame = scene.frames.find(({ computations: [first] }) => first && first.shown === termCount(first));
  assert.ok(frame);
  const sheet = frameTables(scene, frame).find(({ caption }) => caption.startsWith("Products"));
  const rows = sheet?.grid(0).rows ?? [];
  const number = (/** @type {string} */ text) => Number(text.replace("−", "-"));
  const products = rows.slice(0, -1).map(({ cells }) => number(cells[2]));
  assert.equal(products.length, 9);
  assert.equal(
    products.reduce((sum, each) => sum + each, 0),
    number(rows[9].cells.at(-1) ?? ""),
  );
});

test("a colour picture has a table for each channel, and a panel of one channel that one alone", () => {
  const scene = golden("channels-rgb");
  const [picture] = frameTables(scene, scene.frames[0]);
  const apart = golden("channels-depthwise");
  const alone = /** @type {import("../../static/js/data/records.js").Frame} */ (
    apart.frames.find(({ hidden }) => !hidden.includes("red"))
  );
  const red = frameTables(apart, alone).find(({ count }) => count === 1);
  assert.equal(picture.count, 3);
  assert.equal(red?.count, 1);
  assert.deepEqual(red.grid(0), picture.grid(0));
});

test("a table copies as lines of cells with tabs between them", () => {
  assert.equal(tabSeparated({ columns: ["row", "1"], rows: [{ head: "1", cells: ["−2"] }] }), "row\t1\n1\t-2");
});

test("a cell sent as a colour only is given as a range that holds its value", () => {
  const random = chance(5);
  for (const span of [0, 0.3, 7, 400]) {
    const exact = Array.from({ length: 30 * 50 }, () => Math.max(0, (random() - 0.4) * span));
    const offset = Math.min(...exact);
    const step = (Math.max(...exact) - offset) / 255;
    const bytes = btoa(String.fromCharCode(...exact.map((value) => Math.round((value - offset) / (step || 1)))));
    const {
      tensors: [sent, listed],
    } = parseScene(
      /** @type {any} */ ({
        frames: 0,
        tensors: [
          { name: "a", shape: [1, 30, 50], bytes, offset, step },
          { name: "b", shape: [1, 30, 50], values: exact },
        ],
      }),
    );
    for (const [i, value] of exact.entries()) {
      const place = { channel: 0, row: Math.floor(i / 50), column: i % 50 };
      const number = (/** @type {string} */ text) => Number(text.replace("−", "-").replace(",", ""));
      assert.equal(cellValueText({ tensor: listed, ...place }), ` ${equalsSign(value)} ${format(value)}`);
      if (span === 0) return assert.equal(cellValueText({ tensor: sent, ...place }), " = 0");
      const [, low, high] = /between (.*) and (.*)/.exec(cellValueText({ tensor: sent, ...place })) ?? [];
      assert.ok(
        number(low) >= 0 && number(low) <= value + 1e-9 && value <= number(high) + 1e-9,
        `${value} is not between ${low} and ${high}`,
      );
      assert.ok(number(high) - number(low) <= step + 0.021);
    }
  }
});
