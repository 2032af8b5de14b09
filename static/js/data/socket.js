/**
 * A WebSocket on which scenes are asked for while one draws: an answer takes half the time of a request's.
 *
 * A question is a message of text with a type and a number; the answer names the number: a line of JSON and the
 * scene's stream, compressed, or in text why there is none. One question at a time; without a socket requests go on.
 */

import { scenePath } from "./requests.js";

/** @import { Chapter } from "./records.js" */
/** @import { ErrorAnswer, SceneAnswer, SceneQuestion } from "./wire.js" */
/**
 * @typedef {{socket: WebSocket, opened: boolean, asked: number, answer: ((response: Response|null) => void)|null}}
 *   Connection `asked`: the number of the last question; `answer` while one waits for it
 */

/** Milliseconds until a line is tried again where none could be had. */
const RETRY_MS = 30_000;
const NEWLINE = 10;

/**
 * @param {Chapter} chapter
 * @param {string} address of the server, with http
 * @param {(address: string) => WebSocket} dial
 * @returns {(key: string, signal: AbortSignal) => Promise<Response|null>|null} asks; null where it has
 *   to be asked by a request, at once or once the line has turned out to be broken
 */
export function createSocket({ steps }, address, dial) {
  const drawable = steps.flatMap((step) =>
    step.scenes
      .filter(({ params }) => params.some(({ kind }) => kind === "strokes"))
      .map(({ name }) => `${step.name}/${name}`),
  );
  /** @type {Connection|null} */
  let latest = null;
  let refused = -Infinity;

  function open() {
    if (latest || Date.now() - refused < RETRY_MS || !address.startsWith("http")) return;
    const socket = dial(address.replace("http", "ws"));
    /** @type {Connection} */
    const mine = { socket, opened: false, asked: 0, answer: null };
    latest = mine;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      mine.opened = true;
    };
    socket.onmessage = ({ data }) => {
      const { id, response } = typeof data === "string" ? refusalOf(data) : streamOf(data);
      if (id === mine.asked) settleAnswer(mine, response);
    };
    socket.onclose = () => {
      if (!mine.opened) refused = Date.now();
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
      mine.asked += 1;
      /** @type {SceneQuestion} */
      const question = { type: "scene", id: mine.asked, path: key };
      mine.socket.send(JSON.stringify(question));
      // Who asks no longer, or has waited too long, wants no late answer to be taken for another's.
      signal.addEventListener("abort", () => mine.answer === answer && drop(mine));
    });
  };
}

/** An answer: a line of JSON, then a stream in gzip. @param {ArrayBuffer} message */
function streamOf(message) {
  const bytes = new Uint8Array(message);
  const end = bytes.indexOf(NEWLINE);
  /** @type {SceneAnswer} */
  const { id } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  // By way of a Blob it would take longer by two milliseconds.
  const packed = new Response(bytes.subarray(end + 1)).body;
  return { id, response: new Response(packed?.pipeThrough(new DecompressionStream("gzip"))) };
}

/** @param {string} text */
function refusalOf(text) {
  /** @type {ErrorAnswer} */
  const { id, status } = JSON.parse(text);
  return { id, response: new Response(text, { status }) };
}
