/** A tensor as a file: CSV for spreadsheets, .npy for NumPy. Pure. */

/** @import { Tensor } from "../data/records.js" */

const MAGIC = [0x93, ...Array.from("NUMPY", (letter) => letter.charCodeAt(0)), 1, 0];
/** What comes before the cells is a multiple of this many bytes. */
const ALIGNED = 64;

/**
 * A line a row; an empty line between two channels. Cells that are not computed yet are empty.
 * @param {Pick<Tensor, "shape"|"values">} tensor @param {number} [seen] so many cells are computed
 */
export function csv({ shape: [channels, height, width], values }, seen = Infinity) {
  const cell = (/** @type {number} */ i) => (i < seen ? String(values[i] ?? "") : "");
  const row = (/** @type {number} */ from) => Array.from({ length: width }, (_, x) => cell(from + x)).join(",");
  const sheet = (/** @type {number} */ c) =>
    Array.from({ length: height }, (_, y) => row((c * height + y) * width)).join("\r\n");
  return `${Array.from({ length: channels }, (_, c) => sheet(c)).join("\r\n\r\n")}\r\n`;
}

/**
 * Numbers of eight bytes in an array channels × rows × columns, as numpy.load reads it; not a number where a cell is
 * not computed yet.
 * @param {Pick<Tensor, "shape"|"values">} tensor @param {number} [seen]
 */
export function npy({ shape, values }, seen = Infinity) {
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const before = MAGIC.length + 2;
  const padded = Math.ceil((before + dictionary.length + 1) / ALIGNED) * ALIGNED;
  const header = `${dictionary.padEnd(padded - before - 1)}\n`;
  const bytes = new DataView(new ArrayBuffer(padded + 8 * values.length));
  const start = [
    ...MAGIC,
    header.length & 255,
    header.length >> 8,
    ...Array.from(header, (each) => each.charCodeAt(0)),
  ];
  for (const [i, byte] of start.entries()) bytes.setUint8(i, byte);
  for (let i = 0; i < values.length; i++)
    bytes.setFloat64(padded + 8 * i, i < seen ? Number(values[i]) : Number.NaN, true);
  return bytes.buffer;
}
