/** Tensors as solid blocks, true to scale, in the projection of the stacks: side by side, from left to right. */

import { textWidth } from "../drawing/layout.js";
import { frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("../drawing/shapes.js").Point} Point */
/**
 * @typedef {{x: number, channels: number, side: number, text: string, stage: string}} Block x: its left end, in units
 */

/** @type {View} */
export const blocks = {
  draw(panel, rect, context) {
    const unit = rect.width / panel.size[1];
    const [right, up] = /** @type {number[]} */ (panel.options.across);
    const lower = Number(panel.options.along);
    const all = /** @type {Block[]} */ (panel.options.blocks);
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [Number(from.shown ?? all.length), Number(to.shown ?? all.length)];
    const { number, label } = context.layout.type;
    // All blocks stand with their middle on one line.
    const tallest = Math.max(...all.map(({ side }) => side));
    const axis = rect.y + (tallest * (1 + up) * unit) / 2;
    const lit = Number(to.lit ?? -1);
    const wide = all.every(
      ({ channels, side, text }) => textWidth(text, number) < (channels + side * right) * unit + number * 2,
    );
    return all.flatMap(({ x, channels, side, text, stage }, i) => {
      const alpha = i < Math.min(before, after) ? 1 : i < after ? f : i < before ? 1 - f : 0;
      if (alpha <= 0) return [];
      const share = i < before && i < after ? 1 : alpha;
      const depth = channels * unit * share;
      const at = (/** @type {number} */ c, /** @type {number} */ down, /** @type {number} */ across) => ({
        x: rect.x + x * unit + c * depth + across * side * right * unit,
        y: axis + (c - 0.5) * depth * lower + ((down - 0.5) * side + (0.5 - across) * side * up) * unit,
      });
      const strength = lerp(veil(from.lit, i), veil(to.lit, i), f);
      const face = (/** @type {Point[]} */ points, /** @type {number} */ fill) =>
        /** @type {Shape[]} */ ([
          { kind: "polygon", points, fill: "paper", alpha },
          { kind: "polygon", points, fill: stage, alpha: alpha * fill * strength },
          {
            kind: "polygon",
            points,
            stroke: stage,
            line: i === lit ? 2.5 : 1.5,
            alpha: alpha * Math.max(strength, 0.4),
          },
        ]);
      const foot = { x: (at(0, 1, 0).x + at(1, 1, 1).x) / 2, y: at(1, 1, 0).y + number * 0.95 };
      return [
        ...face([at(0, 0, 0), at(0, 0, 1), at(1, 0, 1), at(1, 0, 0)], 0.14),
        ...face([at(0, 0, 0), at(1, 0, 0), at(1, 1, 0), at(0, 1, 0)], 0.3),
        ...face([at(1, 0, 0), at(1, 0, 1), at(1, 1, 1), at(1, 1, 0)], 0.5),
        .../** @type {Shape[]} */ (
          wide || i === lit
            ? [
                {
                  kind: "text",
                  text,
                  x: Math.max(
                    rect.x + textWidth(text, number) / 2,
                    Math.min(foot.x, rect.x + rect.width - textWidth(text, number) / 2),
                  ),
                  y: foot.y,
                  size: wide ? number : label,
                  fill: stage,
                  weight: i === lit ? 700 : 500,
                  alpha,
                },
              ]
            : []
        ),
      ];
    });
  },
};

/** How strong a block is while another is spoken of. @param {any} lit @param {number} i */
const veil = (lit, i) => (lit === undefined || lit < 0 || lit === i ? 1 : 0.45);
