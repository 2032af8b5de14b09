/** Counts or scores as horizontal bars: a label, a bar, its value in words. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { levelLine, lineShape, polygonShape, rectShape, textShape, trackShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { breakShapes, lengthsBetween, seams } from "./bar-marks.js";
import { countBetween, fittedText, frameChange, presence } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Bar, Bars as Options } from "../data/wire.js" */
/** @typedef {import("./context.js").ChangesOf<"bars">} Change */
/**
 * @typedef {{size: number, height: number, start: number, tail: number, above: boolean, edge: number, room: number}}
 *   Measures letters, a row, where the bars begin, the room of a value, whether labels stand above their bars, how far
 *   it is from there to beyond the stage's edge, and to the panel's
 */

/** How long a bar is, as a share of the longest.
 * @param {number} value @param {number} most @param {Change["scale"]} [scale] linear by default */
function barShare(value, most, scale) {
  if (most <= 0) return 0;
  if (scale === "log") return value <= 0 ? 0 : most > 1 ? Math.max(0, Math.log(value) / Math.log(most)) : 1;
  return value / most;
}

/** @type {View<"bars">} */
export const bars = {
  draw(panel, rect, context) {
    const options = panel.options;
    const rows = options.bars;
    /** @type {{from: Change, to: Change, f: number}} */
    const { from, to, f } = frameChange(context, panel);
    const all = [from, to].map((at) => at.texts ?? rows.map((row) => row.text));
    const [earlier, texts] = /** @type {[string[], string[]]} */ (all);
    const shown = { before: from.shown ?? rows.length, after: to.shown ?? rows.length };
    const share = options.filled ? lerp(shown.before, shown.after, f) : rows.length;
    const measures = measure(options, texts, rect, rect.height / share, context);
    const [before, after] = [from, to].map((at, i) => lengths(options, at, itemAt(all, i), rect, measures));
    if (!before || !after) return [];
    const log = lerp(Number(before.scale === "log"), Number(after.scale === "log"), f);
    const at = (/** @type {number} */ value) => measures.start + lerp(before.at(value), after.at(value), f);
    const zero = lerp(before.zero, after.zero, f);
    const scale = { ...rect, x: measures.start + zero, width: lerp(before.room, after.room, f) };
    const most = Math.max(...rows.map((row) => row.value));
    const line = lineAcross(from, to, f, options.most ?? most, scale);
    // Bars that come with their panel grow one after another.
    const arrives = context.moment.from !== null && !isShown(context.moment.from, panel);
    const grown = (/** @type {number} */ i) =>
      arrives ? easeWithin(f, 0.25 + (0.3 * i) / rows.length, 0.7 + (0.3 * (i + 1)) / rows.length) : 1;
    const goes = lengthsBetween(before, after, f);
    const drawn = rows.flatMap((row, i) => {
      const [was, is] = [i < shown.before, i < shown.after];
      if (!was && !is) return [];
      const [from, to] = [itemAt(before.lengths, i), itemAt(after.lengths, i)];
      // What comes waits until the others have made room for it.
      const strength = was && is ? 1 : easeWithin(is ? f : 1 - f, 0.5, 1);
      const length = was && is ? itemAt(goes, i) * grown(i) : to * (is ? strength : 1);
      // A line across all bars does not go through a text.
      const said = countBetween(itemAt(earlier, i), itemAt(texts, i), f);
      const crossed = line && line.x - scale.x < length + wide(said[0], measures.size);
      const beside = crossed ? Math.max(length, lerp(length, line.x - scale.x, line.alpha)) : length;
      const whole = options.most === 1 ? after.room : 0;
      const rest = from === to ? 1 : Math.abs(2 * f - 1) ** 4;
      const lengths = /** @type {const} */ ([length, beside, zero, whole]);
      const drawn = barShapes(row, i, lengths, said, strength, rest, panel, rect, context, measures);
      return [...drawn, ...seams(row, drawn, strength * (1 - log))];
    });
    const end = rect.y + measures.height * lerp(shown.before, shown.after, f);
    // From scale to scale an arrow goes with its bars.
    const spanned = from.gap && before.scale !== after.scale ? goes : after.lengths;
    return [
      ...light(panel, rect, measures, context),
      ...(shown.after > 0 ? axis(options, most, at, rect, log, measures) : []),
      ...drawn,
      // It comes when bars that still change are nearly out of its way.
      ...(to.gap ? gapShapes(to.gap, from.gap ? 1 : easeWithin(f, 0.8, 1), spanned, texts, rect, measures) : []),
      ...(line ? [uprightLine(line.x, rect.y, end, "ink", { line: 2, dash: [7, 6], alpha: line.alpha })] : []),
      uprightLine(scale.x, rect.y, end, "line", { line: 1.5, alpha: measures.above ? 0 : 1 }),
    ];
  },
};

/** @param {Options} options @param {string[]} texts @param {Rect} rect @param {number} height of a row
 * @param {Context} context @returns {Measures} */
function measure({ bars: rows, above: wanted }, texts, rect, height, { layout }) {
  // Where letters would be too small to be read, they may fill more of their row.
  const size = Math.min(layout.type.label, Math.max(height * 0.66, Math.min(layout.type.least, height * 0.82)));
  const head = Math.max(...rows.map((row) => wide(row.label, size)));
  const tail = Math.max(...[...texts, ...rows.map((row) => row.text)].map((text) => wide(text, size)));
  // Where a line has no room for all three, the label stands above its bar.
  const above = height >= size * 2.1 && (wanted || head + tail > rect.width * 0.62);
  const start = rect.x + (above ? 0 : head);
  return {
    ...{ size, height, start, tail, above, edge: layout.size.width - start + size },
    room: rect.x + rect.width - start,
  };
}

/** On both sides of a value within its bar, as a share of its letters' size. */
const PAD = 0.6;
/** How near to its value's room a bar is as that fades, as a share of it. */
const NEAR = 0.3;
/** How much smaller than others a value within its bar may be. */
const SMALL = 0.75;
/** How much wider the bold figures of the widest usual font are than is reckoned. */
const BOLD = 1.35;

/** The room of a text and of the air beside it. @param {string} text @param {number} size */
const wide = (text, size) => textWidth(text, size) * 1.12 + size * 0.7;

/**
 * How long each bar is in a frame, below 0 to the left of zero; how far from the left that is; how long the scale is.
 * @param {Options} options
 * @param {Change} at
 * @param {string[]} texts
 * @param {Rect} rect
 * @param {Measures} measures
 */
function lengths({ bars: rows, most, inside }, at, texts, rect, { start, size, tail, edge }) {
  const values = at.bars ?? rows.map((row) => row.value);
  const longest = at.most ?? most ?? Math.max(...values);
  const shares = values.map((value) => barShare(value, longest, at.scale));
  // The whole scale is as wide as it can be with every text still beside its bar; one that has a
  // maximum of its own stays as it is, whatever the values.
  const below = -Math.min(0, ...shares);
  const rooms = shares.map(
    (part, i) => (rect.x + rect.width - start - wide(itemAt(texts, i), size)) / Math.max(part + below, below, 0.01),
  );
  const room = Math.max(1, (at.most ?? most) ? rect.x + rect.width - start - (inside ? 0 : tail) : Math.min(...rooms));
  const long = (/** @type {number} */ part) => (part > 1 ? edge : part * room);
  return {
    room,
    zero: below * room,
    scale: at.scale,
    off: shares.map((part) => part > 1),
    lengths: shares.map(long),
    at: (/** @type {number} */ value) => below * room + long(barShare(value, longest, at.scale)),
  };
}

/**
 * @param {Bar} row
 * @param {number} i
 * @param {readonly [number, number, number, number]} lengths of the bar, from where its text may begin, to where bars
 *   begin, and of all that a share is of, 0 where it is none
 * @param {[string, number]} said what is written, and how strong it is
 * @param {number} strength of all
 * @param {number} rest whether the bar rests: 1, as before and after its change; 0 in the midst of it
 * @param {PanelOf<"bars">} panel
 * @param {Rect} rect
 * @param {Context} context
 * @param {Measures} measures
 * @returns {Shape[]}
 */
function barShapes(row, i, [length, beside, zero, whole], said, strength, rest, panel, rect, context, measures) {
  const { size, height, start, tail, above } = measures;
  const { from, to, f } = frameChange(context, panel);
  // Another one is spoken of when the bars have come half their way.
  const lit = (f < 0.5 ? from : to).lit ?? -1;
  const unlit = lit >= 0 && lit !== i;
  const words = { align: /** @type {const} */ ("left"), alpha: strength };
  const middle = middleOf(i, rect, measures);
  const thick = Math.min((above ? height - size * 1.5 : height) * 0.7, context.layout.type.label * (above ? 3.2 : 1.9));
  const fill = row.stage ?? panel.stage;
  const weight = i === lit ? 700 : 500;
  const bar = {
    x: start + zero + Math.min(0, length),
    y: middle - thick / 2,
    width: Math.max(Math.abs(length), whole ? 0 : 1),
    height: thick,
  };
  const near = start + zero + Math.max(0, beside) + size * 0.5;
  const end = whole ? start + zero + whole : 0;
  const [text, alpha] = said;
  const wanted = 2 * PAD * size + BOLD * textWidth(text, size);
  // What even the longest bar is too short for is written somewhat smaller, where it can still be read.
  const smallest = Math.max(SMALL, context.layout.type.least / size);
  const need = Math.min(wanted, Math.max(measures.room, wanted * smallest));
  const within = panel.options.inside && !unlit && need <= length + 0.01;
  const letters = within ? (size * need) / wanted : size;
  // While the bar grows or shrinks past its value, that goes from its end into it unseen.
  const passing = panel.options.inside ? Math.min(1, Math.abs(length / need - 1) / NEAR) : 1;
  const [x, on] = within
    ? [start + zero + PAD * letters, "paper"]
    : [whole ? clear(near, end, text, size) : near, unlit ? "muted" : near < end ? "ink" : fill];
  const value = { ...words, alpha: strength * alpha * Math.max(passing, rest), weight: 650, fill: on };
  const label = { ...words, weight, fill: unlit ? "muted" : "ink" };
  return [
    above
      ? textShape(row.label, start, middle - thick / 2 - size * 0.8, size, label)
      : textShape(row.label, start - size * 0.7, middle, size, { ...label, align: "right" }),
    ...(whole ? [trackShape(bar, whole, 4, strength)] : []),
    rectShape(bar, { radius: Math.min(4, Math.abs(length) / 2), fill, alpha: strength * (unlit ? 0.6 : 1) }),
    ...breakShapes(bar, context.layout.size.width, size),
    fittedText(text, x, middle, letters, tail, value),
  ];
}

/** Where a text begins that is not to lie across the end of a track: behind it, if it does not end before it.
 * @param {number} near where it would begin @param {number} end of the track @param {string} text
 * @param {number} size */
function clear(near, end, text, size) {
  const over = (near + wide(text, size) - end) / size;
  return Math.max(near, lerp(near, end + size * 0.5, easeWithin(over, 0, 0.5)));
}

/** From the panel to the left of which all bars come, a beam to each name, clear of the widest.
 * @param {PanelOf<"bars">} panel @param {Rect} rect @param {Measures} measures @param {Context} context
 * @returns {Shape[]} */
function light({ options }, rect, measures, context) {
  const source = context.scene.panels.find(({ name }) => name === options.source);
  const from = source && context.layout.panels.get(source.name);
  if (!from || from.x + from.width > rect.x) return [];
  const { size, height, start } = measures;
  const [x, alpha] = [from.x + from.width, 0.05 * presence(context, source) * easeWithin(context.moment.f, 0.5, 0.8)];
  const end = start - Math.max(...options.bars.map(({ label }) => textWidth(label, size))) - size * 1.2;
  return options.bars.map((_, i) => {
    const middle = middleOf(i, rect, measures);
    const near = [-1, 1].map((side) => ({ x: end, y: middle + side * height * 0.3 }));
    const far = [1, 0].map((side) => ({ x, y: from.y + side * from.height * 0.8 }));
    return polygonShape([...near, ...far], { fill: "classify", alpha });
  });
}

/** At which height the middle of a bar is, below its label where that stands above it.
 * @param {number} row @param {Rect} rect @param {Measures} measures */
const middleOf = (row, rect, { size, height, above }) =>
  rect.y + row * height + (height + (above ? size * 1.3 : 0)) / 2;

/** From the end of a bar to where a longer one below it ends, and how many times as long that is.
 * @param {import("../data/wire.js").Gap} gap @param {number} far how far it has come, 0 to 1 @param {number[]} lengths
 * @param {string[]} texts @param {Rect} rect @param {Measures} measures @returns {Shape[]} */
function gapShapes({ row, to, text }, far, lengths, texts, rect, measures) {
  const { size, height, start } = measures;
  const y = middleOf(row, rect, measures);
  // It begins behind what stands beside a short bar.
  const [length, value] = [itemAt(lengths, row), wide(itemAt(texts, row), size)];
  const from = start + length + size * 0.5 + (length < value * BOLD ? value * 1.1 : 0);
  const end = lerp(from, start + itemAt(lengths, to), far);
  const tip = size * 0.4;
  const ink = { line: 2.5, alpha: far };
  const [upper, lower] = [-tip, tip].map((by) => ({ x: end - tip, y: y + by }));
  if (!upper || !lower || end - from < 3 * size) return [];
  // Clear of the label, which stands above the beginning of the bar.
  const middle = Math.max((from + end) / 2, end - size - textWidth(text, size * 1.25) / 2);
  return [
    levelLine(y, from, end, "ink", ink),
    lineShape([upper, { x: end, y }, lower], "ink", ink),
    uprightLine(end, y, rect.y + to * height + size * 1.5, "ink", { line: 1.5, dash: [4, 5], alpha: far }),
    textShape(text, middle, y - size * 0.9, size * 1.15, { weight: 700, alpha: far }),
  ];
}

/** The value with which all bars are compared, as a line across them. @param {Change} from @param {Change} to
 * @param {number} f @param {number} most @param {Rect} scale */
function lineAcross({ across: was }, { across: is }, f, most, scale) {
  const value = is ?? was;
  if (value === undefined || value === null) return null;
  const alpha = lerp(Number(typeof was === "number"), Number(typeof is === "number"), f);
  return { x: scale.x + barShare(value, most) * scale.width, alpha };
}

/** What the scale is called, and the marks of a logarithmic one, each ten times the last, which come from where they
 * are on the scale before, with what is written below some of them.
 * @param {Options} options @param {number} most @param {(value: number) => number} at @param {Rect} rect
 * @param {number} log @param {Measures} measures @returns {Shape[]} */
function axis({ marks: texts = [], scales = [] }, most, at, rect, log, { size, start }) {
  const count = log > 0 && most > 1 ? Math.floor(Math.log10(most)) : 0;
  const foot = rect.y + rect.height;
  const named = (/** @type {number} */ i, /** @type {number} */ alpha) =>
    scales[i] && alpha > 0
      ? [textShape(scales[i], start, foot + size * 0.8, size * 0.9, { fill: "muted", align: "left", alpha })]
      : [];
  return [
    ...Array.from({ length: count }, (_, i) =>
      uprightLine(at(10 ** (i + 1)), rect.y, foot, "line", { line: 1.5, dash: [3, 5], alpha: log }),
    ),
    ...named(0, 1 - 2 * log),
    ...named(1, 2 * log - 1),
    ...texts
      .filter(([value]) => log > 0.5 && value <= most)
      .map(([value, text]) =>
        textShape(text, at(value), foot + size * 0.8, size * 0.9, { fill: "muted", alpha: 2 * log - 1 }),
      ),
  ];
}
