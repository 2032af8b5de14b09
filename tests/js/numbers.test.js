import assert from "node:assert/strict";
import { test } from "node:test";
import { format, rounded } from "../../static/js/numbers.js";

test("numbers have at most two decimals, integers no point, and the minus is a true one", () => {
  const written = { 3: 3, 2.75: "2.75", "-1": "−1", 0.333: "0.33", "-0.001": "0", 0: 0, "2.50": "2.5", 1.999: 2, 1000: 1000, 150528: "150,528" };
  for (const [value, text] of Object.entries(written)) assert.equal(format(Number(value)), String(text));
});

test("a number is rounded where what is printed is not the number", () => {
  for (const value of [0, 1, -1, 2.75, 0.1 + 0.2, -0.25, 150528]) assert.equal(rounded(value), false, String(value));
  for (const value of [0.333, 2 / 3, -0.001, 1.005, 99.999]) assert.equal(rounded(value), true, String(value));
});
