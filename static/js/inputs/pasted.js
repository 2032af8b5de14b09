/**
 * Rows of numbers as people paste them, as the one text that the engine reads: from this page and its
 * tables, spreadsheets, JSON, NumPy, PyTorch, Python, MATLAB, LaTeX. What could be read in two ways is not. Pure.
 */

import { parseNumeral } from "../data/numbers.js";
import { numberRefusal } from "../data/refusals.js";

/** Why a text is not taken: the rest of a sentence that begins with what it is for. */
export class Unreadable extends Error {}

/** More letters than the largest array takes, with all its decimals. */
const LONGEST = 1_000_000;

const TOO_DEEP = "must be an array of rows of numbers; got deeper lists";

/** How deep brackets may stand in one another: those of a batch of pictures, and as many around them. */
const DEEPEST = 8;

/** What holds the numbers that it is given, as they are. */
const HOLDERS = /(?:^|\.)(?:as)?_?(?:array|list|matrix|parameter|tensor|tuple)$/i;

/** @typedef {string[][]} Plane rows of cells */
/** @typedef {string | Nest[]} Nest */

/**
 * What was typed or pasted as it is to be set, and why not where it can't be read.
 * @param {string} given
 * @param {boolean} even
 * @returns {[text: string, refusal: string]}
 */
export function readPasted(given, even) {
  try {
    return [parseRows(given, { even }), ""];
  } catch (error) {
    if (error instanceof Unreadable) return [given, error.message];
    throw error;
  }
}

/**
 * The text as the engine reads it: numbers by commas, rows by semicolons, planes by bars. Throws Unread.
 * @param {string} given
 * @param {{even?: boolean}} [more] `even`: all rows of a plane are as long, as in an array but not in a drawing
 */
export function parseRows(given, { even = true } = {}) {
  const text = tidied(given);
  if (text.trim() === "") return "";
  if (text.length > LONGEST) throw new Unreadable(`is too long to be read: it has ${text.length} letters`);
  const planes = /[[({]/.test(text) ? nested(text) : lined(text);
  if (!planes.every((rows) => rows.every((row) => Array.isArray(row) && !row.some(Array.isArray))))
    throw new Unreadable("must be an array of rows of numbers; got lists of unequal depth");
  for (const rows of planes) {
    const lengths = rows.map(({ length }) => length);
    if (even && lengths.some((length) => length !== lengths[0]))
      throw new Unreadable(
        `must have rows of equal length; got ${Math.min(...lengths)} to ${Math.max(...lengths)} numbers in a row`,
      );
  }
  return planes.map((rows) => rows.map((row) => row.map(read).join(",")).join(";")).join("|");
}

/** @param {string} cell */
function read(cell) {
  const number = parseNumeral(cell);
  if (number === null)
    throw new Unreadable(
      `must hold numbers only; got ${cell.trim() === "" ? "an empty cell" : cell.trim().slice(0, 40)}`,
    );
  const refusal = numberRefusal(number);
  if (refusal) throw new Unreadable(refusal.replace(/\.$/, ""));
  return number;
}

/** Without what only dresses the numbers up: quotes, names of types, other kinds of spaces. @param {string} text */
function tidied(text) {
  return text
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, "\n")
    .replace(/["'\x60\ufeff\u200b]|\\(?:begin|end)\s*\{\w*\*?\}/g, "")
    .replace(/[\u00a0\u2000-\u2006\u2008\u200a\u205f\u3000]/g, " ")
    .replace(/(?<=[−–‐‑﹣－])[\u2009\u202f\u2007](?=[\d.,])/g, "")
    .replace(/\b(?:\w+\.)?(?:float|int|uint)\d*_?\(([^()]*)\)/g, "$1");
}

// In brackets

/** @param {string} text @returns {Plane[]} */
function nested(text) {
  const list = listOf(bare(text).replace(/[({]/g, "[").replace(/[)}]/g, "]"));
  /** @type {Nest} */
  let found = list.length === 1 ? /** @type {Nest} */ (list[0]) : list;
  while (depth(found) > 3 && found.length === 1) found = /** @type {Nest} */ (found[0]);
  if (depth(found) > 3) throw new Unreadable(TOO_DEEP);
  while (depth(found) < 3) found = [found];
  return /** @type {Plane[]} */ (found);
}

/** The brackets alone, without a name, a call and what else it is given. @param {string} text
 * @param {number} [deep] how many calls stand around it @returns {string} */
function bare(text, deep = 0) {
  if (deep > DEEPEST) throw new Unreadable(TOO_DEEP);
  const inside =
    /^\s*\{\s*\w+\s*:\s*(\[[\s\S]*\])\s*\}\s*;?\s*$/.exec(text)?.[1] ?? text.replace(/^\s*[\w.]+\s*=\s*/, "");
  const [, name, called = ""] = /^\s*([A-Za-z_][\w.]*)\s*\(([\s\S]*)\)[\s;,]*$/.exec(inside) ?? [];
  if (name && !HOLDERS.test(name)) throw new Unreadable(`must be the numbers themselves; got a call of ${name}`);
  return name ? bare(called, deep + 1) : inside.replace(/(?<=[\])}])(?:\s*,\s*\w+\s*=[^[\]]*)+$/, "");
}

/** @param {Nest} nest @returns {number} */
function depth(nest) {
  return Array.isArray(nest) ? 1 + Math.max(0, ...nest.map(depth)) : 0;
}

/** @param {string} text @returns {Nest[]} */
function listOf(text) {
  /** @type {Nest[][]} */
  const open = [[]];
  for (const [token] of text.matchAll(/[[\];\n,]|[^\s[\],;]+/g)) {
    const last = /** @type {Nest[]} */ (open.at(-1));
    if (open.length > DEEPEST) throw new Unreadable(TOO_DEEP);
    if (token === "[") open.push([]);
    else if (token === "]") {
      if (open.length < 2) throw new Unreadable("must have a bracket opened for each that is closed");
      open.pop();
      /** @type {Nest[]} */ (open.at(-1)).push(rowsOf(last, open.length === 1));
    } else last.push(token);
  }
  if (open.length > 1) throw new Unreadable("must have a bracket closed for each that is opened");
  return cells(/** @type {Nest[]} */ (open[0]).filter((each) => each !== "\n" && each !== ";"));
}

/** What a bracket holds: cells, or rows where it is split by semicolons or, where it is the only one, by lines.
 * @param {Nest[]} held @param {boolean} alone @returns {Nest} */
function rowsOf(held, alone) {
  if (held.some(Array.isArray)) return cells(held.filter((each) => each !== "\n" && each !== ";"));
  const split = held.includes(";") ? [";"] : alone && !held.includes(",") ? ["\n"] : [];
  /** @type {Nest[][]} */
  const rows = [[]];
  for (const each of held) {
    if (split.includes(String(each))) rows.push([]);
    else if (each !== "\n") rows.at(-1)?.push(each);
  }
  const full = rows.filter(({ length }) => length > 0).map(cells);
  return split.length > 0 && full.length > 1 ? full : (full[0] ?? []);
}

/**
 * Without the commas between; of two without a cell between them an empty one is left.
 * @param {Nest[]} list
 * @returns {Nest[]}
 */
function cells(list) {
  return list.flatMap((each, i) => (each !== "," ? [each] : i === 0 || list[i - 1] === "," ? [""] : []));
}

// In lines

/** @param {string} text @returns {Plane[]} */
function lined(text) {
  const plain = unmarked(text);
  const split = plain.includes("|") ? plain.split("|") : plain.trim().split(/\n[ \t]*\n\s*/);
  return split.map((part) => {
    const lines = withoutHeads(part.split("\n").filter((line) => line.trim() !== ""));
    if (lines.some((line) => line.trim().includes("\t"))) return lines.map((line) => ended(line.trim().split("\t")));
    return worded(lines.map((line) => line.trim()));
  });
}

/**
 * Tables of Markdown and LaTeX as lines with tabs; rows that a line of text splits by slashes as lines.
 * @param {string} text
 */
function unmarked(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const boxed = lines.length > 0 && lines.every((line) => /^\s*\|.*\|\s*$/.test(line));
  if (boxed)
    return lines
      .filter((line) => /\d/.test(line))
      .map((line) => line.trim().slice(1, -1).replaceAll("|", "\t"))
      .join("\n");
  return text
    .replace(/\\\\(?:\s*\n)?/g, "\n")
    .replace(/[ \t]*&[ \t]*/g, "\t")
    .replace(/ +\/ +/g, "\n");
}

/** A table of this page without its caption, its head and the numbers of its rows. @param {string[]} lines */
function withoutHeads(lines) {
  const at = lines.findIndex((line) => /^\s*row\t/.test(line));
  if (at < 0) return lines;
  const counts = (/** @type {string[]} */ heads) => heads.every((head, i) => head.trim() === String(i + 1));
  const table = lines.slice(at + 1).map((line) => line.split("\t"));
  const [, ...columns] = /** @type {string} */ (lines[at]).trim().split("\t");
  if (!counts(columns) || !counts(table.map(([head]) => head ?? ""))) return lines;
  return table.map(([, ...row]) => row.join("\t"));
}

/** Lines without tabs. @param {string[]} lines @returns {Plane} */
function worded(lines) {
  const inner = lines.some((line) => /;./.test(line));
  const closed = lines.slice(0, -1).every((line) => line.endsWith(";"));
  if (lines.length > 1 && inner) {
    // As spreadsheets write it where a comma is for decimals; but with a semicolon after each row both may be meant.
    if (closed && lines.some((line) => line.includes(",")))
      throw new Unreadable(
        "can be read in two ways: split its numbers by tabs or spaces, or put each row into brackets",
      );
    return lines.map((line) => ended(line.split(";")));
  }
  const rows = lines.flatMap((line) => ended(line.split(";"))).map((row) => row.trim());
  const words = rows.map((row) => row.split(/\s+/));
  const decimal =
    words.every((row) => row.every((word) => /^\S?\d*(?:,\d+)?$/.test(word))) && words.some((row) => row.length > 1);
  if (decimal || rows.every((row) => !row.includes(","))) return words;
  return rows.map((row) => ended(row.split(",")));
}

/** Without the empty cell after a separator at the end. @param {string[]} cells */
function ended(cells) {
  return cells.length > 1 && cells.at(-1)?.trim() === "" ? cells.slice(0, -1) : cells;
}
