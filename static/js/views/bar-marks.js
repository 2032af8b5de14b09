/** What is drawn across a bar: where it is cut, and where its parts meet. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lineShape, uprightLine } from "../drawing/build.js";

/** @import { Bar } from "../data/wire.js" */
/** @import { Rect, Shape } from "./context.js" */

/** How wide a part of a bar is at least, in pixels, that is told from the next. */
const LEAST_PART = 12;

/** From when, and until when, the end of a bar comes into sight that ran off the stage. */
const ENDS = /** @type {const} */ ([0.72, 0.82]);

/** @typedef {{lengths: number[], off: boolean[]}} Drawn how long each bar is drawn, and which run off the stage */

/** How long bars are on the way from one scale to another. One that runs off the stage is far longer than it is drawn:
 * its end comes into sight only when the others are as short as the new scale makes them, and goes before they grow.
 * @param {Drawn} before @param {Drawn} after @param {number} f */
export function lengthsBetween(before, after, f) {
  const [comes, goes] = [true, false].map((was) =>
    before.off.some((off, i) => off === was && itemAt(after.off, i) !== was),
  );
  return before.lengths.map((from, i) => {
    const to = itemAt(after.lengths, i);
    const crosses = itemAt(before.off, i) !== itemAt(after.off, i);
    const [first, last] = [ENDS[0], 1 - ENDS[0]];
    if (comes) return lerp(from, to, crosses ? easeWithin(f, ...ENDS) : easeWithin(f, 0, first));
    if (goes) return lerp(from, to, crosses ? easeWithin(f, 1 - ENDS[1], last) : easeWithin(f, last, 1));
    return lerp(from, to, f);
  });
}

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
        // They fade as the end comes near.
        return lineShape(ends, "paper", { line: size * 0.22, alpha: Math.min(1, (x + width - edge) / size) });
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
