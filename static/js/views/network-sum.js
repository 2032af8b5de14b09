/** The box of an opened cell's sum: bias, sum, and what its activation makes of it. Pure. */

import { formatApprox } from "../data/numbers.js";
import { rectShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { fittedText } from "./context.js";

/** @import { Rect, Shape } from "./context.js" */
/** @import { CellDetail } from "./network-lens.js" */

/**
 * @param {CellDetail} open
 * @param {Rect} rect
 * @param {import("../drawing/layout.js").Type} type
 * @param {number} alpha
 * @param {number} activated how much of the activation's line is there
 * @returns {Shape[]}
 */
export function sumBox(open, rect, type, alpha, activated) {
  if (alpha <= 0) return [];
  const dot = open.kind === "dot";
  /** @type {[string, number, number][]} */
  const lines = dot
    ? [
        ["bias", open.bias, alpha],
        ["sum", open.sum, alpha],
      ]
    : [[open.kind === "activation" ? open.function : open.kind, open.sum, alpha]];
  if (open.activated !== undefined) lines.push([open.function, open.activated, activated * alpha]);
  // What an activation makes of it has a line once it is there.
  const rows = open.activated === undefined ? lines.length : lines.length - 1 + activated;
  const high = Math.min(rect.height / Math.max(rows, 2), type.number * 1.5);
  const top = rect.y + (rect.height - high * rows) / 2;
  const label = Math.min(type.label * 0.92, high * 0.8);
  return [
    rectShape(rect, { radius: 10, fill: "surface", stroke: "classify", line: 2.5, alpha }),
    ...lines.flatMap(([name, value, seen], i) => {
      const y = top + (i + 0.5) * high;
      const strong = i === lines.length - 1 || name === "sum";
      const said = (name === "softmax" && open.share) || formatApprox(value);
      const size = Math.min(type.number * (strong ? 1.15 : 1), high * 0.9);
      const named = Math.min(textWidth(name, label), rect.width * 0.42);
      return [
        fittedText(name, rect.x + rect.width * 0.07, y, label, named, { align: "left", fill: "muted", alpha: seen }),
        fittedText(said, rect.x + rect.width * 0.94, y, size, rect.width * 0.87 - named - label * 0.4, {
          align: "right",
          weight: strong ? 700 : 500,
          alpha: seen,
        }),
      ];
    }),
  ];
}
