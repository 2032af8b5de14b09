/** The address: a place typed into the bar is heard before another one is written over it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { followAddress, restoreEvents } from "../../static/js/page/address.js";
import { after, fed, idle, playing } from "./reducing.js";
import { chapter } from "./samples.js";

const PAUSE = 250;

/** A bar whose news come when the test says so, as a browser's do. */
function bar() {
  let shown = "";
  /** @type {string[]} */
  const news = [];
  /** @type {(hash: string) => void} */
  let tell = () => {};
  return {
    address: {
      read: () => shown,
      write: (/** @type {string} */ hash) => {
        shown = hash;
      },
      entry: () => ({}),
      onChange: (/** @type {(hash: string) => void} */ hear) => {
        tell = hear;
      },
      /** @type {import("../../static/js/page/host.js").Address["returned"]} */
      returned: "",
    },
    type(/** @type {string} */ hash) {
      if (hash !== shown) news.push(hash);
      shown = hash;
    },
    deliver: () => {
      for (const hash of news.splice(0)) tell(hash);
    },
  };
}

/** @param {import("../../static/js/state/state.js").State} state */
function page(state) {
  const { address, type, deliver } = bar();
  const over = new AbortController();
  const window = new EventTarget();
  const session = { read: () => null, write: () => {} };
  const now = () => state;
  /** @param {any} event */
  const dispatch = (event) => {
    state = after(state, event);
    update();
  };
  const update = followAddress(/** @type {any} */ ({ address, window, session }), now, dispatch, over.signal);
  return { address, type, deliver, dispatch, end: () => over.abort() };
}

test("what is typed into the bar is not written over before it is heard", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { address, type, deliver, dispatch, end } = page(fed(after(idle, "nextStep"), 3));
  dispatch({ type: "frame", by: 1 });
  dispatch({ type: "frame", by: 1 });
  type("#step=1&scene=a&frame=1");
  mock.timers.tick(PAUSE);
  assert.equal(address.read(), "#step=1&scene=a&frame=1");
  deliver();
  mock.timers.tick(PAUSE);
  assert.equal(address.read(), "#step=1&scene=a&frame=1");
  end();
});

test("two places typed one after the other: the last one holds", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { address, type, deliver, dispatch, end } = page(playing);
  dispatch({ type: "frame", by: 1 });
  type("#step=1&scene=a&frame=2");
  type("#step=1&scene=a&frame=1");
  deliver();
  mock.timers.tick(PAUSE);
  type("#step=1&scene=a&frame=2");
  deliver();
  mock.timers.tick(PAUSE);
  assert.equal(address.read(), "#step=1&scene=a&frame=2");
  end();
});

test("a place that makes no sense is written over by where one is", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { address, type, deliver, dispatch, end } = page(fed(after(idle, "nextStep"), 3));
  dispatch({ type: "frame", by: 1 });
  mock.timers.tick(PAUSE);
  const was = address.read();
  type("#nonsense");
  deliver();
  dispatch({ type: "frame", by: -1 });
  dispatch({ type: "frame", by: 1 });
  mock.timers.tick(PAUSE);
  assert.equal(address.read(), was);
  end();
});

for (const returned of /** @type {const} */ (["reload", "back"]))
  test(`${returned}: the place that was left is taken up where the address may be an older one of it`, () => {
    const { address } = bar();
    /** @type {Record<string, string|null>} */
    const kept = {};
    const session = {
      read: (/** @type {string} */ name) => kept[name] ?? null,
      write: (/** @type {string} */ name, /** @type {string|null} */ text) => {
        kept[name] = text;
      },
    };
    let state = after(fed(after(idle, "nextStep"), 3), { type: "frame", by: 1 });
    const window = new EventTarget();
    const over = new AbortController();
    const update = followAddress(
      /** @type {any} */ ({ address, window, session }),
      () => state,
      () => {},
      over.signal,
    );
    update();
    // The reload begins; what is written now is too late for it, and stands there already when the page hears.
    const older = address.read();
    window.dispatchEvent(new Event("pagehide"));
    state = after(state, { type: "frame", by: 1 });
    window.dispatchEvent(new Event("pagehide"));
    const left = address.read();
    assert.notEqual(left, older);
    window.dispatchEvent(new Event("beforeunload"));
    over.abort();
    address.write(older);
    address.returned = returned;
    restoreEvents(/** @type {any} */ ({ address, session }), chapter);
    assert.equal(address.read(), returned === "reload" ? left : older);
  });
