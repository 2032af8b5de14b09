/** Layers over one another, seen from the side: what a neuron sees of each layer below, down to the input. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { levelLine, polygonShape, rectShape, textShape } from "../drawing/build.js";
import { frameChange, partPresence } from "./context.js";

/** @import { Shape, View } from "./context.js" */
/** @typedef {[number, number]} Span the first cell and the one after the last */
/** @import { Level } from "../data/wire.js" */
/**
 * @typedef {{unit: number, left: number, high: number, y: (level: number) => number}} Measures an input pixel, where
 *   the levels begin, how high their cells are, and the middle of each
 */

/** @type {View<"cone">} */
export const cone = {
  draw(panel, rect, context) {
    const { levels, width, names: share } = panel.options;
    const { number, label } = context.layout.type;
    const { from, to, f } = frameChange(context, panel);
    const names = rect.width * share;
    const unit = (rect.width - names) / width;
    // The width of what is seen stands under the input.
    const foot = number * 1.9;
    const step = (rect.height - foot) / levels.length;
    const y = (/** @type {number} */ level) => rect.y + rect.height - foot - (level + 0.5) * step;
    const measures = { unit, left: rect.x + names, high: Math.min(unit * 0.86, step * 0.5), y };
    const spans = to.spans ?? [];
    const before = from.spans ?? spans;
    const top = spans.length - 1;
    /** @type {Span[]} */
    const seen = spans.map((now, level) => {
      const then = before[level] ?? now;
      return [lerp(then[0], now[0], f), lerp(then[1], now[1], f)];
    });
    const fans = seen.slice(1).map((upper, i) => {
      const alpha = 0.16 * (i + 1 === top && before.length < spans.length ? f : 1);
      return fan(levels, i + 1, upper, itemAt(seen, i), alpha, measures);
    });
    const drawn = levels.flatMap((each, level) => {
      const alpha = partPresence(level, (from.shown ?? levels.length) + 1, (to.shown ?? levels.length) + 1, f);
      if (alpha <= 0) return [];
      const words = {
        weight: level === top ? 700 : 500,
        fill: each.stage,
        align: /** @type {const} */ ("right"),
        alpha,
      };
      const name = textShape(each.label, measures.left - number * 0.8, y(level), label * 0.92, words);
      return [name, ...cells(each, level, spans[level], alpha, measures)];
    });
    const [input] = seen;
    const ruler = top > 0 && input ? inputWidth(itemAt(levels, 0), input, to.text ?? "", number, measures) : [];
    return [...fans, ...drawn, ...ruler];
  },
};

/** Where a cell of a level begins. @param {Level} level @param {number} index @param {Measures} measures */
const edge = ({ first, jump }, index, { left, unit }) => left + (first + (index - 0.5) * jump + 0.5) * unit;

/** From a span of a level to that of the level below it.
 * @param {Level[]} levels @param {number} level @param {Span} upper @param {Span} lower @param {number} alpha
 * @param {Measures} measures */
function fan(levels, level, upper, lower, alpha, measures) {
  const [above, below] = [itemAt(levels, level), itemAt(levels, level - 1)];
  const { y, high } = measures;
  const points = [
    { x: edge(above, upper[0], measures), y: y(level) + high / 2 },
    { x: edge(above, upper[1], measures), y: y(level) + high / 2 },
    { x: edge(below, lower[1], measures), y: y(level - 1) - high / 2 },
    { x: edge(below, lower[0], measures), y: y(level - 1) - high / 2 },
  ];
  return polygonShape(points, { fill: above.stage, alpha });
}

/** @param {Level} each @param {number} level @param {Span | undefined} span @param {number} alpha
 * @param {Measures} measures @returns {Shape[]} */
function cells(each, level, span, alpha, { unit, left, high, y }) {
  const side = Math.min(each.jump * unit * 0.86, high * 2.4);
  return Array.from({ length: each.count }, (_, i) => {
    const lit = span !== undefined && i >= span[0] && i < span[1];
    const middle = left + (each.first + i * each.jump + 0.5) * unit;
    const place = { x: middle - side / 2, y: y(level) - high / 2, width: side, height: high };
    const look = lit ? { fill: each.stage, stroke: each.stage } : { fill: "surface", stroke: "line" };
    return rectShape(place, { radius: 3, alpha, line: 1, ...look });
  });
}

/** How much of the input is seen, under it. @param {Level} input @param {Span} span @param {string} text
 * @param {number} number @param {Measures} measures @returns {Shape[]} */
function inputWidth(input, span, text, number, measures) {
  const [from, to] = [edge(input, span[0], measures), edge(input, span[1], measures)];
  const under = measures.y(0) + measures.high / 2 + number * 0.5;
  return [
    levelLine(under, from, to, "ink", { line: 2.5 }),
    textShape(text, (from + to) / 2, under + number * 0.85, number, { weight: 700 }),
  ];
}
