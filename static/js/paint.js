/** Shapes → canvas: the one place that draws pixels. */

import { css, letterOn, scaleOf, valueColour } from "./palette.js";

/** @typedef {import("./records.js").Tensor} Tensor */
/** @typedef {import("./palette.js").Theme} Theme */
/** A colour: a token of the theme, or a value as a share of its scale's limit.
 * @typedef {string | {scale: string, share: number}} Fill */
/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {{kind: "rect", x: number, y: number, width: number, height: number, fill?: Fill, stroke?: Fill, line?: number, radius?: number, dash?: number[], alpha?: number}} RectShape
 * @typedef {{kind: "line", points: Point[], stroke: Fill, line?: number, dash?: number[], arrow?: boolean, alpha?: number}} LineShape
 * @typedef {{kind: "polygon", points: Point[], fill?: Fill, stroke?: Fill, line?: number, dash?: number[], alpha?: number}} PolygonShape
 * @typedef {{kind: "circle", x: number, y: number, r: number, fill?: Fill, stroke?: Fill, line?: number, alpha?: number}} CircleShape
 * @typedef {{kind: "text", x: number, y: number, text: string, size: number, fill?: Fill, on?: Fill, weight?: number, align?: CanvasTextAlign, family?: "sans" | "mono", alpha?: number, width?: number}} TextShape
 * @typedef {{kind: "raster", tensor: Tensor, channel: number, x: number, y: number, width: number, height: number, revealed?: number, skew?: {across: Point, down: Point}, alpha?: number}} RasterShape
 * @typedef {RectShape | LineShape | PolygonShape | CircleShape | TextShape | RasterShape} Shape
 */

const SANS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif";
const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** @param {CanvasRenderingContext2D} context @param {Shape[]} shapes @param {Theme} theme */
export function paint(context, shapes, theme) {
  for (const shape of shapes) {
    const alpha = shape.alpha ?? 1;
    if (alpha <= 0) continue;
    context.globalAlpha = alpha;
    DRAW[shape.kind](context, /** @type {any} */ (shape), theme);
  }
  context.globalAlpha = 1;
}

/** @param {Theme} theme @param {Fill} fill */
function colour(theme, fill) {
  if (typeof fill === "string") return theme.tokens[fill] ?? fill;
  return css(valueColour(theme, fill.scale, fill.share));
}

/** @type {Record<string, (context: CanvasRenderingContext2D, shape: any, theme: Theme) => void>} */
const DRAW = {
  rect(context, /** @type {RectShape} */ shape, theme) {
    context.beginPath();
    if (shape.radius) context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
    else context.rect(shape.x, shape.y, shape.width, shape.height);
    finish(context, shape, theme);
  },
  polygon(context, /** @type {PolygonShape} */ shape, theme) {
    trace(context, shape.points);
    context.closePath();
    finish(context, shape, theme);
  },
  circle(context, /** @type {CircleShape} */ shape, theme) {
    context.beginPath();
    context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI);
    finish(context, shape, theme);
  },
  line(context, /** @type {LineShape} */ shape, theme) {
    if (shape.points.length < 2) return;
    trace(context, shape.points);
    finish(context, shape, theme);
    if (shape.arrow) arrowHead(context, shape, theme);
  },
  text(context, /** @type {TextShape} */ shape, theme) {
    context.font = `${shape.weight ?? 400} ${shape.size}px ${shape.family === "mono" ? MONO : SANS}`;
    context.textAlign = shape.align ?? "center";
    context.textBaseline = "middle";
    context.fillStyle = shape.on && typeof shape.on !== "string"
      ? letterOn(valueColour(theme, shape.on.scale, shape.on.share))
      : colour(theme, shape.fill ?? "ink");
    // The optical middle of figures lies a little above the middle of the line.
    const y = shape.y + shape.size * 0.06;
    if (shape.width) context.fillText(shape.text, shape.x, y, shape.width);
    else context.fillText(shape.text, shape.x, y);
  },
  raster(context, /** @type {RasterShape} */ shape, theme) {
    const image = picture(shape.tensor, shape.channel, theme);
    const { width: columns, height: rows } = image;
    const { across = { x: shape.width, y: 0 }, down = { x: 0, y: shape.height } } = shape.skew ?? {};
    const shown = Math.min(shape.revealed ?? columns * rows, columns * rows);
    const whole = Math.floor(shown / columns);
    const rest = shown % columns;
    context.save();
    context.transform(across.x / columns, across.y / columns, down.x / rows, down.y / rows, shape.x, shape.y);
    context.imageSmoothingEnabled = false;
    if (whole) context.drawImage(image, 0, 0, columns, whole, 0, 0, columns, whole);
    if (rest) context.drawImage(image, 0, whole, rest, 1, 0, whole, rest, 1);
    context.restore();
  },
};

/** @param {CanvasRenderingContext2D} context @param {Point[]} points */
function trace(context, points) {
  context.beginPath();
  points.forEach((point, i) => (i ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
}

/** @param {CanvasRenderingContext2D} context @param {{fill?: Fill, stroke?: Fill, line?: number, dash?: number[]}} shape @param {Theme} theme */
function finish(context, shape, theme) {
  if (shape.fill !== undefined) {
    context.fillStyle = colour(theme, shape.fill);
    context.fill();
  }
  if (shape.stroke !== undefined) {
    context.strokeStyle = colour(theme, shape.stroke);
    context.lineWidth = shape.line ?? 1.5;
    context.lineJoin = "round";
    context.lineCap = "round";
    context.setLineDash(shape.dash ?? []);
    context.stroke();
    context.setLineDash([]);
  }
}

/** @param {CanvasRenderingContext2D} context @param {LineShape} shape @param {Theme} theme */
function arrowHead(context, shape, theme) {
  const [before, tip] = shape.points.slice(-2);
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const size = 4 + 2.5 * (shape.line ?? 1.5);
  const wing = (/** @type {number} */ turn) => ({ x: tip.x - size * Math.cos(angle + turn), y: tip.y - size * Math.sin(angle + turn) });
  trace(context, [tip, wing(0.45), wing(-0.45)]);
  context.closePath();
  context.fillStyle = colour(theme, shape.stroke);
  context.fill();
}

/** @type {WeakMap<Tensor, Map<string, HTMLCanvasElement>>} */
const pictures = new WeakMap();

/** One channel as an image of one pixel a cell; channel −1 is the first three as red, green and blue,
 * −2 the next three, and so on.
 * @param {Tensor} tensor @param {number} channel @param {Theme} theme */
function picture(tensor, channel, theme) {
  let known = pictures.get(tensor);
  if (!known) pictures.set(tensor, (known = new Map()));
  const key = `${channel} ${theme.name}`;
  let canvas = known.get(key);
  if (!canvas) known.set(key, (canvas = develop(tensor, channel, theme)));
  return canvas;
}

/** @param {Tensor} tensor @param {number} channel @param {Theme} theme */
function develop(tensor, channel, theme) {
  const [, rows, columns] = tensor.shape;
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, rows);
  const size = rows * columns;
  for (let i = 0; i < size; i++) {
    const cell = channel < 0
      ? [0, 1, 2].map((c) => Math.round(255 * Math.max(0, Math.min(1, tensor.values[((-1 - channel) * 3 + c) * size + i] / tensor.limit))))
      : valueColour(theme, scaleOf(tensor.scale, channel), tensor.values[channel * size + i] / tensor.limit);
    image.data.set([cell[0], cell[1], cell[2], 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Draws one channel of a tensor into a rectangle.
 * @param {CanvasRenderingContext2D} context @param {Tensor} tensor @param {number} channel
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {Theme} theme */
export function drawTensor(context, tensor, channel, x, y, width, height, theme) {
  paint(context, [{ kind: "raster", tensor, channel, x, y, width, height }], theme);
}
