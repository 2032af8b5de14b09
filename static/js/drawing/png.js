/** Pixels → a PNG file, the same bytes on every machine: nothing is compressed. Pure. */

import { itemAt } from "../data/lists.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Eight bits each of red, green and blue; the only compression, filter and order of rows. */
const TRUE_COLOUR = [8, 2, 0, 0, 0];
/** The most that a stored block of deflate holds. */
const BLOCK = 65535;

/**
 * The alpha of the pixels is left out.
 * @param {number} width @param {number} height @param {ArrayLike<number>} pixels red, green, blue, alpha of each
 * @returns {number[]} bytes
 */
export function png(width, height, pixels) {
  const lines = [];
  for (let i = 0; i < width * height; i++) {
    if (i % width === 0) lines.push(0);
    for (let c = 0; c < 3; c++) lines.push(itemAt(pixels, 4 * i + c));
  }
  const header = [...word(width), ...word(height), ...TRUE_COLOUR];
  return [...SIGNATURE, ...chunk("IHDR", header), ...chunk("IDAT", zlib(lines)), ...chunk("IEND", [])];
}

/** A number as four bytes, the highest first. @param {number} value */
const word = (value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** @param {string} type @param {number[]} data */
function chunk(type, data) {
  const named = [...[...type].map((letter) => letter.charCodeAt(0)), ...data];
  return [...word(data.length), ...named, ...word(crc(named))];
}

/** Bytes as a zlib stream (RFC 1950) of stored blocks, with Adler's checksum. @param {number[]} data */
function zlib(data) {
  const stream = [0x78, 0x01];
  for (let from = 0; from < data.length; from += BLOCK) {
    const block = data.slice(from, from + BLOCK);
    const [low, high] = [block.length & 255, block.length >> 8];
    stream.push(Number(from + BLOCK >= data.length), low, high, low ^ 255, high ^ 255);
    for (const byte of block) stream.push(byte);
  }
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return [...stream, ...word(b * 65536 + a)];
}

/** @param {number[]} data */
function crc(data) {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
