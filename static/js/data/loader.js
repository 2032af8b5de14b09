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
import { HEALTH, requestFor, scenePath } from "./requests.js";
import { OtherVersion } from "./version.js";

/**
 * @typedef {{type: "arrived", key: string, scene: Scene}
 *   | {type: "refused", key: string, parameter: string, sentence: string, waits?: boolean}
 *   | {type: "streamFailed", key: string, sentence: string}
 *   | {type: "serverLost", key: string}
 *   | {type: "serverBack"}
 *   | {type: "otherVersion", key?: string}} LoaderEvent what became of a request, and of the server
 */
/** @typedef {import("./records.js").Scene} Scene */
/**
 * @typedef {{key: string, abort: AbortController, overdue: boolean, timer: number, ahead: boolean, cacheOnly: boolean}} Job
 *   `quiet`: fetched ahead; `stored`: only from what the browser keeps
 */
/** @typedef {(key: string, signal: AbortSignal) => Promise<Response|null>|null} AskSocket */

/** Milliseconds that a superseded request of the same scene may still take. */
const GRACE_MS = 250;
/** Milliseconds after which a server that has not begun to answer does not. */
const PATIENCE_MS = 10_000;
/** What stands before a server answers so where the server is gone. */
const GATEWAY_ERRORS = [502, 504];
/** Milliseconds until it is asked whether it is there: at first, and at most. */
const FIRST_PROBE_MS = 500;
const LAST_PROBE_MS = 15_000;

/** How the browser is asked for what it keeps, and for nothing else. @type {RequestInit} */
const FROM_CACHE = { cache: "only-if-cached", mode: "same-origin" };

/**
 * @param {(event: LoaderEvent) => void} report
 * @param {typeof fetch} ask
 * @param {AskSocket} [askSocket] a shorter way to ask; null, at once or in the end, where there is none
 * @param {(work: () => void) => unknown} [whenIdle]
 * @returns {{want: (keys: string[], later?: string[]) => void, markOffline: () => void, probe: () => void,
 *   checkVersion: () => void}} `want` is called with the keys wanted, the most urgent first, and with those of use
 *   later; `markOffline` says that the server did not answer, `probe` asks at once whether it does, `checkVersion`
 *   whether it is still of the page's version
 */
export function createLoader(report, ask, askSocket = () => null, whenIdle = (work) => setTimeout(work, 0)) {
  /** @type {Job|null} */
  let job = null;
  /** @type {string[]} */
  let wanted = [];
  /** @type {string[]} */
  let later = [];
  let resting = false;
  let offline = false;
  let probing = false;
  let delay = FIRST_PROBE_MS;
  let timer = 0;
  /** What was asked for without an answer since the last one: asking again hurries nothing. @type {Set<string>} */
  const unanswered = new Set();
  /** What the browser does not keep either, while the server is away. @type {Set<string>} */
  const notCached = new Set();

  /** @param {string[]} keys @param {string[]} [spare] */
  function want(keys, spare = []) {
    [wanted, later] = [keys, spare];
    const [first] = keys;
    if (job && job.key === first) job.ahead = false;
    if (job && job.key !== first && !(first === undefined && job.ahead)) {
      if (first !== undefined && scenePath(job.key) === scenePath(first) && !job.overdue && !job.ahead) return;
      abandon();
    }
    if (job) return;
    if (first !== undefined) start(first, false);
    else fetchAhead();
  }

  function end() {
    clearTimeout(job?.timer);
    job = null;
  }

  function abandon() {
    const left = job;
    end();
    left?.abort.abort();
  }

  /** In an idle moment the first of what may be of use later. */
  function fetchAhead() {
    const next = () => later.find((key) => !notCached.has(key));
    if (resting || next() === undefined) return;
    resting = true;
    whenIdle(() => {
      resting = false;
      const first = next();
      if (!job && wanted.length === 0 && first !== undefined) start(first, true);
    });
  }

  /** @param {string} key @param {boolean} ahead */
  function start(key, ahead) {
    const abort = new AbortController();
    /** @type {Job} */
    const mine = { key, abort, overdue: false, timer: 0, ahead: ahead, cacheOnly: offline };
    mine.timer = Number(
      setTimeout(() => {
        mine.overdue = true;
        want(wanted, later);
      }, GRACE_MS),
    );
    job = mine;
    /** @param {LoaderEvent} event */
    const receive = (event) => {
      if (job !== mine) return;
      const complete = event.type !== "arrived" || event.scene.complete;
      if (complete) end();
      const unreached = event.type === "serverLost";
      if (unreached) handleMiss(mine);
      else if (complete && !mine.cacheOnly) resetDelay();
      // What is fetched ahead is told once it is whole; that it could not be had, not at all.
      if (!mine.ahead || (complete && !unreached)) report(event);
      if (mine.ahead || !unreached) want(wanted, later);
    };
    if (offline)
      loadScene(
        key,
        abort,
        receive,
        (url, init) => ask(url, { ...init, ...FROM_CACHE }),
        () => null,
      );
    else loadScene(key, abort, receive, ask, askSocket);
  }

  function resetDelay() {
    delay = FIRST_PROBE_MS;
    unanswered.clear();
  }

  /** @param {Job} job */
  function handleMiss({ key, ahead, cacheOnly }) {
    notCached.add(key);
    if (cacheOnly && !ahead && !unanswered.has(key)) probe();
    unanswered.add(key);
    markOffline();
  }

  function markOffline() {
    if (offline) return;
    offline = true;
    timer = Number(setTimeout(probe, delay));
  }

  function comeOnline() {
    if (!offline) return;
    offline = false;
    notCached.clear();
    if (job?.cacheOnly) abandon();
    clearTimeout(timer);
    report({ type: "serverBack" });
    want(wanted, later);
  }

  async function probe() {
    if (!offline || probing) return;
    clearTimeout(timer);
    delay = Math.min(2 * delay, LAST_PROBE_MS);
    probing = true;
    const there = await checkHealth();
    probing = false;
    if (there) comeOnline();
    else timer = Number(setTimeout(probe, delay));
  }

  /** Whether the server answers; tells where it is of another version. */
  async function checkHealth() {
    try {
      return (await ask(HEALTH, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
    } catch (error) {
      const other = error instanceof OtherVersion;
      if (other) report({ type: "otherVersion" });
      return other;
    }
  }

  return { want, markOffline, probe, checkVersion: () => void (offline || checkHealth()) };
}

/**
 * Fetches one scene and tells each piece of it, and what went wrong.
 * @param {string} key
 * @param {AbortController} abort
 * @param {(event: LoaderEvent) => void} receive
 * @param {typeof fetch} ask
 * @param {AskSocket} askSocket
 */
async function loadScene(key, abort, receive, ask, askSocket) {
  const { signal } = abort;
  const { url, body } = requestFor(key);
  const post = { method: "POST", body, headers: { "Content-Type": "application/json" } };
  const slow = setTimeout(() => {
    receive({ type: "serverLost", key });
    abort.abort();
  }, PATIENCE_MS);
  try {
    const short = askSocket(key, signal);
    const answer = (short && (await short)) ?? ask(url, { signal, ...(body === null ? {} : post) });
    const response = await Promise.resolve(answer).finally(() => clearTimeout(slow));
    if (GATEWAY_ERRORS.includes(response.status)) return receive({ type: "serverLost", key });
    if (!response.ok) return receive(await refusalEvent(key, response));
    if (!response.body) throw new StreamError("the answer is empty");
    await readScene(response.body, (scene) => receive({ type: "arrived", key, scene }));
  } catch (error) {
    const sentence = "This scene broke off before its end.";
    if (error instanceof OtherVersion) receive({ type: "otherVersion", key });
    else if (!signal.aborted)
      receive(error instanceof StreamError ? { type: "streamFailed", key, sentence } : { type: "serverLost", key });
  }
}

/**
 * @param {string} key
 * @param {Response} response
 * @returns {Promise<LoaderEvent>}
 */
async function refusalEvent(key, response) {
  const { detail, parameter, waits } = await response.json().catch(() => ({}));
  const reason = typeof detail === "string" ? detail : "";
  if (response.status === 413 || (response.status === 422 && reason)) {
    return {
      type: "refused",
      key,
      parameter: parameter ?? "",
      sentence: reason || "This is too much at once.",
      ...(waits ? { waits } : {}),
    };
  }
  const sentence = reason || `Can't load this scene: the server returned error ${response.status}.`;
  return { type: "streamFailed", key, sentence };
}

/**
 * The head of a scene, its tensors without its frames; null where it cannot be had.
 * @param {string} key
 * @param {typeof fetch} ask
 * @returns {Promise<Scene|null>}
 */
export async function fetchHeader(key, ask) {
  const abort = new AbortController();
  /** @type {Scene|null} */
  let head = null;
  try {
    const response = await ask(requestFor(key).url, { signal: abort.signal });
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
