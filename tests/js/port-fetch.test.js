/** Requests by messages: what goes through the port, and what comes back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { fetchThrough, unpack } from "../../static/js/data/port-fetch.js";

/** A port whose other end answers by a function. @param {(asked: any) => object|null} answer */
function answered(answer) {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }) => {
    const { status = 200, text = "" } = /** @type {any} */ (answer(data)) ?? {};
    if (status) port2.postMessage({ type: "answer", id: data.id, status, body: new Uint8Array(deflateSync(text)) });
  };
  port1.start();
  const close = () => port1.close();
  return { ask: fetchThrough(/** @type {any} */ (port1)), close };
}

test("each request gets its own answer, whatever their order, with status and text", async () => {
  const { ask, close } = answered(({ address, body }) => ({
    status: address === "gone" ? 404 : 200,
    text: `${address} ${body}`,
  }));
  const requests = [ask("one"), ask("gone"), ask("two", { method: "POST", body: "{}" })];
  const responses = await Promise.all(requests);
  assert.deepEqual(
    responses.map(({ status }) => status),
    [200, 404, 200],
  );
  assert.deepEqual(await Promise.all(responses.map((each) => each.text())), ["one null", "gone null", "two {}"]);
  close();
});

test("who aborts a request is told so, and its late answer goes nowhere", async () => {
  const { ask, close } = answered(({ address }) => (address === "never" ? { status: 0 } : { text: "late" }));
  const abort = new AbortController();
  const left = ask("never", { signal: abort.signal });
  abort.abort(new Error("no longer"));
  await assert.rejects(left, /no longer/);
  await assert.rejects(async () => ask("once", { signal: abort.signal }), /no longer/);
  assert.equal(await (await ask("again")).text(), "late");
  close();
});

test("what was compressed comes out as it was", async () => {
  const bytes = new Uint8Array(deflateSync("a line\n".repeat(1000)));
  assert.equal(await new Response(unpack(bytes)).text(), "a line\n".repeat(1000));
});
