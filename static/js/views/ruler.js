/** One line of pixels, the windows that fit on it as a staircase, their outputs; letters stand on what they measure. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { circleShape, levelLine, polygonShape, rectShape, textShape, uprightLine } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { frameChange, partPresence, roomierRect } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @import { Ruler as Options } from "../data/wire.js" */
/**
 * @typedef {object} Measures
 * @property {number} cell the width of a pixel
 * @property {number} height of a pixel
 * @property {number} gap between two pixels
 * @property {number} line where the pixels begin, from above
 * @property {number} top where the windows do
 * @property {number} lane the height of a window
 * @property {number} outputs where the outputs begin
 * @property {number} middle of the input
 * @property {number} size of letters
 * @property {(place: number) => number} at where a pixel begins, from the left
 */
/** @typedef {{text: string, x: number, align?: "left" | "center" | "right"}} Letters what stands on a measure */

/** @type {View<"ruler">} */
export const ruler = {
  draw(panel, given, context) {
    const options = panel.options;
    const { windows, texts, size, padding } = options;
    const { from, to, f } = frameChange(context, panel);
    const { label } = context.layout.type;
    const [before, after] = [from.shown ?? 0, to.shown ?? 0];
    // What stood above it goes, then the line makes room for its windows, then the first one comes.
    const [room, come] = before > 0 ? [f, f] : [easeWithin(f, 0.4, 1), easeWithin(f, 0.8, 1)];
    const rect = roomierRect(given, 0.96, context.layout);
    // The line stands alone in the middle until the first window comes.
    const measures = measure(options, rect, label, lerp(Math.min(1, before), Math.min(1, after), room));
    const { line, at, middle, outputs, height } = measures;
    const now = (/** @type {"ring" | "over"} */ key) => lerp(from[key] ?? 0, to[key] ?? 0, f);
    const [ring, left] = [now("ring"), now("over")];
    const above = line - measures.size * 0.45;
    const whole = { text: texts.size, x: at(size / 2) };
    const shapes = [
      ...pixels(options, ring, left, label, measures),
      ...measured(at(0), at(size), above, -1, "input", whole, 1, measures),
      ...(padding ? ends(options, above, ring, measures) : []),
      ...windows.flatMap((window, i) => {
        const alpha = partPresence(i, before, after, come);
        const newest = i === after - 1 && !to.over;
        return alpha > 0 ? windowShapes(options, window, i, newest, alpha, measures) : [];
      }),
      ...steps(options, (i) => partPresence(i, before, after, come), measures),
    ];
    const counted = after === windows.length ? Math.min(1, left + (to.over ? 0 : f)) : 0;
    const start = middle - (windows.length / 2) * measures.cell;
    const end = start + windows.length * measures.cell;
    const foot = outputs + height + measures.size * 0.45;
    if (counted > 0)
      shapes.push(...measured(start, end, foot, 1, "conv", { text: texts.output, x: middle }, counted, measures));
    if (options.over > 0 && left > 0) {
      const edge = Math.min(at(size + padding), rect.x + rect.width);
      const rest = { weight: 650, fill: "activate", align: /** @type {const} */ ("right"), alpha: left };
      shapes.push(textShape(texts.over, edge, line + height + measures.size * 0.8, measures.size, rest));
    }
    return shapes;
  },
};

/** @param {Options} options @param {Rect} rect @param {number} label @param {number} spread how far the line has made
 * room for its windows, 0 to 1 @returns {Measures} */
function measure({ size: count, padding, windows }, rect, label, spread) {
  const size = Math.min(label * 1.15, rect.width * 0.05);
  const cell = Math.min(rect.width / (count + 2 * padding), rect.height * 0.14);
  const start = rect.x + (rect.width - cell * count) / 2;
  // Where many cells make them narrow, they are still high enough to be seen.
  const height = Math.min(Math.max(cell, label * 1.2), rect.height * 0.14);
  // Above the windows the pixels with their letters, below them the outputs with theirs.
  const [head, foot] = [size * 1.7 + height + size * 1.6, size * 0.5 + height + size * 1.7];
  const lane = Math.min((rect.height - head - foot) / windows.length, height * 1.15);
  const spare = rect.height - head - foot - lane * windows.length;
  const above = rect.y + spare / 2;
  const top = above + head;
  return {
    cell,
    height,
    gap: cell > 6 ? Math.min(2, cell * 0.08) : 0.5,
    line: lerp(rect.y + (rect.height - height) / 2, above + size * 1.7, spread),
    top,
    lane,
    outputs: top + windows.length * lane + size * 0.5,
    middle: start + (count * cell) / 2,
    size,
    at: (place) => start + place * cell,
  };
}

/** A line from one end of what is measured to the other, with its letters above or below.
 * @param {number} from @param {number} to @param {number} y @param {number} side −1 above, 1 below
 * @param {string} fill @param {Letters} letters @param {number} alpha @param {Measures} measures @returns {Shape[]} */
function measured(from, to, y, side, fill, { text, x, align = "center" }, alpha, { size }) {
  const tick = size * 0.22;
  return [
    levelLine(y, from, to, fill, { line: 2, alpha }),
    uprightLine(from, y - tick, y + tick, fill, { line: 2, alpha }),
    uprightLine(to, y - tick, y + tick, fill, { line: 2, alpha }),
    textShape(text, x, y + side * size * 0.85, size, { fill, weight: 650, align, alpha }),
  ];
}

/** The padding's letters at both ends. @param {Options} options @param {number} y @param {number} alpha
 * @param {Measures} measures @returns {Shape[]} */
function ends({ size, padding, texts }, y, alpha, measures) {
  if (alpha <= 0) return [];
  const { at } = measures;
  const wide = textWidth(texts.padding, measures.size) > padding * measures.cell;
  const [left, right] = wide ? /** @type {const} */ (["left", "right"]) : /** @type {const} */ (["center", "center"]);
  const [first, last] = [at(-padding), at(size + padding)];
  const half = wide ? 0 : (padding * measures.cell) / 2;
  return [
    ...measured(first, at(0), y, -1, "muted", { text: texts.padding, x: first + half, align: left }, alpha, measures),
    ...measured(at(size), last, y, -1, "muted", { text: texts.padding, x: last - half, align: right }, alpha, measures),
  ];
}

/** The first window's length on it or beside it, and how much further on the second one stands.
 * @param {Options} options @param {(i: number) => number} presence of a window @param {Measures} measures
 * @returns {Shape[]} */
function steps({ windows, texts }, presence, measures) {
  const { at, line, height, size, top, lane, cell } = measures;
  const [first, last] = itemAt(windows, 0);
  const y = line + height + size * 0.72;
  const [middle, long] = [at((first + last) / 2), (last - first) * cell];
  const wide = textWidth(texts.kernel, size) * 1.15;
  const letters = { text: texts.kernel, x: at(last) + size * 0.5, align: /** @type {const} */ ("left") };
  const on = { ...letters, x: middle, align: /** @type {const} */ ("center") };
  const ground = { x: middle - wide / 2, y: y - size / 2, width: wide, height: size };
  const all = measured(at(first), at(last), y, 0, "conv", wide < long * 0.9 ? on : letters, presence(0), measures);
  if (wide < long * 0.9) all.splice(3, 0, rectShape(ground, { fill: "paper", alpha: presence(0) }));
  const length = presence(0) > 0 ? all : [];
  const second = windows[1];
  if (!second || presence(1) <= 0) return length;
  // Below the staircase's foot there is room to its left: as many lanes down as the letters are wide.
  const step = (second[0] - first) * cell;
  const down = Math.ceil((textWidth(texts.stride, size) * 1.2 + size * 0.4) / step);
  const low = Math.max(top + 1.5 * lane + size, top + down * lane + size * 0.6);
  return [
    ...length,
    ...measured(at(first), at(second[0]), top + 1.5 * lane, 0, "conv", { ...on, text: "" }, presence(1), measures),
    textShape(texts.stride, at(first), low, size, { fill: "conv", weight: 650, align: "left", alpha: presence(1) }),
  ];
}

/** The input's pixels, the padding's zeros, and a frame around those that no window reaches.
 * @param {Options} options @param {number} ring @param {number} left @param {number} label @param {Measures} measures
 * @returns {Shape[]} */
function pixels({ size, padding, over, ink }, ring, left, label, { cell, height, gap, line, at }) {
  const all = Array.from({ length: size + 2 * padding }, (_, i) => i - padding);
  return all.flatMap((place) => {
    const outside = place < 0 || place >= size;
    const spot = { x: at(place) + gap / 2, y: line, width: cell - gap, height, radius: Math.min(4, cell * 0.15) };
    const zero = { fill: "muted", alpha: ring };
    /** @type {Shape[]} */
    const shapes = [
      outside
        ? rectShape(spot, { stroke: "muted", line: 1.2, dash: [3, 3], alpha: ring })
        : rectShape(spot, {
            fill: ink?.length ? { scale: "image", share: ink[place] ?? 0 } : "surface",
            stroke: "input",
            line: 1.2,
          }),
    ];
    if (outside && cell > label * 0.9)
      shapes.push(textShape("0", at(place + 0.5), line + height / 2, Math.min(label, cell * 0.8), zero));
    if (place >= size + padding - over && left > 0) {
      const frame = { ...spot, y: line - 3, height: height + 6, radius: 4 };
      shapes.push(rectShape(frame, { stroke: "activate", line: 3, alpha: left }));
    }
    return shapes;
  });
}

/** A window with its taps, and its output; of the newest also what it covers, and a beam between the two.
 * @param {Options} options @param {[number, number]} window @param {number} i @param {boolean} newest
 * @param {number} alpha @param {Measures} measures @returns {Shape[]} */
function windowShapes({ dilation, windows }, [first, last], i, newest, alpha, measures) {
  const { cell, height, gap, line, top, lane, outputs, middle, at } = measures;
  const y = top + i * lane;
  const bar = { x: at(first) + 1, y: y + lane * 0.05, width: (last - first) * cell - 2, height: lane * 0.9 };
  const x = middle + (i - windows.length / 2) * cell;
  const beam = [
    { x: bar.x, y: bar.y + bar.height },
    { x: bar.x + bar.width, y: bar.y + bar.height },
    { x: x + cell, y: outputs },
    { x, y: outputs },
  ];
  const covered = { x: at(first), y: line - 2, width: (last - first) * cell, height: height + 4 };
  const taps =
    lane > 5 ? Array.from({ length: Math.ceil((last - first) / dilation) }, (_, k) => first + k * dilation) : [];
  const dot = { fill: newest ? "paper" : "conv", alpha };
  const output = { x: x + gap / 2, y: outputs, width: cell - gap, height };
  return [
    ...(newest
      ? [
          polygonShape(beam, { fill: "conv", alpha: 0.1 * alpha }),
          rectShape(covered, { radius: 4, stroke: "conv", line: 3.5, alpha }),
        ]
      : []),
    rectShape(bar, { radius: Math.min(5, lane * 0.3), fill: "conv", alpha: alpha * (newest ? 0.9 : 0.3) }),
    ...taps.map((tap) => circleShape({ x: at(tap + 0.5), y: y + lane / 2 }, Math.min(lane * 0.2, cell * 0.24), dot)),
    rectShape(output, { radius: Math.min(4, cell * 0.15), fill: "conv", alpha: alpha * (newest ? 0.9 : 0.45) }),
  ];
}
