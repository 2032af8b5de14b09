/** Layers over one another, seen from the side: what a neuron sees of each layer below, down to the input. */

import { frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/**
 * @typedef {{label: string, stage: string, jump: number, first: number, count: number}} Level first: the middle of cell
 *   0, in input pixels
 */

/** @type {View} */
export const cone = {
  draw(panel, rect, context) {
    const levels = /** @type {Level[]} */ (panel.options.levels);
    const width = Number(panel.options.width);
    const { number, label } = context.layout.type;
    const { from, to, f } = frameChange(context, panel);
    const names = rect.width * Number(panel.options.names);
    const unit = (rect.width - names) / width;
    // The width of what is seen stands under the input.
    const foot = number * 1.9;
    const step = (rect.height - foot) / levels.length;
    const high = Math.min(unit * 0.86, step * 0.5);
    const left = rect.x + names;
    const y = (/** @type {number} */ level) => rect.y + rect.height - foot - (level + 0.5) * step;
    const edge = (/** @type {Level} */ { first, jump }, /** @type {number} */ index) =>
      left + (first + (index - 0.5) * jump + 0.5) * unit;
    const spans = /** @type {number[][]} */ (to.spans ?? []);
    const before = /** @type {number[][]} */ (from.spans ?? spans);
    const top = spans.length - 1;
    const span = (/** @type {number} */ level) => {
      const now = spans[level];
      const then = before[level] ?? now;
      return [lerp(then[0], now[0], f), lerp(then[1], now[1], f)];
    };
    /** @type {Shape[]} */
    const shapes = [];
    for (let level = 1; level <= top; level++) {
      const [upper, lower] = [span(level), span(level - 1)];
      const points = [
        { x: edge(levels[level], upper[0]), y: y(level) + high / 2 },
        { x: edge(levels[level], upper[1]), y: y(level) + high / 2 },
        { x: edge(levels[level - 1], lower[1]), y: y(level - 1) - high / 2 },
        { x: edge(levels[level - 1], lower[0]), y: y(level - 1) - high / 2 },
      ];
      shapes.push({
        kind: "polygon",
        points,
        fill: levels[level].stage,
        alpha: 0.16 * (level === top && before.length < spans.length ? f : 1),
      });
    }
    levels.forEach((each, level) => {
      const shown = level <= Number(to.shown ?? levels.length);
      const range = spans[level];
      const alpha = shown ? 1 : 0.22;
      shapes.push({
        kind: "text",
        text: each.label,
        x: left - number * 0.8,
        y: y(level),
        size: label * 0.92,
        weight: level === top ? 700 : 500,
        fill: each.stage,
        align: "right",
        alpha,
      });
      for (let i = 0; i < each.count; i++) {
        const lit = range && i >= range[0] && i < range[1];
        const side = Math.min(each.jump * unit * 0.86, high * 2.4);
        const middle = left + (each.first + i * each.jump + 0.5) * unit;
        shapes.push({
          kind: "rect",
          x: middle - side / 2,
          y: y(level) - high / 2,
          width: side,
          height: high,
          radius: 3,
          alpha,
          fill: lit ? each.stage : "surface",
          stroke: lit ? each.stage : "line",
          line: 1,
        });
      }
    });
    if (top > 0) {
      const [lo, hi] = span(0);
      const ends = [edge(levels[0], lo), edge(levels[0], hi)];
      const under = y(0) + high / 2 + number * 0.5;
      shapes.push({ kind: "line", points: ends.map((x) => ({ x, y: under })), stroke: "ink", line: 2.5 });
      shapes.push({
        kind: "text",
        text: String(to.text ?? ""),
        x: (ends[0] + ends[1]) / 2,
        y: under + number * 0.85,
        size: number,
        weight: 700,
      });
    }
    return shapes;
  },
};
