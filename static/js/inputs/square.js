/** Any picture in few pixels of red, green and blue: cut, scaled, written as arrays are typed, or as bytes. */

import { make } from "../page/dom.js";

/** Pictures of more pixels, or files of more bytes, are refused before they are decoded. */
const MOST_PIXELS = 30e6;
const MOST_BYTES = 50e6;

/** Why a picture is not taken: one sentence for people. */
export class UnusablePicture extends Error {}

/** @typedef {{width: number, height: number}} Size in pixels */
/** @typedef {CanvasImageSource} Image */

/**
 * A file as a picture of side×side pixels: channels split by bars, rows by semicolons, 0 to 1.
 * Throws as `decoded`.
 * @param {Blob & {name?: string}} file
 * @param {number} side
 */
export const squareFromFile = (file, side) => decoded(file, (image, size) => squareText(image, size, side));

/**
 * What is made of the picture in a file. Throws UnusablePicture for what is no picture, is empty, or is too large.
 * @template T
 * @param {Blob & {name?: string}} file
 * @param {(image: Image, size: Size) => T} use
 * @returns {Promise<T>}
 */
export async function decoded(file, use) {
  const name = file.name ? `“${file.name}”` : "That";
  if (file.size === 0) throw new UnusablePicture(`${name} is empty: it has 0 bytes.`);
  if (file.size > MOST_BYTES) throw new UnusablePicture(`${name} is larger than ${MOST_BYTES / 1e6} MB.`);
  const [width, height] = imageSize(new DataView(await file.slice(0, 1 << 18).arrayBuffer()));
  const large = new UnusablePicture(`${name} has more than ${MOST_PIXELS / 1e6} million pixels.`);
  if (width * height > MOST_PIXELS) throw large;
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) throw new UnusablePicture(`${name} is not a picture that this browser can read.`);
  try {
    if (image.width * image.height > MOST_PIXELS) throw large;
    return use(image, image);
  } finally {
    image.close();
  }
}

/**
 * The middle square of a picture or of a camera's moment, scaled, as text.
 * @param {Image} image
 * @param {Size} size its own
 * @param {number} side
 */
export function squareText(image, size, side) {
  const data = fitted(image, size, { width: side, height: side });
  const shares = (/** @type {number} */ channel) =>
    Array.from({ length: side }, (_, row) =>
      Array.from({ length: side }, (_, column) =>
        Number(((data[4 * (row * side + column) + channel] ?? 0) / 255).toFixed(3)),
      ).join(","),
    ).join(";");
  return [0, 1, 2].map(shares).join("|");
}

/**
 * The middle of a picture, scaled to a size, as bytes: red, green and blue of each pixel.
 * @param {Image} image
 * @param {Size} size its own
 * @param {Size} wanted
 */
export const pixelBytes = (image, size, wanted) => fitted(image, size, wanted).filter((_, k) => k % 4 < 3);

/**
 * The middle of a picture, of the form that is wanted, scaled: red, green, blue and cover of each pixel.
 * @param {Image} image
 * @param {Size} size its own
 * @param {Size} wanted
 */
function fitted(image, size, wanted) {
  const scale = Math.min(size.width / wanted.width, size.height / wanted.height);
  let part = { width: wanted.width * scale, height: wanted.height * scale };
  let [source, x, y] = [image, (size.width - part.width) / 2, (size.height - part.height) / 2];
  // By halves, so that no pixel is left out.
  while (part.width > 2 * wanted.width) {
    const half = {
      width: Math.max(wanted.width, Math.round(part.width / 2)),
      height: Math.max(wanted.height, Math.round(part.height / 2)),
    };
    [source, x, y, part] = [drawPart(source, x, y, part, half), 0, 0, half];
  }
  const canvas = drawPart(source, x, y, part, wanted);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  return pen.getImageData(0, 0, wanted.width, wanted.height).data;
}

/**
 * A part of a picture on a canvas of its own, on white where one can see through it.
 * @param {Image} image
 * @param {number} x
 * @param {number} y
 * @param {Size} part
 * @param {Size} made
 */
function drawPart(image, x, y, part, { width, height }) {
  const canvas = make("canvas", { width, height });
  const pixels = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  pixels.fillStyle = "#fff";
  pixels.fillRect(0, 0, width, height);
  pixels.imageSmoothingQuality = "high";
  pixels.drawImage(image, x, y, part.width, part.height, 0, 0, width, height);
  return canvas;
}

/**
 * Width and height as a PNG, GIF or JPEG says them in its first bytes; [0, 0] where it does not.
 * @param {DataView} bytes
 * @returns {[number, number]}
 */
function imageSize(bytes) {
  const head = bytes.byteLength > 24 ? bytes.getUint32(0) : 0;
  if (head === 0x89504e47) return [bytes.getUint32(16), bytes.getUint32(20)];
  if (head === 0x47494638) return [bytes.getUint16(6, true), bytes.getUint16(8, true)];
  if (head >>> 8 !== 0xffd8ff) return [0, 0];
  let at = 2;
  while (at + 9 < bytes.byteLength && bytes.getUint8(at) === 0xff) {
    const mark = bytes.getUint8(at + 1);
    const frame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (frame) return [bytes.getUint16(at + 7), bytes.getUint16(at + 5)];
    at += 2 + bytes.getUint16(at + 2);
  }
  return [0, 0];
}
