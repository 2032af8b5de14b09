/** Bytes → records: reads a scene's JSON lines as they arrive and hands over the scene so far. */

import { parseFrame, parseScene } from "./records.js";

/** @import { Scene } from "./records.js" */
/** @import { EndLine, ErrorLine, FrameLine, HeaderLine } from "./wire.js" */

/** A stream that cannot be believed: cut off, out of order, or not JSON. */
export class StreamError extends Error {}

/**
 * Reads one scene. `onScene` is called for every piece that arrives, each time with a new object; the
 * last one is complete and is also what the promise gives.
 *
 * Throws StreamError where the closing line is missing or a line makes no sense; the frames before it
 * have been handed over by then.
 * @param {ReadableStream<Uint8Array>} body
 * @param {(scene: Scene) => void} onScene
 * @returns {Promise<Scene>}
 */
export async function readScene(body, onScene) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  /** @type {Scene|null} */
  let scene = null;
  /** The parts of a line that is not whole yet: the longest comes in hundreds. @type {string[]} */
  let rest = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      const end = done ? text.length : text.lastIndexOf("\n");
      if (end < 0) {
        rest.push(text);
        continue;
      }
      const lines = [...rest, text.slice(0, end)].join("").split("\n");
      rest = [text.slice(end + 1)];
      const { scene: next, error } = take(scene, lines);
      if (next && next !== scene) {
        scene = next;
        onScene(scene);
      }
      if (error) throw error;
      if (done) break;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  if (!scene?.complete) throw new StreamError("the stream ended without its closing line");
  return scene;
}

/**
 * The scene after some more lines; it is never changed in place.
 * @param {Scene|null} scene
 * @param {string[]} lines
 * @returns {{scene: Scene|null, error?: StreamError}}
 */
function take(scene, lines) {
  const written = lines.filter((line) => line.trim() !== "");
  if (written.length === 0) return { scene };
  let next = scene && { ...scene, frames: scene.frames.slice() };
  for (const line of written) {
    try {
      next = step(next, JSON.parse(line));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { scene: next, error: new StreamError(why) };
    }
  }
  return { scene: next };
}

/** @param {Scene|null} scene @param {HeaderLine | FrameLine | EndLine | ErrorLine} record @returns {Scene} */
function step(scene, record) {
  if (record?.type === "scene" && !scene) return parseScene(record);
  if (!scene) throw new StreamError("the stream does not begin with a scene");
  if (scene.complete) throw new StreamError("a line follows the closing line");
  if (record.type === "frame" && record.k === scene.frames.length && record.seconds >= 0) {
    scene.frames.push(parseFrame(record));
    return scene;
  }
  if (record.type === "end" && record.frames === scene.frames.length && scene.count === record.frames) {
    return { ...scene, complete: true };
  }
  throw new StreamError(`line ${scene.frames.length + 2} is not the one expected`);
}
