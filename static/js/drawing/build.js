/** Shapes in few words: what views are written with. Pure. */

/** @import { Rect } from "./layout.js" */
/** @import { CircleShape, Fill, LineShape, Point, PolygonShape, RasterShape, RectShape } from "./shapes.js" */
/** @import { Shape, Tensor, TextShape, WithinShape } from "./shapes.js" */

/** @param {Rect & {radius?: number}} place @param {Partial<RectShape>} [more] @returns {RectShape} */
export const rectShape = (place, more = {}) => ({ kind: "rect", ...place, ...more });

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

/** From the top left one clockwise. @param {Rect} rect @returns {[Point, Point, Point, Point]} */
export const corners = ({ x, y, width, height }) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

/** The smallest rectangle around points. @param {Point[]} points @returns {Rect} */
export function around(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
