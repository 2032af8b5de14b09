/** One line of pixels with its padding, the windows that fit on it, their outputs, and what is left over. */

import { lerp } from "../data/easing.js";
import { circleShape, polygonShape, rectShape, textShape } from "../drawing/build.js";
import { fittedText, frameChange, partPresence } from "./context.js";

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
 * @property {(place: number) => number} at where a pixel begins, from the left
 */

/** @type {View<"ruler">} */
export const ruler = {
  draw(panel, given, context) {
    const options = panel.options;
    const { windows, texts } = options;
    const { from, to, f } = frameChange(context, panel);
    const { label } = context.layout.type;
    const rect = roomierRect(given, context.layout.size.height - 2 * label);
    const measures = measure(options, rect, label);
    const { line, at, middle, outputs, height } = measures;
    const now = (/** @type {"ring" | "over"} */ key) => lerp(from[key] ?? 0, to[key] ?? 0, f);
    const [ring, left] = [now("ring"), now("over")];
    const above = ring > 0.5 ? texts.padded : texts.input;
    const head = { fill: "input", weight: 650 };
    const [before, after] = [from.shown ?? 0, to.shown ?? 0];
    /** @type {Shape[]} */
    const shapes = [
      ...pixels(options, ring, left, label, measures),
      fittedText(above, at(options.size / 2), line - label * 0.9, label, rect.width, head),
      ...windows.flatMap((window, i) => {
        const alpha = partPresence(i, before, after, f);
        const newest = i === after - 1 && !to.over;
        return alpha > 0 ? windowShapes(options, window, i, newest, alpha, measures) : [];
      }),
    ];
    if (after > 0) {
      const alpha = after === windows.length ? Math.min(1, left + (to.over ? 0 : f)) : 0;
      const foot = { fill: "conv", weight: 650, alpha };
      shapes.push(fittedText(texts.output, middle, outputs + height + label * 0.9, label, rect.width, foot));
    }
    if (options.over > 0 && left > 0) {
      const end = Math.min(at(options.size + options.padding), rect.x + rect.width);
      const rest = { weight: 650, fill: "activate", align: /** @type {const} */ ("right"), alpha: left };
      shapes.push(textShape(texts.over, end, line - label * 0.9, label, rest));
    }
    return shapes;
  },
};

/** @param {Options} options @param {Rect} rect @param {number} label @returns {Measures} */
function measure({ size, padding, lanes }, rect, label) {
  const cell = Math.min(rect.width / (size + 2 * padding), rect.height * 0.16);
  const start = rect.x + (rect.width - cell * size) / 2;
  // Where many cells make them narrow, they are still high enough to be seen.
  const height = Math.min(Math.max(cell, label * 1.2), rect.height * 0.16);
  const free = (rect.height - 2 * height - label * 6.2) / lanes;
  const lane = Math.min(free, Math.max(height * 1.2, label), rect.height * 0.13);
  // What is drawn stands in the middle: two lines of letters, two of cells, the lanes and a gap.
  const spare = rect.height - 2 * height - lanes * lane - label * 6.2;
  const line = rect.y + label * 1.5 + spare / 2;
  const top = line + height + label * 0.6;
  return {
    cell,
    height,
    gap: cell > 6 ? Math.min(2, cell * 0.08) : 0.5,
    line,
    top,
    lane,
    outputs: top + lanes * lane + label * 2.4,
    middle: start + (size * cell) / 2,
    at: (place) => start + place * cell,
  };
}

/** The input's pixels, the padding's zeros, and a frame around those that no window reaches.
 * @param {Options} options @param {number} ring @param {number} left @param {number} label @param {Measures} measures
 * @returns {Shape[]} */
function pixels({ size, padding, over }, ring, left, label, { cell, height, gap, line, at }) {
  const all = Array.from({ length: size + 2 * padding }, (_, i) => i - padding);
  return all.flatMap((place) => {
    const outside = place < 0 || place >= size;
    const spot = { x: at(place) + gap / 2, y: line, width: cell - gap, height, radius: Math.min(4, cell * 0.15) };
    const zero = { fill: "muted", alpha: ring };
    /** @type {Shape[]} */
    const shapes = [
      outside
        ? rectShape(spot, { stroke: "muted", line: 1.2, dash: [3, 3], alpha: ring })
        : rectShape(spot, { fill: "surface", stroke: "input", line: 1.2 }),
    ];
    if (outside && cell > label * 0.9)
      shapes.push(fittedText("0", at(place + 0.5), line + height / 2, label * 0.85, cell, zero));
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
function windowShapes({ dilation, lanes, windows }, [first, last], i, newest, alpha, measures) {
  const { cell, height, gap, line, top, lane, outputs, middle, at } = measures;
  const y = top + (i % lanes) * lane;
  const bar = { x: at(first) + 1, y: y + lane * 0.12, width: (last - first) * cell - 2, height: lane * 0.76 };
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

/** The panel's room, made higher about its middle where the line is short: on a phone.
 * @param {Rect} rect @param {number} most @returns {Rect} */
function roomierRect(rect, most) {
  const height = Math.max(rect.height, Math.min(rect.width * 0.75, most));
  return { ...rect, y: rect.y + (rect.height - height) / 2, height };
}
