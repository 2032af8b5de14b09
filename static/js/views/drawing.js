/** A diagram given as data: boxes, discs, lines and words in the panel's own units, part by part. */

import { easeWithin, evenly, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isSameShot, isShown } from "../data/records.js";
import { circleShape, lineShape, rasterShape, rectShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { TURN } from "../drawing/shots.js";
import { boxRect, findTensor, fittedText, frameChange } from "./context.js";

/** @import { Context, Rect, Shape, View } from "./context.js" */
/** @import { Part } from "../data/wire.js" */

/** @type {View<"drawing">} */
export const drawing = {
  draw(panel, rect, context) {
    const parts = panel.options.parts;
    const { moment } = context;
    const { from: earlier, to, f } = frameChange(context, panel);
    // What it has grown to is of the frames in which it is seen.
    const from = moment.from && isShown(moment.from, panel) ? earlier : to;
    const unit = rect.width / panel.size[1];
    const [before, after] = [from.shown ?? 99, to.shown ?? 99];
    const fresh = parts.filter(({ at }) => at >= before && at < after);
    const most = mostCells(fresh, context);
    // What comes into another shot waits until what it takes the place of has nearly gone; a picture fills after it.
    const filled = evenly(f);
    const late = moment.from && !isSameShot(moment.from, moment.to) ? TURN.gone : 0;
    const comes = easeWithin(f, late * 0.7, 1);
    const cells = Math.floor((Math.max(0, filled - late) / (1 - late)) * most);
    return parts.flatMap((part) => {
      const [was, is] = [isThere(part, before), isThere(part, after)];
      const [gone, back] = was ? [before, after] : [after, before];
      const recoloured = () =>
        part.shape === "text" &&
        parts.some((each) => isThere(each, back) && !isThere(each, gone) && isSameWord(each, part));
      const arrived = was || late === 0 ? f : comes;
      const alpha = part.passing ? passingAt(was && is, f) : presenceOf(part, was, is, arrived, recoloured);
      if (alpha <= 0) return [];
      const [dx, dy] = moved(part, before, after, f);
      const place = { ...rect, x: rect.x + dx * unit, y: rect.y + dy * unit };
      const sized = resized(part, before, after, f);
      const fills = was || f >= 1 ? {} : { revealed: cells };
      return partShapes(was ? sized : growing(sized, arrived), place, unit, alpha, context, fills);
    });
  },

  locate(panel, rect, scene, box) {
    const at = pictureAmong(panel.options.parts, box.tensor, rect, rect.width / panel.size[1], scene);
    return at && boxRect(box, at);
  },
};

/** Where among parts a tensor's picture stands, and how large its cells are; null if none shows it.
 * @param {Part[]} parts @param {string} tensor @param {Rect} rect @param {number} unit
 * @param {import("./context.js").Scene} scene */
export function pictureAmong(parts, tensor, rect, unit, scene) {
  const part = parts.find((each) => each.tensor === tensor);
  if (!part?.width) return null;
  const [x, y] = [rect.x + (part.x ?? 0) * unit, rect.y + (part.y ?? 0) * unit];
  return { x, y, cell: (part.width * unit) / findTensor(scene, tensor).shape[2] };
}

/** How many cells the largest picture has of those that come: all of them fill as fast.
 * @param {Part[]} parts @param {Context} context */
const mostCells = (parts, { scene }) =>
  Math.max(1, ...parts.map(({ tensor }) => (tensor ? findTensor(scene, tensor).values.length : 0)));

/** @param {Part} part @param {number} shown the beat */
const isThere = ({ at, until }, shown) => shown > at && shown <= (until ?? shown);

/** @param {Part} a @param {Part} b */
const isSameWord = (a, b) => a.text === b.text && a.x === b.x && a.y === b.y;

/** How present a part is: words go before others come in their place; one that only gets another colour stays.
 * @param {Part} part @param {boolean} was @param {boolean} is @param {number} f
 * @param {() => boolean} recoloured */
function presenceOf({ shape }, was, is, f, recoloured) {
  if (was === is) return was ? 1 : 0;
  // It comes cell by cell.
  if (shape === "picture" && is) return easeWithin(f, 0, 0.1);
  const waits = shape === "text" && !recoloured();
  const [gone, back] = waits ? [easeWithin(f, 0, 0.5), easeWithin(f, 0.5, 1)] : [f, f];
  return is ? back : 1 - gone;
}

/** How present a part is that is seen only on its way. @param {boolean} goes @param {number} f */
const passingAt = (goes, f) => (goes ? easeWithin(evenly(f), 0, 0.45) * (1 - easeWithin(evenly(f), 0.55, 1)) : 0);

/** How far a part stands from its place that never moves. @type {[number, number]} */
const STILL = [0, 0];

/** How far a part stands from its place, to the right and down, on the way from one beat to the next.
 * @param {Part} part @param {number} before @param {number} after @param {number} f @returns {[number, number]} */
function moved({ moves = [] }, before, after, f) {
  const [a, b] = [itemAtBeat(moves, before, STILL), itemAtBeat(moves, after, STILL)];
  return [lerp(a[0], b[0], f), lerp(a[1], b[1], f)];
}

/** A part as large as it is on that way. @param {Part} part @param {number} before @param {number} after
 * @param {number} f @returns {Part} */
function resized(part, before, after, f) {
  const { times = [], width = 1, height = 1 } = part;
  if (!times.length) return part;
  const by = lerp(itemAtBeat(times, before, 1), itemAtBeat(times, after, 1), f);
  return { ...part, width: width * by, height: height * by };
}

/** What holds at a beat, counted from 1; the last one from then on. @template T @param {T[]} all
 * @param {number} shown @param {T} none @returns {T} */
const itemAtBeat = (all, shown, none) => all[Math.max(0, Math.min(shown, all.length) - 1)] ?? none;

/** A part while it comes: a line runs from its beginning, a bar from its left end, a box opens from its middle.
 * @param {Part} part @param {number} f @returns {Part} */
function growing(part, f) {
  // What is seen at several sizes comes at the one that it has.
  if (f >= 1 || part.times) return part;
  if (part.rightward) return { ...part, width: (part.width ?? 1) * f };
  if (part.shape === "line") return { ...part, points: beginning(part.points ?? [], f) };
  const height = part.height ?? 1;
  return part.shape === "box" ? { ...part, y: (part.y ?? 0) + (height * (1 - f)) / 2, height: height * f } : part;
}

/** So much of a line, from its first point on, each of its pieces in the same time: a curve over time keeps step with
 * what slides along it. @param {[number, number][]} points @param {number} share */
function beginning(points, share) {
  const end = share * (points.length - 1);
  const whole = Math.floor(end);
  const [from, to] = [itemAt(points, whole), points[whole + 1]];
  const seen = points.slice(0, whole + 1);
  if (to) seen.push([lerp(from[0], to[0], end - whole), lerp(from[1], to[1], end - whole)]);
  return seen;
}

/**
 * @param {Part} part
 * @param {Rect} rect
 * @param {number} unit
 * @param {number} alpha
 * @param {Context} context
 * @param {{revealed?: number}} [filled] how many cells of a picture are there; all by default
 * @returns {Shape[]}
 */
export function partShapes(part, rect, unit, alpha, { scene, layout: { type, size: stage } }, filled) {
  const x = rect.x + (part.x ?? 0) * unit;
  const y = rect.y + (part.y ?? 0) * unit;
  const colour = part.colour ?? "muted";
  const line = part.thick ? part.thick * unit : (part.line ?? 2);
  // What begins near the stage's edge ends within it.
  const free = part.align === "left" ? stage.width - x - 26 : Infinity;
  const size = Math.min(type.label * (part.size ?? 1), unit * 1.05 * (part.size ?? 1));
  const dash = part.dashed ? [5, 5] : undefined;
  switch (part.shape) {
    case "line": {
      const points = (part.points ?? []).map(([px, py]) => ({ x: rect.x + px * unit, y: rect.y + py * unit }));
      return [lineShape(points, colour, { line, arrow: part.arrow, dash, alpha })];
    }
    case "text":
      return [
        fittedText(part.text ?? "", x, y, size, Math.min(free, (part.width ?? 99) * unit), {
          fill: part.colour ?? "ink",
          align: part.align ?? "center",
          weight: 600,
          alpha,
        }),
      ];
    case "disc":
      return [
        circleShape({ x, y }, (part.r ?? 0.5) * unit, {
          fill: part.filled ? colour : "paper",
          stroke: colour,
          line,
          alpha,
        }),
        ...partText(part, x, y, (part.r ?? 0.5) * 1.9 * unit, size, alpha),
      ];
    case "picture": {
      const place = { x, y, width: (part.width ?? 1) * unit, height: (part.height ?? 1) * unit };
      return [rasterShape(findTensor(scene, part.tensor ?? ""), 0, place, { ...filled, alpha })];
    }
    case "box": {
      const [width, height] = [(part.width ?? 1) * unit, (part.height ?? 1) * unit];
      const box = { x, y, width, height, radius: Math.min(6, width * 0.2, height * 0.2) };
      return [
        rectShape(box, { fill: part.filled ? colour : "surface", stroke: colour, line, dash, alpha }),
        ...partText(part, x + width / 2, y + height / 2, width * 0.94, boxLetters(part, size, box, type), alpha),
      ];
    }
  }
}

/** How large a box's letters are: as small as can be read rather than none, where that fits.
 * @param {Part} part @param {number} size @param {{width: number, height: number}} box
 * @param {import("../drawing/layout.js").Type} type */
function boxLetters({ text = "" }, size, { width, height }, { least }) {
  const fit = Math.min(size, height * 0.62);
  return fit < least && height * 0.9 >= least && textWidth(text, least) <= width * 0.94 ? least : fit;
}

/**
 * @param {Part} part
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} size
 * @param {number} alpha
 * @returns {Shape[]}
 */
function partText(part, x, y, width, size, alpha) {
  return part.text
    ? [
        fittedText(part.text, x, y, size, width, {
          fill: part.filled ? "paper" : "ink",
          weight: 600,
          alpha: alpha ** 3,
        }),
      ]
    : [];
}
