/** Years on a line, and what happened in them: one event after another. */

import { textWidth } from "../drawing/layout.js";
import { findTensor, fittedText, frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {{year: number, title: string, text: string, picture: string}} Happening */

/** Options: events {year, title, text, picture (a tensor)}, and the first and last year of the line. @type {View} */
export const years = {
  draw(panel, _rect, context) {
    const events = /** @type {Happening[]} */ (panel.options.events);
    const { type } = context.layout;
    const { from, to, f } = frameChange(context, panel);
    const [first, last] = [Number(panel.options.first), Number(panel.options.last)];
    const size = context.layout.size;
    const area = { x: size.width * 0.06, width: size.width * 0.88, y: size.height * 0.06, height: size.height * 0.88 };
    const at = (/** @type {number} */ year) => area.x + ((year - first) / (last - first)) * area.width;
    const base = area.y + area.height * 0.86;
    /** @type {Shape[]} */
    const shapes = [
      {
        kind: "line",
        points: [
          { x: area.x, y: base },
          { x: area.x + area.width, y: base },
        ],
        stroke: "line",
        line: 3,
        arrow: true,
      },
    ];
    for (let year = first; year <= last; year++)
      shapes.push({
        kind: "line",
        points: [
          { x: at(year), y: base - 5 },
          { x: at(year), y: base + 5 },
        ],
        stroke: "line",
        line: 1.5,
      });
    events.forEach((event, i) => {
      const [before, after] = [Number(from.shown) > i, Number(to.shown) > i];
      const alpha = before && after ? 1 : after ? f : before ? 1 - f : 0;
      if (alpha <= 0) return;
      const back = (/** @type {Record<string, any>} */ state) =>
        state.lit === null || state.lit === undefined || state.lit === i ? 1 : 0.45;
      const strength = alpha * lerp(back(from), back(to), f);
      const lit = to.lit === i;
      const room = area.width / events.length - type.label;
      const wide = Math.min(
        room,
        Math.max(textWidth(event.title, type.number * 1.15), textWidth(event.text, type.label)) * 1.1 + type.label,
      );
      const x = at(event.year);
      const left = Math.max(
        area.x + i * (area.width / events.length),
        Math.min(x - wide / 2, area.x + (i + 1) * (area.width / events.length) - wide),
      );
      const tensor = findTensor(context.scene, event.picture);
      const text = type.number * 1.4;
      const side = Math.min(area.height * 0.44, wide * 0.8);
      const height = side + text * 3.9;
      const top = area.y + Math.max(0, (area.height * 0.78 - height) / 2) + (1 - alpha) * 12;
      const middle = left + wide / 2;
      shapes.push({
        kind: "line",
        points: [
          { x: middle, y: top + height },
          { x, y: base },
        ],
        stroke: lit ? "classify" : "muted",
        line: 2,
        alpha: strength,
      });
      shapes.push({
        kind: "rect",
        x: left,
        y: top,
        width: wide,
        height,
        radius: 12,
        fill: "surface",
        stroke: lit ? "classify" : "line",
        line: lit ? 3 : 1.5,
        alpha: strength,
      });
      const [, rows, columns] = tensor.shape;
      const cell = Math.min(side / rows, (wide * 0.9) / columns);
      shapes.push({
        kind: "raster",
        tensor,
        channel: 0,
        x: middle - (columns * cell) / 2,
        y: top + text * 0.5 + (side - rows * cell) / 2,
        width: columns * cell,
        height: rows * cell,
        alpha: strength,
      });
      shapes.push({
        kind: "rect",
        x: middle - (columns * cell) / 2,
        y: top + text * 0.5 + (side - rows * cell) / 2,
        width: columns * cell,
        height: rows * cell,
        stroke: "line",
        line: 1,
        alpha: strength,
      });
      shapes.push(
        fittedText(event.title, middle, top + side + text * 1.4, type.number * 1.15, wide * 0.94, {
          weight: 700,
          alpha: strength,
        }),
      );
      shapes.push(
        fittedText(event.text, middle, top + side + text * 2.7, type.label, wide * 0.94, {
          fill: "muted",
          alpha: strength,
        }),
      );
      shapes.push({ kind: "circle", x, y: base, r: lit ? 9 : 7, fill: "classify", stroke: "paper", line: 3, alpha });
      shapes.push({
        kind: "text",
        text: String(event.year),
        x,
        y: base + type.number * 1.3,
        size: type.number * 1.2,
        weight: 700,
        fill: lit ? "classify" : "ink",
        alpha,
      });
    });
    return shapes;
  },
};
