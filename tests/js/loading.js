/** A loader, and a server whose answers come when a test says so. */

import assert from "node:assert/strict";
import { Loader } from "../../static/js/data/loader.js";

export const lines = [
  '{"type":"scene","step":"one","name":"a","tensors":[],"panels":[],"frames":1}',
  '{"type":"frame","k":0,"seconds":1}',
  '{"type":"end","frames":1}',
];
export const whole = () => new Response(`${lines.join("\n")}\n`);

/**
 * A server whose answers come when the test says so, before it a browser that keeps some scenes.
 * @param {string[]} kept
 */
export function server(kept = []) {
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
export async function until(held) {
  for (let i = 0; i < 1000 && !held(); i += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(held());
}

export function started() {
  const { asked, ask } = server();
  /** @type {any[]} */
  const heard = [];
  const { want } = new Loader((event) => heard.push(event), ask);
  return { asked, heard, want };
}
