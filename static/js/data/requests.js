/**
 * What to ask the server for: a request's key, its address and its body.
 *
 * A key is the scene's path and the values that are not its defaults: "convolution/edge?stride=2".
 */

/** @import { Param } from "./records.js" */
/** @typedef {Record<string, string>} Values values by parameter, as typed, only what is not the default */

/** What answers, and does nothing else, where the server is there. */
export const HEALTH = "healthz";
/** Addresses longer than this are sent as a body instead. */
const LONGEST = 1500;
/** Of every kind of parameter: whether its text is numbers, which spaces only make easier to read.
 * @type {Record<Param["kind"], boolean>} */
const HOLDS_NUMBERS = { integer: false, choice: false, array: true, strokes: true, picture: true };

/**
 * A value as it is typed: arrays with numbers split by commas, rows by semicolons, channels by bars;
 * of a drawing the numbers of a point, the points of a stroke, the strokes.
 * @param {unknown} value text, a number, or nested lists H×W or C×H×W
 * @returns {string}
 */
export function valueText(value) {
  if (!Array.isArray(value)) return String(value).trim();
  return value.map(valueText).join([",", ";", "|"][depth(value[0])] ?? "|");
}

/** @param {unknown} value @returns {number} */
function depth(value) {
  return Array.isArray(value) ? 1 + depth(value[0]) : 0;
}

/**
 * The value without the spaces and line breaks that only make it easier to read.
 * @param {Param} param
 * @param {unknown} value
 */
export function typedText(param, value) {
  const text = valueText(value);
  return HOLDS_NUMBERS[param.kind] ? text.replace(/\s*([,;|])\s*/g, "$1") : text;
}

/**
 * Only what is not the default, in the order of the declaration; names that are not declared go.
 * @param {Param[]} params
 * @param {Record<string, unknown>} values
 * @returns {Values}
 */
export function nonDefaults(params, values) {
  /** @type {Values} */
  const set = {};
  for (const param of params) {
    if (!Object.hasOwn(values, param.name)) continue;
    const text = typedText(param, values[param.name]);
    if (text !== typedText(param, param.default)) set[param.name] = text;
  }
  return set;
}

/**
 * Whether a value is a picture of one's own, which no address holds.
 * @param {Param|undefined} param
 * @param {string} text
 */
export function isOwnPicture(param, text) {
  return param?.kind === "picture" && text.includes(",");
}

/** @param {string} path @param {Values} values */
export function requestKey(path, values) {
  const query = encodeQuery(values);
  return query ? `${path}?${query}` : path;
}

/**
 * name=value&… with nothing in it but letters, digits, "-._~" and escapes: all else some proxy takes for
 * a mark of its own. Those written in Go drop what holds a bare semicolon.
 * @param {Record<string, string>} values
 */
export function encodeQuery(values) {
  const pairs = Object.entries(values).map(([name, value]) => `${escapeValue(name)}=${escapeValue(value)}`);
  return pairs.join("&");
}

/** @param {string} text */
function escapeValue(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The path of the scene that a key asks for. @param {string} key */
export function scenePath(key) {
  return /** @type {string} */ (key.split("?")[0]);
}

/**
 * How to ask: an address, and a body where the address would be too long.
 * @param {string} key
 * @returns {{url: string, body: string|null}}
 */
export function requestFor(key) {
  if (key.length <= LONGEST) return { url: `api/scenes/${key}`, body: null };
  return { url: `api/scenes/${scenePath(key)}`, body: JSON.stringify(keyValues(key)) };
}

/** The values that a key names. @param {string} key @returns {Values} */
export function keyValues(key) {
  return Object.fromEntries(new URLSearchParams(key.slice(scenePath(key).length + 1)));
}
