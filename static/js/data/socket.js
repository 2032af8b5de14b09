/**
 * A line to the server for a hand that draws: it stays open, and what is asked on it is answered in
 * half the time of a request. One question at a time, a request's key; the answer is the scene's
 * stream, compressed, or in text why there is none. Where no line can be had, requests go on.
 */

import { scenePath } from "./requests.js";

/** @typedef {import("./records.js").Chapter} Chapter */
/**
 * @typedef {{socket: WebSocket, opened: boolean, answer: ((response: Response|null) => void)|null}} Connection `answer` while
 *   one waits for it
 */

/** Milliseconds until a line is tried again where none could be had. */
const RETRY_MS = 30_000;

/**
 * @param {Chapter} chapter
 * @param {string} [address]
 * @param {(address: string) => WebSocket} [dial]
 * @returns {(key: string, signal: AbortSignal) => Promise<Response|null>|null} asks; null where it has
 *   to be asked by a request, at once or once the line has turned out to be broken
 */
export function createSocket(
  { steps, version },
  address = new URL(`api/line?version=${version}`, document.baseURI).href,
  dial = (url) => new WebSocket(url),
) {
  const drawable = steps.flatMap((step) =>
    step.scenes
      .filter(({ params }) => params.some(({ kind }) => kind === "strokes"))
      .map(({ name }) => `${step.name}/${name}`),
  );
  /** @type {Connection|null} */
  let latest = null;
  let refused = -Infinity;

  function open() {
    if (latest || performance.now() - refused < RETRY_MS || !address.startsWith("http")) return;
    const socket = dial(address.replace("http", "ws"));
    /** @type {Connection} */
    const mine = { socket, opened: false, answer: null };
    latest = mine;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      mine.opened = true;
    };
    socket.onmessage = ({ data }) =>
      settleAnswer(mine, typeof data === "string" ? refusalResponse(data) : streamResponse(data));
    socket.onclose = () => {
      if (!mine.opened) refused = performance.now();
      drop(mine);
    };
  }

  /** @param {Connection} mine @param {Response|null} response */
  function settleAnswer(mine, response) {
    mine.answer?.(response);
    mine.answer = null;
  }

  /** @param {Connection} mine */
  function drop(mine) {
    if (latest === mine) latest = null;
    mine.socket.close();
    settleAnswer(mine, null);
  }

  return (key, signal) => {
    if (!key.includes("?") || !drawable.includes(scenePath(key))) return null;
    open();
    const mine = latest;
    if (!mine?.opened || mine.answer) return null;
    return new Promise((answer) => {
      mine.answer = answer;
      mine.socket.send(key);
      // Who asks no longer, or has waited too long, wants no late answer to be taken for another's.
      signal.addEventListener("abort", () => mine.answer === answer && drop(mine));
    });
  };
}

/** @param {ArrayBuffer} packed */
function streamResponse(packed) {
  // By way of a Blob it would take longer by two milliseconds.
  return new Response(new Response(packed).body?.pipeThrough(new DecompressionStream("gzip")));
}

/** @param {string} text */
function refusalResponse(text) {
  return new Response(text, { status: JSON.parse(text).status });
}
