/** One request for a scene: each piece of its answer as an event, and what went wrong. */

import { readScene, StreamError } from "./protocol.js";
import { requestFor } from "./requests.js";
import { OtherVersion } from "./version.js";

/** @import { Scene } from "./records.js" */
/**
 * @typedef {{type: "arrived", key: string, scene: Scene}
 *   | {type: "refused", key: string, parameter: string, sentence: string, waits?: boolean}
 *   | {type: "streamFailed", key: string, sentence: string}
 *   | {type: "serverLost", key: string}
 *   | {type: "otherVersion", key: string}} SceneEvent
 */
/**
 * @typedef {(key: string, signal: AbortSignal) => Promise<Response|null>|null} AskSocket a shorter way to ask; null, at
 *   once or in the end, where there is none
 */

/** Milliseconds after which a server that has not begun to answer does not. */
export const PATIENCE_MS = 10_000;
/** What stands before a server answers so where the server is gone. */
const GATEWAY_ERRORS = [502, 504];

/**
 * Fetches one scene and tells each piece of it, and what went wrong.
 * @param {string} key
 * @param {AbortController} abort
 * @param {(event: SceneEvent) => void} receive
 * @param {typeof fetch} ask
 * @param {AskSocket} askSocket
 */
export async function loadScene(key, abort, receive, ask, askSocket) {
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

/** @param {string} key @param {Response} response @returns {Promise<SceneEvent>} */
async function refusalEvent(key, response) {
  const { detail, parameter, waits } = await response.json().catch(() => ({}));
  const reason = typeof detail === "string" ? detail : "";
  if (response.status === 413 || (response.status === 422 && reason)) {
    return {
      type: "refused",
      key,
      parameter: parameter ?? "",
      sentence: reason || "That is too many requests at once.",
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
