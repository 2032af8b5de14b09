/** Shapes → an SVG document, the picture that the canvas shows. Pure: without a page, for any engine of JavaScript. */

import { base64 } from "../data/base64.js";
import { getOrMake } from "../data/cache.js";
import { itemAt } from "../data/lists.js";
import { textWidth } from "./layout.js";
import { group, opening, tag } from "./markup.js";
import { hex } from "./palette.js";
import { png } from "./png.js";
import { channelPixels, placement } from "./raster.js";
import { arrowHead, BASELINE, blending, colourOf, FONTS, LINE, runsOf, textColour, within } from "./shapes.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Theme } from "./palette.js" */
/** @import { Fill, Layer, Point, RasterShape, Shape, TextShape } from "./shapes.js" */
/**
 * @typedef {object} Sheet
 * @property {number} width
 * @property {number} height
 * @property {string} title
 * @property {string} [description] what is to be seen, for those who don't see it
 * @property {boolean} [transparent] whether what lies below shines through
 */
/** How wide a text is in pixels. @typedef {(shape: TextShape) => number} Measure */
/** @typedef {{theme: Theme, measure: Measure}} Means */
/** @import { Attributes } from "./markup.js" */

const ANCHORS = { left: "start", center: "middle", right: "end" };
/** How wide a letter of a program is, as a share of its size; how much wider bold letters are than others. */
const MONO = 0.6;
const BOLD = 1.1;
/** Letters are narrower than they are reckoned by so much, or what fits would be drawn out to its room. */
const CAUTION = 0.9;

/**
 * One element a line, so that two pictures can be compared. A panel's shapes are a group with the panel's name, which
 * drawing programs show; texts are texts.
 * @param {Layer[]} layers
 * @param {Sheet} sheet
 * @param {Theme} theme
 * @param {Measure} [measure] where there are letters to be measured; else their width is estimated
 */
export function svg(layers, { width, height, title, description, transparent }, theme, measure = estimated) {
  const means = { theme, measure };
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "font-family": FONTS.sans,
    "text-anchor": ANCHORS.center,
    "stroke-width": LINE,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    fill: "none",
  };
  const head = [
    tag("title", {}, title),
    ...(description ? [tag("desc", {}, description)] : []),
    ...(transparent ? [] : [tag("rect", { width, height, fill: colourOf(theme, "paper") })]),
  ];
  const id = idsOf();
  const drawn = layers.flatMap(({ panel, shapes }) => {
    const lines = draw(shapes, means);
    return panel && lines.length ? group("g", { id: id(panel) }, lines) : lines;
  });
  return [opening("svg", root), ...head, ...drawn, "</svg>", ""].join("\n");
}

/** A panel's name as it may stand in a document: twice where a scene becomes another that has it, too. */
function idsOf() {
  /** @type {Map<string, number>} */
  const used = new Map();
  return (/** @type {string} */ name) => {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count > 1 ? `${name}-${count}` : name;
  };
}

/** @param {Shape[]} shapes @param {Means} means @returns {string[]} */
function draw(shapes, means) {
  return shapes
    .filter(({ alpha = 1 }) => alpha > 0)
    .flatMap((shape) => {
      const lines = DRAW[shape.kind](/** @type {any} */ (shape), means);
      return shape.blends ? group("g", { style: `mix-blend-mode:${blending(means.theme)}` }, lines) : lines;
    });
}

/** @type {{[K in Shape["kind"]]: (shape: Extract<Shape, {kind: K}>, means: Means) => string[]}} */
const DRAW = {
  rect(shape, { theme }) {
    const { x, y, width, height, radius } = shape;
    return [
      tag("rect", { ...box(x, y, width, height), rx: radius ? round(radius) : undefined, ...finish(shape, theme) }),
    ];
  },
  polygon: (shape, { theme }) => [tag("polygon", { points: list(shape.points), ...finish(shape, theme) })],
  circle(shape, { theme }) {
    return [tag("circle", { cx: round(shape.x), cy: round(shape.y), r: round(shape.r), ...finish(shape, theme) })];
  },
  line(shape, { theme }) {
    const { points, stroke, arrow, alpha } = shape;
    if (points.length < 2) return [];
    const line = tag("polyline", { points: list(points), ...finish(shape, theme) });
    const head = () => tag("polygon", { points: list(arrowHead(shape)), ...finish({ fill: stroke, alpha }, theme) });
    return arrow ? [line, head()] : [line];
  },
  text(shape, { theme, measure }) {
    const { text, x, y, size, align = "center", family = "sans", width = Infinity } = shape;
    const attributes = {
      x: round(x),
      y: round(y + size * BASELINE),
      "font-size": round(size),
      "font-weight": shape.weight && hundreds(shape.weight),
      "font-style": shape.italic ? "italic" : undefined,
      "font-family": family === "sans" ? undefined : FONTS[family],
      "text-anchor": align === "center" ? undefined : ANCHORS[align],
      ...(measure(shape) > width && { textLength: round(width), lengthAdjust: "spacingAndGlyphs" }),
      "xml:space": / {2}|^ | $/.test(text) ? "preserve" : undefined,
      fill: textColour(theme, shape),
      "fill-opacity": opacity(shape.alpha),
    };
    if (!shape.strong?.length) return [tag("text", attributes, text)];
    const runs = runsOf(shape).map((run) =>
      tag("tspan", { "font-weight": run.weight && hundreds(run.weight) }, run.text),
    );
    return [group("text", attributes, runs).join("")];
  },
  within(shape, means) {
    const { x, y, width, height, radius } = shape;
    // Named by what it is: where documents meet on one page, equal names mean the same.
    const id = `clip-${[x, y, width, height, radius].map(round).join("-")}`;
    const clip = tag("rect", { ...box(x, y, width, height), rx: round(radius) });
    return [
      ...group("clipPath", { id }, [clip]),
      ...group("g", { "clip-path": `url(#${id})` }, draw(within(shape), means)),
    ];
  },
  /** Where every value is known, cells are areas, sharp wherever they are looked at; many small ones are pixels. */
  raster(shape, { theme }) {
    const [a, b, c, d, x, y] = placement(shape).transform;
    const matrix = `matrix(${[a, b, c, d].map(fine).join(" ")} ${round(x)} ${round(y)})`;
    const attributes = { transform: matrix, opacity: opacity(shape.alpha) };
    return shape.tensor.error > 0
      ? group("g", attributes, cells(shape, theme))
      : group("g", { ...attributes, "shape-rendering": "crispEdges" }, cells(shape, theme));
  },
};

/** What is in a raster that is seen whole, wherever it lies. @type {WeakMap<Tensor, Map<string, string[]>>} */
const wholes = new WeakMap();

/** @param {RasterShape} shape @param {Theme} theme */
function cells(shape, theme) {
  const { tensor, channel, smooth = false } = shape;
  const make = () => (tensor.error > 0 ? images : areas)(shape, channelPixels(tensor, channel, theme));
  const { rows, whole } = placement(shape);
  if (whole < rows) return make();
  const known = getOrMake(wholes, tensor, () => new Map());
  return getOrMake(known, `${channel} ${smooth} ${theme.name}`, make);
}

/** The whole rows that are seen as one image, and the cells of the next as another.
 * @param {RasterShape} shape @param {Uint8ClampedArray} pixels */
function images(shape, pixels) {
  const { columns, whole, rest } = placement(shape);
  const { smooth } = shape;
  const image = (/** @type {number} */ y, /** @type {number} */ width, /** @type {number} */ height) =>
    tag("image", {
      y: y || undefined,
      width,
      height,
      preserveAspectRatio: "none",
      // As a style: the programs that know the word as an attribute are browsers.
      style: smooth ? undefined : "image-rendering:pixelated",
      href: `data:image/png;base64,${base64(png(width, height, pixels.subarray(4 * y * columns)))}`,
    });
  // A smooth picture is cut by half a pixel, as on the canvas.
  const cut = { width: columns, height: whole, viewBox: `0.5 0.5 ${columns - 1} ${whole - 1}` };
  if (smooth) return group("svg", { ...cut, preserveAspectRatio: "none" }, [image(0, columns, whole)]);
  return [...(whole ? [image(0, columns, whole)] : []), ...(rest ? [image(whole, rest, 1)] : [])];
}

/** The cells of each colour as one path of unit squares, those that stand side by side in a row as one.
 * @param {RasterShape} shape @param {Uint8ClampedArray} pixels */
function areas(shape, pixels) {
  const { columns, whole, rest } = placement(shape);
  const shown = whole * columns + rest;
  const colours = Array.from({ length: shown }, (_, i) =>
    hex([itemAt(pixels, 4 * i), itemAt(pixels, 4 * i + 1), itemAt(pixels, 4 * i + 2)]),
  );
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (let from = 0, to = 1; from < shown; from = to++) {
    while (to < shown && to % columns && colours[to] === colours[from]) to++;
    const run = `M${from % columns} ${Math.floor(from / columns)}h${to - from}v1h${from - to}z`;
    const colour = itemAt(colours, from);
    paths.set(colour, (paths.get(colour) ?? "") + run);
  }
  return [...paths].map(([fill, d]) => tag("path", { fill, d }));
}

/** @type {Measure} */
function estimated({ text, size, weight = 400, family }) {
  if (family === "mono") return text.length * size * MONO;
  return textWidth(text, size) * (weight >= 600 ? BOLD : 1) * CAUTION;
}

/** How a shape is filled and how its line is drawn; alpha is each one's own, as on a canvas.
 * @param {{fill?: Fill, stroke?: Fill, line?: number, dash?: number[], alpha?: number}} shape @param {Theme} theme
 * @returns {Attributes} */
function finish({ fill, stroke, line, dash, alpha }, theme) {
  const inside = fill === undefined ? {} : { fill: colourOf(theme, fill), "fill-opacity": opacity(alpha) };
  if (stroke === undefined) return inside;
  return {
    ...inside,
    stroke: colourOf(theme, stroke),
    "stroke-width": line === undefined ? undefined : round(line),
    "stroke-dasharray": dash?.length ? dash.map(round).join(" ") : undefined,
    "stroke-opacity": opacity(alpha),
  };
}

/** @param {number} [alpha] */
const opacity = (alpha = 1) => (alpha < 1 ? round(alpha) : undefined);

/** To a hundredth of a pixel; never −0. @param {number} value */
const round = (value) => Math.round(value * 100) / 100 + 0;

/** A weight as programs other than browsers know it: of another number they make that of plain letters.
 * @param {number} weight */
const hundreds = (weight) => Math.round(weight / 100) * 100;

/** A factor of many cells. @param {number} value */
const fine = (value) => Math.round(value * 10000) / 10000 + 0;

/** @param {number} x @param {number} y @param {number} width @param {number} height */
const box = (x, y, width, height) => ({ x: round(x), y: round(y), width: round(width), height: round(height) });

/** @param {Point[]} points */
const list = (points) => points.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");
