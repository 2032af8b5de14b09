/**
 * Keeps the chapter in the browser, so that it opens without a network: a service worker. The server
 * writes before it what to keep: `KEPT`, a name for this edition and the addresses beside the page.
 *
 * The page and its scenes come from the server wherever it answers; an edition is kept as a whole or
 * not at all, and goes when the next one is here.
 */

/** What stands before a server answers so where the server is gone. */
const GONE = [502, 504];
/** Milliseconds after which a page is opened from here where the network holds on to the request. */
const PATIENCE = 8000;

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
  const [whole = ""] = url.split("#");
  // Another page's frame has a page of its own.
  const address = mode !== "navigate" ? url : kept.has(whole) ? whole : whole.split("?")[0];
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
  if (request.cache === "only-if-cached") return (await here()) ?? Response.error();
  if (address.startsWith(`${base}static/`)) return (await here()) ?? fetch(request);
  try {
    const answers = [fetch(request)];
    if (request.mode === "navigate") answers.push(late(here));
    const response = await Promise.race(answers);
    return (GONE.includes(response.status) && (await here())) || response;
  } catch (error) {
    const found = await here();
    if (found && !request.signal.aborted) return found;
    throw error;
  }
}

/**
 * What is here, where it is needed in the end; never, where there is nothing.
 * @param {() => Promise<Response|undefined>} here
 * @returns {Promise<Response>}
 */
function late(here) {
  return new Promise((resolve) =>
    setTimeout(async () => {
      const found = await here();
      if (found) resolve(found);
    }, PATIENCE),
  );
}
