/** The seven kinds of shapes, as plain data, and what canvas and SVG must agree on to draw them alike. Pure. */

import { itemAt } from "../data/lists.js";
import { hex, readableOn, valueColour } from "./palette.js";

/** @typedef {import("../data/records.js").Tensor} Tensor */
/** @import { Theme } from "./palette.js" */
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
 *   align?: "left" | "center" | "right", family?: "sans" | "mono", italic?: boolean, alpha?: number, width?:
 *   number, strong?: [number, number][]}} TextShape `strong`: which of its letters are bold, half-open
 * @typedef {{kind: "raster", tensor: Tensor, channel: number, x: number, y: number, width: number, height: number,
 *   revealed?: number, skew?: {across: Point, down: Point}, smooth?: boolean, alpha?: number}} RasterShape
 * @typedef {{kind: "within", x: number, y: number, width: number, height: number, radius: number, shapes: Shape[],
 *   alpha?: number}} WithinShape shapes of which nothing is seen beyond a rectangle
 * @typedef {(RectShape | LineShape | PolygonShape | CircleShape | TextShape | RasterShape | WithinShape) &
 *   {blends?: boolean}} Shape `blends`: what is nearer to the paper than what it lies on is not seen
 * @typedef {{panel: string, shapes: Shape[]}} Layer the shapes of a panel, or, without a name, of none
 */

export const FONTS = {
  sans: "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif",
  mono: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

/** The weight of what is emphasised in a sentence. */
const BOLD = 680;

/** @param {TextShape} shape */
export const fontOf = ({ weight = 400, size, family = "sans", italic }) =>
  `${italic ? "italic " : ""}${weight} ${size}px ${FONTS[family]}`;

/** A text as runs of letters of one weight, where some of them are bold.
 * @param {TextShape} shape @returns {TextShape[]} */
export function runsOf({ strong = [], ...shape }) {
  const cuts = [0, ...strong.flat(), shape.text.length];
  const runs = cuts.slice(1).map((to, i) => ({
    ...shape,
    text: shape.text.slice(cuts[i], to),
    weight: i % 2 ? BOLD : shape.weight,
  }));
  return runs.filter(({ text }) => text);
}

/** How wide a line is where nothing else is said. */
export const LINE = 1.5;

/** How far a text's baseline lies below its middle, as a share of its size: figures are twice as high. */
export const BASELINE = 0.36;

/** How what blends is painted: of two colours the one that is further from the paper. @param {Theme} theme */
export const blending = ({ neutral: [light] }) => (light > 127 ? "darken" : "lighten");

/** @param {Theme} theme @param {Fill} fill */
export function colourOf(theme, fill) {
  if (typeof fill === "string") return theme.tokens[fill] ?? fill;
  return hex(valueColour(theme, fill.scale, fill.share));
}

/** A text's colour: its own, or the one that reads better on the value below it.
 * @param {Theme} theme @param {TextShape} shape */
export function textColour(theme, { on, fill = "ink" }) {
  return on && typeof on !== "string" ? readableOn(valueColour(theme, on.scale, on.share)) : colourOf(theme, fill);
}

/** The three corners of the head of a line's arrow.
 * @param {LineShape} shape @returns {Point[]} */
export function arrowHead({ points, line = LINE }) {
  const [before, tip] = [itemAt(points, points.length - 2), itemAt(points, points.length - 1)];
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const size = 4 + 2.5 * line;
  const wing = (/** @type {number} */ turn) => ({
    x: tip.x - size * Math.cos(angle + turn),
    y: tip.y - size * Math.sin(angle + turn),
  });
  return [tip, wing(0.45), wing(-0.45)];
}

/** Shapes clipped together take on the alpha of what clips them.
 * @param {WithinShape} shape @returns {Shape[]} */
export function within({ shapes, alpha = 1 }) {
  return shapes.map((each) => ({ ...each, alpha: (each.alpha ?? 1) * alpha }));
}
