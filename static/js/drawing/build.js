/** Shapes in few words: what views are written with. Pure. */

import { textWidth } from "./layout.js";

/** @import { Rect } from "./layout.js" */
/** @import { CircleShape, Fill, LineShape, Point, PolygonShape, RasterShape, RectShape } from "./shapes.js" */
/** @import { Shape, Tensor, TextShape, WithinShape } from "./shapes.js" */
/** @typedef {Point & {across: Point, down: Point}} Slant a parallelogram: top left corner, upper edge, left edge */

/** @param {Rect & {radius?: number}} place @param {Partial<RectShape>} [more] @returns {RectShape} */
export const rectShape = (place, more = {}) => ({ kind: "rect", ...place, ...more });

/** All that a share is of, behind the bar that shows it. @param {Rect} bar @param {number} width @param {number} radius
 * @param {number} alpha @returns {Shape} */
export const trackShape = (bar, width, radius, alpha) =>
  rectShape({ ...bar, width }, { radius, fill: "line", alpha: 0.35 * alpha });

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y its middle
 * @param {number} size
 * @param {Partial<TextShape>} [more]
 * @returns {TextShape}
 */
export const textShape = (text, x, y, size, more = {}) => ({ kind: "text", text, x, y, size, ...more });

/** @param {Point[]} points @param {Fill} stroke @param {Partial<LineShape>} [more] @returns {LineShape} */
export const lineShape = (points, stroke, more = {}) => ({ kind: "line", points, stroke, ...more });

/**
 * A level line.
 * @param {number} y
 * @param {number} from
 * @param {number} to
 * @param {Fill} stroke
 * @param {Partial<LineShape>} [more]
 */
export const levelLine = (y, from, to, stroke, more) =>
  lineShape(
    [
      { x: from, y },
      { x: to, y },
    ],
    stroke,
    more,
  );

/**
 * An upright line.
 * @param {number} x
 * @param {number} from
 * @param {number} to
 * @param {Fill} stroke
 * @param {Partial<LineShape>} [more]
 */
export const uprightLine = (x, from, to, stroke, more) =>
  lineShape(
    [
      { x, y: from },
      { x, y: to },
    ],
    stroke,
    more,
  );

/** @param {Point[]} points @param {Partial<PolygonShape>} more @returns {PolygonShape} */
export const polygonShape = (points, more) => ({ kind: "polygon", points, ...more });

/** @param {Point} middle @param {number} r @param {Partial<CircleShape>} more @returns {CircleShape} */
export const circleShape = ({ x, y }, r, more) => ({ kind: "circle", x, y, r, ...more });

/** @param {Rect} place beyond which nothing is seen @param {Shape[]} shapes @returns {WithinShape} */
export const withinShape = (place, shapes) => ({ kind: "within", ...place, radius: 0, shapes });

/**
 * @param {Tensor} tensor
 * @param {number} channel
 * @param {Rect} place
 * @param {Partial<RasterShape>} [more]
 * @returns {RasterShape}
 */
export const rasterShape = (tensor, channel, place, more = {}) => ({
  kind: "raster",
  tensor,
  channel,
  ...place,
  ...more,
});

/** A picture that is seen from the side. @param {Tensor} tensor @param {number} channel @param {Slant} place
 * @param {Partial<RasterShape>} more @returns {RasterShape} */
export const slantedRaster = (tensor, channel, { x, y, across, down }, more) =>
  rasterShape(tensor, channel, { x, y, width: 0, height: 0 }, { skew: { across, down }, ...more });

/** The parallelogram with these corners, from the top left one clockwise.
 * @param {[Point, Point, Point, Point]} corners @returns {Slant} */
export const slantOf = ([a, b, , d]) => ({
  ...a,
  across: { x: b.x - a.x, y: b.y - a.y },
  down: { x: d.x - a.x, y: d.y - a.y },
});

/** From the top left one clockwise. @param {Rect} rect @returns {[Point, Point, Point, Point]} */
export const corners = ({ x, y, width, height }) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

/** A rectangle that lies so far within another one. @param {Rect} rect @param {number} by @returns {Rect} */
export const inset = ({ x, y, width, height }, by) => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
});

/** The rectangle of that size about its middle. @param {Point} middle @param {number} width @param {number} height
 * @returns {Rect} */
export const rectAbout = ({ x, y }, width, height) => ({ x: x - width / 2, y: y - height / 2, width, height });

/** Shapes of which so much less is seen. @param {Shape[]} shapes @param {number} alpha 0 to 1 @returns {Shape[]} */
export const withAlpha = (shapes, alpha) =>
  alpha >= 1 ? shapes : shapes.map((shape) => ({ ...shape, alpha: (shape.alpha ?? 1) * alpha }));

/** Shapes that hide nothing of what they fly over: without ground, as if printed on it; words and photographs stay.
 * @param {Shape[]} shapes @returns {Shape[]} */
export const bare = (shapes) =>
  shapes.map((shape) =>
    shape.kind === "text" || (shape.kind === "raster" && shape.channel < 0)
      ? shape
      : { ...shape, blends: true, ...("fill" in shape && typeof shape.fill === "string" && { fill: undefined }) },
  );

/** Shapes that much further to the right. @template {Shape} S @param {S[]} shapes @param {number} by @returns {S[]} */
export const movedRight = (shapes, by) => (by === 0 ? shapes : shapes.map((shape) => shapeMoved(shape, by)));

/** @template {Shape} S @param {S} shape @param {number} by @returns {S} */
function shapeMoved(shape, by) {
  if (shape.kind === "line" || shape.kind === "polygon")
    return { ...shape, points: shape.points.map(({ x, y }) => ({ x: x + by, y })) };
  const moved = { ...shape, x: shape.x + by };
  return shape.kind === "within" ? { ...moved, shapes: movedRight(shape.shapes, by) } : moved;
}

/** The smallest rectangle around points. @param {Point[]} points @returns {Rect} */
export function around(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The rectangle that a shape takes; a text is about as wide as textWidth says. @param {Shape} shape @returns {Rect} */
export function bounds(shape) {
  if (shape.kind === "circle")
    return { x: shape.x - shape.r, y: shape.y - shape.r, width: 2 * shape.r, height: 2 * shape.r };
  if (shape.kind === "line" || shape.kind === "polygon") return around(shape.points);
  if (shape.kind === "text") {
    const width = Math.min(shape.width ?? Number.POSITIVE_INFINITY, textWidth(shape.text, shape.size));
    const left = { left: 0, center: width / 2, right: width }[shape.align ?? "center"];
    return { x: shape.x - left, y: shape.y - shape.size * 0.6, width, height: shape.size * 1.2 };
  }
  if (shape.kind !== "raster" || !shape.skew) return shape;
  const { across, down } = shape.skew;
  const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: shape.x + x, y: shape.y + y });
  return around([shape, at(across.x, across.y), at(down.x, down.y), at(across.x + down.x, across.y + down.y)]);
}
