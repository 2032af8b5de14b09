/** Why cells are right: the window of one after another is laid on what it reads, and its mark told. Pure. */

import { markedCells } from "./reveal.js";

/** @import { Box, Frame, Marks, Scene } from "../data/records.js" */
/** @import { Told } from "./reveal.js" */

/** Seconds: what a cell takes, how long all of them may take, and what stands before and after. */
const CELL = 0.6;
const ALL = 6;
const HOLD = 0.7;
/** Of a map of more cells only those are looked at that are marked, or should be. */
const FEW = 16;

/** The cells that are looked at, in reading order. @param {Scene} scene @param {Told} told @param {number[]} own */
function visited({ tensors }, { question, truth }, own) {
  const [, rows, columns] = tensors.find(({ name }) => name === question.tensor)?.shape ?? [0, 0, 0];
  const all = Array.from({ length: rows * columns }, (_, cell) => cell);
  return all.length <= FEW ? all : all.filter((cell) => own.includes(cell) || truth.cells.includes(cell));
}

/**
 * @param {Scene} shown
 * @param {Frame} asking
 * @param {Told} told
 * @param {number[]} own the cells that one has marked
 * @returns {Scene}
 */
export function cellFilm(shown, asking, told, own) {
  const cells = visited(shown, told, own);
  const seconds = Math.min(CELL, ALL / Math.max(1, cells.length));
  const frames = cells.map((cell) => ({
    ...asking,
    seconds,
    boxes: [...asking.boxes, ...windowOf(cell, shown, told)],
  }));
  return { ...shown, frames: [{ ...asking, seconds: HOLD / 2 }, ...frames, { ...asking, seconds: HOLD }] };
}

/** A cell, and what it reads. @param {number} cell @param {Scene} scene @param {Told} told @returns {Box[]} */
function windowOf(cell, { tensors }, { question: { tensor, window } }) {
  const [, , columns] = tensors.find(({ name }) => name === tensor)?.shape ?? [0, 0, 1];
  const [row, column] = [Math.floor(cell / columns), cell % columns];
  const span = (/** @type {number} */ at, /** @type {number} */ side) =>
    /** @type {[number, number]} */ ([at, at + side]);
  const target = { tensor, rows: span(row, 1), columns: span(column, 1) };
  const both = { channels: span(0, 1), group: 0 };
  if (!window) return [{ ...both, ...target, role: "cell" }];
  const at = (/** @type {number} */ index) => span(index * window.stride - window.padding, window.side);
  const read = { tensor: window.tensor, rows: at(row), columns: at(column) };
  return [
    { ...both, ...read, role: "window" },
    { ...both, ...target, role: "cell" },
  ];
}

/**
 * The marks told apart as far as the windows have come.
 * @param {Scene} shown
 * @param {Told} told
 * @param {number[]} own
 * @param {number} k the frame of the film
 * @returns {Marks}
 */
export function cellMarks(shown, told, own, k) {
  const come = new Set(visited(shown, told, own).slice(0, k));
  const apart = markedCells(told.said === "" ? [] : own, told.truth.cells);
  const seen = (/** @type {number[]} */ cells) => cells.filter((cell) => come.has(cell));
  const some = { right: seen(apart.right), wrong: seen(apart.wrong), missed: seen(apart.missed) };
  return { tensor: told.question.tensor, own, told: some, alpha: 1 };
}
