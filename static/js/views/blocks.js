/** Tensors as solid blocks, true to scale, in the projection of the stacks: side by side, from left to right. */

import { lerp } from "../data/easing.js";
import { polygonShape, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { frameChange, partPresence } from "./context.js";

/** @import { Shape, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */

/** @type {View<"blocks">} */
export const blocks = {
  draw(panel, rect, context) {
    const unit = rect.width / panel.size[1];
    const { blocks: all, across, along: lower } = panel.options;
    const [right, up] = across;
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [from.shown ?? all.length, to.shown ?? all.length];
    const { number, label } = context.layout.type;
    // All blocks stand with their middle on one line.
    const tallest = Math.max(...all.map(({ side }) => side));
    const axis = rect.y + (tallest * (1 + up) * unit) / 2;
    const lit = to.lit ?? -1;
    const wide = all.every(
      ({ channels, side, text }) => textWidth(text, number) < (channels + side * right) * unit + number * 2,
    );
    return all.flatMap(({ x, channels, side, text, stage }, i) => {
      const alpha = partPresence(i, before, after, f);
      if (alpha <= 0) return [];
      const share = i < before && i < after ? 1 : alpha;
      const depth = channels * unit * share;
      const at = (/** @type {number} */ c, /** @type {number} */ down, /** @type {number} */ over) => ({
        x: rect.x + x * unit + c * depth + over * side * right * unit,
        y: axis + (c - 0.5) * depth * lower + ((down - 0.5) * side + (0.5 - over) * side * up) * unit,
      });
      const strength = lerp(veil(from.lit, i), veil(to.lit, i), f);
      const edge = { stroke: stage, line: i === lit ? 2.5 : 1.5, alpha: alpha * Math.max(strength, 0.4) };
      const face = (/** @type {Point[]} */ points, /** @type {number} */ fill) => [
        polygonShape(points, { fill: "paper", alpha }),
        polygonShape(points, { fill: stage, alpha: alpha * fill * strength }),
        polygonShape(points, edge),
      ];
      const foot = { x: (at(0, 1, 0).x + at(1, 1, 1).x) / 2, y: at(1, 1, 0).y + number * 0.95 };
      const half = textWidth(text, number) / 2;
      const place = Math.max(rect.x + half, Math.min(foot.x, rect.x + rect.width - half));
      const words = { fill: stage, weight: i === lit ? 700 : 500, alpha };
      /** @type {Shape[]} */
      const shapes = [
        ...face([at(0, 0, 0), at(0, 0, 1), at(1, 0, 1), at(1, 0, 0)], 0.14),
        ...face([at(0, 0, 0), at(1, 0, 0), at(1, 1, 0), at(0, 1, 0)], 0.3),
        ...face([at(1, 0, 0), at(1, 0, 1), at(1, 1, 1), at(1, 1, 0)], 0.5),
      ];
      if (wide || i === lit) shapes.push(textShape(text, place, foot.y, wide ? number : label, words));
      return shapes;
    });
  },
};

/** How strong a block is while another is spoken of. @param {number | undefined} lit @param {number} i */
const veil = (lit, i) => (lit === undefined || lit < 0 || lit === i ? 1 : 0.6);
