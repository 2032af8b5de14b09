/** Tensors as solid blocks, true to scale, in the projection of the stacks: side by side, from left to right. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lineShape, polygonShape, slantedRaster, slantOf, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { findTensor, frameChange, partPresence, roomierRect } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Block } from "../data/wire.js" */
/** @typedef {{unit: number, left: number, axis: number}} Camera how large a unit is, where the first block begins */
/** @typedef {{text: string, x: number, foot: Point, fill: string, weight: number, alpha: number}} Label */

/** How strong a block is while another is spoken of. */
const VEILED = 0.6;

/** @type {View<"blocks">} */
export const blocks = {
  draw(panel, given, context) {
    const all = panel.options.blocks;
    const rect = roomierRect(given, 0.6, context.layout);
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [from.shown ?? all.length, to.shown ?? all.length];
    const camera = cameraBetween(panel, rect, context, [before, after], f);
    const strength = (/** @type {number | undefined} */ lit, /** @type {number} */ i) =>
      lit === undefined || lit < 0 || lit === i ? 1 : VEILED;
    /** @type {Label[]} */
    const labels = [];
    const solids = all.flatMap((block, i) => {
      const alpha = partPresence(i, before, after, f);
      if (alpha <= 0) return [];
      const spoken = lerp(strength(from.lit, i), strength(to.lit, i), f);
      const depth = i < before && i < after ? 1 : alpha;
      const { shapes, foot } = blockShapes(block, panel, camera, context, { alpha, spoken, depth, lit: i === to.lit });
      const weight = i === to.lit ? 700 : 500;
      labels.push({ text: block.text, x: foot.x, foot, fill: block.stage, weight, alpha });
      return shapes;
    });
    return [...solids, ...written(labels, rect, context)];
  },
};

/** Blocks are seen as large as those that are there allow. @param {PanelOf<"blocks">} panel @param {Rect} rect
 * @param {Context} context @param {[number, number]} shown before and after @param {number} f @returns {Camera} */
function cameraBetween(panel, rect, context, [before, after], f) {
  const { blocks: all, across } = panel.options;
  const room = rect.height - context.layout.type.number * 2.2;
  const at = (/** @type {number} */ count) => {
    const there = all.slice(0, Math.max(1, count));
    const { x, channels, side } = itemAt(there, there.length - 1);
    const [wide, high] = [x + channels + side * across[0], Math.max(...all.map((each) => each.side)) * (1 + across[1])];
    const unit = Math.min(rect.width / wide, room / high);
    return { unit, left: rect.x + (rect.width - wide * unit) / 2 };
  };
  const [a, b] = [at(before), at(after)];
  return { unit: lerp(a.unit, b.unit, f), left: lerp(a.left, b.left, f), axis: rect.y + room / 2 };
}

/** One block: its top, its left side, and its face, with a picture on it where it has one.
 * @param {Block} block @param {PanelOf<"blocks">} panel @param {Camera} camera @param {Context} context
 * @param {{alpha: number, spoken: number, depth: number, lit: boolean}} look
 * @returns {{shapes: Shape[], foot: Point}} */
function blockShapes({ x, channels, side, stage, tensor }, panel, camera, context, { alpha, spoken, depth, lit }) {
  const { unit, left, axis } = camera;
  const { across, along: lower } = panel.options;
  const deep = channels * unit * depth;
  const at = (/** @type {number} */ c, /** @type {number} */ down, /** @type {number} */ over) => ({
    x: left + x * unit + c * deep + over * side * across[0] * unit,
    y: axis + (c - 0.5) * deep * lower + ((down - 0.5) * side + (0.5 - over) * side * across[1]) * unit,
  });
  const edge = { stroke: stage, line: lit ? 2.5 : 1.5, alpha: alpha * spoken };
  const face = (/** @type {Point[]} */ points, /** @type {number} */ fill) => [
    polygonShape(points, { fill: "paper", alpha }),
    polygonShape(points, { fill: stage, alpha: alpha * fill * spoken }),
    polygonShape(points, edge),
  ];
  const [corner, end, foot] = [at(1, 0, 0), at(1, 0, 1), at(1, 1, 0)];
  /** @type {[Point, Point, Point, Point]} */
  const front = [corner, end, at(1, 1, 1), foot];
  const picture = tensor
    ? [slantedRaster(findTensor(context.scene, tensor), -1, slantOf(front), { alpha: alpha * spoken })]
    : [];
  return {
    shapes: [
      ...face([at(0, 0, 0), at(0, 0, 1), end, corner], 0.14),
      ...face([at(0, 0, 0), corner, foot, at(0, 1, 0)], 0.3),
      ...face(front, 0.5),
      ...picture,
    ],
    foot: { x: (at(0, 1, 0).x + at(1, 1, 1).x) / 2, y: foot.y },
  };
}

/** Labels below their blocks; where these stand too close, in two lines below all, with thin lines to their blocks.
 * @param {Label[]} labels @param {Rect} rect @param {Context} context @returns {Shape[]} */
function written(labels, rect, { layout }) {
  const { number } = layout.type;
  const apart = labels.every(({ x, text }, i) => {
    const before = labels[i - 1];
    return !before || x - before.x > (wide(text, number) + wide(before.text, number)) / 2 + number * 0.3;
  });
  if (apart)
    return labels.map(({ text, x, foot, fill, weight, alpha }) => {
      const half = wide(text, number) / 2;
      const place = Math.max(rect.x + half, Math.min(x, rect.x + rect.width - half));
      return textShape(text, place, foot.y + number * 0.95, number, { fill, weight, alpha });
    });
  const below = Math.max(...labels.map(({ foot }) => foot.y)) + number * 1.3;
  return [0, 1].flatMap((row) => {
    const own = labels.filter((_, i) => i % 2 === row);
    return labelLine(own, below + row * number * 1.5, rect, number);
  });
}

/** Labels side by side in one line, as near below their blocks as they can be.
 * @param {Label[]} labels @param {number} y @param {Rect} rect @param {number} number @returns {Shape[]} */
function labelLine(labels, y, rect, number) {
  const gap = number * 0.6;
  const sum = labels.reduce((all, { text }) => all + wide(text, number), 0);
  const size = number * Math.min(1, (rect.width - (labels.length - 1) * gap) / sum);
  let end = rect.x - gap;
  const starts = labels.map(({ text, x }) => {
    const start = Math.max(x - wide(text, size) / 2, end + gap);
    end = start + wide(text, size);
    return start;
  });
  const back = Math.max(0, end - rect.x - rect.width);
  return labels.flatMap(({ text, foot, fill, weight, alpha }, i) => {
    const x = Math.max(rect.x, itemAt(starts, i) - back) + wide(text, size) / 2;
    const line = [
      { x: foot.x, y: foot.y + 3 },
      { x, y: y - size * 0.6 },
    ];
    return [
      lineShape(line, fill, { line: 1, alpha: alpha * 0.6 }),
      textShape(text, x, y, size, { fill, weight, alpha }),
    ];
  });
}

/** How much room a label takes, set bold: digits are wider than letters. @param {string} text @param {number} size */
const wide = (text, size) => textWidth(text, size) * 1.3;
