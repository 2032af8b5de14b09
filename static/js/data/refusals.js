/** Values that the page can tell are none: it says so itself, in the server's words, and asks for nothing. Pure. */

import { wholeNumberWanted } from "./numbers.js";

/** @import { Chapter, Param } from "./records.js" */

/** How large a number in an array may be, either way; the server says it too. */
export const MAX_MAGNITUDE = 1000;
/** How many numbers an array may have in a row, and how many rows; the server says it too. */
const MAX_SIDE = 64;
/** Longer than this nothing is quoted. */
const QUOTED = 40;

/**
 * Why a text is no value of a parameter: the rest of a sentence that begins with its name. Empty where it is one, or
 * only the engine can tell.
 * @param {Param|undefined} param
 * @param {string} text
 */
export function refusalOf(param, text) {
  if (param?.kind === "array") return arrayRefusal(text, param.channels);
  const words = param?.choices.map(([word]) => word) ?? [];
  if (param?.kind === "choice" && !words.includes(text)) return `must be one of ${words.join(", ")}; ${got(text)}`;
  if (param?.kind !== "integer") return "";
  const { minimum, maximum } = param;
  const value = text.trim() ? Number(text) : Number.NaN;
  const isOne = Number.isInteger(value) && value >= minimum && value <= maximum;
  return isOne ? "" : `${wholeNumberWanted(param)}; ${got(text)}`;
}

/** @param {string} text with numbers split by commas, rows by semicolons, channels by bars
 * @param {number} channels how many it has */
function arrayRefusal(text, channels) {
  const planes = text.split("|").map((plane) => plane.split(";").map((row) => row.split(",")));
  const [first] = planes;
  const lengths = planes.flat().map(({ length }) => length);
  for (const cell of planes.flat(2)) {
    const refusal = numberRefusal(cell);
    if (refusal) return refusal;
  }
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  if (least < most) return `must have rows of equal length; got ${least} to ${most} numbers in a row.`;
  if (planes.some(({ length }) => length !== first?.length)) return "must have as many rows in each channel.";
  if (planes.length !== channels)
    return `must have ${channels} channel${channels === 1 ? "" : "s"}; got ${planes.length}.`;
  const sides = [first?.length ?? 0, most];
  return Math.max(...sides) > MAX_SIDE ? `must be at most ${MAX_SIDE}×${MAX_SIDE}; got ${sides.join("×")}.` : "";
}

/** Why a text is no number of an array; empty where it is one. @param {string} text */
export function numberRefusal(text) {
  const value = /^[\s\d.e+-]*\d[\s\d.e+-]*$/i.test(text) ? Number(text) : Number.NaN;
  if (Math.abs(value) > MAX_MAGNITUDE)
    return `must hold numbers from −${MAX_MAGNITUDE} to ${MAX_MAGNITUDE}; ${got(text.trim())}`;
  return Number.isNaN(value) ? `must hold numbers only; ${got(text.trim())}` : "";
}

/** @param {string} text */
const got = (text) => `got ${text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text || "nothing"}.`;

/** The first value of a request that is none, and why. @param {Chapter} chapter @param {string} path
 * @param {Record<string, string>} values */
export function refusedValue(chapter, path, values) {
  const [step, scene] = path.split("/");
  const scenes = chapter.steps.find(({ name }) => name === step)?.scenes ?? [];
  const params = scenes.find(({ name }) => name === scene)?.params ?? [];
  for (const [parameter, text] of Object.entries(values)) {
    const param = params.find(({ name }) => name === parameter);
    const refusal = refusalOf(param, text);
    if (refusal) return { parameter, detail: `${parameter} ${refusal}` };
  }
  return null;
}
