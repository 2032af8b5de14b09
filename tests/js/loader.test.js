import assert from "node:assert/strict";
import { test } from "node:test";
import { Loader } from "../../static/js/data/loader.js";
import { fetchHeader } from "../../static/js/data/scene-request.js";
import { lines, server, started, until, whole } from "./loading.js";

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
