/** Tensors as solid blocks, to scale, in the projection of the stacks: side by side, from left to right. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { polygonShape, slantedRaster, slantOf, textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { findTensor, fittedText, frameChange, partPresence, roomierRect } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */
/** @import { Block } from "../data/wire.js" */
/**
 * @typedef {object} Camera
 * @property {number} unit how large a unit is
 * @property {number} left where the first block begins
 * @property {number[]} axes at which height the middle of each block is
 * @property {number} reach how far copies stand apart, from the first to the last
 */
/** @typedef {{alpha: number, spoken: number, depth: number, line: number}} Look how present, how much spoken of */

/** How strong a block is while another is spoken of. */
const VEILED = 0.6;
/** How much of the room copies take, one above the other. */
const REACH = 0.74;
/** The room below a block for what is written there, in its letters. */
const BELOW = 2.2;

/** @type {View<"blocks">} */
export const blocks = {
  draw(panel, given, context) {
    const all = panel.options.blocks;
    const { falling } = panel.options;
    const rect = roomierRect(given, falling ? 0.85 : 0.6, context.layout);
    const { from, to, f } = frameChange(context, panel);
    const [before, after] = [from.shown ?? all.length, to.shown ?? all.length];
    const camera = cameraBetween(panel, rect, context, [before, after], f);
    const copied = lerp(from.copied ?? 0, to.copied ?? 0, f);
    const strength = (/** @type {number | undefined} */ lit, /** @type {number} */ i) =>
      lit === undefined || lit < 0 || lit === i ? 1 : VEILED;
    return all.flatMap((block, i) => {
      const alpha = partPresence(i, before, after, f);
      if (alpha <= 0) return [];
      const spoken = lerp(strength(from.lit, i), strength(to.lit, i), f);
      const lit = i === to.lit;
      const look = { alpha, spoken, depth: i < before && i < after ? 1 : alpha, line: lit ? 2.5 : 1.5 };
      const spread = block.copies && block.copies > 1 ? copied : 0;
      return [
        ...copiesOf(block, spread, camera, i, panel, look),
        ...solid(block, cornersOf(block, camera, i, panel, look), context, look),
        ...written(block, i, spread, panel, camera, context, { weight: lit ? 700 : 500, alpha }),
      ];
    });
  },
};

/** How wide and how high a block is, in units. @param {Block} block @param {PanelOf<"blocks">} panel */
function extent({ channels, side }, { options: { across, along, depth = 1 } }) {
  const deep = channels * depth;
  return { wide: deep + side * across[0], high: side * (1 + across[1]) + deep * along };
}

/** Blocks are seen as large as those that are there allow. @param {PanelOf<"blocks">} panel @param {Rect} rect
 * @param {Context} context @param {[number, number]} shown before and after @param {number} f @returns {Camera} */
function cameraBetween(panel, rect, context, [before, after], f) {
  const { blocks: all, falling } = panel.options;
  const room = rect.height - context.layout.type.number * BELOW;
  const at = (/** @type {number} */ count) => {
    const there = all.slice(0, Math.max(1, count));
    const last = itemAt(there, there.length - 1);
    const wide = last.x + extent(last, panel).wide;
    const unit = Math.min(rect.width / wide, room / Math.max(...there.map((each) => extent(each, panel).high)));
    const middle = (/** @type {Block} */ block) => block.x + extent(block, panel).wide / 2;
    const [start, end] = [middle(itemAt(all, 0)), middle(last)];
    const [top, bottom] = [itemAt(all, 0), last].map((each) => (extent(each, panel).high * unit) / 2);
    const axes = all.map((each) =>
      falling && there.length > 1
        ? rect.y + lerp(Number(top), room - Number(bottom), (middle(each) - start) / (end - start))
        : rect.y + room / 2,
    );
    return { unit, left: rect.x + (rect.width - wide * unit) / 2, axes };
  };
  const [a, b] = [at(before), at(after)];
  return {
    unit: lerp(a.unit, b.unit, f),
    left: lerp(a.left, b.left, f),
    axes: a.axes.map((axis, i) => lerp(axis, itemAt(b.axes, i), f)),
    reach: room * REACH,
  };
}

/** A block's corners: channel 0 or last, down 0 or 1, over 0 or 1.
 * @param {Block} block @param {Camera} camera @param {number} i @param {PanelOf<"blocks">} panel
 * @param {{depth: number}} look @returns {(channel: number, down: number, over: number) => Point} */
function cornersOf({ x, channels, side }, { unit, left, axes }, i, { options }, look) {
  const { across, along, depth = 1 } = options;
  const deep = channels * depth * unit * look.depth;
  return (channel, down, over) => ({
    x: left + x * unit + channel * deep + over * side * across[0] * unit,
    y:
      itemAt(axes, i) + (channel - 0.5) * deep * along + ((down - 0.5) * side + (0.5 - over) * side * across[1]) * unit,
  });
}

/** One block: its top, its left side, and its face, with a picture on it where it has one.
 * @param {Block} block @param {(channel: number, down: number, over: number) => Point} at @param {Context} context
 * @param {Look} look @returns {Shape[]} */
function solid({ stage, tensor }, at, context, { alpha, spoken, line }) {
  const edge = { stroke: stage, line, alpha: alpha * spoken };
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
  return [
    ...face([at(0, 0, 0), at(0, 0, 1), end, corner], 0.14),
    ...face([at(0, 0, 0), corner, foot, at(0, 1, 0)], 0.3),
    ...face(front, 0.5),
    ...picture,
  ];
}

/** The other copies of a block, spread above and below it; each is seen from outside, as one shape.
 * @param {Block} block @param {number} spread 0 to 1 @param {Camera} camera @param {number} i
 * @param {PanelOf<"blocks">} panel @param {Look} look @returns {Shape[]} */
function copiesOf(block, spread, camera, i, panel, look) {
  const copies = block.copies ?? 1;
  if (spread <= 0) return [];
  const at = cornersOf(block, camera, i, panel, look);
  const outline = [at(0, 0, 0), at(0, 0, 1), at(1, 0, 1), at(1, 1, 1), at(1, 1, 0), at(0, 1, 0)];
  return Array.from({ length: copies }, (_, k) => {
    const lower = ((k / (copies - 1)) * 2 - 1) * 0.5 * camera.reach * spread;
    const points = outline.map(({ x, y }) => ({ x, y: y + lower }));
    return [
      polygonShape(points, { fill: "paper", alpha: look.alpha }),
      polygonShape(points, { fill: block.stage, alpha: 0.2 * look.alpha }),
      polygonShape(points, { stroke: block.stage, line: 1, alpha: look.spoken * look.alpha }),
    ];
  }).flat();
}

/** What stands below a block, and the sign before it.
 * @param {Block} block @param {number} i @param {number} spread of its copies @param {PanelOf<"blocks">} panel
 * @param {Camera} camera @param {Context} context @param {{weight: number, alpha: number}} look @returns {Shape[]} */
function written(block, i, spread, panel, camera, { layout }, look) {
  const { number, sign, least } = layout.type;
  const at = cornersOf(block, camera, i, panel, { depth: 1 });
  const middle = (at(0, 1, 0).x + at(1, 1, 1).x) / 2;
  const foot = at(1, 1, 0).y + (camera.reach / 2) * spread;
  const lines = ((spread > 0.5 && block.many) || block.text).split("\n");
  const before = panel.options.blocks[i - 1];
  // A label may reach into the gaps beside its block, though not as far as the next one.
  const gap = (panel.options.blocks[1]?.x ?? 0) - extent(itemAt(panel.options.blocks, 0), panel).wide;
  const room = (extent(block, panel).wide + 0.9 * gap) * camera.unit;
  const shapes = lines.map((text, k) => {
    const size = Math.max(least, Math.min(number, room / (textWidth(text, 1) * 1.1)));
    const half = textWidth(text, size) * 0.6;
    const x = Math.max(half + 8, Math.min(middle, layout.size.width - half - 8));
    return textShape(text, x, foot + number * (0.95 + 1.2 * k), size, { fill: block.stage, ...look });
  });
  if (!block.operator || !before) return shapes;
  const end = cornersOf(before, camera, i - 1, panel, { depth: 1 })(1, 0, 1).x;
  const between = { x: (end + at(0, 0, 0).x) / 2, y: itemAt(camera.axes, i) };
  return [
    ...shapes,
    fittedText(block.operator, between.x, between.y, sign, at(0, 0, 0).x - end, { fill: "muted", alpha: look.alpha }),
  ];
}
