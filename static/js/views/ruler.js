/** One line of pixels, a window that slides along it, and below each place where it stood an output; letters stand on
 * what they measure, in the colours that they have in the formula. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { levelLine, polygonShape, rectShape, textShape, uprightLine } from "../drawing/build.js";
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
 * @property {number} outputs where the outputs begin
 * @property {number} middle of the input
 * @property {number} size of letters
 * @property {(place: number) => number} at where a pixel begins, from the left
 */
/** @typedef {{text: string, x: number, align?: "left" | "center" | "right"}} Letters what stands on a measure */
/** @typedef {{place: number, presence: (i: number) => number, closed: number}} Sweep how many windows there were so
 * far, how present each of them is, and how far their outputs have moved together */

/** @type {View<"ruler">} */
export const ruler = {
  draw(panel, given, context) {
    const { options } = panel;
    const { windows, texts, size, padding } = options;
    const { from, to, f } = frameChange(context, panel);
    const { label } = context.layout.type;
    const [before, after] = [from.shown ?? 0, to.shown ?? 0];
    // What stood above it goes, then the line makes room for its outputs, then the first window comes.
    const [room, come] = before > 0 ? [f, f] : [easeWithin(f, 0.4, 1), easeWithin(f, 0.8, 1)];
    const now = (/** @type {"ring" | "over"} */ key) => lerp(from[key] ?? 0, to[key] ?? 0, f);
    const [ring, closed] = [now("ring"), now("over")];
    const slides = before > 0 && after > 0;
    const place = slides ? lerp(before, after, f) : Math.max(before, after);
    const presence = (/** @type {number} */ i) =>
      slides ? easeWithin(place - i, 0.4, 1) : partPresence(i, before, after, come);
    const roomy = roomierRect(given, 0.96, context.layout);
    const rect = before + after > 0 ? { ...roomy, y: roomy.y + label, height: roomy.height - 2 * label } : roomy;
    // The line stands alone in the middle until the first window comes.
    const measures = measure(options, rect, label, lerp(Math.min(1, before), Math.min(1, after), room));
    const { line, at, middle, outputs, height, cell } = measures;
    const above = line - measures.size * 0.45;
    const whole = { text: texts.size, x: at(size / 2) };
    const shapes = [
      ...pixels(options, ring, closed, measures),
      ...measured(at(0), at(size), above, -1, "input", whole, 1, measures),
      ...(padding ? ends(options, above, ring, measures) : []),
      ...sweep(options, { place, presence, closed }, measures),
      ...steps(options, { place, presence, closed }, measures),
    ];
    const half = (windows.length / 2) * cell;
    const foot = outputs + height + measures.size * 0.45;
    const count = { text: texts.output, x: middle };
    if (closed > 0) shapes.push(...measured(middle - half, middle + half, foot, 1, "stack", count, closed, measures));
    if (options.over > 0 && closed > 0) {
      const edge = Math.min(at(size + padding), rect.x + rect.width);
      const rest = { weight: 650, fill: "activate", align: /** @type {const} */ ("right"), alpha: closed };
      shapes.push(textShape(texts.over, edge, line + height + measures.size * 1.85, measures.size, rest));
    }
    return shapes;
  },
};

/** @param {Options} options @param {Rect} rect @param {number} label @param {number} spread how far the line has made
 * room for its outputs, 0 to 1 @returns {Measures} */
function measure({ size: count, padding }, rect, label, spread) {
  const size = Math.min(label * 1.15, rect.width * 0.05);
  const cell = Math.min(rect.width / (count + 2 * padding), rect.height * 0.2);
  const start = rect.x + (rect.width - cell * count) / 2;
  // Where many cells make them narrow, they are still high enough to be seen from afar.
  const height = lerp(cell, Math.max(cell, Math.min(cell * 5, rect.height * 0.22)), spread);
  // Above the pixels their letters, below the outputs theirs; between the two the window's letters and its beam.
  const ends = size * 1.7;
  const between = Math.min(rect.height - 2 * (ends + height), Math.max(size * 4.4, height * 1.6));
  const above = rect.y + (rect.height - between) / 2 - height;
  const line = lerp(rect.y + (rect.height - height) / 2, above, spread);
  return {
    cell,
    height,
    gap: cell > 6 ? Math.min(2, cell * 0.08) : 0.5,
    line,
    outputs: line + height + between,
    middle: start + (count * cell) / 2,
    size,
    at: (place) => start + place * cell,
  };
}

/** A line from one end of what is measured to the other, with its letters above or below.
 * @param {number} from @param {number} to @param {number} y @param {-1 | 1} side −1 above, 1 below
 * @param {string} fill @param {Letters} letters @param {number} alpha @param {Measures} measures @returns {Shape[]} */
function measured(from, to, y, side, fill, letters, alpha, { size }) {
  const written = lettersShape(letters, y + side * size * 0.85, fill, alpha, size);
  return [...bracket(from, to, y, fill, alpha, size), written];
}

/** A line with a tick at each end. @param {number} from @param {number} to @param {number} y @param {string} fill
 * @param {number} alpha @param {number} size of letters @returns {Shape[]} */
function bracket(from, to, y, fill, alpha, size) {
  const tick = size * 0.22;
  return [
    levelLine(y, from, to, fill, { line: 2, alpha }),
    uprightLine(from, y - tick, y + tick, fill, { line: 2, alpha }),
    uprightLine(to, y - tick, y + tick, fill, { line: 2, alpha }),
  ];
}

/** @param {Letters} letters @param {number} y @param {string} fill @param {number} alpha @param {number} size */
const lettersShape = ({ text, x, align = "center" }, y, fill, alpha, size) =>
  textShape(text, x, y, size, { fill, weight: 650, align, alpha });

/** The padding's letters at both ends. @param {Options} options @param {number} y @param {number} alpha
 * @param {Measures} measures @returns {Shape[]} */
function ends({ size, padding, texts }, y, alpha, measures) {
  if (alpha <= 0) return [];
  const { at } = measures;
  const wide = textWidth(texts.padding, measures.size) > padding * measures.cell;
  const [left, right] = wide ? /** @type {const} */ (["left", "right"]) : /** @type {const} */ (["center", "center"]);
  const [first, last] = [at(-padding), at(size + padding)];
  const half = wide ? 0 : (padding * measures.cell) / 2;
  const text = texts.padding;
  return [
    ...measured(first, at(0), y, -1, "classify", { text, x: first + half, align: left }, alpha, measures),
    ...measured(at(size), last, y, -1, "classify", { text, x: last - half, align: right }, alpha, measures),
  ];
}

/** The first window's length below it, and from there on how far its end moves, step by step, until the room to move
 * is used up or no step fits any more. No letters stand where a beam passes.
 * @param {Options} options @param {Sweep} sweep @param {Measures} measures @returns {Shape[]} */
function steps({ size: count, padding, over, windows, texts }, { place, presence, closed }, measures) {
  const { line, height, size, at } = measures;
  const [first, last] = itemAt(windows, 0);
  const y = line + height + size * 0.9;
  const row = y + size * 0.95;
  const [start, end] = [at(last), at(count + padding)];
  const shapes = bracket(at(first), start, y, "conv", presence(0), size);
  const taken = presence(0) * Math.max(closed, easeWithin(2 - place, 0, 1));
  const free = under(texts.kernel, at(first), start, 0, size);
  shapes.push(lettersShape(free, row, "conv", taken, size));
  windows.slice(1).forEach(([, to], i) => {
    shapes.push(...bracket(at(itemAt(windows, i)[1]), at(to), y, "pool", presence(i + 1), size));
  });
  if (over > 0) shapes.push(...bracket(at(count + padding - over), end, y, "activate", closed, size));
  if (windows.length < 2) return shapes;
  const step = under(texts.stride, start, at(itemAt(windows, 1)[1]), free.end, size);
  shapes.push(lettersShape(step, row, "pool", Math.max(closed, easeWithin(place - 3, 0, 1)), size));
  const room = under(texts.room, start, end, 0, size);
  const rest = over > 0 ? textWidth(texts.over, size) + size : 0;
  // Where it has no room beside the others, it stands below them.
  const beside = room.x - room.wide / 2 > step.end && room.x + room.wide / 2 < end - rest;
  return [...shapes, lettersShape(room, beside ? row : row + size * 1.25, "pool", closed, size)];
}

/** Letters below a measure: in its middle, or from its start on where they are wider, or from where others end.
 * @param {string} text @param {number} from @param {number} to @param {number} free @param {number} size
 * @returns {Letters & {wide: number, end: number}} */
function under(text, from, to, free, size) {
  const wide = textWidth(text, size) * 1.08;
  const left = Math.max(free, from, (from + to - wide) / 2);
  return { text, x: left + wide / 2, wide, end: left + wide + size * 0.4 };
}

/** The input's pixels, the padding's zeros, and a frame around those that no window reaches.
 * @param {Options} options @param {number} ring @param {number} left @param {Measures} measures @returns {Shape[]} */
function pixels({ size, padding, over, ink }, ring, left, { cell, height, gap, line, size: letters, at }) {
  const all = Array.from({ length: size + 2 * padding }, (_, i) => i - padding);
  return all.flatMap((place) => {
    const outside = place < 0 || place >= size;
    const spot = { x: at(place) + gap / 2, y: line, width: cell - gap, height, radius: Math.min(4, cell * 0.15) };
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
  const beam = [
    { x, y },
    { x: x + wide, y },
    { x: centre + cell / 2, y: outputs },
    { x: centre - cell / 2, y: outputs },
  ];
  const taps = Array.from({ length: Math.ceil((last - first) / dilation) }, (_, k) => x + k * dilation * cell);
  return [
    polygonShape(beam, { fill: "conv", alpha: 0.14 * alpha * (1 - closed) }),
    ...taps.map((tap) => rectShape({ x: tap, y: line, width: cell, height }, { fill: "conv", alpha: 0.22 * alpha })),
    rectShape({ x, y: line - 4, width: wide, height: height + 8 }, { radius: 5, stroke: "conv", line: 4, alpha }),
    ...windows.flatMap(([from, to], k) => {
      const there = presence(k);
      if (there <= 0) return [];
      const newest = Math.max(0, 1 - Math.abs(place - 1 - k)) * (1 - closed);
      const left = lerp(at((from + to) / 2) - cell / 2, middle + (k - windows.length / 2) * cell, closed);
      const output = { x: left + gap / 2, y: outputs, width: cell - gap, height, radius: Math.min(4, cell * 0.15) };
      const fill = { scale: "image", share: itemAt(shares, k) };
      return [rectShape(output, { fill, stroke: "stack", line: lerp(2, 4, newest), alpha: there })];
    }),
  ];
}
