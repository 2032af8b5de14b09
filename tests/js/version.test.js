/** A page and a server of two versions: a hint, and nothing of the one beside the other. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Loader } from "../../static/js/data/loader.js";
import { fetchHeader } from "../../static/js/data/scene-request.js";
import { checkingVersion, OtherVersion } from "../../static/js/data/version.js";
import { reduce } from "../../static/js/state/reducer.js";
import { initialState, isBehind } from "../../static/js/state/state.js";
import { prefetchKeys, wantedKey } from "../../static/js/state/wanted.js";
import { chapter, scene } from "./samples.js";

const lines = [
  '{"type":"scene","step":"one","name":"a","tensors":[],"panels":[],"frames":0}',
  '{"type":"end","frames":0}',
];
/** A server of a version; without one it names none. @param {string} [version] @returns {any} */
const server = (version) => async () =>
  new Response(`${lines.join("\n")}\n`, { headers: version ? { "Cnnviz-Version": version } : {} });
const begun = reduce(reduce(initialState(chapter), { type: "goto", step: 1, frame: 0 }), {
  type: "arrived",
  key: "one/a",
  scene: scene(3),
});

test("an answer of another version is dropped; of this one, or without one, it is taken", async () => {
  for (const version of ["1", undefined]) assert.equal((await checkingVersion("1", server(version))("x")).ok, true);
  await assert.rejects(checkingVersion("1", server("2"))("x"), OtherVersion);
  assert.equal((await fetchHeader("one/a", checkingVersion("1", server("1"))))?.step, "one");
  assert.equal(await fetchHeader("one/a", checkingVersion("1", server("2"))), null);
});

test("a scene of another version is reported once, and not shown", async () => {
  const heard = await new Promise((resolve) => {
    const { want } = new Loader(
      (event) => {
        want([]);
        resolve(event);
      },
      checkingVersion("1", server("2")),
    );
    want(["one/a?stride=2"]);
  });
  assert.deepEqual(heard, { type: "otherVersion", key: "one/a?stride=2" });
});

test("a server that comes back with another version is reported", async () => {
  /** @type {any[]} */
  const heard = [];
  const { server: watched } = new Loader((event) => heard.push(event.type), checkingVersion("1", server("2")));
  watched.checkVersion();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(heard, ["otherVersion"]);
  watched.markLost();
  await watched.probe();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(heard, ["otherVersion", "otherVersion", "serverBack"]);
});

test("loaded scenes play on, settings wait for a reload, and nothing is fetched ahead", () => {
  const set = reduce(begun, { type: "set", values: { stride: "2" } });
  const told = reduce(set, { type: "otherVersion", key: wantedKey(set) });
  assert.equal(told.otherVersion, true);
  assert.match(
    told.message?.sentence ?? "",
    /can't be updated until you reload the page: the server has a newer version/,
  );
  assert.equal(told.message?.parameter, "stride");
  assert.equal(isBehind(told), true);
  assert.deepEqual(prefetchKeys(told), []);
  assert.equal(wantedKey(told), "one/a");
  const away = reduce(reduce(begun, { type: "nextStep" }), { type: "otherVersion", key: "two/c" });
  assert.equal(away.status, "failed");
  assert.match(away.failure ?? "", /newer version of the chapter: reload the page/);
});
