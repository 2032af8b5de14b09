/** What stands below a panel: the shape of what it draws, and of how much of that where some is cut off. */

import { textShape, withAlpha } from "../drawing/build.js";
import { findTensor, frameChange, textBetween } from "./context.js";

/** @import { Context, Panel, Rect, Shape } from "./context.js" */

/** The note of a panel in a frame: of a picture that is seen from near, how many of its cells are seen.
 * @param {Panel} panel @param {import("./context.js").ChangesOf<"grid">} frame @param {Context} context */
function noteIn({ kind, note, tensors: [first] }, { tensor, around }, { scene }) {
  const name = tensor ?? first;
  if (kind !== "grid" || !note || !name || !around?.some((room) => room < 0)) return note;
  const [, rows, columns] = findTensor(scene, name).shape;
  const [top, right, bottom, left] = around;
  const seen = (/** @type {number[]} */ ...all) => all.reduce((sum, room) => sum + Math.min(0, room));
  return `${seen(rows, top, bottom)}×${seen(columns, left, right)} of ${note}`;
}

/** @param {Panel} panel @param {Rect} rect @param {Context} context @param {number} alpha @returns {Shape[]} */
export function noteBelow(panel, { x, y, width, height }, context, alpha) {
  if (!panel.note) return [];
  const { from, to, f } = frameChange(context, panel);
  const [note, strength] = textBetween(noteIn(panel, from, context), noteIn(panel, to, context), f);
  const { note: size } = context.layout.type;
  const look = { fill: /** @type {const} */ ("muted") };
  return withAlpha([textShape(note, x + width / 2, y + height + size * 1.05, size, look)], alpha * strength);
}
