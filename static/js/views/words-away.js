/** Words of a scene that goes make way: what travels covers none that can still be read. Pure. */

import { easeWithin } from "../data/easing.js";
import { lerpRect } from "../drawing/between.js";
import { bounds } from "../drawing/build.js";

/** @import { Rect, Shape, TextShape } from "./context.js" */
/** @typedef {{rect: Rect, rest: Rect}} Way of a picture: where it was, and where it comes to rest */

/** In so many steps a way is looked at. */
const STEPS = 24;
/** How long before it is reached a word begins to go, as a share of the way. */
const BEFORE = 0.3;

/** What goes, without the words that are reached.
 * @param {Shape[]} shapes @param {Way[]} ways @param {number} f how far all is on its way, 0 to 1 @returns {Shape[]} */
export function outOfTheWay(shapes, ways, f) {
  if (ways.length === 0) return shapes;
  return shapes.map((shape) => {
    if (shape.kind === "within") return { ...shape, shapes: outOfTheWay(shape.shapes, ways, f) };
    return shape.kind === "text" ? { ...shape, alpha: (shape.alpha ?? 1) * left(shape, ways, f) } : shape;
  });
}

/** How much is left of a word; of one that lay there before anything moved, all.
 * @param {TextShape} shape @param {Way[]} ways @param {number} f */
function left(shape, ways, f) {
  const place = bounds(shape);
  const first = Math.min(...ways.map(({ rect, rest }) => reached(place, rect, rest)));
  // One that nothing reaches stays.
  return first > 0 && first <= 1 ? 1 - easeWithin(f, Math.max(0, first - BEFORE), first) : 1;
}

/** When a picture reaches a place on its way; never is infinity.
 * @param {Rect} place @param {Rect} from @param {Rect} to */
function reached(place, from, to) {
  for (let step = 0; step <= STEPS; step++)
    if (overlap(place, lerpRect(from, to, step / STEPS))) return Math.max(step - 1, Number(step > 0) / 2) / STEPS;
  return Number.POSITIVE_INFINITY;
}

/** @param {Rect} a @param {Rect} b */
const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
