/** A sheet of paper with the strokes drawn on it, as lines: the newest ink needs no answer to be seen. */

import { paperRect } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("./context.js").Rect} Rect */
/** @typedef {import("../data/strokes.js").Strokes} Strokes */

const PAPER = { scale: "image", share: 0 };
const INK = { scale: "image", share: 1 };

/** Options: drawing (the parameter that holds the strokes), thickness (of a line that no pen pressed). @type {View} */
export const pad = {
  draw(panel, rect, context) {
    const strokes = context.ink ?? /** @type {Strokes} */ (context.scene.values[panel.options.drawing] ?? []);
    const paper = { ...paperRect(rect), radius: 8 };
    const ink = strokes.flatMap((stroke) => strokeShapes(stroke, paper, Number(panel.options.thickness)));
    return [
      { kind: "rect", ...paper, fill: PAPER },
      { kind: "within", ...paper, shapes: ink },
      { kind: "rect", ...paper, stroke: "input", line: 2 },
    ];
  },
};

/** One stroke: a single line where it is as thick everywhere, else a line from point to point.
 * @param {number[][]} stroke @param {Rect} paper @param {number} usual @returns {Shape[]} */
function strokeShapes(stroke, paper, usual) {
  const points = stroke.map(([x, y]) => ({ x: paper.x + x * paper.width, y: paper.y + y * paper.height }));
  const thick = stroke.map((point) => (point[2] ?? usual) * paper.width);
  if (points.length === 1) return [{ kind: "circle", ...points[0], r: thick[0] / 2, fill: INK }];
  if (thick.every((each) => each === thick[0])) return [{ kind: "line", points, stroke: INK, line: thick[0] }];
  return points.slice(1).map((point, i) => ({
    kind: "line",
    points: [points[i], point],
    stroke: INK,
    line: (thick[i] + thick[i + 1]) / 2,
  }));
}
