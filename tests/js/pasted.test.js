/** Numbers as people paste them, by a table of cases; and whatever the page itself gives to copy. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseNumeral } from "../../static/js/data/numbers.js";
import { valueText } from "../../static/js/data/requests.js";
import { parseRows, Unreadable } from "../../static/js/inputs/pasted.js";
import { formatPrecise } from "../../static/js/taking/panel-tables.js";
import { tabSeparated } from "../../static/js/taking/tables.js";
import { chance } from "./samples.js";

/** @type {[string, string, string|null, string?][]} */
const CASES = JSON.parse(readFileSync(new URL("../data/pasted.json", import.meta.url), "utf8"));

for (const [name, text, gives, refused] of CASES) {
  test(`${gives === null ? "it says why it does not read" : "it reads"} ${name}`, () => {
    if (gives === null)
      assert.throws(
        () => parseRows(text),
        (error) => error instanceof Unreadable && error.message === refused,
      );
    else assert.equal(parseRows(text), gives);
  });
}

test("brackets as deep as one likes are refused, and do not overflow", () => {
  for (const deep of [9, 20_000])
    for (const text of [
      `${"[".repeat(deep)}1${"]".repeat(deep)}`,
      "[".repeat(deep),
      `${"list(".repeat(deep)}1${")".repeat(deep)}`,
    ])
      assert.throws(() => parseRows(text), Unreadable);
});

test("what it writes it reads back", () => {
  for (const [name, , gives] of CASES) if (gives !== null) assert.equal(parseRows(gives), gives, name);
});

/** Arrays as the page holds them, of whole and broken numbers. */
function* arrays() {
  const random = chance(7);
  for (const [height, width] of [
    [1, 1],
    [1, 3],
    [3, 1],
    [3, 3],
    [2, 5],
    [28, 28],
  ]) {
    for (const decimals of [0, 1, 4]) {
      yield Array.from({ length: height }, () =>
        Array.from({ length: width }, () => Number((20 * random() - 10).toFixed(decimals)) + 0),
      );
    }
  }
}

/** An array as each program writes it. @type {Record<string, (rows: number[][]) => string>} */
const WRITERS = {
  "a spreadsheet": (rows) => rows.map((row) => row.join("\t")).join("\n"),
  "a spreadsheet of another country": (rows) => rows.map((row) => row.join("\t").replaceAll(".", ",")).join("\r\n"),
  JSON: (rows) => JSON.stringify(rows),
  "JSON in lines": (rows) => JSON.stringify(rows, null, 2),
  NumPy: (rows) => {
    const written = (/** @type {number} */ each) => (Number.isInteger(each) ? `${each}.` : String(each)).padStart(9);
    return `[[${rows.map((row) => row.map(written).join(" ")).join("]\n [")}]]`;
  },
  MATLAB: (rows) => `[${rows.map((row) => row.join(" ")).join("; ")}]`,
  "this page's table": (rows) =>
    tabSeparated({
      columns: ["row", ...(rows[0] ?? []).map((_, i) => String(i + 1))],
      rows: rows.map((row, i) => ({ head: String(i + 1), cells: row.map(formatPrecise) })),
    }),
  "this page's table by hand": (rows) =>
    ["row", ...(rows[0] ?? []).map((_, i) => i + 1)].join("\t") +
    rows.map((row, i) => `\n${i + 1}\t${row.map(formatPrecise).join("\t")}`).join(""),
  "this page's field": (rows) => valueText(rows).replace(/;/g, ";\n"),
};

test("each array comes back from each program that writes it", () => {
  for (const rows of arrays()) {
    for (const [name, written] of Object.entries(WRITERS)) {
      // 1,5 alone may be two numbers; so may a column of them.
      if (name.includes("another country") && rows[0]?.length === 1) continue;
      assert.equal(parseRows(written(rows)), valueText(rows), `${name}: ${written(rows)}`);
    }
  }
});

test("a drawing's strokes need not be of one length, and come as lists too", () => {
  assert.equal(
    parseRows("[[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6, 0.08]]]", { even: false }),
    "0.1,0.2;0.3,0.4|0.5,0.6,0.08",
  );
  assert.equal(parseRows("0.1,0.2;0.3,0.4|\n0.5,0.6", { even: false }), "0.1,0.2;0.3,0.4|0.5,0.6");
});

test("one number in a field of its own", () => {
  for (const [text, gives] of [
    ["−3", "-3"],
    [" 2 ", "2"],
    ["1,5", "1.5"],
    ["2.0", "2"],
    ["1e-3", "0.001"],
    ["1/3", "0.3333333333333333"],
    ["3\n", "3"],
    ["", null],
    ["-", null],
    ["1 2", null],
    ["1,2,3", null],
    ["Infinity", null],
    ["1e999", null],
  ])
    assert.equal(parseNumeral(/** @type {string} */ (text)), gives, String(text));
});
