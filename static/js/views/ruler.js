/** One line of pixels with its padding, the windows that fit on it, their outputs, and what is left over. */

import { fittedText, frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */

/** @type {View} */
export const ruler = {
  draw(panel, given, context) {
    const { size, padding, dilation, lanes, over } = /** @type {Record<string, number>} */ (panel.options);
    const windows = /** @type {[number, number][]} */ (panel.options.windows);
    const texts = /** @type {Record<string, string>} */ (panel.options.texts);
    const { from, to, f } = frameChange(context, panel);
    const { label } = context.layout.type;
    const rect = roomierRect(given, context.layout.size.height - 2 * label);
    const now = (/** @type {string} */ key) => lerp(Number(from[key] ?? 0), Number(to[key] ?? 0), f);
    const [ring, left] = [now("ring"), now("over")];
    const cell = Math.min(rect.width / (size + 2 * padding), rect.height * 0.16);
    const start = rect.x + (rect.width - cell * size) / 2;
    const at = (/** @type {number} */ place) => start + place * cell;
    // Where many cells make them narrow, they are still high enough to be seen.
    const height = Math.min(Math.max(cell, label * 1.2), rect.height * 0.16);
    const lane = Math.min(
      (rect.height - 2 * height - label * 6.2) / lanes,
      Math.max(height * 1.2, label),
      rect.height * 0.13,
    );
    // What is drawn stands in the middle: two lines of letters, two of cells, the lanes and a gap.
    const spare = rect.height - 2 * height - lanes * lane - label * 6.2;
    const line = { y: rect.y + label * 1.5 + spare / 2, height };
    const top = line.y + height + label * 0.6;
    const outputs = { y: top + lanes * lane + label * 2.4, height };
    const gap = cell > 6 ? Math.min(2, cell * 0.08) : 0.5;
    /** @type {Shape[]} */
    const shapes = [];
    for (let place = -padding; place < size + padding; place++) {
      const outside = place < 0 || place >= size;
      const rest = place >= size + padding - over;
      const spot = {
        x: at(place) + gap / 2,
        y: line.y,
        width: cell - gap,
        height: line.height,
        radius: Math.min(4, cell * 0.15),
      };
      shapes.push(
        outside
          ? { kind: "rect", ...spot, stroke: "muted", line: 1.2, dash: [3, 3], alpha: ring }
          : { kind: "rect", ...spot, fill: "surface", stroke: "input", line: 1.2 },
      );
      if (outside && cell > label * 0.9)
        shapes.push(
          fittedText("0", at(place + 0.5), line.y + line.height / 2, label * 0.85, cell, {
            fill: "muted",
            alpha: ring,
          }),
        );
      if (rest && left > 0)
        shapes.push({
          kind: "rect",
          x: at(place) + gap / 2,
          y: line.y - 3,
          width: cell - gap,
          height: line.height + 6,
          radius: 4,
          stroke: "activate",
          line: 3,
          alpha: left,
        });
    }
    shapes.push(
      fittedText(ring > 0.5 ? texts.padded : texts.input, at(size / 2), line.y - label * 0.9, label, rect.width, {
        fill: "input",
        weight: 650,
      }),
    );
    const [before, after] = [Number(from.shown ?? 0), Number(to.shown ?? 0)];
    const middle = start + (size * cell) / 2;
    windows.forEach(([first, last], i) => {
      const alpha = i < Math.min(before, after) ? 1 : i < after ? f : i < before ? 1 - f : 0;
      if (alpha <= 0) return;
      const newest = i === after - 1 && !to.over;
      const y = top + (i % lanes) * lane;
      const bar = { x: at(first) + 1, y: y + lane * 0.12, width: (last - first) * cell - 2, height: lane * 0.76 };
      const x = middle + (i - windows.length / 2) * cell;
      if (newest)
        shapes.push({
          kind: "polygon",
          points: [
            { x: bar.x, y: bar.y + bar.height },
            { x: bar.x + bar.width, y: bar.y + bar.height },
            { x: x + cell, y: outputs.y },
            { x, y: outputs.y },
          ],
          fill: "conv",
          alpha: 0.1 * alpha,
        });
      if (newest)
        shapes.push({
          kind: "rect",
          x: at(first),
          y: line.y - 2,
          width: (last - first) * cell,
          height: line.height + 4,
          radius: 4,
          stroke: "conv",
          line: 3.5,
          alpha,
        });
      shapes.push({
        kind: "rect",
        ...bar,
        radius: Math.min(5, lane * 0.3),
        fill: "conv",
        alpha: alpha * (newest ? 0.9 : 0.3),
      });
      for (let tap = first; tap < last && lane > 5; tap += dilation)
        shapes.push({
          kind: "circle",
          x: at(tap + 0.5),
          y: y + lane / 2,
          r: Math.min(lane * 0.2, cell * 0.24),
          fill: newest ? "paper" : "conv",
          alpha,
        });
      shapes.push({
        kind: "rect",
        x: x + gap / 2,
        y: outputs.y,
        width: cell - gap,
        height: outputs.height,
        radius: Math.min(4, cell * 0.15),
        fill: "conv",
        alpha: alpha * (newest ? 0.9 : 0.45),
      });
    });
    if (after > 0)
      shapes.push(
        fittedText(texts.output, middle, outputs.y + height + label * 0.9, label, rect.width, {
          fill: "conv",
          weight: 650,
          alpha: after === windows.length ? Math.min(1, left + (to.over ? 0 : f)) : 0,
        }),
      );
    if (over > 0 && left > 0) {
      shapes.push({
        kind: "text",
        text: texts.over,
        x: Math.min(at(size + padding), rect.x + rect.width),
        y: line.y - label * 0.9,
        size: label,
        weight: 650,
        fill: "activate",
        align: "right",
        alpha: left,
      });
    }
    return shapes;
  },
};

/** The panel's room, made higher about its middle where the line is short: on a phone.
 * @param {import("./context.js").Rect} rect @param {number} most @returns {import("./context.js").Rect} */
function roomierRect(rect, most) {
  const height = Math.max(rect.height, Math.min(rect.width * 0.75, most));
  return { ...rect, y: rect.y + (rect.height - height) / 2, height };
}
