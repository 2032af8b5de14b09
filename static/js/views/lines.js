/** Measured shares over counted steps, as lines with their points; the current step's are read out. */

import { textWidth } from "../drawing/layout.js";
import { fittedText, frameChange, lerp } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {{label: string, stage: string, values: number[], texts: string[]}} Line */

/** Lines are told apart by their dashes and their points too, not by colour alone. */
const DASHES = [[7, 6], undefined];

/** Options: lines, marks (what stands below each step), rules (value and text of each level line).
 * By frame: at (the step that is read out), upto (the step up to which the lines are drawn; −1: none). @type {View} */
export const lines = {
  draw(panel, rect, context) {
    const all = /** @type {Line[]} */ (panel.options.lines);
    const marks = /** @type {string[]} */ (panel.options.marks);
    const rules = /** @type {[number, string][]} */ (panel.options.rules);
    const size = Math.min(context.layout.type.label * 0.9, rect.height * 0.09);
    const left = Math.max(...rules.map(([, text]) => textWidth(text, size))) + size * 0.6;
    const plot = {
      x: rect.x + left,
      y: rect.y + size * 2.1,
      width: rect.width - left - size * 0.5,
      height: rect.height - size * 3.7,
    };
    const px = (/** @type {number} */ step) => plot.x + (step / (marks.length - 1)) * plot.width;
    const py = (/** @type {number} */ value) => plot.y + (1 - value) * plot.height;
    /** @type {Shape[]} */
    const shapes = rules.flatMap(([value, text]) => [
      {
        kind: /** @type {const} */ ("line"),
        points: [
          { x: plot.x, y: py(value) },
          { x: plot.x + plot.width, y: py(value) },
        ],
        stroke: "line",
        line: value ? 1 : 1.5,
      },
      {
        kind: /** @type {const} */ ("text"),
        text,
        x: plot.x - size * 0.4,
        y: py(value),
        size,
        align: /** @type {const} */ ("right"),
        fill: "muted",
      },
    ]);
    const { from, to, f } = frameChange(context, panel);
    const now = (/** @type {string} */ key, /** @type {number} */ rest) =>
      lerp(Number(from[key] ?? rest), Number(to[key] ?? rest), f);
    const [at, upto] = [now("at", 0), now("upto", marks.length - 1)];
    for (const [i, text] of marks.entries())
      shapes.push({
        kind: "text",
        text,
        x: px(i),
        y: plot.y + plot.height + size,
        size,
        weight: Number(to.at) === i ? 700 : 400,
        fill: Number(to.at) === i ? "ink" : "muted",
      });
    shapes.push({
      kind: "line",
      points: [
        { x: px(at), y: plot.y },
        { x: px(at), y: plot.y + plot.height },
      ],
      stroke: "ink",
      line: 1.5,
      dash: [3, 4],
    });
    all.forEach(({ stage, values }, i) => {
      const drawn = values.flatMap((value, step) => (step <= upto ? [{ x: px(step), y: py(value) }] : []));
      if (upto >= 0)
        shapes.push({
          kind: "line",
          points: [...drawn, { x: px(upto), y: py(valueBetween(values, upto)) }],
          stroke: stage,
          line: 3,
          dash: DASHES[i],
        });
      for (const { x, y } of drawn) shapes.push(dot(x, y, size * 0.2, i, stage));
    });
    if (upto < at) return shapes;
    for (const [i, { stage, values }] of all.entries())
      shapes.push(dot(px(at), py(valueBetween(values, at)), size * 0.42, i, stage));
    return [...shapes, ...readout(all, Math.round(Number(to.at ?? 0)), rect, size)];
  },
};

/** On the line between two steps. @param {number[]} values @param {number} at */
function valueBetween(values, at) {
  const low = Math.max(0, Math.floor(at));
  return lerp(values[low], values[Math.min(low + 1, values.length - 1)], at - low);
}

/** A line's point: hollow for the first line, filled for the others.
 * @param {number} x @param {number} y @param {number} r @param {number} i @param {string} stage @returns {Shape} */
const dot = (x, y, r, i, stage) => ({
  kind: "circle",
  x,
  y,
  r,
  fill: i ? stage : "paper",
  stroke: i ? "paper" : stage,
  line: i ? 1 : 2,
});

/** What each line says at a step, beside a piece of it, side by side above the plot.
 * @param {Line[]} all
 * @param {number} at
 * @param {import("./context.js").Rect} rect
 * @param {number} size
 * @returns {Shape[]}
 */
function readout(all, at, rect, size) {
  const each = rect.width / all.length;
  return all.flatMap((line, i) => {
    const [x, y] = [rect.x + i * each + size * 0.3, rect.y + size * 0.6];
    const { stage } = line;
    return [
      {
        kind: /** @type {const} */ ("line"),
        points: [
          { x, y },
          { x: x + size * 1.4, y },
        ],
        stroke: stage,
        line: 3,
        dash: DASHES[i],
      },
      dot(x + size * 0.7, y, size * 0.3, i, stage),
      fittedText(`${line.label} ${line.texts[at]}`, x + size * 1.7, y, size * 0.95, each - size * 2.2, {
        align: "left",
        weight: 700,
        fill: stage,
      }),
    ];
  });
}
