/** Paints the stage: a scene at a moment, what is pointed at, and a veil over what is not of what is set. */

import { paint } from "../drawing/canvas.js";
import { pixelsOf } from "../drawing/pixels.js";
import { colourOf } from "../drawing/shapes.js";
import { isFullScreen, windowOf } from "../page/dom.js";
import { compose, inkOnly } from "../views/compose.js";
import { findTensor } from "../views/context.js";
import { inspectionShapes } from "../views/inspect.js";

/** @import { Theme } from "../drawing/palette.js" */
/** @import { Cell, Context } from "../views/context.js" */

/** How high letters are that the last row can read, as a share of the window. */
const SHARE = 0.0334;
/** A full screen that is no wider is a telephone's, in the hand. */
const HANDHELD = 560;
/** How much of a picture goes that is not of what is set. */
const VEIL = 0.62;
/** How far the line around a paper reaches beyond it. */
const EDGE = 2;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Context} context
 * @param {Theme} colours
 * @param {Cell|null} pointed
 * @param {{inkAlone: boolean, veiled: boolean}} how `inkAlone`: all but the papers waits for the scene that answers it;
 *   `veiled`: all steps back but what the hand has drawn, which the rest does not answer
 */
export function paintStage(canvas, context, colours, pointed, { inkAlone, veiled }) {
  const pixels = pixelsOf(canvas, { alpha: false });
  if (!pixels) return;
  const cell = pointed && { ...pointed, tensor: findTensor(context.scene, pointed.tensor.name) };
  paintShapes(pixels, context, colours, cell, inkAlone);
  if (!veiled || inkAlone) return;
  pixels.globalAlpha = VEIL;
  fill(pixels, context, colours);
  pixels.globalAlpha = 1;
  paintShapes(pixels, context, colours, cell, true);
}

/** @param {CanvasRenderingContext2D} pixels @param {Context} context @param {Theme} colours @param {Cell|null} cell
 * @param {boolean} inkAlone */
function paintShapes(pixels, context, colours, cell, inkAlone) {
  const ink = inkAlone ? inkOnly(context) : null;
  pixels.save();
  if (ink) {
    pixels.beginPath();
    for (const { x, y, width, height } of ink.where)
      pixels.rect(x - EDGE, y - EDGE, width + 2 * EDGE, height + 2 * EDGE);
    pixels.clip();
  }
  fill(pixels, context, colours);
  paint(pixels, [...compose(ink?.papers ?? context), ...(cell ? inspectionShapes(context, cell) : [])], colours);
  pixels.restore();
}

/** @param {CanvasRenderingContext2D} pixels @param {Context} context @param {Theme} colours */
function fill(pixels, { layout }, colours) {
  pixels.fillStyle = colourOf(colours, "paper");
  pixels.fillRect(0, 0, layout.size.width, layout.size.height);
}

/** The smallest letters for the last row of a hall, in full screen. @param {HTMLElement} stage */
export function leastLetters(stage) {
  const { innerWidth, innerHeight } = windowOf(stage);
  return isFullScreen(stage) && innerWidth > HANDHELD ? innerHeight * SHARE : undefined;
}
