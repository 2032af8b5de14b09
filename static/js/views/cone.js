/** Layers over one another, seen from the side: what a neuron sees of each layer below, down to the input. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { polygonShape, rectShape, textShape } from "../drawing/build.js";
import { cellFill, findTensor, frameChange, partPresence, textBetween } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Fill } from "../drawing/shapes.js" */
/** @typedef {[number, number]} Span the first cell and the one after the last */
/** @import { Level } from "../data/wire.js" */
/**
 * @typedef {{unit: number, left: number, right: number, high: number, y: (level: number) => number}} Measures an input
 *   pixel, where the levels begin and end, how high their cells are, and the middle of each
 */

/** The room below the input, in levels: the width of what is seen stands there. */
const BELOW = 0.8;

/** Fewer levels than this share of all stand no further apart. */
const FEW = 0.34;

/** How strong what one neuron sees is; where windows overlap it is stronger. */
const FAN = 0.12;

/** @type {View<"cone">} */
export const cone = {
  draw(panel, rect, context) {
    const { levels } = panel.options;
    const { number, label } = context.layout.type;
    const { from, to, f } = frameChange(context, panel);
    const measures = measure(panel, rect, context);
    const { y } = measures;
    const pixels = findTensor(context.scene, itemAt(panel.tensors, 0));
    const spans = to.spans ?? [];
    const before = from.spans ?? spans;
    const top = spans.length - 1;
    const grows = before.length < spans.length;
    // All levels grow at once: on its way, too, each neuron sees no more than its window.
    /** @type {Span[]} */
    const seen = spans.map((now, level) => {
      const then = before[level] ?? now;
      return [lerp(then[0], now[0], f), lerp(then[1], now[1], f)];
    });
    const fans = seen.slice(1).flatMap((upper, i) => {
      const alpha = FAN * (i + 1 === top && grows ? f : 1);
      return fansBelow(levels, i + 1, upper, itemAt(seen, i), alpha, measures);
    });
    const drawn = levels.flatMap((each, level) => {
      const alpha = partPresence(level, (from.shown ?? levels.length) + 1, (to.shown ?? levels.length) + 1, f);
      if (alpha <= 0) return [];
      const words = {
        weight: level === top ? 700 : 500,
        fill: each.stage,
        align: /** @type {const} */ ("right"),
        alpha: alpha * (Number(from.shown) > 0 ? 1 : f),
      };
      const name = textShape(each.label, measures.left - number * 0.8, y(level), label * 0.92, words);
      const ink = level === 0 ? Array.from(pixels.values, (value) => cellFill(pixels, value)) : undefined;
      // While it is alone, a beam says where the input comes from.
      const names = Number(to.shown) > 0 ? [name, ...sizeBeside(to.sizes, level, f * alpha, number, measures)] : [];
      return [...names, ...cells(each, level, seen[level], ink, alpha, measures)];
    });
    const [input] = seen;
    // How much it is, is said when it is seen.
    const words = textBetween(from.text ?? "", to.text ?? "", grows ? easeWithin(f, 0.5, 1) : f);
    const ruler = top > 0 && input && words[0] ? inputWidth(itemAt(levels, 0), input, words, number, measures) : [];
    return [...fans, ...drawn, ...ruler];
  },

  locate(panel, rect, _scene, { tensor, columns }, context) {
    if (!panel.tensors.includes(tensor)) return null;
    const measures = measure(panel, rect, context);
    const input = itemAt(panel.options.levels, 0);
    const [left, right] = columns.map((column) => edge(input, column, measures));
    const { y, high } = measures;
    return { x: Number(left), y: y(0) - high / 2 - 2, width: Number(right) - Number(left), height: high + 4 };
  },
};

/** How far a neuron of a level sees, at the end of its row. @param {string[] | null | undefined} sizes
 * @param {number} level @param {number} alpha @param {number} number @param {Measures} measures @returns {Shape[]} */
function sizeBeside(sizes, level, alpha, number, { right, y }) {
  const text = level > 0 ? sizes?.[level - 1] : undefined;
  return text ? [textShape(text, right, y(level), number, { weight: 700, fill: "stack", align: "right", alpha })] : [];
}

/** The levels that are there stand in the middle, few of them further apart: the input sinks as others come.
 * @param {PanelOf<"cone">} panel @param {Rect} rect @param {Context | undefined} context @returns {Measures} */
function measure(panel, rect, context) {
  const { levels, width, names: share } = panel.options;
  const names = rect.width * share;
  const unit = (rect.width - names) / width;
  const { from, to, f } = context ? frameChange(context, panel) : { from: {}, to: {}, f: 1 };
  const [before, after] = [from, to].map(({ shown }) => (shown ?? levels.length - 1) + 1);
  const there = lerp(Number(before), Number(after), f);
  const step = rect.height / (Math.max(there, levels.length * FEW) + BELOW);
  const below = Math.min(BELOW * step, rect.height * 0.12);
  const y = (/** @type {number} */ level) => rect.y + (rect.height + (there - 1) * step - below) / 2 - level * step;
  return { unit, left: rect.x + names, right: rect.x + rect.width, high: Math.min(unit * 0.86, step * 0.5), y };
}

/** Where a cell of a level begins. @param {Level} level @param {number} index @param {Measures} measures */
const edge = ({ first, jump }, index, { left, unit }) => left + (first + (index - 0.5) * jump + 0.5) * unit;

/** What each neuron of a span sees of the level below: windows overlap where they do.
 * @param {Level[]} levels @param {number} level @param {Span} upper @param {Span} lower @param {number} alpha
 * @param {Measures} measures @returns {Shape[]} */
function fansBelow(levels, level, upper, lower, alpha, measures) {
  const stride = itemAt(levels, level).jump / itemAt(levels, level - 1).jump;
  const more = upper[1] - upper[0] - 1;
  const kernel = lower[1] - lower[0] - more * stride;
  return Array.from({ length: Math.round(more) + 1 }, (_, i) => {
    const at = more ? (i * more) / Math.max(1, Math.round(more)) : 0;
    const [own, read] = [upper[0] + at, lower[0] + at * stride];
    return fan(levels, level, [own, own + 1], [read, read + kernel], alpha, measures);
  });
}

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

/** @param {Level} each @param {number} level @param {Span | undefined} span
 * @param {Fill[] | undefined} ink its cells' colours, if they have their own @param {number} alpha
 * @param {Measures} measures @returns {Shape[]} */
function cells(each, level, span, ink, alpha, { unit, left, high, y }) {
  const side = Math.min(each.jump * unit * 0.86, high * 2.4);
  return Array.from({ length: each.count }, (_, i) => {
    const lit = span !== undefined && i + 0.5 > span[0] && i + 0.5 < span[1];
    const middle = left + (each.first + i * each.jump + 0.5) * unit;
    const place = { x: middle - side / 2, y: y(level) - high / 2, width: side, height: high };
    const look = lit ? { fill: each.stage, stroke: each.stage } : { fill: "surface", stroke: "line" };
    const fill = ink?.[i];
    return rectShape(place, { radius: 3, alpha, line: 1, ...look, ...(fill ? { fill } : {}) });
  });
}

/** How much of the input is seen, under it. @param {Level} input @param {Span} span
 * @param {[string, number]} words and how strong they are @param {number} number
 * @param {Measures} measures @returns {Shape[]} */
function inputWidth(input, span, [text, alpha], number, measures) {
  const [from, to] = [edge(input, span[0], measures), edge(input, span[1], measures)];
  const under = measures.y(0) + measures.high / 2 + number;
  return [textShape(text, (from + to) / 2, under, number, { weight: 700, fill: "stack", alpha })];
}
