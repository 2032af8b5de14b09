/**
 * A number as people type it: grouped or not, with a point or a comma, as a fraction, product, power or sum, or with a
 * power of ten. Pure.
 *
 * What stands for a number in one country stands for another in the next: 4.704 is read both ways, and so is 4,704.
 */

/** Longer than this nothing is that one could mean. */
const LONGEST = 40;
/** @type {[pattern: RegExp, plain: string][]} */
const WRITTEN = [
  [/[−–‐‑﹣－]/gu, "-"],
  [/[×⋅·∙*]|(?<=[1-9]\d*\s*)[xX](?=\s*\d)/gu, "*"],
  [/[÷:⁄∕]/gu, "/"],
  [/\*\*/g, "^"],
  [/٫/g, "."],
  [/٬/g, ","],
  [/²/g, "^2"],
  [/³/g, "^3"],
  [/½/g, "(1/2)"],
  [/¼/g, "(1/4)"],
  [/¾/g, "(3/4)"],
  [/[\u00a0\u2007\u2009\u202f]/gu, " "],
  // As calculators and programs write powers of ten.
  [/(?<![\d.,])(\d+(?:[.,]\d+)?)[eE]([+-]?\d{1,3})(?![\d.,eE])/gu, "($1*10^$2)"],
];
/** A numeral with what splits its groups and its decimals, or a sign between two. */
const TOKEN = /\s*(\d[\d.,'’ ]*|[.,]\d+|[-+*/^()])/y;
const GROUPED = {
  space: /^\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?$/,
  comma: /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/,
  point: /^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/,
};
const PLAIN = /^\d*[.,]?\d+[.,]?$/;

/**
 * The number that is meant; null where it is not clear, or too long.
 * @param {string} text
 */
export const typedNumber = (text) => typedNumbers(text)[0] ?? null;

/**
 * All numbers that may be meant, the likeliest first; none where it is not clear.
 * @param {string} text
 * @returns {number[]}
 */
export function typedNumbers(text) {
  const tokens = text.length > LONGEST ? null : tokensOf(text);
  if (!tokens) return [];
  const readings = [false, true].map((other) => computed(tokens, other));
  return [...new Set(readings)].flatMap((value) => (value !== null && Number.isFinite(value) ? [value + 0] : []));
}

/** Whether it is longer than any number. @param {string} text */
export const isTooLong = (text) => text.length > LONGEST;

/** Whether more of a number may follow: behind a digit, a sign or a bracket, not behind a word. @param {string} text */
export const mayGoOn = (text) => /[^\s\p{L}]$|\d\s*[xX]$/u.test(text);

/** @param {string} text @returns {string[]|null} */
function tokensOf(text) {
  const digits = text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  const plain = WRITTEN.reduce((now, [pattern, sign]) => now.replace(pattern, sign), digits).trim();
  /** @type {string[]} */
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const found = TOKEN.exec(plain);
    if (!found?.[1]) return null;
    tokens.push(found[1].trim());
  }
  return tokens.length ? tokens : null;
}

/** What a digit of any script stands for: each has its ten in a row. @param {string} digit */
function digitValue(digit) {
  const code = Number(digit.normalize("NFKC").codePointAt(0));
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** What the tokens come to; null where they make no sense. @param {string[]} tokens @param {boolean} other whether a
 * numeral that can be read in two ways is read in the rarer one */
function computed(tokens, other) {
  const left = [...tokens];
  const sum = () => chain(product, { "+": (a, b) => a + b, "-": (a, b) => a - b });
  const product = () => chain(power, { "*": (a, b) => a * b, "/": (a, b) => a / b });

  /** @param {() => number} part @param {Record<string, (a: number, b: number) => number>} signs */
  function chain(part, signs) {
    let value = part();
    for (let sign = signs[left[0] ?? ""]; sign; sign = signs[left[0] ?? ""]) {
      left.shift();
      value = sign(value, part());
    }
    return value;
  }

  /** @returns {number} */
  function power() {
    if (left[0] === "-" || left[0] === "+") return left.shift() === "-" ? -raised() : raised();
    return raised();
  }

  /** @returns {number} */
  function raised() {
    const base = single();
    if (left[0] !== "^") return base;
    left.shift();
    return base ** power();
  }

  /** @returns {number} */
  function single() {
    const token = left.shift() ?? "";
    if (token !== "(") return numeral(token, other);
    const value = sum();
    return left.shift() === ")" ? value : NaN;
  }

  const value = sum();
  return left.length === 0 && !Number.isNaN(value) ? value : null;
}

/** @param {string} text @param {boolean} other */
function numeral(text, other) {
  if (GROUPED.space.test(text)) return Number(text.replace(/[ '’]/g, "").replace(",", "."));
  const ambiguous = /^\d+[.,]\d+$/.test(text);
  if (GROUPED.comma.test(text) && !(ambiguous && other)) return Number(text.replaceAll(",", ""));
  if (GROUPED.point.test(text) && (!ambiguous || other)) return Number(text.replaceAll(".", "").replace(",", "."));
  return PLAIN.test(text) ? Number(text.replace(",", ".")) : NaN;
}
