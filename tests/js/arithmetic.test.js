import assert from "node:assert/strict";
import { test } from "node:test";
import { arithmetic } from "../../static/js/drawing/arithmetic.js";

/** @import { Computation } from "../../static/js/data/records.js" */
/** @type {Omit<Computation, "terms"> & {terms: any[]}} */
const work = {
  op: "dot",
  terms: [
    [1, 1, 1],
    [0, 0, 0],
    [1, -1, -1],
    [2, 3, 6],
  ],
  running: [1, 1, 0, 6],
  bias: 0,
  result: 6,
  tensor: "output",
  index: [0, 0, 0],
  shown: 4,
  shape: [1, 1, 4],
  operands: [],
  own: 0,
};

/** What a reader sees: phantoms keep their room and show nothing. @param {Partial<typeof work>} changes */
const read = (changes) =>
  arithmetic({ ...work, ...(changes.terms ? { shape: [1, 1, changes.terms.length] } : {}), ...changes })
    .replace(/<mphantom>.*?<\/mphantom>/g, "")
    .replace(/<\/mtr>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .trim();

test("a dot product is written term by term, negative factors in parentheses", () => {
  assert.equal(read({}), "1·1+0·0+1·(−1)+2·3=6");
});

test("while terms are missing there is no result but the sum so far, and before the first nothing", () => {
  assert.equal(read({ shown: 3 }), "1·1+0·0+1·(−1)=…so far0");
  assert.equal(read({ shown: 0 }), "");
});

test("in rows and in a list, what is to come is an empty place; a mean divides only what is there", () => {
  const places = (/** @type {string} */ written) => written.match(/class="missing"/g)?.length ?? 0;
  assert.equal(places(arithmetic({ ...work, shape: [1, 2, 2], shown: 1 })), 3);
  assert.equal(places(arithmetic({ ...work, shape: [1, 2, 2], shown: 0 })), 0);
  assert.equal(places(arithmetic({ ...work, shape: [1, 2, 2] })), 0);
  const terms = [[1], [3], [5], [2]];
  assert.equal(places(arithmetic({ ...work, op: "max", terms, shown: 2 })), 2);
  assert.match(
    arithmetic({ ...work, op: "mean", terms, shown: 1 }),
    /<mrow class="newest"><mn>1<.mn><.mrow><.mrow><mn>1</,
  );
});

test("in a line, what is to come keeps its room behind what the terms before come to", () => {
  const missing = /<mrow class="result"><mrow class="running">.*<\/mrow><\/mrow><mphantom><mo>\+<\/mo>.*<\/mphantom>/;
  assert.match(arithmetic({ ...work, shown: 1 }), missing);
});

test("terms stand in rows as the window does", () => {
  assert.equal(read({ shape: [1, 2, 2] }), "1·1+0·0\n+1·(−1)+2·3=6");
});

test("a bias that is not zero is one more term, once the others are there", () => {
  assert.equal(read({ bias: -2, result: 4 }), "1·1+0·0+1·(−1)+2·3+(−2)=4");
  assert.equal(read({ bias: -2, result: 4, shown: 1 }), "1·1=…so far1");
});

test("a rounded number anywhere makes the sign ≈", () => {
  assert.equal(read({ terms: [[0.333, 3, 1]], shown: 1, result: 1, running: [1] }), "0.33·3≈1");
  assert.equal(read({ terms: [[0.5, 3, 1.5]], shown: 1, result: 1.5, running: [1.5] }), "0.5·3=1.5");
});

test("a maximum and a mean are written as such", () => {
  /** @type {[number][]} */
  const terms = [[1], [3], [5], [2]];
  assert.equal(read({ op: "max", terms, result: 5 }), "max(1,3,5,2)=5");
  assert.equal(read({ op: "mean", terms, result: 2.75, shape: [1, 2, 2] }), "1+3+5+24=2.75");
  assert.match(
    arithmetic({ ...work, op: "mean", terms, result: 2.75, shape: [1, 2, 2] }),
    /<mfrac><mrow>.*<\/mrow><mn>4<\/mn><\/mfrac>/,
  );
  assert.match(
    arithmetic({ ...work, op: "mean", terms, shown: 3, result: 2.75, shape: [1, 2, 2], running: [1, 2, 3] }),
    /<mn>3<\/mn><\/mfrac>/,
    "so far it is the mean of three",
  );
});

test("of very many terms the first three and the last are written", () => {
  const terms = Array.from({ length: 26 }, (_, i) => [i, 1, i]);
  assert.equal(read({ terms, shown: 26, shape: [1, 1, 26], result: 325 }), "0·1+1·1+2·1+…+25·1=325");
  assert.equal(read({ terms, shown: 3, running: [0, 1, 3] }), "0·1+1·1+2·1=…so far3");
  assert.equal(read({ terms, shown: 7, running: [0, 1, 3, 6, 10, 15, 21] }), "0·1+1·1+2·1+…+6·1=…so far21");
});
