import assert from "node:assert/strict";
import { test } from "node:test";
import { barTimeLeft } from "../../static/js/elements/full-screen.js";

const at = { full: true, inside: false, busy: false, moved: 1000 };

test("the bar stays for a while after the pointer moved, then hides", () => {
  assert.equal(barTimeLeft(at, 1000), 3000);
  assert.equal(barTimeLeft(at, 3500), 500);
  assert.equal(barTimeLeft(at, 4000), 0);
  assert.equal(barTimeLeft({ ...at, moved: -Infinity }, 0), 0);
});

test("it stays while it has the pointer or the focus, and exists in full screen only", () => {
  for (const held of [{ inside: true }, { busy: true }]) {
    assert.equal(barTimeLeft({ ...at, ...held }, 1e9), Infinity);
    assert.equal(barTimeLeft({ ...at, ...held, full: false }, 1000), 0);
  }
});
