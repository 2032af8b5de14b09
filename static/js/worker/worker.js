/**
 * Keeps the chapter in the browser, so that it opens without a network: a service worker. The server
 * writes before it what to keep: `KEPT`, a name for this edition and the addresses beside the page.
 *
 * The page and its scenes come from the server wherever it answers; an edition is kept as a whole or
 * not at all, and goes when the next one is here.
 */

/** What the type checker takes for a page is a worker. @type {any} */
const worker = globalThis;
/** @type {{edition: string, addresses: string[]}} */
const { edition, addresses } = worker.KEPT;
const base = String(worker.registration.scope);
const store = `cnnviz ${base} ${edition}`;
const kept = new Set(addresses.map((address) => new URL(address, base).href));

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(clear()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url, mode } = event.request;
  const address = mode === "navigate" ? url.split(/[?#]/)[0] : url;
  if (method === "GET" && kept.has(address)) event.respondWith(answer(event.request, address));
});

/** One after the other, as it is in no hurry. */
async function keep() {
  const cache = await caches.open(store);
  for (const address of kept) await cache.add(address);
  await worker.skipWaiting();
}

async function clear() {
  const old = (await caches.keys()).filter((other) => other.startsWith(`cnnviz ${base} `) && other !== store);
  await Promise.all(old.map((other) => caches.delete(other)));
  await worker.clients.claim();
}

/**
 * A file whose address names its contents is the same here; all else only where the server is away.
 * @param {Request} request
 * @param {string} address
 * @returns {Promise<Response>}
 */
async function answer(request, address) {
  const here = async () => (await caches.open(store)).match(address);
  if (address.startsWith(`${base}static/`)) return (await here()) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const found = await here();
    if (found && !request.signal.aborted) return found;
    throw error;
  }
}
