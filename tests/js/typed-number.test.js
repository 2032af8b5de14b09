/** Numbers as people type them: taken where it is clear what is meant. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isTooLong, mayGoOn, typedNumber, typedNumbers } from "../../static/js/data/typed-number.js";

/** @type {Record<string, number|null>} */
const MEANT = {
  13: 13,
  " 13 ": 13,
  12.5: 12.5,
  "12,5": 12.5,
  ".5": 0.5,
  "13.": 13,
  "1,792": 1792,
  "1 792": 1792,
  "1\u202f792\u00a0000": 1792000,
  "1,792.25": 1792.25,
  "-3": -3,
  "−3": -3,
  "7/2": 3.5,
  "7 : 2": 3.5,
  "3×3×64": 576,
  "3*3*64 + 64": 640,
  "3 · 3": 9,
  "": null,
  " ": null,
  twelve: null,
  "12 cells": null,
  "1,79,2": null,
  "1.2.3": null,
  "3×": null,
  "×3": null,
  "1/0": null,
  "0/0": null,
  "--3": null,
  "3 3": null,
  NaN: null,
  Infinity: null,
  "1e3": 1000,
  "1.5E-2": 0.015,
  "1,5e+3": 1500,
  "-2e3": -2000,
  "3/2e3": 0.0015,
  "1e": null,
  e3: null,
  "1e1.5": null,
  "1e2e3": null,
  "1e400": null,
  "0x10": null,
  "1.792,25": 1792.25,
  "1.792.000": 1792000,
  "1 792,25": 1792.25,
  "1'792": 1792,
  "0,125": 0.125,
  "3 x 4": 12,
  "5x5x3 + 1": 76,
  "12^2": 144,
  "12²": 144,
  "3·5²": 75,
  "(28 - 3)/2 + 1": 13.5,
  "½": 0.5,
  "1⁄2": 0.5,
  "-(3)": -3,
  "2 - 3": -1,
  "-2^2": -4,
  "(3": null,
  "3)": null,
  "()": null,
  "2^": null,
  "1.5.": null,
  "12e": null,
  "７": 7,
  "٧٫٥": 7.5,
  "१२/३": 4,
  "𝟗𝟎": 90,
};

test("a number is taken in each notation that is clear, and in no other", () => {
  for (const [text, number] of Object.entries(MEANT)) assert.equal(typedNumber(text), number, JSON.stringify(text));
  assert.equal(typedNumber("9".repeat(41)), null);
});

test("what one country writes for thousands and another for decimals is read in both ways", () => {
  assert.deepEqual(typedNumbers("4,704"), [4704, 4.704]);
  assert.deepEqual(typedNumbers("4.704"), [4.704, 4704]);
  assert.deepEqual(typedNumbers("0.704"), [0.704]);
  assert.deepEqual(typedNumbers("47.04"), [47.04]);
  assert.deepEqual(typedNumbers("no"), []);
});

test("what is longer than any number is told from what is none", () => {
  assert.equal(isTooLong("9".repeat(40)), false);
  assert.equal(isTooLong("9".repeat(41)), true);
  assert.equal(isTooLong("twelve"), false);
});

test("each number with a space in it may go on wherever that stands", () => {
  for (const [text, meant] of Object.entries(MEANT)) {
    if (meant === null) continue;
    for (const { index } of text.trim().matchAll(/\s/g)) assert.ok(mayGoOn(text.trim().slice(0, index)), text);
  }
  for (const text of ["", "4 ", "7 wide", "hello", "x"]) assert.equal(mayGoOn(text), false, text);
});
