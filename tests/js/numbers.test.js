import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { equals, factor, format, rounded } from "../../static/js/data/numbers.js";

test("the page prints the table that Python prints", () => {
  const table = JSON.parse(readFileSync(new URL("../data/numbers.json", import.meta.url), "utf8"));
  for (const [value, printed, inexact] of table)
    assert.deepEqual([format(value), rounded(value)], [printed, inexact], String(value));
});

test("an equation says where printing rounds any of it, and negative factors stand in parentheses", () => {
  assert.equal(equals(0.5, 0.5, 0.25), "=");
  assert.equal(equals(0.25, 0.25, 0.0625), "≈");
  assert.deepEqual([factor(2), factor(-2), factor(-0.001)], ["2", "(−2)", "0"]);
});
