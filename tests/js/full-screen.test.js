import assert from "node:assert/strict";
import { test } from "node:test";
import { barTimeLeft } from "../../static/js/elements/full-screen.js";

const at = { full: true, inside: false, busy: false, moved: 1000 };

test("the bar stands for a while after a move, and then it goes", () => {
  assert.equal(barTimeLeft(at, 1000), 3000);
  assert.equal(barTimeLeft(at, 3500), 500);
  assert.equal(barTimeLeft(at, 4000), 0);
  assert.equal(barTimeLeft({ ...at, moved: -Infinity }, 0), 0);
});

test("it never goes while a pointer or the focus is in it, and is there in full screen alone", () => {
  for (const held of [{ inside: true }, { busy: true }]) {
    assert.equal(barTimeLeft({ ...at, ...held }, 1e9), Infinity);
    assert.equal(barTimeLeft({ ...at, ...held, full: false }, 1000), 0);
  }
});
