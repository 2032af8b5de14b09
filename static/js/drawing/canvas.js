/** Shapes → canvas: the one place that draws pixels. */

import { getOrMake } from "../data/cache.js";
import { channelPixels, placement } from "./raster.js";
import { arrowHead, BASELINE, blending, colourOf, fontOf, LINE, runsOf, textColour, within } from "./shapes.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Theme } from "./palette.js" */
/** @import { Fill, Point, Shape, TextShape } from "./shapes.js" */

/** @param {CanvasRenderingContext2D} context @param {Shape[]} shapes @param {Theme} theme */
export function paint(context, shapes, theme) {
  for (const shape of shapes) {
    const alpha = shape.alpha ?? 1;
    if (alpha <= 0) continue;
    context.globalAlpha = alpha;
    context.globalCompositeOperation = shape.blends ? blending(theme) : "source-over";
    DRAW[shape.kind](context, /** @type {any} */ (shape), theme);
  }
  context.globalAlpha = 1;
  context.globalCompositeOperation = "source-over";
}

/** @type {{[K in Shape["kind"]]: (context: CanvasRenderingContext2D, shape: Extract<Shape, {kind: K}>, theme: Theme) =>
 *   void}} */
const DRAW = {
  rect(context, shape, theme) {
    context.beginPath();
    if (shape.radius) context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
    else context.rect(shape.x, shape.y, shape.width, shape.height);
    fillAndStroke(context, shape, theme);
  },
  polygon(context, shape, theme) {
    tracePoints(context, shape.points);
    context.closePath();
    fillAndStroke(context, shape, theme);
  },
  circle(context, shape, theme) {
    context.beginPath();
    context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI);
    fillAndStroke(context, shape, theme);
  },
  line(context, shape, theme) {
    if (shape.points.length < 2) return;
    tracePoints(context, shape.points);
    fillAndStroke(context, shape, theme);
    if (!shape.arrow) return;
    tracePoints(context, arrowHead(shape));
    context.closePath();
    fillAndStroke(context, { fill: shape.stroke }, theme);
  },
  text(context, shape, theme) {
    if (shape.strong?.length) return paintRuns(context, shape, theme);
    context.font = fontOf(shape);
    context.textAlign = shape.align ?? "center";
    context.fillStyle = textColour(theme, shape);
    // To a hundredth, as in the SVG: letters stand on whole pixels, the same in both.
    const y = Math.round((shape.y + shape.size * BASELINE) * 100) / 100;
    if (shape.width) context.fillText(shape.text, shape.x, y, shape.width);
    else context.fillText(shape.text, shape.x, y);
  },
  within(context, shape, theme) {
    context.save();
    context.beginPath();
    context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
    context.clip();
    paint(context, within(shape), theme);
    context.restore();
  },
  raster(context, shape, theme) {
    const { rows, columns, whole, rest, transform } = placement(shape);
    const full = shape.channel < 0;
    const image = imageOf(context, shape.tensor, full, theme);
    const top = rows * (full ? -1 - shape.channel : shape.channel);
    context.save();
    context.transform(...transform);
    context.imageSmoothingEnabled = shape.smooth === true;
    // A smooth picture is cut by half a pixel, so that nothing of the next in the image shines in.
    const cut = shape.smooth ? 0.5 : 0;
    if (whole) context.drawImage(image, cut, top + cut, columns - 2 * cut, whole - 2 * cut, 0, 0, columns, whole);
    if (rest) context.drawImage(image, 0, top + whole, rest, 1, 0, whole, rest, 1);
    context.restore();
  },
};

/** A text of which some letters are bold. @param {CanvasRenderingContext2D} context @param {TextShape} shape
 * @param {Theme} theme */
function paintRuns(context, shape, theme) {
  const runs = runsOf(shape).map((run) => {
    context.font = fontOf(run);
    return { run, wide: context.measureText(run.text).width };
  });
  const whole = runs.reduce((sum, { wide }) => sum + wide, 0);
  let x = shape.align === "left" ? shape.x : shape.x - whole / 2;
  for (const { run, wide } of runs) {
    paint(context, [{ ...run, x, align: "left" }], theme);
    x += wide;
  }
}

/** @param {CanvasRenderingContext2D} context @param {Point[]} points */
function tracePoints(context, points) {
  context.beginPath();
  // A path begins with its first line's beginning.
  for (const { x, y } of points) context.lineTo(x, y);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{fill?: Fill, stroke?: Fill, line?: number, dash?: number[]}} shape
 * @param {Theme} theme
 */
function fillAndStroke(context, shape, theme) {
  if (shape.fill !== undefined) {
    context.fillStyle = colourOf(theme, shape.fill);
    context.fill();
  }
  if (shape.stroke !== undefined) {
    context.strokeStyle = colourOf(theme, shape.stroke);
    context.lineWidth = shape.line ?? LINE;
    context.lineJoin = "round";
    context.lineCap = "round";
    context.setLineDash(shape.dash ?? []);
    context.stroke();
    context.setLineDash([]);
  }
}

/** @type {WeakMap<Tensor, Map<string, HTMLCanvasElement>>} */
const pictures = new WeakMap();

/** All channels as one image, one under the other, of one pixel a cell; in full colour three make a picture,
 * as red, green and blue.
 * @param {CanvasRenderingContext2D} context @param {Tensor} tensor @param {boolean} full @param {Theme} theme */
function imageOf({ canvas }, tensor, full, theme) {
  const known = getOrMake(pictures, tensor, () => new Map());
  return getOrMake(known, `${full} ${theme.name}`, () =>
    renderImage(canvas.ownerDocument.createElement("canvas"), tensor, full, theme),
  );
}

/** @param {HTMLCanvasElement} canvas @param {Tensor} tensor @param {boolean} full @param {Theme} theme */
function renderImage(canvas, tensor, full, theme) {
  const [channels, rows, columns] = tensor.shape;
  const count = full ? Math.floor(channels / 3) : channels;
  canvas.width = columns;
  canvas.height = rows * count;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  for (let i = 0; i < count; i++)
    context.putImageData(new ImageData(channelPixels(tensor, full ? -1 - i : i, theme), columns, rows), 0, i * rows);
  return canvas;
}
