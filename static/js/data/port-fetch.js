/** Requests that go through a port as messages, where whoever holds its other end answers. */

/**
 * @typedef {{type: "ask", id: number, address: string, body: string|null}} Ask
 * @typedef {{type: "answer", id: number, status: number, body: Uint8Array<ArrayBuffer>}} Answer `body`: compressed
 */

/**
 * What stands for `fetch`.
 * @param {MessagePort} port
 * @returns {typeof fetch}
 */
export function fetchThrough(port) {
  /** @type {Map<number, (response: Response) => void>} */
  const waiting = new Map();
  let count = 0;

  port.addEventListener("message", ({ data }) => {
    if (data.type !== "answer") return;
    const { id, status, body } = /** @type {Answer} */ (data);
    waiting.get(id)?.(new Response(unpack(body), { status }));
    waiting.delete(id);
  });

  return (address, init) =>
    new Promise((answer, fail) => {
      const { signal } = init ?? {};
      signal?.throwIfAborted();
      const id = ++count;
      waiting.set(id, answer);
      signal?.addEventListener("abort", () => {
        waiting.delete(id);
        fail(signal.reason);
      });
      const body = typeof init?.body === "string" ? init.body : null;
      /** @type {Ask} */
      const asked = { type: "ask", id, address: String(address), body };
      port.postMessage(asked);
    });
}

/** A text that was compressed. @param {Uint8Array<ArrayBuffer>} bytes */
export const unpack = (bytes) => new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
