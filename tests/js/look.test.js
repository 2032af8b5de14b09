/** Looking around in a network: when one may, what it does to the state, and what ends it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { zoomed } from "../../static/js/state/look.js";
import { momentAt } from "../../static/js/state/timing.js";
import { wantedKey } from "../../static/js/state/wanted.js";
import { after, idle } from "./reducing.js";
import { scene } from "./samples.js";

/** A scene of which the only panel is of that kind. @param {string} kind @param {object} [options] */
const drawn = (kind, options = {}) => ({ ...scene(3), panels: [{ name: "only", kind, options }] });

/** Paused in it. @param {any} shown */
function pausedIn(shown) {
  const waiting = after(idle, { type: "goto", step: 1, scene: 0, frame: 1 });
  return after(waiting, { type: "arrived", key: wantedKey(waiting), scene: shown });
}

const network = pausedIn(drawn("network"));
const THERE = { x: 0.2, y: -0.1, zoom: 2 };

test("one looks around in a network that has the whole stage, and while the film waits", () => {
  assert.deepEqual(after(network, { type: "look", to: THERE }).look, THERE);
  const playing = after(network, "toggle");
  assert.equal(playing.status, "playing");
  assert.equal(after(playing, { type: "look", to: THERE }).look, null);
  assert.equal(after(pausedIn(drawn("grid")), { type: "look", to: THERE }).look, null);
  assert.equal(after(pausedIn(drawn("network", { beside: true })), { type: "look", to: THERE }).look, null);
});

test("a key goes closer and back by the same steps, about the middle of the stage", () => {
  const close = after(network, { type: "look", by: 1 });
  assert.ok(close.look && close.look.zoom > 1);
  assert.equal(close.look.x + 0.5 * close.look.zoom, 0.5);
  assert.equal(after(close, { type: "look", by: -1 }).look, null);
});

test("a point that one zooms at stays where it is", () => {
  const point = { x: 0.3, y: 0.8 };
  const place = { x: (point.x - THERE.x) / THERE.zoom, y: (point.y - THERE.y) / THERE.zoom };
  const { x, y, zoom } = zoomed(THERE, 1.7, point);
  assert.ok(Math.abs(x + place.x * zoom - point.x) < 1e-12);
  assert.ok(Math.abs(y + place.y * zoom - point.y) < 1e-12);
});

test("the film's own moves end it; what changes nothing in the picture does not", () => {
  const looking = after(network, { type: "look", to: THERE });
  for (const event of [{ type: "frame", by: 1 }, { type: "seek", seconds: 0 }, "toggle", { type: "look", to: null }])
    assert.equal(after(looking, event).look, null, JSON.stringify(event));
  for (const event of [{ type: "theme" }, "gestureEnd", { type: "speed", by: 1 }])
    assert.deepEqual(after(looking, event).look, THERE, JSON.stringify(event));
});

test("one never zooms or drags the network out of reach", () => {
  let state = network;
  for (let i = 0; i < 40; i++) state = after(state, { type: "look", by: 1 });
  assert.ok(state.look && state.look.zoom <= 16);
  const lost = after(network, { type: "look", to: { x: 1e9, y: -1e9, zoom: 1 } }).look;
  assert.ok(lost && Math.abs(lost.x) <= 7 && Math.abs(lost.y) <= 7);
});

test("a cell is flown to: its frame plays from where the one before still stands, and on to the scene's end", () => {
  const flying = after(network, { type: "goto", step: 1, scene: 0, frame: 1, flies: true });
  assert.equal(flying.status, "playing");
  assert.equal(flying.until, "scene");
  const { k, f } = momentAt(/** @type {any} */ (flying.shown), flying.seconds);
  assert.equal(k, 1);
  assert.ok(f < 0.01);
});
