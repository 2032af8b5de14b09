/**
 * How a number is written: at most two decimals, integers without a point, a true minus sign.
 */

const DECIMALS = 2;

/**
 * `value` as it is printed everywhere: 3, 2.75, −1, 0.33; from ten thousand on in groups of three.
 * @param {number} value
 */
export function format(value) {
  const fixed = Math.abs(value).toFixed(DECIMALS);
  const [whole = "0", fraction = ""] = fixed.split(".");
  const kept = fraction.replace(/0+$/, "");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const text = kept ? `${grouped}.${kept}` : grouped;
  return value < 0 && text !== "0" ? `−${text}` : text;
}

/**
 * Whether what `format` prints is not the value itself, so that a line which holds it needs ≈.
 * @param {number} value
 */
export function rounded(value) {
  const printed = Number(Math.abs(value).toFixed(DECIMALS));
  return Math.abs(printed - Math.abs(value)) > 1e-9 * Math.max(1, Math.abs(value));
}
