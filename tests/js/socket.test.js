import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createSocket } from "../../static/js/data/socket.js";

const STROKES = { name: "drawing", kind: "strokes" };
/** @type {any} */
const chapter = {
  steps: [
    {
      name: "lenet",
      scenes: [
        { name: "run", params: [] },
        { name: "live", params: [STROKES] },
      ],
    },
  ],
};
const KEY = "lenet/live?drawing=0.1,0.2";

class Socket {
  /** @type {string[]} */
  sent = [];
  closed = 0;
  /** @type {any} */
  onopen;
  /** @type {any} */
  onmessage;
  /** @type {any} */
  onclose;
  /** @param {string} address */
  constructor(address) {
    this.address = address;
  }
  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }
  close() {
    this.closed += 1;
  }
  /** @param {unknown} data */
  answer(data) {
    this.onmessage({ data });
  }
}

/** @param {string} [address] */
function dialled(address = "https://hall.example/cnn/api/line") {
  /** @type {Socket[]} */
  const sockets = [];
  const ask = createSocket(chapter, address, (url) => {
    sockets.push(new Socket(url));
    return /** @type {any} */ (sockets[sockets.length - 1]);
  });
  const never = new AbortController().signal;
  return { sockets, ask: (key = KEY, signal = never) => ask(key, signal) };
}

/** A line on which a first question has been asked. */
function open() {
  const { sockets, ask } = dialled();
  assert.equal(ask(), null, "while it is dialled, a request is quicker");
  const socket = /** @type {Socket} */ (sockets[0]);
  socket.onopen();
  return { sockets, socket, ask };
}

/** An answer as the server sends it. @param {number} id @param {string} text */
const packed = (id, text) => {
  const bytes = Buffer.concat([Buffer.from(`${JSON.stringify({ type: "scene", id })}\n`), gzipSync(text)]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
};

test("a drawing is asked for on the socket once it is open, and its stream is unpacked", async () => {
  const { sockets, socket, ask } = open();
  assert.equal(socket.address, "wss://hall.example/cnn/api/line");
  const answer = ask();
  assert.deepEqual(
    socket.sent.map((text) => JSON.parse(text)),
    [{ type: "scene", id: 1, path: KEY }],
  );
  socket.answer(packed(1, "a\nb\n"));
  const response = await answer;
  assert.equal(response?.status, 200);
  assert.equal(await response?.text(), "a\nb\n");
  ask("lenet/live?drawing=0.3,0.4");
  assert.deepEqual([socket.sent.length, sockets.length], [2, 1], "the line stays open");
});

test("a refusal comes with its status and its words", async () => {
  const { socket, ask } = open();
  const answer = ask();
  socket.answer('{"type": "error", "id": 1, "status": 422, "detail": "drawing must not.", "parameter": "drawing"}');
  const response = await answer;
  assert.ok(response);
  assert.equal(response.status, 422);
  assert.equal((await response.json()).parameter, "drawing");
});

test("only drawings are asked for on it, and none where the page is a file", () => {
  const { sockets, ask } = dialled();
  assert.equal(ask("lenet/run?digit=3"), null);
  assert.equal(ask("lenet/live"), null);
  assert.equal(sockets.length, 0);
  const file = dialled("file:///media/stick/chapter.html");
  assert.equal(file.ask(), null);
  assert.equal(file.sockets.length, 0);
});

test("a socket that closes while one waits leaves the question to a request, and is opened again", async () => {
  const { sockets, socket, ask } = open();
  const answer = ask();
  socket.onclose();
  assert.equal(await answer, null);
  assert.equal(ask(), null);
  assert.equal(sockets.length, 2);
});

test("after a failure no socket is tried for a while", (context) => {
  context.mock.method(Date, "now", () => now);
  let now = 1000;
  const { sockets, ask } = dialled();
  ask();
  sockets[0]?.onclose();
  now += 29_000;
  ask();
  assert.equal(sockets.length, 1);
  now += 2000;
  ask();
  assert.equal(sockets.length, 2);
});

test("an aborted question gets no late answer, nor does the next one", async () => {
  const { sockets, socket, ask } = open();
  const abort = new AbortController();
  const first = ask(KEY, abort.signal);
  assert.equal(ask("lenet/live?drawing=0.5,0.6"), null, "one question at a time");
  abort.abort();
  assert.equal(await first, null);
  assert.equal(socket.closed, 1);
  ask();
  sockets[1]?.onopen();
  const second = ask();
  socket.answer(packed(1, "old\n"));
  sockets[1]?.answer(packed(1, "new\n"));
  assert.equal(await (await second)?.text(), "new\n");
});

test("aborting after an answer changes nothing", async () => {
  const { socket, ask } = open();
  const abort = new AbortController();
  const answer = ask(KEY, abort.signal);
  socket.answer(packed(1, "a\n"));
  abort.abort();
  assert.equal(socket.closed, 0);
  assert.equal(await (await answer)?.text(), "a\n");
});

test("an answer to another question is not taken for this one's", async () => {
  const { socket, ask } = open();
  const answer = ask();
  socket.answer(packed(7, "another's\n"));
  socket.answer('{"type": "error", "id": null, "status": 400, "detail": "no question"}');
  socket.answer(packed(1, "mine\n"));
  assert.equal(await (await answer)?.text(), "mine\n");
});
