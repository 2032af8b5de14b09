/** Bytes as letters, as every browser and every server reads them. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
for (const [value, letter] of [...DIGITS].entries()) VALUES[letter.charCodeAt(0)] = value;

/** The bytes that letters stand for. @param {string} text */
export function fromBase64(text) {
  const padding = text.endsWith("==") ? 2 : Number(text.endsWith("="));
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; at < bytes.length; i += 4, at += 3) {
    const four = (digit(text, i) << 18) | (digit(text, i + 1) << 12) | (digit(text, i + 2) << 6) | digit(text, i + 3);
    for (let k = 0; k < 3 && at + k < bytes.length; k++) bytes[at + k] = four >> (16 - 8 * k);
  }
  return bytes;
}

/** @param {string} text @param {number} at */
const digit = (text, at) => /** @type {number} */ (VALUES[text.charCodeAt(at)]);

/** @param {ArrayLike<number>} bytes */
export function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (Number(bytes[i]) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) text += i + k > bytes.length ? "=" : DIGITS[(three >> (18 - 6 * k)) & 63];
  }
  return text;
}
