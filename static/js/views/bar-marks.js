/** What is drawn across a bar: where it is cut, and where its parts meet. */

import { lineShape, uprightLine } from "../drawing/build.js";

/** @import { Bar } from "../data/wire.js" */
/** @import { Rect, Shape } from "./context.js" */

/** How wide a part of a bar is at least, in pixels, that is told from the next. */
const LEAST_PART = 12;

/** Where a bar runs off the stage, two strokes across it: it is cut, and would go on. @param {Rect} bar
 * @param {number} edge of the stage @param {number} size @returns {Shape[]} */
export const breakShapes = ({ x, y, width, height }, edge, size) =>
  x + width <= edge
    ? []
    : [2.2, 1.6].map((back) => {
        const foot = edge - back * size;
        const ends = [
          { x: foot, y: y + height + 4 },
          { x: foot + size * 0.5, y: y - 4 },
        ];
        return lineShape(ends, "paper", { line: size * 0.22 });
      });

/** Where the equal parts of a bar meet, if they can be told apart. @param {Bar} row @param {Shape[]} drawn
 * @param {number} alpha @returns {Shape[]} */
export function seams({ parts = 1 }, drawn, alpha) {
  const bar = drawn.findLast((shape) => shape.kind === "rect");
  if (!bar || bar.width / parts < LEAST_PART) return [];
  return Array.from({ length: parts - 1 }, (_, k) =>
    uprightLine(bar.x + ((k + 1) * bar.width) / parts, bar.y, bar.y + bar.height, "paper", {
      line: 1,
      alpha: 0.3 * alpha,
    }),
  );
}
