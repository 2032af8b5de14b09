/** What steps back while others are spoken of. Pure. */

import { lerp } from "../data/easing.js";

/** @import { Fill, Shape } from "./shapes.js" */

/** How strong it is then. */
const UNFOCUSED = 0.55;

/** What is not spoken of steps back: colours pale, lines thin out, words go grey and stay legible.
 * @param {Shape[]} shapes @param {number} attention 0 to 1 */
export function stepBack(shapes, attention) {
  return attention >= 1 ? shapes : shapes.map((shape) => paler(shape, lerp(UNFOCUSED, 1, attention)));
}

/** @param {Shape} shape @param {number} strength @returns {Shape} */
function paler(shape, strength) {
  const weak = { ...shape, alpha: (shape.alpha ?? 1) * strength };
  // Paper under it lets nothing through.
  if (shape.kind === "polygon" && shape.fill === "paper" && !shape.stroke) return shape;
  if (shape.kind === "within") return { ...shape, shapes: shape.shapes.map((each) => paler(each, strength)) };
  if (shape.kind === "text") return { ...shape, on: palerFill(shape.on, strength), fill: shape.fill ?? "muted" };
  if (!("fill" in shape) || typeof shape.fill !== "object") return weak;
  return { ...shape, fill: palerFill(shape.fill, strength) };
}

/** @param {Fill | undefined} fill @param {number} strength */
const palerFill = (fill, strength) => (typeof fill === "object" ? { ...fill, share: fill.share * strength } : fill);
