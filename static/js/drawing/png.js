/** Pixels → a PNG file, the same bytes on every machine: nothing is compressed. Pure. */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Eight bits each of red, green and blue; the only compression, filter and order of rows. */
const TRUE_COLOUR = [8, 2, 0, 0, 0];
/** The most that a stored block of deflate holds. */
const BLOCK = 65535;
/** Adler's sums stay below 2³² for so many bytes without a remainder. */
const SUMMED = 5552;

/**
 * The alpha of the pixels is left out.
 * @param {number} width @param {number} height @param {ArrayLike<number>} pixels red, green, blue, alpha of each
 * @returns {Uint8Array} bytes
 */
export function png(width, height, pixels) {
  const lines = new Uint8Array(height * (3 * width + 1));
  for (let row = 0, to = 0, from = 0; row < height; row++) {
    // Before each row stands its filter, which is none.
    to += 1;
    for (let column = 0; column < width; column++, from += 4)
      for (let c = 0; c < 3; c++) lines[to++] = pixels[from + c] ?? 0;
  }
  const header = [...word(width), ...word(height), ...TRUE_COLOUR];
  return joined([SIGNATURE, chunk("IHDR", [header]), chunk("IDAT", zlib(lines)), chunk("IEND", [])]);
}

/** A number as four bytes, the highest first. @param {number} value */
const word = (value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** @param {ArrayLike<number>[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {string} type @param {ArrayLike<number>[]} parts */
function chunk(type, parts) {
  const named = joined([Array.from(type, (letter) => letter.charCodeAt(0)), ...parts]);
  return joined([word(named.length - type.length), named, word(crc(named))]);
}

/** Bytes as a zlib stream (RFC 1950) of stored blocks, with Adler's checksum. @param {Uint8Array} data */
function zlib(data) {
  /** @type {ArrayLike<number>[]} */
  const stream = [[0x78, 0x01]];
  for (let from = 0; from < data.length; from += BLOCK) {
    const block = data.subarray(from, from + BLOCK);
    const [low, high] = [block.length & 255, block.length >> 8];
    stream.push([Number(from + BLOCK >= data.length), low, high, low ^ 255, high ^ 255], block);
  }
  let [a, b] = [1, 0];
  for (let from = 0; from < data.length; from += SUMMED) {
    for (const byte of data.subarray(from, from + SUMMED)) {
      a += byte;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return [...stream, word(b * 65536 + a)];
}

/** The checksum of each byte alone. */
const SUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  return sum;
});

/** @param {Uint8Array} data */
function crc(data) {
  let sum = 0xffffffff;
  for (const byte of data) sum = (sum >>> 8) ^ /** @type {number} */ (SUMS[(sum ^ byte) & 255]);
  return ~sum >>> 0;
}
