/**
 * Fetches what the state wants: one request at a time, the latest wins, the superseded is aborted.
 *
 * While one drags a slider every value would supersede the one before and none would ever arrive; so a
 * request for the same scene may finish first, for a quarter of a second, and then the latest follows.
 * While nothing is wanted, what may be of use later is fetched in idle moments. Once the server does
 * not answer, nothing is asked of it but whether it is there, less and less often, until it is; scenes
 * are then looked for in what the browser keeps.
 */

import { readScene, StreamError } from "./protocol.js";
import { ALIVE, pathOf, requestOf } from "./requests.js";
import { OtherVersion } from "./version.js";

/** @typedef {{type: string, [key: string]: any}} LoaderEvent */
/** @typedef {import("./records.js").Scene} Scene */
/**
 * @typedef {{key: string, abort: AbortController, late: boolean, timer: number, quiet: boolean, stored: boolean}} Job
 *   `quiet`: fetched ahead; `stored`: only from what the browser keeps
 */
/** @typedef {(key: string, signal: AbortSignal) => Promise<Response|null>|null} Line */

/** Milliseconds that a superseded request of the same scene may still take. */
const GRACE = 250;
/** Milliseconds after which a server that has not begun to answer does not. */
const PATIENCE = 10_000;
/** What stands before a server answers so where the server is gone. */
const GONE = [502, 504];
/** Milliseconds until it is asked whether it is there: at first, and at most. */
const SOON = 500;
const SELDOM = 15_000;

/** How the browser is asked for what it keeps, and for nothing else. @type {RequestInit} */
const KEPT = { cache: "only-if-cached", mode: "same-origin" };

const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, 0));

/**
 * @param {(event: LoaderEvent) => void} tell
 * @param {typeof fetch} [ask]
 * @param {Line} [line] a shorter way to ask; null, at once or in the end, where there is none
 * @returns {{want: (keys: string[], later?: string[]) => void, lose: () => void, probe: () => void, look: () => void}}
 *   `want` is called with the keys wanted, the most urgent first, and with those of use later; `lose`
 *   says that the server did not answer, `probe` asks at once whether it does, `look` whether it is
 *   still of the page's version
 */
export function loader(tell, ask = (...request) => fetch(...request), line = () => null) {
  /** @type {Job|null} */
  let job = null;
  /** @type {string[]} */
  let wanted = [];
  /** @type {string[]} */
  let spare = [];
  let resting = false;
  let away = false;
  let asking = false;
  let wait = SOON;
  let timer = 0;
  /** What was asked for without an answer since the last one: asking again hurries nothing. @type {Set<string>} */
  const unmet = new Set();
  /** What the browser does not keep either, while the server is away. @type {Set<string>} */
  const absent = new Set();

  /** @param {string[]} keys @param {string[]} [later] */
  function want(keys, later = []) {
    [wanted, spare] = [keys, later];
    const [first] = keys;
    if (job && job.key === first) job.quiet = false;
    if (job && job.key !== first && !(first === undefined && job.quiet)) {
      if (first !== undefined && pathOf(job.key) === pathOf(first) && !job.late && !job.quiet) return;
      leave();
    }
    if (job) return;
    if (first !== undefined) start(first, false);
    else rest();
  }

  function end() {
    clearTimeout(job?.timer);
    job = null;
  }

  function leave() {
    const left = job;
    end();
    left?.abort.abort();
  }

  /** In an idle moment the first of what may be of use later. */
  function rest() {
    const next = () => spare.find((key) => !absent.has(key));
    if (resting || next() === undefined) return;
    resting = true;
    idle(() => {
      resting = false;
      const first = next();
      if (!job && wanted.length === 0 && first !== undefined) start(first, true);
    });
  }

  /** @param {string} key @param {boolean} quiet */
  function start(key, quiet) {
    const abort = new AbortController();
    /** @type {Job} */
    const mine = { key, abort, late: false, timer: 0, quiet, stored: away };
    mine.timer = Number(
      setTimeout(() => {
        mine.late = true;
        want(wanted, spare);
      }, GRACE),
    );
    job = mine;
    /** @param {LoaderEvent} event */
    const hear = (event) => {
      if (job !== mine) return;
      const whole = event.type !== "arrived" || event["scene"].complete;
      if (whole) end();
      const unreached = event.type === "unreached";
      if (unreached) miss(mine);
      else if (whole && !mine.stored) answered();
      // What is fetched ahead is told once it is whole; that it could not be had, not at all.
      if (!mine.quiet || (whole && !unreached)) tell(event);
      if (mine.quiet || !unreached) want(wanted, spare);
    };
    if (away)
      load(
        key,
        abort,
        hear,
        (url, init) => ask(url, { ...init, ...KEPT }),
        () => null,
      );
    else load(key, abort, hear, ask, line);
  }

  function answered() {
    wait = SOON;
    unmet.clear();
  }

  /** @param {Job} job */
  function miss({ key, quiet, stored }) {
    absent.add(key);
    if (stored && !quiet && !unmet.has(key)) probe();
    unmet.add(key);
    lose();
  }

  function lose() {
    if (away) return;
    away = true;
    timer = Number(setTimeout(probe, wait));
  }

  function find() {
    if (!away) return;
    away = false;
    absent.clear();
    if (job?.stored) leave();
    clearTimeout(timer);
    tell({ type: "reached" });
    want(wanted, spare);
  }

  async function probe() {
    if (!away || asking) return;
    clearTimeout(timer);
    wait = Math.min(2 * wait, SELDOM);
    asking = true;
    const there = await alive();
    asking = false;
    if (there) find();
    else timer = Number(setTimeout(probe, wait));
  }

  /** Whether the server answers; tells where it is of another version. */
  async function alive() {
    try {
      return (await ask(ALIVE, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
    } catch (error) {
      const other = error instanceof OtherVersion;
      if (other) tell({ type: "newer" });
      return other;
    }
  }

  return { want, lose, probe, look: () => void (away || alive()) };
}

/**
 * Fetches one scene and tells each piece of it, and what went wrong.
 * @param {string} key
 * @param {AbortController} abort
 * @param {(event: LoaderEvent) => void} hear
 * @param {typeof fetch} ask
 * @param {Line} line
 */
async function load(key, abort, hear, ask, line) {
  const { signal } = abort;
  const { url, body } = requestOf(key);
  const post = { method: "POST", body, headers: { "Content-Type": "application/json" } };
  const slow = setTimeout(() => {
    hear({ type: "unreached", key });
    abort.abort();
  }, PATIENCE);
  try {
    const short = line(key, signal);
    const answer = (short && (await short)) ?? ask(url, { signal, ...(body === null ? {} : post) });
    const response = await Promise.resolve(answer).finally(() => clearTimeout(slow));
    if (GONE.includes(response.status)) return hear({ type: "unreached", key });
    if (!response.ok) return hear(await refusal(key, response));
    if (!response.body) throw new StreamError("the answer is empty");
    await readScene(response.body, (scene) => hear({ type: "arrived", key, scene }));
  } catch (error) {
    const sentence = "This scene broke off before its end.";
    if (error instanceof OtherVersion) hear({ type: "newer", key });
    else if (!signal.aborted)
      hear(error instanceof StreamError ? { type: "broke", key, sentence } : { type: "unreached", key });
  }
}

/**
 * @param {string} key
 * @param {Response} response
 * @returns {Promise<LoaderEvent>}
 */
async function refusal(key, response) {
  const { detail, parameter, waits } = await response.json().catch(() => ({}));
  const told = typeof detail === "string" ? detail : "";
  if (response.status === 413 || (response.status === 422 && told)) {
    return {
      type: "refused",
      key,
      parameter: parameter ?? "",
      sentence: told || "This is too much at once.",
      ...(waits ? { waits } : {}),
    };
  }
  const sentence = told || `This scene could not be loaded: the server answers with error ${response.status}.`;
  return { type: "broke", key, sentence };
}

/**
 * The head of a scene, its tensors without its frames; null where it cannot be had.
 * @param {string} key
 * @param {typeof fetch} [ask]
 * @returns {Promise<Scene|null>}
 */
export async function peek(key, ask = (...request) => fetch(...request)) {
  const abort = new AbortController();
  /** @type {Scene|null} */
  let head = null;
  try {
    const response = await ask(requestOf(key).url, { signal: abort.signal });
    if (!response.ok || !response.body) return null;
    await readScene(response.body, (scene) => {
      head ??= scene;
      abort.abort();
    });
  } catch {
    // The head may be here all the same; without it the strip goes without pictures.
  }
  return head;
}
