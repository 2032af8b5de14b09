/** Choosing a cell of a network by keys: which cells can be chosen, and where each key leads. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAfter, openTensors } from "../../static/js/inputs/cell-cursor.js";
import { golden, settledStage, stageAt } from "./goldens.js";

const SIZE = { width: 1280, height: 540 };
const run = golden("lenet-run");
const tensors = openTensors(settledStage(run, SIZE));

/** @param {any} cell @param {string[]} presses such as "ArrowDown" or "Shift ArrowUp" */
function after(cell, ...presses) {
  return presses.reduce((now, press) => {
    const key = press.replace("Shift ", "");
    return cellAfter(now, tensors, { key, shiftKey: press !== key });
  }, cell);
}

/** @param {string} name @param {number} channel @param {number} row @param {number} column */
const cellOf = (name, channel, row, column) => ({
  tensor: tensors.find((each) => each.name === name),
  channel,
  row,
  column,
});

/** @param {any} cell */
const place = ({ tensor, channel, row, column }) => [tensor.name, channel, row, column];

test("at the end cells of every layer can be chosen, at the beginning none", () => {
  assert.deepEqual(
    tensors.map(({ name }) => name),
    ["C1 tanh", "S2", "C3 tanh", "S4", "F5 tanh", "F6 tanh", "probabilities"],
  );
  assert.deepEqual(openTensors(stageAt(run, 1, SIZE)), []);
});

test("arrows go from cell to cell and stop at the edge of a map", () => {
  const cell = cellOf("C3 tanh", 4, 2, 9);
  assert.deepEqual(place(after(cell, "ArrowDown")), ["C3 tanh", 4, 3, 9]);
  assert.deepEqual(place(after(cell, "ArrowUp", "ArrowLeft")), ["C3 tanh", 4, 1, 8]);
  assert.deepEqual(place(after(cell, "ArrowRight")), ["C3 tanh", 4, 2, 9]);
});

test("with Shift they go to another map, and to the middle of another layer", () => {
  const cell = cellOf("C3 tanh", 4, 2, 9);
  assert.deepEqual(place(after(cell, "Shift ArrowDown")), ["C3 tanh", 5, 2, 9]);
  assert.deepEqual(place(after(cell, "Shift ArrowUp", "Shift ArrowUp")), ["C3 tanh", 2, 2, 9]);
  assert.deepEqual(place(after(cell, "Shift ArrowRight")), ["S4", 7, 2, 2]);
  assert.deepEqual(place(after(cellOf("C1 tanh", 0, 0, 0), "Shift ArrowLeft")), ["C1 tanh", 0, 0, 0]);
});

test("of neurons and of classes each arrow goes to a neighbour", () => {
  assert.deepEqual(place(after(cellOf("F5 tanh", 7, 0, 0), "ArrowDown", "ArrowRight")), ["F5 tanh", 9, 0, 0]);
  assert.deepEqual(place(after(cellOf("probabilities", 0, 0, 9), "ArrowDown")), ["probabilities", 0, 0, 9]);
  assert.deepEqual(place(after(cellOf("probabilities", 0, 0, 9), "ArrowUp")), ["probabilities", 0, 0, 8]);
});

test("any other key stays", () => {
  const cell = cellOf("S2", 1, 2, 3);
  assert.deepEqual(after(cell, "Enter"), cell);
});
