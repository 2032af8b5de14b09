/** The projected window and the speaker's hear each other, and nobody else. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createLink, sessionName } from "../../static/js/presenter/link.js";

/** @typedef {{data: any, source: object|null, origin: string}} Heard */
/** @type {((event: Heard) => void)[]} */
let listeners = [];
const HERE = "http://hall.example";

/** The window that is tested. @type {any} */
const world = {
  crypto,
  addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) => listeners.push(listener),
  BroadcastChannel: class {
    addEventListener() {}
    postMessage() {}
  },
};

const link = (
  /** @type {string} */ session,
  /** @type {(message: any) => void} */ hear,
  /** @type {any} */ opener = null,
) => /** @type {{post: (message: {kind: string}) => void}} */ (createLink(world, session, hear, opener));

/** A window that remembers what it was told. */
const window = () => ({
  told: /** @type {any[]} */ ([]),
  postMessage(/** @type {any} */ data, /** @type {string} */ to) {
    this.told.push([data, to]);
  },
});

const hello = (/** @type {object} */ more) => ({ kind: "hello", session: "s", from: "them", count: 1, ...more });
const say = (/** @type {Heard} */ event) => {
  for (const listener of listeners) listener(event);
};

beforeEach(() => {
  listeners = [];
  world.location = { origin: HERE, protocol: "http:" };
  world.origin = HERE;
});

test("a page of another origin is not heard, though it knows the session, nor told anything", () => {
  const stranger = window();
  /** @type {any[]} */
  const heard = [];
  const { post } = link("s", (message) => heard.push(message));
  for (const origin of ["http://evil.example", "null", ""]) say({ data: hello({}), source: stranger, origin });
  post({ kind: "state" });
  assert.deepEqual([heard, stranger.told], [[], []]);
});

test("a page of this origin is not heard without the session's name", () => {
  const stranger = window();
  /** @type {any[]} */
  const heard = [];
  link("s", (message) => heard.push(message));
  say({ data: hello({ session: "t" }), source: stranger, origin: HERE });
  say({ data: null, source: stranger, origin: HERE });
  assert.deepEqual(heard, []);
});

test("the opener of the projected window is told nothing", () => {
  world.opener = window();
  link("s", () => {}).post({ kind: "state" });
  assert.deepEqual(world.opener.told, []);
  delete world.opener;
});

test("the speaker's window hears its opener, and no other window of a file", () => {
  world.location = { origin: "file://", protocol: "file:" };
  world.origin = "null";
  const [opener, stranger] = [window(), window()];
  /** @type {any[]} */
  const heard = [];
  const { post } = link("s", (message) => heard.push(message.kind), /** @type {any} */ (opener));
  say({ data: hello({ kind: "state" }), source: stranger, origin: "null" });
  assert.deepEqual(heard, []);
  say({ data: hello({ kind: "state" }), source: opener, origin: "null" });
  say({ data: hello({ kind: "state", count: 2 }), source: null, origin: "null" });
  assert.deepEqual(heard, ["state", "state"]);
  post({ kind: "event" });
  assert.equal(stranger.told.length, 0);
  assert.equal(opener.told[0][0].kind, "event");
});

test("the projected window answers the window that it has heard, here alone", () => {
  const speaker = window();
  const { post } = link("s", () => {});
  say({ data: hello({}), source: speaker, origin: HERE });
  post({ kind: "state" });
  assert.deepEqual(
    speaker.told.map(([data, to]) => [data.kind, to]),
    [["state", HERE]],
  );
});

test("a session's name cannot be guessed", () => {
  const host = /** @type {any} */ ({ session: { read: () => null, write() {} }, window: world });
  const names = new Set(Array.from({ length: 100 }, () => sessionName(host)));
  assert.equal(names.size, 100);
  for (const name of names) assert.ok(name.length >= 16, name);
});
