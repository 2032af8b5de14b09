import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const program = readFileSync(new URL("../../static/js/service-worker.js", import.meta.url), "utf8");
const BASE = "http://here/cnn/";
const addresses = ["./", "./?embed", "static/1/js/main.js", "api/scenes/one/a"];

/** A browser of which the worker sees this much; `network` answers or fails. */
function started(network = async (/** @type {any} */ request) => `net ${request.url ?? request}`) {
  /** @type {Map<string, Map<string, string>>} */
  const stores = new Map([
    [`cnnviz ${BASE} older`, new Map()],
    ["cnnviz http://here/ older", new Map()],
  ]);
  /** @type {Record<string, (event: any) => void>} */
  const heard = {};
  const caches = {
    keys: async () => [...stores.keys()],
    delete: async (/** @type {string} */ name) => stores.delete(name),
    open: async (/** @type {string} */ name) => {
      const store = stores.get(name) ?? new Map();
      stores.set(name, store);
      return {
        add: async (/** @type {string} */ url) => store.set(url, `kept ${url}`),
        match: async (/** @type {string} */ url) => store.get(url),
      };
    },
  };
  const context = {
    KEPT: { edition: "7", addresses },
    registration: { scope: BASE },
    caches,
    URL,
    Set,
    Promise,
    String,
    addEventListener: (/** @type {string} */ type, /** @type {any} */ hear) => (heard[type] = hear),
    Response: { error: () => "error" },
    setTimeout: (/** @type {() => void} */ work) => setImmediate(work),
    skipWaiting: async () => {},
    clients: { claim: async () => {} },
    fetch: (/** @type {any} */ request) => network(request),
  };
  vm.runInNewContext(program, context);
  /** @param {string} type */
  const settle = async (type) => {
    let work;
    heard[type]?.({ waitUntil: (/** @type {any} */ promise) => (work = promise) });
    await work;
  };
  /**
   * What the worker answers; undefined where it leaves the request alone.
   * @param {string} url
   * @param {object} [more]
   */
  const ask = (url, more) => {
    /** @type {any} */
    let answer;
    heard.fetch?.({
      request: { url, method: "GET", mode: "cors", signal: {}, ...more },
      respondWith: (/** @type {any} */ promise) => (answer = promise),
    });
    return answer;
  };
  return { stores, settle, ask };
}

const away = async () => {
  throw new TypeError("no network");
};

test("while the server answers, the page is the server's", async () => {
  const { settle, ask } = started();
  await settle("install");
  assert.equal(await ask(BASE, { mode: "navigate" }), `net ${BASE}`);
  assert.equal(await ask(`${BASE}api/scenes/one/a`), `net ${BASE}api/scenes/one/a`);
});

test("without the server the page, its files and its scenes are there", async () => {
  const { settle, ask } = started(away);
  await settle("install");
  for (const address of ["", "static/1/js/main.js", "api/scenes/one/a"])
    assert.equal(await ask(BASE + address), `kept ${BASE}${address}`);
  assert.equal(await ask(`${BASE}?from=mail#step=2`, { mode: "navigate" }), `kept ${BASE}`);
  assert.equal(await ask(`${BASE}?embed#step=2`, { mode: "navigate" }), `kept ${BASE}?embed`);
});

test("a proxy's error and a request that hangs count as no answer", async () => {
  const gone = started(/** @type {any} */ (async () => ({ status: 502 })));
  await gone.settle("install");
  assert.equal(await gone.ask(BASE, { mode: "navigate" }), `kept ${BASE}`);
  assert.equal(await gone.ask(`${BASE}api/scenes/one/a`), `kept ${BASE}api/scenes/one/a`);
  const stuck = started(() => new Promise(() => {}));
  await stuck.settle("install");
  assert.equal(await stuck.ask(BASE, { mode: "navigate" }), `kept ${BASE}`);
});

test("a request for the cache only is not sent to the server", async () => {
  const { settle, ask } = started();
  await settle("install");
  assert.equal(await ask(`${BASE}api/scenes/one/a`, { cache: "only-if-cached" }), `kept ${BASE}api/scenes/one/a`);
  const empty = started();
  assert.equal(await empty.ask(`${BASE}api/scenes/one/a`, { cache: "only-if-cached" }), "error");
});

test("what is not cached is left to the network, and an aborted request is not answered", async () => {
  const { settle, ask } = started(away);
  await settle("install");
  for (const address of ["healthz", "static/2/js/main.js", "api/scenes/one/a?stride=2"])
    assert.equal(ask(BASE + address), undefined);
  assert.equal(ask(`${BASE}api/scenes/one/a`, { method: "POST" }), undefined);
  await assert.rejects(ask(`${BASE}api/scenes/one/a`, { signal: { aborted: true } }));
});

test("older versions are deleted, and other caches stay", async () => {
  const { settle, stores } = started();
  await settle("install");
  await settle("activate");
  assert.deepEqual([...stores.keys()], ["cnnviz http://here/ older", `cnnviz ${BASE} 7`]);
});
