/** Counts or scores as horizontal bars: a label, a bar, its value in words. */

import { textWidth } from "../drawing/layout.js";
import { fittedText, frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {{label: string, value: number, text: string, stage?: string}} Bar */

/** How long a bar is, as a share of the longest.
 * @param {number} value @param {number} most @param {unknown} scale "linear" or "log" */
export function barShare(value, most, scale) {
  if (value <= 0 || most <= 0) return 0;
  if (scale === "log") return most > 1 ? Math.max(0, Math.log(value) / Math.log(most)) : 1;
  return value / most;
}

/** Options: bars, scale, most (the value that is as long as the scale), aligned (the labels of all panels that this one
 * lines up with). By frame: shown (how many are there), bars (other values), texts (what is
 * written beside them), scale, lit. @type {View} */
export const bars = {
  draw(panel, rect, context) {
    const rows = /** @type {Bar[]} */ (panel.options.bars);
    const { from, to, f } = frameChange(context, panel);
    const shown = { before: Number(from.shown ?? rows.length), after: Number(to.shown ?? rows.length) };
    const height = rect.height / rows.length;
    const label = context.layout.type.label;
    const size = Math.min(label, height * 0.66);
    const texts = /** @type {string[]} */ (to.texts ?? rows.map((row) => row.text));
    const wide = (/** @type {string} */ text) => textWidth(text, size) * 1.12 + size * 0.7;
    const aligned = /** @type {string[]} */ (panel.options.aligned ?? []);
    const head = Math.max(...[...aligned, ...rows.map((row) => row.label)].map(wide));
    const tail = Math.max(...[...texts, ...rows.map((row) => row.text)].map(wide));
    // Where a line has no room for all three, the label stands above its bar.
    const above = height >= size * 2.1 && head + tail > rect.width * 0.62;
    const start = rect.x + (above ? 0 : head);
    const scaled = (/** @type {Record<string, unknown>} */ at) => {
      const values = /** @type {number[]} */ (at.bars ?? rows.map((row) => row.value));
      const most = Number(panel.options.most ?? Math.max(...values));
      const shares = values.map((value) => barShare(value, most, at.scale ?? panel.options.scale));
      // The whole scale is as wide as it can be with every text still beside its bar; one that has a
      // maximum of its own stays as it is, whatever the values.
      const rooms = shares.map((part, i) => (rect.x + rect.width - start - wide(texts[i])) / Math.max(part, 0.01));
      const room = Math.max(1, panel.options.most ? rect.x + rect.width - start - tail : Math.min(...rooms));
      return { room, lengths: shares.map((part) => part * room) };
    };
    const [before, after] = [scaled(from), scaled(to)];
    const lit = to.lit === undefined || to.lit === null ? -1 : Number(to.lit);
    const log = lerp(
      Number((from.scale ?? panel.options.scale) === "log"),
      Number((to.scale ?? panel.options.scale) === "log"),
      f,
    );
    const shapes =
      log > 0 && shown.after > 0
        ? logMarks(
            Math.max(...rows.map((row) => row.value)),
            { ...rect, x: start, width: lerp(before.room, after.room, f) },
            log,
          )
        : [];
    rows.forEach((row, i) => {
      const was = i < shown.before;
      const is = i < shown.after;
      if (!was && !is) return;
      const alpha = (was && is ? 1 : is ? f : 1 - f) * (lit >= 0 && lit !== i ? 0.6 : 1);
      const top = rect.y + i * height;
      const middle = above ? top + size * 1.3 + (height - size * 1.3) / 2 : top + height / 2;
      const thick = Math.min((above ? height - size * 1.5 : height) * 0.7, label * 1.9);
      const length = was && is ? lerp(before.lengths[i], after.lengths[i], f) : after.lengths[i] * (is ? f : 1);
      const hue = row.stage ?? panel.stage;
      shapes.push(
        above
          ? {
              kind: "text",
              text: row.label,
              x: start,
              y: top + size * 0.7,
              size,
              align: "left",
              weight: i === lit ? 700 : 500,
              alpha,
            }
          : {
              kind: "text",
              text: row.label,
              x: start - size * 0.7,
              y: middle,
              size,
              align: "right",
              weight: i === lit ? 700 : 500,
              alpha,
            },
      );
      shapes.push({
        kind: "rect",
        x: start,
        y: middle - thick / 2,
        width: Math.max(length, 1),
        height: thick,
        radius: Math.min(4, length / 2),
        fill: hue,
        alpha,
      });
      shapes.push(
        fittedText(texts[i], start + length + size * 0.5, middle, size, tail, {
          align: "left",
          weight: 650,
          fill: hue,
          alpha,
        }),
      );
    });
    shapes.push({
      kind: "line",
      points: [
        { x: start, y: rect.y },
        { x: start, y: rect.y + height * lerp(shown.before, shown.after, f) },
      ],
      stroke: "line",
      line: 1.5,
      alpha: above ? 0 : 1,
    });
    return shapes;
  },
};

/** A logarithmic scale's marks, each ten times the last.
 * @param {number} most @param {import("./context.js").Rect} rect @param {number} alpha @returns {Shape[]} */
function logMarks(most, rect, alpha) {
  const count = most > 1 ? Math.floor(Math.log10(most)) : 0;
  return Array.from({ length: count }, (_, i) => {
    const x = rect.x + barShare(10 ** (i + 1), most, "log") * rect.width;
    return {
      kind: /** @type {const} */ ("line"),
      points: [
        { x, y: rect.y },
        { x, y: rect.y + rect.height },
      ],
      stroke: "line",
      line: 1,
      dash: [2, 5],
      alpha,
    };
  });
}
