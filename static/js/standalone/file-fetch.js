/**
 * The chapter as one file: what the page would ask of the server, it finds in itself. There is no
 * request; the usual settings are here, and what is not says that it needs the engine.
 */

import { base64 } from "../data/base64.js";
import { getOrMake } from "../data/cache.js";
import { refusalOf } from "../data/refusals.js";
import { encodeQuery } from "../data/requests.js";
import { fromBase85 } from "./base85.js";

/** @import { Chapter, Param } from "../data/records.js" */
/** @typedef {string|[length: number, after: string]} Piece of a stream; with a tensor's bytes, how many they are */
/** @typedef {{pieces: string[], streams: Record<string, number[]>, refused: Record<string, object>}} Packed one step */

const NO_TWINS = "Other numbers need the server: this file holds the questions of the film alone.";
/** More values than this are not listed. */
const LISTED = 12;

/**
 * What stands for `fetch` in the file.
 * @param {Record<string, string>} held a step's packed streams by its name: JSON, a zero and the tensors' bytes,
 *   compressed, in base85
 * @param {object} notes the speaker's, as the server gives them
 * @param {Chapter} chapter of which scenes are held
 * @returns {typeof fetch}
 */
export function fetchFromFile(held, notes, chapter) {
  /** @type {Map<string, Promise<Packed>>} */
  const opened = new Map();

  return async (address, init) => {
    init?.signal?.throwIfAborted();
    const asked = String(address);
    if (asked === "api/notes") return Response.json(notes);
    if (asked.startsWith("api/questions/")) return Response.json({ detail: NO_TWINS }, { status: 503 });
    const key = asked.replace(/^api\/scenes\//, "") + queryOf(init?.body);
    const step = /** @type {string} */ (key.split("/")[0]);
    const text = held[step];
    if (text === undefined) return Response.json({}, { status: asked === "healthz" ? 200 : 404 });
    const packed = await getOrMake(opened, step, () => unpackStep(text));
    const refused = packed.refused[key];
    if (refused) return Response.json(refused, { status: 422 });
    const stream = packed.streams[key];
    if (!stream) return Response.json(explainMissing(key, packed, chapter), { status: 422 });
    return new Response(stream.map((number) => packed.pieces[number]).join(""));
  };
}

/** The values of a body as an address would write them. @param {unknown} body */
function queryOf(body) {
  return typeof body === "string" ? `?${encodeQuery(JSON.parse(body))}` : "";
}

/** @param {string} text @returns {Promise<Packed>} */
async function unpackStep(text) {
  const stream = new Blob([fromBase85(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  const end = whole.indexOf(0);
  const packed = JSON.parse(new TextDecoder().decode(whole.subarray(0, end)));
  let next = end + 1;
  const pieces = packed.pieces.map((/** @type {Piece} */ piece) => {
    if (typeof piece === "string") return piece;
    const [length, after] = piece;
    next += length;
    return `,"bytes":"${base64(whole.subarray(next - length, next))}"${after}`;
  });
  return { ...packed, pieces };
}

/**
 * Why a request has no answer here: a value that cannot be, one that is not in the file, or settings that are not
 * together. `waits`: a server would answer.
 * @param {string} key
 * @param {Packed} packed
 * @param {Chapter} chapter
 * @returns {{detail: string, parameter: string, waits?: boolean}}
 */
function explainMissing(key, { streams }, chapter) {
  const [path = "", query = ""] = key.split("?");
  const [step, scene] = path.split("/");
  const scenes = chapter.steps.find(({ name }) => name === step)?.scenes ?? [];
  const params = scenes.find(({ name }) => name === scene)?.params ?? [];
  const pairs = query.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return { pair, name, param: params.find((each) => each.name === name), text: decodeURIComponent(value) };
  });
  for (const { name, param, text } of pairs) {
    const refused = refusalOf(param, text);
    if (refused) return { parameter: name, detail: `${name} ${refused}` };
  }
  const alone = pairs.find(({ pair }) => !streams[`${path}?${pair}`]);
  const name = (alone ?? pairs[0])?.name ?? "";
  const start = `${name} needs the server for`;
  if (!alone) return { waits: true, parameter: name, detail: `${start} this combination of settings.` };
  const listed = heldValues(`${path}?${name}=`, streams, alone.param);
  return { waits: true, parameter: name, detail: `${start} that${listed ? `; this file holds ${listed}` : ""}.` };
}

/**
 * The values of a parameter that are in the file, the default among them, where they are few and short.
 * @param {string} start how their keys begin
 * @param {Packed["streams"]} streams
 * @param {Param|undefined} param
 */
function heldValues(start, streams, param) {
  if (param?.kind !== "integer" && param?.kind !== "choice") return "";
  const others = Object.keys(streams).filter((key) => key.startsWith(start) && !key.includes("&"));
  const values = [`${param.default}`, ...others.map((key) => decodeURIComponent(key.slice(start.length)))];
  const words = param.choices.map(([word]) => word);
  values.sort((a, b) => (param.kind === "integer" ? Number(a) - Number(b) : words.indexOf(a) - words.indexOf(b)));
  return values.length <= LISTED ? values.join(", ") : "";
}
