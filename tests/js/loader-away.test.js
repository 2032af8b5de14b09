/** The loader while the server is away, or answers too late. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Loader } from "../../static/js/data/loader.js";
import { lines, server, started, until } from "./loading.js";

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
