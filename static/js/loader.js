/**
 * Fetches what the state wants: one request at a time, the latest wins, the superseded is aborted.
 *
 * While one drags a slider every value would supersede the one before and none would ever arrive; so a
 * request for the same scene may finish first, for a quarter of a second, and then the latest follows.
 */

import { StreamError, readScene } from "./protocol.js";
import { pathOf, requestOf } from "./requests.js";

/** @typedef {import("./player.js").PlayerEvent} PlayerEvent */
/** @typedef {import("./records.js").Scene} Scene */
/** @typedef {{key: string, abort: AbortController, late: boolean, timer: number}} Job */

/** Milliseconds that a superseded request of the same scene may still take. */
const GRACE = 250;

/**
 * @param {(event: PlayerEvent) => void} tell
 * @param {typeof fetch} [ask]
 * @returns {{want: (keys: string[]) => void}} `want` is called with the keys wanted, the most urgent first
 */
export function loader(tell, ask = (...request) => fetch(...request)) {
  /** @type {Job|null} */
  let job = null;
  /** @type {string[]} */
  let wanted = [];

  /** @param {string[]} keys */
  function want(keys) {
    wanted = keys;
    const [first] = keys;
    if (job && job.key !== first) {
      if (first !== undefined && pathOf(job.key) === pathOf(first) && !job.late) return;
      const { abort } = job;
      end();
      abort.abort();
    }
    if (!job && first !== undefined) start(first);
  }

  function end() {
    clearTimeout(job?.timer);
    job = null;
  }

  /** @param {string} key */
  function start(key) {
    const abort = new AbortController();
    /** @type {Job} */
    const mine = { key, abort, late: false, timer: 0 };
    mine.timer = Number(setTimeout(() => {
      mine.late = true;
      want(wanted);
    }, GRACE));
    job = mine;
    /** @param {PlayerEvent} event */
    const hear = (event) => {
      if (job !== mine) return;
      if (event.type !== "arrived" || event["scene"].complete) end();
      tell(event);
      want(wanted);
    };
    load(key, abort.signal, hear, ask);
  }

  return { want };
}

/**
 * Fetches one scene and tells each piece of it, and what went wrong.
 * @param {string} key
 * @param {AbortSignal} signal
 * @param {(event: PlayerEvent) => void} hear
 * @param {typeof fetch} ask
 */
async function load(key, signal, hear, ask) {
  const { url, body } = requestOf(key);
  const post = { method: "POST", body, headers: { "Content-Type": "application/json" } };
  let sentence = "This scene could not be loaded: the server does not answer.";
  try {
    const response = await ask(url, { signal, ...(body === null ? {} : post) });
    if (!response.ok) return hear(await refusal(key, response));
    sentence = "This scene broke off before its end.";
    if (!response.body) throw new StreamError("the answer is empty");
    await readScene(response.body, (scene) => hear({ type: "arrived", key, scene }));
  } catch {
    if (!signal.aborted) hear({ type: "broke", key, sentence });
  }
}

/**
 * @param {string} key
 * @param {Response} response
 * @returns {Promise<PlayerEvent>}
 */
async function refusal(key, response) {
  const { detail, parameter } = await response.json().catch(() => ({}));
  const told = typeof detail === "string" ? detail : "";
  if (response.status === 413 || (response.status === 422 && told)) {
    return { type: "refused", key, parameter: parameter ?? "", sentence: told || "This is too much at once." };
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
