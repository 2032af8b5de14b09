import assert from "node:assert/strict";
import { test } from "node:test";
import { Loader } from "../../static/js/data/loader.js";
import { fetchHeader } from "../../static/js/data/scene-request.js";

const lines = [
  '{"type":"scene","step":"one","name":"a","tensors":[],"panels":[],"frames":1}',
  '{"type":"frame","k":0,"seconds":1}',
  '{"type":"end","frames":1}',
];
const whole = () => new Response(`${lines.join("\n")}\n`);

/**
 * A server whose answers come when the test says so, before it a browser that keeps some scenes.
 * @param {string[]} kept
 */
function server(kept = []) {
  /** @type {{url: string, signal: AbortSignal, answer: (response: Response) => void, fail: () => void}[]} */
  const asked = [];
  /** @type {any} */
  const ask = (/** @type {string} */ url, /** @type {RequestInit} */ { signal, cache }) =>
    new Promise((resolve, reject) => {
      if (cache === "only-if-cached") return kept.includes(url) ? resolve(whole()) : reject(new TypeError("not kept"));
      asked.push({
        url,
        signal: /** @type {AbortSignal} */ (signal),
        answer: resolve,
        fail: () => reject(new TypeError("network")),
      });
      signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    });
  return { asked, ask };
}

/** @param {() => boolean} held */
async function until(held) {
  for (let i = 0; i < 1000 && !held(); i += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(held());
}

function started() {
  const { asked, ask } = server();
  /** @type {any[]} */
  const heard = [];
  const { want } = new Loader((event) => heard.push(event), ask);
  return { asked, heard, want };
}

test("what is wanted is fetched once, however often it is asked for", async () => {
  const { asked, heard, want } = started();
  want(["one/a"]);
  want(["one/a"]);
  assert.deepEqual(
    asked.map(({ url }) => url),
    ["api/scenes/one/a"],
  );
  asked[0].answer(whole());
  await until(() => heard.length > 0);
  assert.deepEqual([heard[0].type, heard[0].key, heard[0].scene.complete], ["arrived", "one/a", true]);
  want([]);
});

test("another scene aborts the request before it", async () => {
  const { asked, heard, want } = started();
  want(["one/a"]);
  want(["two/c"]);
  assert.equal(asked[0].signal.aborted, true);
  assert.equal(asked[1].url, "api/scenes/two/c");
  asked[1].answer(whole());
  await until(() => heard.length > 0);
  assert.deepEqual(
    heard.map(({ type, key }) => `${type} ${key}`),
    ["arrived two/c"],
  );
  want([]);
});

test("while a slider is dragged a request may finish, and then the latest follows, not those between", async () => {
  const { asked, heard, want } = started();
  for (const value of [1, 2, 3, 4]) want([`one/a?stride=${value}`]);
  assert.equal(asked.length, 1);
  asked[0].answer(whole());
  await until(() => asked.length === 2);
  assert.equal(asked[1].url, "api/scenes/one/a?stride=4");
  assert.equal(heard[0].key, "one/a?stride=1");
  want([]);
});

test("a request that takes too long gives way to the latest", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, want } = started();
  want(["one/a?stride=1"]);
  want(["one/a?stride=2"]);
  context.mock.timers.tick(300);
  assert.equal(asked[0].signal.aborted, true);
  assert.equal(asked[1].url, "api/scenes/one/a?stride=2");
});

/** @type {Record<string, [() => Response, RegExp]>} */
const answers = {
  refused: [
    () => Response.json({ detail: "stride must be more.", parameter: "stride" }, { status: 422 }),
    /must be more/,
  ],
  streamFailed: [() => Response.json({ detail: "Something went wrong." }, { status: 500 }), /Something went wrong/],
  "streamFailed ": [() => new Response("<html>", { status: 500 }), /error 500/],
  "streamFailed  ": [() => new Response(`${lines[0]}\n${lines[1]}\n`), /broke off/],
  "refused ": [() => Response.json({ detail: "The body is over 256 KB." }, { status: 413 }), /256 KB/],
};
for (const [type, [answer, sentence]] of Object.entries(answers)) {
  test(`an answer that is none is told in a sentence: ${sentence.source}`, async () => {
    const { asked, heard, want } = started();
    want(["one/a?stride=0"]);
    asked[0].answer(answer());
    await until(() => heard.at(-1)?.sentence !== undefined);
    assert.equal(heard.at(-1).type, type.trim());
    assert.match(heard.at(-1).sentence, sentence);
    want([]);
  });
}

test("a server that does not answer is only asked whether it is there, until it is", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, want } = started();
  want(["one/a"]);
  asked[0].fail();
  await until(() => heard.length > 0);
  assert.deepEqual(heard, [{ type: "serverLost", key: "one/a" }]);
  context.mock.timers.tick(500);
  assert.equal(asked[1].url, "healthz");
  want(["two/c"]);
  await until(() => heard.length > 1);
  assert.deepEqual(heard[1], { type: "serverLost", key: "two/c" });
  want([]);
  asked[1].fail();
  await new Promise((resolve) => setImmediate(resolve));
  context.mock.timers.tick(999);
  assert.equal(asked.length, 2);
  context.mock.timers.tick(1);
  assert.equal(asked.length, 3);
  want(["two/c"]);
  asked[2].answer(Response.json({}));
  await until(() => asked.length > 3);
  assert.equal(heard.at(-1)?.type, "serverBack");
  assert.equal(asked[3].url, "api/scenes/two/c");
  want([]);
});

test("while the server is away, the cache is read once for each scene, the wanted one first", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, ask } = server(["api/scenes/one/a", "api/scenes/two/c"]);
  /** @type {string[]} */
  const heard = [];
  const { want } = new Loader((event) => {
    heard.push(`${event.type} ${"key" in event ? event.key : ""}`);
    const left = ["one/b", "two/c"].filter((each) => !heard.includes(`arrived ${each}`));
    want(heard.includes("arrived one/a") ? [] : ["one/a"], left);
  }, ask);
  want(["one/a?stride=2"]);
  asked[0].fail();
  for (let i = 0; i < 50 && heard.length < 3; i += 1) {
    context.mock.timers.tick(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(heard, ["serverLost one/a?stride=2", "arrived one/a", "arrived two/c"]);
  assert.deepEqual(
    asked.map(({ url }) => url),
    ["api/scenes/one/a?stride=2"],
    "the server was asked for nothing else",
  );
  want([]);
});

test("a server that answers without a scene is asked less and less often", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, want } = started();
  let pause = 500;
  want(["one/a"]);
  for (let round = 0; round < 3; round++, pause *= 2) {
    const [before, told] = [asked.length, heard.length];
    asked[before - 1].fail();
    await until(() => heard.length > told);
    want(["two/c"]);
    await until(() => heard.length > told + 1);
    want([]);
    // What is new is worth a question of its own, once.
    if (round > 0) context.mock.timers.tick(pause - 1);
    assert.equal(asked.length, before + Number(round === 0));
    if (round > 0) context.mock.timers.tick(1);
    assert.equal(asked.at(-1)?.url, "healthz");
    asked[before].answer(Response.json({}));
    await until(() => heard.at(-1).type === "serverBack");
    // Node's mocked timers can't be cleared by their number: this one finds that there is nothing to do.
    if (round === 0) context.mock.timers.tick(500);
    want(["one/a"]);
    assert.equal(asked.at(-1)?.url, "api/scenes/one/a");
  }
  want([]);
});

test("a server that does not answer in time counts as away", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, want } = started();
  want(["one/a"]);
  context.mock.timers.tick(10_000);
  assert.equal(asked[0].signal.aborted, true);
  assert.deepEqual(heard, [{ type: "serverLost", key: "one/a" }]);
});

test("later scenes are fetched while nothing is wanted, and reported once complete", async () => {
  const { asked, heard, want } = started();
  want([], ["one/a", "one/b"]);
  await until(() => asked.length === 1);
  /** @type {any} */
  let stream;
  const start = (/** @type {unknown} */ controller) => {
    stream = controller;
  };
  asked[0].answer(new Response(new ReadableStream({ start })));
  const write = (/** @type {string} */ text) => stream.enqueue(new TextEncoder().encode(text));
  write(`${lines[0]}\n`);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(heard.length, 0);
  write(`${lines[1]}\n${lines[2]}\n`);
  stream.close();
  await until(() => heard.length > 0);
  assert.equal(heard[0].scene.complete, true);
  want([], ["one/b"]);
  await until(() => asked.length === 2);
  assert.equal(asked[1].url, "api/scenes/one/b");
  want(["two/c"], ["one/b"]);
  assert.equal(asked[1].signal.aborted, true);
  assert.equal(asked[2].url, "api/scenes/two/c");
  want([]);
});

test("what is being fetched for later and is wanted now is not asked for twice", async () => {
  const { asked, heard, want } = started();
  want([], ["one/a"]);
  await until(() => asked.length === 1);
  want(["one/a"]);
  assert.equal(asked.length, 1);
  asked[0].answer(new Response(`${lines[0]}\n`));
  await until(() => heard.length > 0);
  assert.equal(heard[0].scene.complete, false);
  want([]);
});

test("a failed fetch ahead is not reported", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, heard, want } = started();
  want([], ["one/a"]);
  context.mock.timers.tick(1);
  asked[0].fail();
  await new Promise((resolve) => setImmediate(resolve));
  context.mock.timers.tick(500);
  assert.equal(asked[1].url, "healthz");
  assert.deepEqual(heard, []);
  asked[1].answer(Response.json({}));
  await until(() => heard.length > 0);
  assert.deepEqual(heard, [{ type: "serverBack" }]);
  context.mock.timers.tick(1);
  assert.equal(asked[2].url, "api/scenes/one/a");
});

test("the socket is used where there is one, and a request where it fails", async () => {
  const { asked, ask } = server();
  /** @type {any[]} */
  const heard = [];
  /** @type {((response: Response|null) => void)[]} */
  const answers = [];
  /** @param {any} event */
  const hear = (event) => {
    heard.push(event);
    want([]);
  };
  const { want } = new Loader(hear, ask, (key) =>
    key.includes("?") ? new Promise((answer) => answers.push(answer)) : null,
  );
  want(["one/a?ink=1"]);
  assert.deepEqual([asked.length, answers.length], [0, 1]);
  answers[0]?.(whole());
  await until(() => heard.length > 0);
  want(["one/a?ink=2"]);
  answers[1]?.(Response.json({ detail: "ink must not be 2.", parameter: "ink" }, { status: 422 }));
  await until(() => heard.length > 1);
  want(["one/a?ink=3"]);
  answers[2]?.(null);
  await until(() => asked.length > 0);
  asked[0]?.answer(whole());
  await until(() => heard.length > 2);
  assert.deepEqual(
    heard.map(({ type, key }) => `${type} ${key}`),
    ["arrived one/a?ink=1", "refused one/a?ink=2", "arrived one/a?ink=3"],
  );
});

test("the head of a scene is taken without waiting for its frames", async () => {
  const { asked, ask } = server();
  const head = fetchHeader("lenet/run", ask);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`${lines[0]}\n`));
      asked[0].signal.addEventListener("abort", () => controller.error(new DOMException("", "AbortError")));
    },
  });
  asked[0].answer(new Response(body));
  assert.equal((await head)?.step, "one");
  assert.equal(asked[0].signal.aborted, true);
});
