/** Part of the way from one thing to another. Pure. */

/** Between two numbers. @param {number} a @param {number} b @param {number} f */
export const lerp = (a, b, f) => a + (b - a) * f;

/** From 0 to 1 while `part` goes from 0 to 1, slow at both ends; 0 before and 1 after. @param {number} part */
export function ease(part) {
  const t = Math.min(1, Math.max(0, part));
  return t * t * (3 - 2 * t);
}

/** How much of a tween's time has passed where it is eased to f. @param {number} f */
export const evenly = (f) => 0.5 - Math.sin(Math.asin(Math.min(1, Math.max(-1, 1 - 2 * f))) / 3);

/** `ease` between two moments of a longer time. @param {number} t @param {number} start @param {number} end */
export const easeWithin = (t, start, end) => ease((t - start) / (end - start));
