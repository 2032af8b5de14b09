/** Shapes as an SVG: each kind its element, every theme its colours, cells as areas or as a PNG. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { base64, fromBase64 } from "../../static/js/data/base64.js";
import { png } from "../../static/js/drawing/png.js";
import { svg } from "../../static/js/drawing/svg.js";
import { theme } from "./themes.js";

/** @import { Shape } from "../../static/js/drawing/shapes.js" */

const SHEET = { width: 100, height: 50, title: "A picture" };

/** The elements that these shapes become. @param {Shape[]} shapes @param {(shape: any) => number} [measure] */
const drawn = (shapes, measure) =>
  svg([{ panel: "", shapes }], SHEET, theme("light"), measure)
    .split("\n")
    .slice(3, -2);

/** @param {object} [more] */
const tensor = (more) =>
  /** @type {any} */ ({ shape: [1, 2, 3], scale: "image", max_abs: 1, values: [0, 0, 1, 0, 0, 0], error: 0, ...more });

test("a document has its size, its title and its paper, and a group for each panel", () => {
  const shapes = /** @type {Shape[]} */ ([{ kind: "circle", x: 1, y: 2, r: 3, fill: "conv" }]);
  const layers = ["", "input", "empty"].map((panel) => ({ panel, shapes: panel === "empty" ? [] : shapes }));
  const [root, ...rest] = svg(layers, SHEET, theme("light")).split("\n");
  assert.match(root ?? "", /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 100 50" width="100" height="50"/);
  const circle = '<circle cx="1" cy="2" r="3" fill="#1566e3"/>';
  assert.deepEqual(rest, [
    "<title>A picture</title>",
    '<rect width="100" height="50" fill="#fcfbf8"/>',
    circle,
    '<g id="input">',
    circle,
    "</g>",
    "</svg>",
    "",
  ]);
});

test("lines and areas have their colours, their own alpha, and numbers of two places", () => {
  const points = [
    { x: -0.001, y: 1 / 3 },
    { x: 10, y: 0.333 },
  ];
  const half = { stroke: "ink", alpha: 0.5 };
  assert.deepEqual(drawn([{ kind: "rect", x: 1, y: 2, width: 3, height: 4, radius: 1, fill: "line", ...half }]), [
    '<rect x="1" y="2" width="3" height="4" rx="1" fill="#c9c6bd" fill-opacity="0.5" ' +
      'stroke="#1b1d22" stroke-opacity="0.5"/>',
  ]);
  assert.deepEqual(drawn([{ kind: "polygon", points, fill: { scale: "signed", share: 1 } }]), [
    '<polygon points="0,0.33 10,0.33" fill="#f19a4b"/>',
  ]);
  assert.deepEqual(drawn([{ kind: "line", points, stroke: "ink", line: 2, dash: [5, 5], arrow: true }]), [
    '<polyline points="0,0.33 10,0.33" stroke="#1b1d22" stroke-width="2" stroke-dasharray="5 5"/>',
    '<polygon points="10,0.33 1.9,-3.58 1.9,4.25" fill="#1b1d22"/>',
  ]);
  assert.deepEqual(drawn([{ kind: "line", points: points.slice(1), stroke: "ink" }]), []);
  assert.deepEqual(drawn([{ kind: "circle", x: 0, y: 0, r: 1, fill: "ink", alpha: 0 }]), []);
});

test("a text stays a text, escaped, on its baseline, and within its width", () => {
  const text = { kind: /** @type {const} */ ("text"), x: 10, y: 20, size: 10 };
  assert.deepEqual(drawn([{ ...text, text: 'a < b & "c"', weight: 650, fill: "muted", align: "left" }]), [
    '<text x="10" y="23.6" font-size="10" font-weight="700" text-anchor="start" ' +
      'fill="#5c6068">a &lt; b &amp; &quot;c&quot;</text>',
  ]);
  assert.match(String(drawn([{ ...text, text: "1", on: { scale: "image", share: 1 } }])), /fill="#ffffff">1</);
  assert.match(String(drawn([{ ...text, text: "a  b" }])), /xml:space="preserve"/);
  const squeezed = / textLength="20" lengthAdjust="spacingAndGlyphs"/;
  assert.match(String(drawn([{ ...text, text: "neuron", width: 20 }])), squeezed);
  assert.match(String(drawn([{ ...text, text: "neuron", width: 20 }], () => 21)), squeezed);
  assert.doesNotMatch(String(drawn([{ ...text, text: "neuron", width: 20 }], () => 20)), /textLength/);
});

test("clipped shapes name their clip and take on its alpha", () => {
  const shapes = /** @type {Shape[]} */ ([{ kind: "circle", x: 0, y: 0, r: 1, fill: "ink", alpha: 0.5 }]);
  assert.deepEqual(drawn([{ kind: "within", x: 1, y: 2, width: 3, height: 4, radius: 1, alpha: 0.5, shapes }]), [
    '<clipPath id="clip-1-2-3-4-1">',
    '<rect x="1" y="2" width="3" height="4" rx="1"/>',
    "</clipPath>",
    '<g clip-path="url(#clip-1-2-3-4-1)">',
    '<circle cx="0" cy="0" r="1" fill="#1b1d22" fill-opacity="0.25"/>',
    "</g>",
  ]);
});

test("cells whose values are known are areas by colour, as far as they are revealed", () => {
  const raster = { kind: /** @type {const} */ ("raster"), channel: 0, x: 5, y: 6, width: 30, height: 10 };
  assert.deepEqual(drawn([{ ...raster, tensor: tensor(), revealed: 4 }]), [
    '<g transform="matrix(10 0 0 5 5 6)" shape-rendering="crispEdges">',
    '<path fill="#ffffff" d="M0 0h2v1h-2zM0 1h1v1h-1z"/>',
    '<path fill="#363b45" d="M2 0h1v1h-1z"/>',
    "</g>",
  ]);
  const skew = { across: { x: 3, y: -1 }, down: { x: 0, y: 2 } };
  assert.equal(
    drawn([{ ...raster, tensor: tensor(), skew, alpha: 0.5 }])[0],
    '<g transform="matrix(1 -0.3333 0 1 5 6)" opacity="0.5" shape-rendering="crispEdges">',
  );
});

test("cells that came as bytes are one image of whole rows, and one of what is seen of the next", () => {
  const raster = { kind: /** @type {const} */ ("raster"), channel: 0, x: 0, y: 0, width: 3, height: 2 };
  const images = drawn([{ ...raster, tensor: tensor({ error: 0.1 }), revealed: 4 }]).slice(1, -1);
  const [whole, rest] = images.map((line) => Buffer.from(String(/base64,([^"]*)/.exec(line)?.[1]), "base64"));
  assert.match(images[0] ?? "", /^<image width="3" height="1" .*style="image-rendering:pixelated"/);
  assert.match(images[1] ?? "", /^<image y="1" width="1" height="1" /);
  const [paper, ink] = [
    [255, 255, 255],
    [0x36, 0x3b, 0x45],
  ];
  assert.deepEqual(linesOf(/** @type {Buffer} */ (whole)), [0, paper, paper, ink].flat());
  assert.deepEqual(linesOf(/** @type {Buffer} */ (rest)), [0, paper].flat());
});

/** The filtered lines of a PNG, whose chunks are where and as long as they should be. @param {Buffer} file */
function linesOf(file) {
  assert.equal(file.subarray(1, 4).toString(), "PNG");
  assert.equal(file.subarray(12, 16).toString(), "IHDR");
  const length = file.readUInt32BE(33);
  assert.equal(file.subarray(37, 41).toString(), "IDAT");
  // A chunk of nothing but its name has a checksum that everyone knows.
  assert.equal(file.subarray(45 + length).toString("hex"), "0000000049454e44ae426082");
  return [...inflateSync(file.subarray(41, 41 + length))];
}

test("a large image is stored in many blocks, and reads as it was", () => {
  const [width, height] = [200, 150];
  const pixels = Array.from({ length: 4 * width * height }, (_, i) => (i * i) % 251);
  const lines = linesOf(Buffer.from(png(width, height, pixels)));
  assert.equal(lines.length, height * (1 + 3 * width));
  for (const i of [0, 199, 200, 12_345, 29_999]) {
    const at = 1 + Math.floor(i / width) + 3 * i;
    assert.deepEqual(lines.slice(at, at + 3), pixels.slice(4 * i, 4 * i + 3));
  }
});

test("base64 agrees with node's", () => {
  for (const length of [0, 1, 2, 3, 255]) {
    const bytes = Array.from({ length }, (_, i) => (i * 83) & 255);
    assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
    assert.deepEqual([...fromBase64(base64(bytes))], bytes);
  }
});

test("a theme's colours are those of the style sheet", () => {
  const papers = /** @type {const} */ (["light", "dark", "contrast", "paper"]).map((name) =>
    svg([], SHEET, theme(name))
      .split("\n")
      .find((line) => line.startsWith("<rect")),
  );
  assert.deepEqual(
    papers.map((line) => /fill="(.*)"/.exec(line ?? "")?.[1]),
    ["#fcfbf8", "#101318", "#000000", "#ffffff"],
  );
});

test("of what blends and of what it lies on the colour is seen that is further from the paper", () => {
  const shape = /** @type {Shape} */ ({ kind: "circle", x: 1, y: 2, r: 3, fill: "conv", blends: true });
  for (const [name, way] of /** @type {const} */ ([
    ["light", "darken"],
    ["dark", "lighten"],
  ])) {
    const lines = svg([{ panel: "", shapes: [shape] }], SHEET, theme(name))
      .split("\n")
      .slice(3, -2);
    assert.equal(lines[0], `<g style="mix-blend-mode:${way}">`);
    assert.equal(lines.length, 3);
  }
});
