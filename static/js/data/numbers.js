/**
 * How a number is written: at most two decimals, integers without a point, a true minus sign.
 *
 * It is rounded once, from its exact value, half away from zero; cnnviz/staging/formatting.py does the same, and
 * tests/data/numbers.json holds both to one table.
 */

const DECIMALS = 2;
/** A difference this small, of 1 or of a value up to 100, is what float32 arithmetic leaves behind. */
const DUST = 1e-7;

/**
 * The magnitude with all its decimals. A whole number that `toFixed` would write with an exponent is written out.
 * @param {number} value
 * @param {number} decimals
 */
function fixed(value, decimals) {
  const magnitude = Math.abs(value);
  return magnitude < 1e21 ? magnitude.toFixed(decimals) : BigInt(magnitude).toString();
}

/**
 * `value` as it is printed everywhere: 3, 2.75, −1, 0.33; from a thousand on in groups of three.
 * @param {number} value
 * @param {number} [decimals]
 */
export function format(value, decimals = DECIMALS) {
  const [whole = "0", fraction = ""] = fixed(value, decimals).split(".");
  const kept = fraction.replace(/0+$/, "");
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const text = kept ? `${grouped}.${kept}` : grouped;
  return value < 0 && text !== "0" ? `−${text}` : text;
}

/**
 * Whether what `format` prints is not the value itself, so that a line which holds it needs ≈.
 * @param {number} value
 */
export function isRounded(value) {
  const size = Math.abs(value);
  return Math.abs(Number(fixed(value, DECIMALS)) - size) > DUST * Math.min(Math.max(1, size), 100);
}

/** A number that stands by itself, which says so where printing rounds it. @param {number} value */
export const formatApprox = (value) => (isRounded(value) ? "≈ " : "") + format(value);

/** The sign between the sides of an equation that prints these: ≈ where any is rounded. @param {number[]} values */
export const equalsSign = (...values) => (values.some(isRounded) ? "≈" : "=");

/** A number that something is multiplied by: in parentheses where it is negative. @param {number} value */
export function formatFactor(value) {
  const text = format(value);
  return text.startsWith("−") ? `(${text})` : text;
}

/** What a whole number within bounds must be, in the server's words.
 * @param {{minimum: number, maximum: number}} bounds */
export const wholeNumberWanted = ({ minimum, maximum }) =>
  `must be a whole number from ${minimum} to ${maximum}`.replaceAll("-", "−");

/** What stands for a minus sign elsewhere: the page's own, dashes that word processors make, wide ones. */
const MINUS = /^[−–‐‑﹣－]\s*(?=[\d.,])/u;
/** Spaces within a number that split its thousands. */
const GROUPS = /(?<=\d)[\u2009\u202f\u2007](?=\d{3}(?!\d))/gu;

/**
 * One number as people type, print or paste it: −1, 1e-3, .5, 2., 1,5, +3, 1/9; as text that the engine
 * reads, or null where it is none.
 * @param {string} text
 * @returns {string|null}
 */
export function parseNumeral(text) {
  const plain = text
    .trim()
    .replace(MINUS, "-")
    .replace(GROUPS, "")
    .replace(/^([+-]?\d*),(\d+)$/, "$1.$2");
  const [, over, under] = /^([+-]?\d+)\/(\d+)$/.exec(plain) ?? [];
  const value =
    over !== undefined
      ? Number(over) / Number(under)
      : /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)
        ? Number(plain)
        : NaN;
  return Number.isFinite(value) ? String(value + 0) : null;
}

/** Where no line may end: before a percent sign, after a letter to answer with, at the sign of an equation or a
 * product, and in N + 1. */
const HELD = /(?<=\d\*?) (?=%)|(?<=N) (?=\+)|(?<=N \+) |(?<=\*[A-D],) | (?=[=≈·] )|(?<= [=≈·]) /g;

/** A text in which no line ends where what stands on both sides is read as one.
 * @param {string} text */
export const heldTogether = (text) => text.replace(HELD, "\u00a0");

/** The same where a browser breaks lines: it would end one at the hyphen of LeNet-5, too.
 * @param {string} text */
export const unbroken = (text) => heldTogether(text).replace(/(?<=[a-z])-(?=\d)/gi, "-\u2060");
