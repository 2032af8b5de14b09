/** A network as a graph: a box for each layer or block of layers, and the paths that part and join between them. */

import { lineShape, rectShape } from "../drawing/build.js";
import { fittedText, frameChange } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { GraphNode } from "../data/wire.js" */
/** @typedef {PanelOf<"graph">} Panel */

/** How far the boxes behind a block's stand from it, as shares of its height. */
const BEHIND = [0.2, 0.1];

/** @type {View<"graph">} */
export const graph = {
  draw(panel, rect, context) {
    const { nodes, edges } = panel.options;
    const { unit, at } = scaleOf(panel, rect);
    const { from, to, f } = frameChange(context, panel);
    const line = Math.max(1, Math.min(2.5, unit * 0.04));
    return [
      ...edges.map((points) =>
        lineShape(
          points.map(([x, y]) => at(x, y)),
          "muted",
          { line, arrow: unit > 20 },
        ),
      ),
      ...nodes.flatMap((node, k) => {
        const lit = (from.lit === k ? 1 - f : 0) + (to.lit === k ? f : 0);
        return nodeShapes(node, boxOf(panel, rect, node), Math.min(1, from.lit === to.lit && lit ? 1 : lit), context);
      }),
    ];
  },

  link(panel, rect, x, y) {
    const found = panel.options.nodes.find((node) => {
      const box = boxOf(panel, rect, node);
      return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    });
    return found?.link ?? null;
  },
};

/** How large a unit is, and where points are. @param {Panel} panel @param {Rect} rect */
function scaleOf({ size: [high, wide] }, rect) {
  const unit = Math.min(rect.width / wide, rect.height / high);
  const [left, top] = [rect.x + (rect.width - wide * unit) / 2, rect.y + (rect.height - high * unit) / 2];
  return {
    unit,
    at: (/** @type {number} */ x, /** @type {number} */ y) => ({ x: left + x * unit, y: top + y * unit }),
  };
}

/** @param {Panel} panel @param {Rect} rect @param {GraphNode} node @returns {Rect} */
function boxOf(panel, rect, node) {
  const { unit, at } = scaleOf(panel, rect);
  const [height, width] = panel.options.box;
  return { ...at(node.x, node.y), width: width * unit, height: height * unit };
}

/** @param {GraphNode} node @param {Rect} box @param {number} lit 0 to 1 @param {Context} context @returns {Shape[]} */
function nodeShapes(node, box, lit, { layout: { type } }) {
  const hue = node.stage ?? "muted";
  const radius = Math.min(7, box.height * 0.14);
  const line = Math.max(1, Math.min(2.5, box.height * 0.045));
  const alpha = node.outside ? 0.55 : 1;
  const dash = node.outside || !node.stage ? [5, 4] : undefined;
  const behind = node.folded ? BEHIND.map((share) => share * box.height * 0.7) : [];
  const shapes = [...behind, 0].map((by) =>
    rectShape({ ...box, x: box.x + by, y: box.y - by, radius }, { fill: "surface", stroke: hue, line, dash, alpha }),
  );
  if (lit > 0) shapes.push(rectShape({ ...box, radius }, { fill: hue, alpha: lit }));
  return [...shapes, ...words(node, box, lit > 0.5, alpha, type)];
}

/** Its name, and its shape below that, as far as there are any.
 * @param {GraphNode} node @param {Rect} box @param {boolean} lit @param {number} alpha
 * @param {import("../drawing/layout.js").Type} type @returns {Shape[]} */
function words({ name, text, stage }, box, lit, alpha, type) {
  const [x, width] = [box.x + box.width / 2, box.width * 0.92];
  const two = text !== "";
  const size = Math.min(type.label, box.height * (two ? 0.36 : 0.6));
  const fill = lit ? "paper" : (stage ?? "muted");
  const middle = box.y + box.height * (two ? 0.32 : 0.5);
  const shapes = name ? [fittedText(name, x, middle, size, width, { fill, weight: 700, alpha })] : [];
  if (two) {
    const small = Math.min(type.note, box.height * 0.29);
    shapes.push(fittedText(text, x, box.y + box.height * 0.72, small, width, { fill: lit ? "paper" : "muted", alpha }));
  }
  return shapes;
}
