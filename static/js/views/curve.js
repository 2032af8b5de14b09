/** Functions of one number as curves, with the current cell's point on them. */

import { format } from "../data/numbers.js";
import { fittedText, frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */

const STROKES = ["activate", "muted"];

/** @type {View} */
export const curve = {
  draw(panel, rect, context) {
    const reach = Number(panel.options.reach);
    const curves = /** @type {[string, string][]} */ (panel.options.curves);
    const samples = /** @type {number[][]} */ (panel.options.samples);
    const type = context.layout.type;
    const top = Math.max(...samples.flatMap((sample) => sample.slice(1)));
    const bottom = Math.min(...samples.flatMap((sample) => sample.slice(1)), -1);
    const px = (/** @type {number} */ x) => rect.x + ((x + reach) / (2 * reach)) * rect.width;
    const py = (/** @type {number} */ y) => rect.y + ((top - y) / (top - bottom)) * rect.height;
    /** @type {Shape[]} */
    const shapes = [
      { kind: "rect", ...rect, fill: "surface", radius: 8 },
      {
        kind: "line",
        points: [
          { x: rect.x, y: py(0) },
          { x: rect.x + rect.width, y: py(0) },
        ],
        stroke: "line",
        line: 1.5,
      },
      {
        kind: "line",
        points: [
          { x: px(0), y: rect.y },
          { x: px(0), y: rect.y + rect.height },
        ],
        stroke: "line",
        line: 1.5,
      },
    ];
    curves.forEach(([, label], i) => {
      shapes.push({
        kind: "line",
        points: samples.map((sample) => ({ x: px(sample[0]), y: py(sample[i + 1]) })),
        stroke: STROKES[i],
        line: i ? 2.5 : 4,
        dash: i ? [7, 6] : undefined,
      });
      const at = samples[Math.round(samples.length * (i ? 0.93 : 0.8))];
      shapes.push({
        kind: "text",
        text: label,
        x: px(at[0]) - (i ? 0 : type.label * 0.6),
        y: py(at[i + 1]) + type.label * (i ? 0.85 : -0.3),
        size: type.label * 0.9,
        fill: STROKES[i],
        weight: 600,
        align: "right",
      });
    });
    const { from, to, f } = frameChange(context, panel);
    const point = /** @type {Record<string, number> | undefined} */ (to.point);
    if (!point) return shapes;
    const before = /** @type {Record<string, number>} */ (from.point ?? point);
    curves.forEach(([name], i) => {
      const x = px(lerp(before.x, point.x, f));
      const y = py(lerp(before[name], point[name], f));
      shapes.push({
        kind: "line",
        points: [
          { x, y: py(0) },
          { x, y },
        ],
        stroke: STROKES[i],
        line: 1.5,
        dash: [3, 4],
      });
      shapes.push({
        kind: "circle",
        x,
        y,
        r: type.number * (i ? 0.28 : 0.38),
        fill: STROKES[i],
        stroke: "paper",
        line: 2,
      });
    });
    const x = px(lerp(before.x, point.x, f));
    shapes.push(
      fittedText(
        format(point.x),
        Math.max(rect.x + type.number, Math.min(x, rect.x + rect.width - type.number)),
        py(0) + type.number * (point.x < 0 ? -0.95 : 0.9),
        type.number * 0.9,
        rect.width / 3,
        { weight: 650 },
      ),
    );
    return shapes;
  },
};
