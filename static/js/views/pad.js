/** A sheet of paper with the strokes drawn on it, as lines: the newest ink needs no answer to be seen. */

import { itemAt } from "../data/lists.js";
import { circleShape, lineShape, rectShape } from "../drawing/build.js";
import { paperRect } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Point as StrokePoint, Strokes } from "../data/strokes.js" */

const PAPER = { scale: "image", share: 0 };
const INK = { scale: "image", share: 1 };

/** @type {View<"pad">} */
export const pad = {
  draw(panel, rect, context) {
    const strokes = context.ink ?? /** @type {Strokes} */ (context.scene.values[panel.options.drawing] ?? []);
    const paper = { ...paperRect(rect), radius: 8 };
    const ink = strokes.flatMap((stroke) => strokeShapes(stroke, paper, panel.options.thickness));
    return [
      rectShape(paper, { fill: PAPER }),
      { kind: "within", ...paper, shapes: ink },
      rectShape(paper, { stroke: "input", line: 2 }),
    ];
  },
};

/** One stroke: a single line where it is as thick everywhere, else a line from point to point.
 * @param {StrokePoint[]} stroke @param {Rect} paper @param {number} usual @returns {Shape[]} */
function strokeShapes(stroke, paper, usual) {
  const points = stroke.map(([x, y]) => ({ x: paper.x + x * paper.width, y: paper.y + y * paper.height }));
  const thick = stroke.map(([, , thickness = usual]) => thickness * paper.width);
  const [first] = thick;
  if (points.length === 1) return [circleShape(itemAt(points, 0), Number(first) / 2, { fill: INK })];
  if (thick.every((each) => each === first)) return [lineShape(points, INK, { line: first })];
  return points.slice(1).map((point, i) => {
    const line = (itemAt(thick, i) + itemAt(thick, i + 1)) / 2;
    return lineShape([itemAt(points, i), point], INK, { line });
  });
}
