/** A diagram given as data: boxes, discs, lines and words in the panel's own units, part by part. */

import { circleShape, lineShape, rectShape } from "../drawing/build.js";
import { fittedText, frameChange } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Part } from "../data/wire.js" */

/** @type {View<"drawing">} */
export const drawing = {
  draw(panel, rect, context) {
    const parts = panel.options.parts;
    const { from, to, f } = frameChange(context, panel);
    const unit = rect.width / panel.size[1];
    const [before, after] = [from.shown ?? 99, to.shown ?? 99];
    return parts.flatMap((part) => {
      const there = (/** @type {number} */ shown) => shown > part.at && shown <= (part.until ?? shown);
      const [was, is] = [there(before), there(after)];
      const alpha = was && is ? 1 : is ? f : was ? 1 - f : 0;
      return alpha > 0 ? partShapes(part, rect, unit, alpha, context.layout) : [];
    });
  },
};

/**
 * @param {Part} part
 * @param {Rect} rect
 * @param {number} unit
 * @param {number} alpha
 * @param {import("../drawing/layout.js").Layout} layout
 * @returns {Shape[]}
 */
function partShapes(part, rect, unit, alpha, { type, size: stage }) {
  const x = rect.x + (part.x ?? 0) * unit;
  const y = rect.y + (part.y ?? 0) * unit;
  const colour = part.colour ?? "muted";
  const line = part.line ?? 2;
  // What begins near the stage's edge ends within it.
  const free = part.align === "left" ? stage.width - x - 26 : Infinity;
  const size = Math.min(type.label * (part.size ?? 1), unit * 1.05 * (part.size ?? 1));
  const dash = part.dashed ? [5, 5] : undefined;
  switch (part.shape) {
    case "line": {
      const points = (part.points ?? []).map(([px, py]) => ({ x: rect.x + px * unit, y: rect.y + py * unit }));
      return [lineShape(points, colour, { line, arrow: part.arrow, dash, alpha })];
    }
    case "text":
      return [
        fittedText(part.text ?? "", x, y, size, Math.min(free, (part.width ?? 99) * unit), {
          fill: part.colour ?? "ink",
          align: part.align ?? "center",
          weight: 600,
          alpha,
        }),
      ];
    case "disc":
      return [
        circleShape({ x, y }, (part.r ?? 0.5) * unit, {
          fill: part.filled ? colour : "paper",
          stroke: colour,
          line,
          alpha,
        }),
        ...partText(part, x, y, (part.r ?? 0.5) * 1.9 * unit, size, alpha),
      ];
    case "box": {
      const [width, height] = [(part.width ?? 1) * unit, (part.height ?? 1) * unit];
      const box = { x, y, width, height, radius: Math.min(6, width * 0.2, height * 0.2) };
      return [
        rectShape(box, { fill: part.filled ? colour : "surface", stroke: colour, line, dash, alpha }),
        ...partText(part, x + width / 2, y + height / 2, width * 0.94, Math.min(size, height * 0.62), alpha),
      ];
    }
  }
}

/**
 * @param {Part} part
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} size
 * @param {number} alpha
 * @returns {Shape[]}
 */
function partText(part, x, y, width, size, alpha) {
  return part.text
    ? [fittedText(part.text, x, y, size, width, { fill: part.filled ? "paper" : "ink", weight: 600, alpha })]
    : [];
}
