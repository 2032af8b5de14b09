/**
 * The arithmetic of an answer, term by term: when each number of the formulas comes, with the signs before it, and what
 * tells the right formula from the wrong one above it. Pure.
 */

import { ease } from "../data/easing.js";

/** @typedef {{text: string, isNumber: boolean}} Token a number or a sign of a formula, in reading order */
/**
 * @typedef {object} Row one formula
 * @property {Token[]} tokens
 * @property {number[]} groups of each token, with which number it comes
 * @property {number[]} starts of each group, in seconds
 * @property {string[]} names of each group, what its number is; empty where that has no name
 * @property {boolean[]} differs of each token, whether the other formula has none like it in its place
 */
/** @typedef {{rows: Row[], seconds: number}} Schedule */

/** Seconds: before the first term, from one to the next, for all of a formula at most, on the way, and after the last
 * of a formula. */
const FIRST = 0.3;
const APART = 0.42;
const ALL = 2.8;
const FLIGHT = 0.8;
const REST = 0.55;
/** What belongs to the number before it. */
const CLOSING = /^[)\]⌋}]$/;
const TOKENS = /<(mn|mo|mi|mtext)\b[^>]*>([^<]*)<\/\1>/g;
const ENTITY = /&#x([0-9a-f]+);/gi;

/** The numbers and signs of a formula in MathML. @param {string} markup @returns {Token[]} */
export const tokensOf = (markup) =>
  Array.from(markup.matchAll(TOKENS), ([, kind, text = ""]) => ({
    text: text.replace(ENTITY, (_, code) => String.fromCodePoint(Number.parseInt(code, 16))),
    isNumber: kind === "mn",
  }));

/** With which number each token comes: signs with the one that they stand before. @param {Token[]} tokens */
export function groupsOf(tokens) {
  let group = 0;
  let isFull = false;
  return tokens.map(({ text, isNumber }) => {
    if (isFull && !CLOSING.test(text)) [group, isFull] = [group + 1, false];
    isFull ||= isNumber;
    return group;
  });
}

/**
 * When the terms of formulas come, one formula after the other.
 * @param {{markup: string, names: readonly string[]}[]} formulas one's own before the right one
 * @returns {Schedule}
 */
export function scheduleOf(formulas) {
  let now = FIRST;
  const rows = formulas.map(({ markup, names }) => {
    const tokens = tokensOf(markup);
    const groups = groupsOf(tokens);
    const count = (groups.at(-1) ?? -1) + 1;
    const step = Math.min(APART, ALL / Math.max(1, count));
    const begins = now;
    const starts = Array.from({ length: count }, (_, i) => begins + i * step);
    // What it comes to comes last, once all that it is made of is there.
    if (count > 1) starts[count - 1] = begins + (count - 2) * step + FLIGHT * 0.85;
    now = (starts.at(-1) ?? now) + FLIGHT + REST;
    return { tokens, groups, starts, names: Array.from({ length: count }, (_, i) => names[i] ?? ""), differs: [] };
  });
  const [first, second] = rows;
  if (!first || !second) return { rows, seconds: first ? now : 0 };
  const pair = [
    { ...first, differs: differing(first, second) },
    { ...second, differs: differing(second, first) },
  ];
  return { rows: pair, seconds: now };
}

/** How far a group is, from 0 to 1. @param {Row} row @param {number} group @param {number} seconds */
export const arrival = ({ starts }, group, seconds) =>
  Math.min(1, Math.max(0, (seconds - (starts[group] ?? 0)) / FLIGHT));

/** Whether all of a formula is there. @param {Row} row @param {number} seconds */
export const isThere = (row, seconds) => arrival(row, row.starts.length - 1, seconds) >= 1;

/** How much of what has come is seen in its place. @param {number} arrived @param {boolean} flies whether it is on its
 * way before */
export const visibility = (arrived, flies) => (flies ? ease((arrived - 0.86) / 0.14) : ease(arrived / 0.6));

/** Which tokens of a formula are not in the longest row of tokens that both have in common; none where that has no
 * number. @param {Row} row @param {Row} other @returns {boolean[]} */
function differing(row, other) {
  const [own = [], its = []] = [row, other].map(({ tokens }) => tokens.map(({ text }) => text.replace("≈", "=")));
  const best = Array.from({ length: own.length + 1 }, () => new Array(its.length + 1).fill(0));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => Number(best[i]?.[j]);
  for (let i = own.length - 1; i >= 0; i -= 1)
    for (let j = its.length - 1; j >= 0; j -= 1)
      /** @type {number[]} */ (best[i])[j] =
        own[i] === its[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const differs = own.map(() => true);
  for (let i = 0, j = 0; i < own.length && j < its.length; ) {
    if (own[i] === its[j]) [differs[i], i, j] = [false, i + 1, j + 1];
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  const shared = row.tokens.some(({ isNumber }, i) => isNumber && !differs[i]);
  return shared ? differs : differs.map(() => false);
}
