/** What the page sends arrives through proxies that take an address apart and write it anew. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeQuery, requestFor, requestKey } from "../../static/js/data/requests.js";

/** A value of every kind of parameter, and what hands and clipboards leave in a field. */
const VALUES = {
  integer: "-3",
  choice: "vertical edge",
  array: "1,0.5;-1,0|2e-3,0;0,0",
  strokes: "0.25,0.5;1,0.5,0.08|0,0",
  picture: "0,1;1,0|0,0;1,1|0.5,0.25;1,0",
  nothing: "",
  garbage: "a;b&c=d+é %3B%#?/\\'\"!*()~|−\t\n[[1, 2]]",
};

/**
 * Go's url.ParseQuery and Values.Encode, as its reverse proxies do it: what holds a bare semicolon is dropped.
 * @param {string} query
 */
function go(query) {
  const kept = query.split("&").filter((pair) => pair && !pair.includes(";"));
  const read = (/** @type {string} */ text) => decodeURIComponent(text.replaceAll("+", " "));
  const pairs = kept
    .map((pair) => pair.split("="))
    .map(([name, ...value]) => [read(String(name)), read(value.join("="))]);
  return pairs
    .sort()
    .map((pair) => pair.map((part) => encodeURIComponent(String(part)).replaceAll("%20", "+")).join("="))
    .join("&");
}

/** What a proxy does that writes escapes its own way. @param {string} query */
const lower = (query) => query.replace(/%../g, (code) => code.toLowerCase());

test("every value is sent as letters, digits, -._~ and escapes, and nothing else", () => {
  for (const text of Object.values(VALUES))
    assert.match(encodeQuery({ value: text }), /^value=(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
});

test("every value arrives as it was, whatever takes the address apart on its way", () => {
  const { url, body } = requestFor(requestKey("one/a", VALUES));
  assert.equal(body, null);
  const query = String(url.split("?")[1]);
  for (const passed of [query, go(query), go(go(query)), lower(query)]) {
    assert.deepEqual(Object.fromEntries(new URLSearchParams(passed)), VALUES);
  }
});

test("the older form is dropped by such a proxy, which shows that the test finds it", () => {
  assert.equal(go("kernel=1,0;0,1&stride=2"), "stride=2");
});
