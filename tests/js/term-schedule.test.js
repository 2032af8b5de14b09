/** How the arithmetic of an answer comes: number by number, one's own before the right one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrival, groupsOf, scheduleOf, tokensOf, visibility } from "../../static/js/state/term-schedule.js";
import { golden, names } from "./goldens.js";

/** @import { Row } from "../../static/js/state/term-schedule.js" */

/** @param {string} text such as "3 · 3 = 9" @returns {string} MathML */
const math = (text) =>
  `<math><mrow>${text
    .split(" ")
    .map((each) => (/\d/.test(each) ? `<mn>${each}</mn>` : `<mo>${each}</mo>`))
    .join("")}</mrow></math>`;

/** What comes together. @param {string} text */
function together(text) {
  const tokens = tokensOf(math(text));
  /** @type {string[]} */
  const groups = [];
  for (const [i, group] of groupsOf(tokens).entries()) groups[group] = `${groups[group] ?? ""}${tokens[i]?.text}`;
  return groups;
}

/** @param {...string} texts */
const schedule = (...texts) => scheduleOf(texts.map((text) => ({ markup: math(text), names: [] })));

test("each number comes with the signs before it, and with what closes behind it", () => {
  assert.deepEqual(together("3 · 3 · 64 + 64 = 640"), ["3", "·3", "·64", "+64", "=640"]);
  assert.deepEqual(together("1 + ( 5 − 1 ) · 2 = 9"), ["1", "+(5", "−1)", "·2", "=9"]);
  assert.deepEqual(together("⌊ 32 − 3 2 ⌋ + 1 = 15"), ["⌊32", "−3", "2⌋", "+1", "=15"]);
  assert.deepEqual(tokensOf("<math><mn>3</mn><mo>&#x000B7;</mo></math>"), [
    { text: "3", isNumber: true },
    { text: "·", isNumber: false },
  ]);
});

test("terms come one after another, the result when they are there, and the right formula after one's own", () => {
  const { rows, seconds } = schedule("3 · 3 = 9", "3 · 3 · 4 = 36");
  const starts = rows.flatMap((row) => row.starts);
  assert.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
  );
  const [own, right] = /** @type {[Row, Row]} */ (rows);
  const ended = Number(own.starts.at(-1)) + 0.8;
  assert.ok(Number(right.starts[0]) > ended);
  assert.equal(arrival(own, 2, ended + 1e-9), 1);
  assert.equal(arrival(right, 0, ended), 0);
  for (const row of rows) for (const group of row.groups) assert.equal(arrival(row, group, seconds), 1);
});

test("what flies is seen in its place when it has arrived, what does not unfolds there", () => {
  assert.deepEqual(
    [0, 0.5, 1].map((p) => visibility(p, true)),
    [0, 0, 1],
  );
  assert.ok(visibility(0.3, false) > 0);
  assert.equal(visibility(1, false), 1);
});

test("what the one formula has and the other has not is known, the sign of rounding apart", () => {
  const marked = (/** @type {string[]} */ ...texts) =>
    schedule(...texts).rows.map(({ tokens, differs }) =>
      tokens.flatMap(({ text }, i) => (differs[i] ? [text] : [])).join(" "),
    );
  assert.deepEqual(marked("3 · 3 · 64 + 64 = 640", "3 · 3 · 3 · 64 + 64 = 1,792"), ["640", "3 · 1,792"]);
  assert.deepEqual(marked("8 − 3 2 = 2.5", "⌊ 8 − 3 2 ⌋ + 1 = 3"), ["2.5", "⌊ ⌋ + 1 3"]);
  assert.deepEqual(marked("1 + 2 ≈ 3", "1 + 2 = 3"), ["", ""]);
  assert.deepEqual(marked("softmax ( 0.74 ) ≈ 0.18", "softmax ( 12.77 ) ≈ 0.74"), ["", ""]);
  assert.deepEqual(schedule("3 · 3 = 9").rows[0]?.differs, []);
  assert.deepEqual(schedule(), { rows: [], seconds: 0 });
});

test("every formula of an answer of the chapter is told within twelve seconds, with its wrong one", () => {
  let count = 0;
  for (const name of names)
    for (const { question } of golden(name).frames)
      for (const { working, rule } of question?.options ?? []) {
        const right = question?.options.find((each) => !each.rule)?.working ?? "";
        const shown = [...(rule ? [working] : []), right].filter(Boolean);
        const { rows, seconds } = scheduleOf(shown.map((markup) => ({ markup, names: [] })));
        count += rows.length;
        assert.ok(seconds <= 12, `${name}: ${seconds}`);
        for (const { tokens, starts } of rows)
          assert.equal(starts.length, tokens.filter(({ isNumber }) => isNumber).length, working);
      }
  assert.ok(count > 100);
});
