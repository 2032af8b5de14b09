/** The picture of a frame, as large whatever the screen: as SVG, as PNG, in the clipboard, as a file. */

import { paint } from "../drawing/canvas.js";
import { colourOf } from "../drawing/shapes.js";
import { layoutAt } from "../drawing/shots.js";
import { make, windowOf } from "../page/dom.js";
import { captionShapes } from "../views/captions.js";
import { layers } from "../views/compose.js";
import { slotBelow } from "../views/still.js";

/** @import { Moment, Scene } from "../data/records.js" */
/** @import { Theme } from "../drawing/palette.js" */
/** @import { Context } from "../views/context.js" */

/** How large it is, in its own units, and how many pixels a PNG has for each. */
const [WIDTH, HEIGHT, SHARP] = [1280, 720, 2];

/** What is drawn. @param {Scene} scene @param {Moment} moment @returns {Context} */
export const pictureOf = (scene, moment) => ({
  scene,
  moment,
  layout: layoutAt(scene, moment, { width: WIDTH, height: HEIGHT }),
});

/**
 * The picture as a PNG, which canvas paints as it does on the stage.
 * @param {Context} context @param {Theme} theme @param {boolean} told
 * @param {HTMLElement} player
 * @returns {Promise<Blob>}
 */
export function bitmap(context, theme, told, player) {
  const { scene, moment } = context;
  const slot = told ? slotBelow(scene.captions, moment.to, WIDTH) : undefined;
  const below = slot?.height ?? 0;
  const canvas = player.ownerDocument.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH * SHARP, (HEIGHT + below) * SHARP];
  const pixels = canvas.getContext("2d");
  if (!pixels) return Promise.reject(new Error("no canvas"));
  pixels.scale(SHARP, SHARP);
  pixels.fillStyle = colourOf(theme, "paper");
  pixels.fillRect(0, 0, WIDTH, HEIGHT + below);
  const said = slot?.height ? captionShapes(moment.to, WIDTH, slot).at(HEIGHT) : [];
  paint(pixels, [...layers(context).flatMap(({ shapes }) => shapes), ...said], theme);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}

/** Whether the browser has taken it. @param {Promise<Blob>} picture @param {HTMLElement} near */
export async function copyPicture(picture, near) {
  const { ClipboardItem: Item, navigator: browser } = windowOf(near);
  try {
    await browser.clipboard.write([new Item({ "image/png": picture })]);
    return true;
  } catch {
    return false;
  }
}

/** Gives the browser a file to keep. @param {Blob} body @param {string} name @param {HTMLElement} near */
export function saveFile(body, name, near) {
  const { URL: addresses } = windowOf(near);
  const address = addresses.createObjectURL(body);
  make("a", { href: address, download: name }).click();
  // The browser has taken it by then.
  setTimeout(() => addresses.revokeObjectURL(address), 10_000);
}
