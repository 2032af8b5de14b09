/** Shapes → canvas: the one place that draws pixels. */

import { css, letterOn, scaleOf, valueColour } from "./palette.js";

/** @typedef {import("../data/records.js").Tensor} Tensor */
/** @typedef {import("./palette.js").Theme} Theme */
/** A colour: a token of the theme, or a value as a share of its scale's limit.
 * @typedef {string | {scale: string, share: number}} Fill */
/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {{kind: "rect", x: number, y: number, width: number, height: number, fill?: Fill, stroke?: Fill, line?:
 *   number, radius?: number, dash?: number[], alpha?: number}} RectShape
 * @typedef {{kind: "line", points: Point[], stroke: Fill, line?: number, dash?: number[], arrow?: boolean, alpha?:
 *   number}} LineShape
 * @typedef {{kind: "polygon", points: Point[], fill?: Fill, stroke?: Fill, line?: number, dash?: number[], alpha?:
 *   number}} PolygonShape
 * @typedef {{kind: "circle", x: number, y: number, r: number, fill?: Fill, stroke?: Fill, line?: number, alpha?:
 *   number}} CircleShape
 * @typedef {{kind: "text", x: number, y: number, text: string, size: number, fill?: Fill, on?: Fill, weight?: number,
 *   align?: CanvasTextAlign, family?: "sans" | "mono", alpha?: number, width?: number}} TextShape
 * @typedef {{kind: "raster", tensor: Tensor, channel: number, x: number, y: number, width: number, height: number,
 *   revealed?: number, skew?: {across: Point, down: Point}, alpha?: number}} RasterShape
 * @typedef {{kind: "within", x: number, y: number, width: number, height: number, radius: number, shapes: Shape[],
 *   alpha?: number}} WithinShape shapes of which nothing is seen beyond a rectangle
 * @typedef {RectShape | LineShape | PolygonShape | CircleShape | TextShape | RasterShape | WithinShape} Shape
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
    context.fillStyle =
      shape.on && typeof shape.on !== "string"
        ? letterOn(valueColour(theme, shape.on.scale, shape.on.share))
        : colour(theme, shape.fill ?? "ink");
    // The optical middle of figures lies a little above the middle of the line.
    const y = shape.y + shape.size * 0.06;
    if (shape.width) context.fillText(shape.text, shape.x, y, shape.width);
    else context.fillText(shape.text, shape.x, y);
  },
  within(context, /** @type {WithinShape} */ { x, y, width, height, radius, shapes, alpha = 1 }, theme) {
    context.save();
    context.beginPath();
    context.roundRect(x, y, width, height, radius);
    context.clip();
    paint(
      context,
      shapes.map((each) => ({ ...each, alpha: (each.alpha ?? 1) * alpha })),
      theme,
    );
    context.restore();
  },
  raster(context, /** @type {RasterShape} */ shape, theme) {
    const [, rows, columns] = shape.tensor.shape;
    const image = picture(shape.tensor, shape.channel < 0, theme);
    const top = rows * (shape.channel < 0 ? -1 - shape.channel : shape.channel);
    const { across = { x: shape.width, y: 0 }, down = { x: 0, y: shape.height } } = shape.skew ?? {};
    const shown = Math.min(shape.revealed ?? columns * rows, columns * rows);
    const whole = Math.floor(shown / columns);
    const rest = shown % columns;
    context.save();
    context.transform(across.x / columns, across.y / columns, down.x / rows, down.y / rows, shape.x, shape.y);
    context.imageSmoothingEnabled = false;
    if (whole) context.drawImage(image, 0, top, columns, whole, 0, 0, columns, whole);
    if (rest) context.drawImage(image, 0, top + whole, rest, 1, 0, whole, rest, 1);
    context.restore();
  },
};

/** @param {CanvasRenderingContext2D} context @param {Point[]} points */
function trace(context, points) {
  context.beginPath();
  points.forEach((point, i) => (i ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{fill?: Fill, stroke?: Fill, line?: number, dash?: number[]}} shape
 * @param {Theme} theme
 */
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
  const wing = (/** @type {number} */ turn) => ({
    x: tip.x - size * Math.cos(angle + turn),
    y: tip.y - size * Math.sin(angle + turn),
  });
  trace(context, [tip, wing(0.45), wing(-0.45)]);
  context.closePath();
  context.fillStyle = colour(theme, shape.stroke);
  context.fill();
}

/** @type {WeakMap<Tensor, Map<string, HTMLCanvasElement>>} */
const pictures = new WeakMap();

/** All channels as one image, one under the other, of one pixel a cell; in full colour three make a picture,
 * as red, green and blue.
 * @param {Tensor} tensor @param {boolean} full @param {Theme} theme */
function picture(tensor, full, theme) {
  let known = pictures.get(tensor);
  if (!known) pictures.set(tensor, (known = new Map()));
  const key = `${full} ${theme.name}`;
  let canvas = known.get(key);
  if (!canvas) known.set(key, (canvas = develop(tensor, full, theme)));
  return canvas;
}

/** @param {Tensor} tensor @param {boolean} full @param {Theme} theme */
function develop({ shape, scale, limit, values }, full, theme) {
  const [channels, rows, columns] = shape;
  const size = rows * columns;
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows * (full ? Math.floor(channels / 3) : channels);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, canvas.height);
  if (full) {
    for (let i = 0; i < (size * canvas.height) / rows; i++) {
      const from = i + 2 * size * Math.floor(i / size);
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = (255 * values[from + c * size]) / limit;
      image.data[4 * i + 3] = 255;
    }
  } else {
    const pixels = new Uint32Array(image.data.buffer);
    for (let channel = 0; channel < channels; channel++) {
      const colours = palette(theme, scaleOf(scale, channel));
      for (let i = channel * size; i < (channel + 1) * size; i++) {
        pixels[i] = colours[LEVELS + Math.round(LEVELS * Math.max(-1, Math.min(1, values[i] / limit)))];
      }
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** As many shades to either side of zero as a screen has. */
const LEVELS = 255;
/** @type {WeakMap<Theme, Map<string, Uint32Array>>} */
const palettes = new WeakMap();

/** The colours of a scale from −1 to 1, each as a pixel.
 * @param {Theme} theme @param {string} scale */
function palette(theme, scale) {
  let known = palettes.get(theme);
  if (!known) palettes.set(theme, (known = new Map()));
  let colours = known.get(scale);
  if (!colours) {
    const cells = Array.from({ length: 2 * LEVELS + 1 }, (_, i) => [...valueColour(theme, scale, i / LEVELS - 1), 255]);
    known.set(scale, (colours = new Uint32Array(new Uint8Array(cells.flat()).buffer)));
  }
  return colours;
}

/** Draws one channel of a tensor into a rectangle.
 * @param {CanvasRenderingContext2D} context @param {Tensor} tensor @param {number} channel
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {Theme} theme */
export function drawTensor(context, tensor, channel, x, y, width, height, theme) {
  paint(context, [{ kind: "raster", tensor, channel, x, y, width, height }], theme);
}
