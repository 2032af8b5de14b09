/** One line of pixels, a window that slides along it, and below each place where it stood an output; letters stand on
 * what they measure, in the colours that they have in the formula. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { polygonShape, rectShape, textShape } from "../drawing/build.js";
import { frameChange, partPresence, presence, roomierRect } from "./context.js";
import { boxPlaces } from "./places.js";
import { SUM, sum } from "./ruler-sum.js";
import { ends, measured, steps } from "./ruler-words.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Ruler as Options } from "../data/wire.js" */
/**
 * @typedef {object} Measures
 * @property {number} cell the width of a pixel
 * @property {number} height of a pixel
 * @property {number} gap between two pixels
 * @property {number} line where the pixels begin, from above
 * @property {number} outputs where the outputs begin
 * @property {number} middle of the input
 * @property {number} size of letters
 * @property {(place: number) => number} at where a pixel begins, from the left
 */
/** @typedef {{place: number, presence: (i: number) => number, closed: number}} Sweep how many windows there were so
 * far, how present each of them is, and how far their outputs have moved together */

/** The air in the picture, in letters: above the pixels, from them to their outputs, and below these. */
const [TOP, BETWEEN, FOOT] = [1.7, 3.7, 1.7];

/** From the pixels to their outputs at least, for what is written between them. */
const WORDS = 3.1;

/** @type {View<"ruler">} */
export const ruler = {
  draw(panel, given, context) {
    const { options } = panel;
    const { windows, texts, size, padding } = options;
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [from.shown ?? 0, to.shown ?? 0];
    // Once what stood above it has gone and the line has made room for its outputs, the first window comes.
    const come = before > 0 ? f : easeWithin(f, 0.8, 1);
    const now = (/** @type {"ring" | "over" | "told"} */ key) => lerp(from[key] ?? 0, to[key] ?? 0, f);
    const [ring, closed] = [now("ring"), now("over")];
    const slides = before > 0 && after > 0;
    const place = slides ? lerp(before, after, f) : Math.max(before, after);
    const present = (/** @type {number} */ i) =>
      slides ? easeWithin(place - i, 0.4, 1) : partPresence(i, before, after, come);
    const { rect, measures } = placed(panel, given, context);
    const { line, at, outputs, height, cell } = measures;
    const above = line - measures.size * 0.45;
    const whole = { text: texts.size, x: at(size / 2) };
    const shapes = [
      ...pixels(options, ring, closed, measures, outOf(panel, context)),
      ...measured(at(0), at(size), above, -1, "input", whole, ring, measures),
      ...(padding ? ends(options, above, ring, measures) : []),
      ...sweep(options, { place, presence: present, closed }, measures),
      ...steps(options, { presence: present, closed }, measures),
      ...sum(options, now("told"), rect, measures),
    ];
    const half = (windows.length / 2) * cell;
    const foot = outputs + height + measures.size * 0.45;
    const { middle } = measures;
    const count = { text: texts.output, x: middle };
    if (closed > 0) shapes.push(...measured(middle - half, middle + half, foot, 1, "stack", count, closed, measures));
    if (options.over > 0 && closed > 0) {
      const edge = Math.min(at(size + padding), rect.x + rect.width);
      const rest = { weight: 650, fill: "activate", align: /** @type {const} */ ("right"), alpha: closed };
      shapes.push(textShape(texts.over, edge, line + height + measures.size * 1.85, measures.size, rest));
    }
    return shapes;
  },

  locate(panel, given, _scene, { tensor, columns }, context) {
    if (!context || !panel.tensors.includes(tensor)) return null;
    const { line, height, cell, at } = placed(panel, given, context).measures;
    const rest = { x: at(columns[0]), y: line, width: (columns[1] - columns[0]) * cell, height };
    const source = outOf(panel, context);
    return source ? lerpRect(source.rect, rest, source.way) : rest;
  },
};

/** The room of a ruler at a moment, and where its parts stand. @param {PanelOf<"ruler">} panel @param {Rect} given
 * @param {Context} context */
function placed(panel, given, context) {
  const { from, to, f } = frameChange(context, panel);
  const { label } = context.layout.type;
  const [before, after] = [from.shown ?? 0, to.shown ?? 0];
  const roomy = roomierRect(given, 0.96, context.layout);
  const rect = before + after > 0 ? { ...roomy, y: roomy.y + label, height: roomy.height - 2 * label } : roomy;
  // The line stands alone in the middle until the first window comes.
  const room = before > 0 ? f : easeWithin(f, 0.4, 1);
  const spread = lerp(Math.min(1, before), Math.min(1, after), room);
  const told = lerp(from.told ?? 0, to.told ?? 0, easeWithin(f, 0, 0.2));
  return { rect, measures: measure(panel.options, rect, label, spread, FOOT + told * SUM) };
}

/** Where the row of pixels comes from, and how far it has come, while it comes out of a window on a picture.
 * @param {PanelOf<"ruler">} panel @param {Context} context @returns {{rect: Rect, way: number} | null} */
function outOf(panel, context) {
  const { from, to, f } = context.moment;
  if (f >= 1 || !from || isShown(from, panel)) return null;
  const window = to.boxes.find(({ role, tensor }) => role === "window" && !panel.tensors.includes(tensor));
  const [rect] = window ? boxPlaces(context, window) : [];
  return rect ? { rect, way: easeWithin(presence(context, panel), 0.1, 1) } : null;
}

/** @param {Options} options @param {Rect} rect @param {number} label @param {number} spread how far the line has made
 * room for its outputs, 0 to 1 @param {number} foot the air below, in letters @returns {Measures} */
function measure({ size: count, padding, windows }, rect, label, spread, foot) {
  const size = Math.min(label * 1.15, rect.width * 0.05);
  const cell = Math.min(rect.width / (count + 2 * padding), rect.height * 0.2);
  const start = rect.x + (rect.width - cell * count) / 2;
  // Where many cells make them narrow, they are still high enough to be seen from afar.
  const most = Math.min(cell * 5, rect.height * 0.2, (rect.height - (TOP + WORDS + foot) * size) / 2);
  const height = lerp(cell, Math.max(Math.min(cell, rect.height * 0.1), most), spread);
  // Above the pixels their letters, below the outputs theirs; between the two the window's letters and its beam.
  const rest = rect.height - (TOP + foot) * size - 2 * height;
  const between = Math.min(rest, Math.max(size * BETWEEN, height * 1.3));
  const above = rect.y + TOP * size + (rest - between) / 2;
  const line = lerp(rect.y + (rect.height - height) / 2, above, spread);
  // What is not more than the line lies below as much of it.
  const half = (windows.length * cell) / 2;
  const middle = start + (windows.length > count ? (count * cell) / 2 : half);
  return {
    cell,
    height,
    gap: cell > 6 ? Math.min(2, cell * 0.08) : 0.5,
    line,
    outputs: line + height + between,
    middle,
    size,
    at: (place) => start + place * cell,
  };
}

/** The input's pixels, the padding's zeros, and a frame around those that no window reaches.
 * @param {Options} options @param {number} ring @param {number} left @param {Measures} measures
 * @param {ReturnType<typeof outOf>} source out of which it comes @returns {Shape[]} */
function pixels({ size, padding, over, ink }, ring, left, { cell, height, gap, line, size: letters, at }, source) {
  const all = Array.from({ length: size + 2 * padding }, (_, i) => i - padding);
  return all.flatMap((place) => {
    const outside = place < 0 || place >= size;
    const rest = { x: at(place) + gap / 2, y: line, width: cell - gap, height };
    const radius = Math.min(4, cell * 0.15);
    const spot = { ...(source ? lerpRect(cellOf(source.rect, place, size), rest, source.way) : rest), radius };
    const zero = { fill: "classify", weight: 650, alpha: ring };
    /** @type {Shape[]} */
    const shapes = [
      outside
        ? rectShape(spot, { stroke: "classify", line: 1.5, dash: [3, 3], alpha: ring })
        : rectShape(spot, {
            fill: ink?.length ? { scale: "image", share: ink[place] ?? 0 } : "surface",
            stroke: "input",
            line: 1.2,
          }),
    ];
    if (outside && cell > letters * 0.8)
      shapes.push(textShape("0", at(place + 0.5), line + height / 2, Math.min(letters, cell * 0.8), zero));
    if (place >= size + padding - over && left > 0) {
      const frame = { ...spot, y: line - 3, height: height + 6, radius: 4 };
      shapes.push(rectShape(frame, { stroke: "activate", line: 3, alpha: left }));
    }
    return shapes;
  });
}

/** One of so many equal parts of a row. @param {Rect} row @param {number} i @param {number} count @returns {Rect} */
const cellOf = ({ x, width, ...row }, i, count) => ({ ...row, x: x + (i * width) / count, width: width / count });

/** The window on its way, the pixels that its weights lie on, and an output for each place where it stood; a beam from
 * the window to where its output comes.
 * @param {Options} options @param {Sweep} sweep @param {Measures} measures @returns {Shape[]} */
function sweep(
  { dilation, windows, outputs: shares },
  { place, presence, closed },
  { cell, height, gap, line, outputs, middle, at },
) {
  if (place < 1) return [];
  const i = Math.floor(place) - 1;
  const [first, last] = itemAt(windows, i);
  const moved = ((windows[i + 1]?.[0] ?? first) - first) * (place - i - 1);
  const [x, wide, alpha] = [at(first + moved), (last - first) * cell, presence(0)];
  const [y, centre] = [line + height, x + wide / 2];
  // The beam goes before the outputs move together.
  const [lit, together] = [alpha * (1 - easeWithin(closed, 0, 0.25)), easeWithin(closed, 0.25, 1)];
  const beam = [
    { x, y },
    { x: x + wide, y },
    { x: centre + cell / 2, y: outputs },
    { x: centre - cell / 2, y: outputs },
  ];
  const taps = Array.from({ length: Math.ceil((last - first) / dilation) }, (_, k) => x + k * dilation * cell);
  return [
    polygonShape(beam, { fill: "conv", alpha: 0.14 * lit }),
    ...taps.map((tap) => rectShape({ x: tap, y: line, width: cell, height }, { fill: "conv", alpha: 0.22 * alpha })),
    rectShape({ x, y: line - 4, width: wide, height: height + 8 }, { radius: 5, stroke: "conv", line: 4, alpha }),
    ...windows.flatMap(([from, to], k) => {
      const there = presence(k);
      if (there <= 0) return [];
      const newest = Math.max(0, 1 - Math.abs(place - 1 - k)) * (1 - closed);
      const left = lerp(at((from + to) / 2) - cell / 2, middle + (k - windows.length / 2) * cell, together);
      const output = { x: left + gap / 2, y: outputs, width: cell - gap, height, radius: Math.min(4, cell * 0.15) };
      const fill = { scale: "image", share: itemAt(shares, k) };
      return [rectShape(output, { fill, stroke: "stack", line: lerp(2, 4, newest), alpha: there })];
    }),
  ];
}
