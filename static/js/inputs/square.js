/** Any picture as a small square of red, green and blue: cut, scaled, written as arrays are typed. */

import { make } from "../page/dom.js";

/** Pictures of more pixels, or files of more bytes, are refused before they are decoded. */
const MOST_PIXELS = 30e6;
const MOST_BYTES = 50e6;

/** Why a picture is not taken: one sentence for people. */
export class UnusablePicture extends Error {}

/**
 * A file as a picture of side×side pixels: channels split by bars, rows by semicolons, 0 to 1.
 * Throws Unfit for what is no picture, is empty, or is too large.
 * @param {Blob & {name?: string}} file
 * @param {number} side
 * @returns {Promise<string>}
 */
export async function squareFromFile(file, side) {
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
    return squareText(image, image.width, image.height, side);
  } finally {
    image.close();
  }
}

/**
 * The middle square of a picture or of a camera's moment, scaled, as text.
 * @param {CanvasImageSource} image
 * @param {number} width
 * @param {number} height
 * @param {number} side
 */
export function squareText(image, width, height, side) {
  const whole = Math.min(width, height);
  let [source, x, y, length] = [image, (width - whole) / 2, (height - whole) / 2, whole];
  // By halves, so that no pixel is left out.
  while (length > 2 * side) {
    const half = Math.max(side, Math.round(length / 2));
    [source, x, y, length] = [drawSquare(source, x, y, length, half), 0, 0, half];
  }
  const canvas = drawSquare(source, x, y, length, side);
  const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, side, side);
  const shares = (/** @type {number} */ channel) =>
    Array.from({ length: side }, (_, row) =>
      Array.from({ length: side }, (_, column) =>
        Number(((data[4 * (row * side + column) + channel] ?? 0) / 255).toFixed(3)),
      ).join(","),
    ).join(";");
  return [0, 1, 2].map(shares).join("|");
}

/**
 * A square of a picture on a canvas of its own, on white where one can see through it.
 * @param {CanvasImageSource} image
 * @param {number} x
 * @param {number} y
 * @param {number} length
 * @param {number} side
 */
function drawSquare(image, x, y, length, side) {
  const canvas = make("canvas", { width: side, height: side });
  const pixels = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  pixels.fillStyle = "#fff";
  pixels.fillRect(0, 0, side, side);
  pixels.imageSmoothingQuality = "high";
  pixels.drawImage(image, x, y, length, length, 0, 0, side, side);
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
