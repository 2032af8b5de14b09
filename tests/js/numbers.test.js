import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { equalsSign, format, formatFactor, heldTogether, isRounded, unbroken } from "../../static/js/data/numbers.js";

test("the page prints numbers as Python does", () => {
  const table = JSON.parse(readFileSync(new URL("../data/numbers.json", import.meta.url), "utf8"));
  for (const [value, printed, inexact] of table)
    assert.deepEqual([format(value), isRounded(value)], [printed, inexact], String(value));
});

test("an equation says where printing rounds any of it, and negative factors stand in parentheses", () => {
  assert.equal(equalsSign(0.5, 0.5, 0.25), "=");
  assert.equal(equalsSign(0.25, 0.25, 0.0625), "≈");
  assert.deepEqual([formatFactor(2), formatFactor(-2), formatFactor(-0.001)], ["2", "(−2)", "0"]);
});

test("no line ends between a number and its percent sign, nor where an equation or a product has its sign", () => {
  assert.equal(heldTogether("So 9 % and *66.1* %, 5 cats"), "So 9\u00a0% and *66.1*\u00a0%, 5 cats");
  assert.equal(
    heldTogether("plus β = 1. 2 × 3 = *6* ≈ 5"),
    "plus β\u00a0=\u00a01. 2 × 3\u00a0=\u00a0*6*\u00a0≈\u00a05",
  );
  assert.equal(heldTogether("28 · 28 pixels"), "28\u00a0·\u00a028 pixels");
  assert.equal(heldTogether("*A, 3 weights*"), "*A,\u00a03 weights*");
  assert.equal(unbroken("LeNet-5 says 7 - 2 = 5"), "LeNet-\u20605 says 7 - 2\u00a0=\u00a05");
});
