import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, frameAt, frameStarts, momentAt, settledAt, TWEEN } from "../../static/js/state/timing.js";
import { frame, scene } from "./samples.js";

const uneven = () => ({
  ...scene(0),
  frames: [0.8, 0.05, 2, 0.35, 0.03, 0.4].map((s, k) => frame(k, s)),
  count: 6,
  complete: true,
});

test("frames start where the one before ends", () => {
  assert.deepEqual([...frameStarts(scene(3))], [0, 1, 2, 3]);
  assert.equal(duration(scene(3)), 3);
});

test("the second at which a frame is settled belongs to that frame, however short it is", () => {
  const each = uneven();
  for (const k of each.frames.keys()) {
    const moment = momentAt(each, settledAt(each, k));
    assert.equal(moment.k, k);
    assert.equal(moment.f, 1);
  }
});

test("time runs through the frames in order, and backwards through the same pictures", () => {
  const each = uneven();
  const seconds = Array.from({ length: 500 }, (_, i) => (i / 499) * duration(each));
  const forward = seconds.map((s) => momentAt(each, s));
  const backward = seconds
    .toReversed()
    .map((s) => momentAt(each, s))
    .toReversed();
  assert.deepEqual(
    forward.map(({ k, f }) => [k, f]),
    backward.map(({ k, f }) => [k, f]),
  );
  for (const [i, moment] of forward.entries()) {
    const before = forward[Math.max(0, i - 1)];
    assert.ok(moment.k > before.k || (moment.k === before.k && moment.f >= before.f));
  }
  assert.deepEqual([...new Set(forward.map(({ k }) => k))], [0, 1, 2, 3, 4, 5]);
});

test("a frame is reached from the one before it within the tween, eased in and out", () => {
  const each = scene(3);
  const half = momentAt(each, 1 + TWEEN / 2);
  assert.equal(half.from, each.frames[0]);
  assert.equal(half.to, each.frames[1]);
  assert.equal(half.f, 0.5);
  assert.ok(momentAt(each, 1 + TWEEN / 10).f < 0.1);
  assert.equal(momentAt(each, 1.9).f, 1);
  assert.equal(momentAt(each, 0).from, null);
});

test("with reduced motion every change is complete at once", () => {
  for (const s of [0, 0.01, 1.001, 2.5]) assert.equal(momentAt(scene(3), s, true).f, 1);
});

test("outside the scene the nearest frame is shown", () => {
  assert.equal(frameAt(scene(3), -5), 0);
  assert.equal(frameAt(scene(3), 99), 2);
  assert.equal(frameAt(scene(3, 0), 0), -1);
});
