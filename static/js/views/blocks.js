/** Tensors as solid blocks, to scale, in the projection of the stacks: side by side, from left to right. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { textShape } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { bundleOf, copiesOf, crossedOut, enlargedFace, enlargedRod, frontOf, placeOf, solid } from "./blocks-solid.js";
import { findTensor, fittedText, frameChange, partPresence, roomierRect, textBetween } from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Block } from "../data/wire.js" */
/** @typedef {import("./context.js").ChangesOf<"blocks">} ChangesOf */
/**
 * @typedef {object} Camera
 * @property {number} unit how large a unit is
 * @property {number} left where the first block begins
 * @property {number} right where all that is drawn ends
 * @property {number} middle at which height the middle of each block is, where they stand on no floor
 * @property {number} floor where blocks stand that have a front above them
 * @property {number} top where those fronts begin
 * @property {number} reach how far copies stand apart, from the first to the last
 */
/** @import { Corners } from "./blocks-solid.js" */

/** How strong a block is while another is spoken of. */
const VEILED = 0.6;
/** How much of the room copies take, one above the other. */
const REACH = 0.74;
/** The room below a block for what is written there in one line or in two, in its letters. */
const BELOW = /** @type {const} */ ([2.2, 3.2]);
/** As that below blocks with fronts; and the paper above the fronts. */
const [WRITTEN, AIR] = [/** @type {const} */ ([1.7, 2.9]), 0.5];
/** Units between a block and its front above it, as a share of the front. */
const APART = 0.16;
/** How near, in units, blocks come that have grown. */
const NEAREST = 30;
/** How wide a rod is that is looked at closer, as a share of the blocks. */
const ROD = 0.85;
/** Where what stands below could only be so large, as a share of the smallest letters, it is cut short. */
const SHORT = 0.85;
/** Which part of the time a block takes to come out of the one before it; its front follows. */
const COMES = 0.55;

/** @type {Block[]} */
const NO_BLOCKS = [];

/** @type {View<"blocks">} */
export const blocks = {
  draw(panel, given, context) {
    const all = panel.options.blocks;
    const rect = roomierRect(given, panel.options.fronts ? 0.85 : 0.6, context.layout);
    const { from, to, f } = frameChange(context, panel);
    const [earlier, later] = [frontSide(panel, from), frontSide(panel, to)];
    // Where they go back to their blocks, they do so before anything else, and come out of them last.
    const out = lerp(Number(earlier > 0), Number(later > 0), earlier ? easeWithin(f, 0, 0.6) : easeWithin(f, 0.4, 1));
    const fronts = out && lerp(earlier || later, later || earlier, f);
    const [before, after] = [from.shown ?? all.length, to.shown ?? all.length];
    const [was, is] = [arranged(panel, from, context), arranged(panel, to, context)];
    const seen = (/** @type {ChangesOf} */ frame, /** @type {Block[]} */ there) => ({
      there,
      room: frame.reserved ? arranged(panel, { ...frame, sides: frame.reserved }, context) : there,
      fronts: frontSide(panel, frame),
      beside: besideOf(panel, frame),
    });
    const shown = [seen(from, was.slice(0, before)), seen(to, is.slice(0, after))];
    const camera = cameraBetween(panel, rect, context, shown, f);
    // What grows waits until the camera has gone back.
    const grows = before === after && !!panel.options.fronts && (to.sides ?? null) !== null;
    const [small, large] = shown.map((each) => labelSize(each.there, panel, camera, context));
    const size = lerp(small ?? 0, large ?? 0, f);
    const copied = lerp(from.copied ?? 0, to.copied ?? 0, f);
    const lens = lerp(from.lens ?? 1, to.lens ?? 1, f);
    const strength = (/** @type {number | undefined} */ lit, /** @type {number} */ i) =>
      lit === undefined || lit < 0 || lit === i ? 1 : VEILED;
    const meant = (/** @type {number} */ i) => {
      const [early, late] = [from, to].map(({ face, lit }) => Number(!!face && i === lit));
      // What was looked at closer goes before another block comes.
      return lerp(early ?? 0, late ?? 0, late ? f : easeWithin(f, 0, 0.35));
    };
    const come = grows ? easeWithin(f, 0.42, 1) : easeWithin(f, 0, fronts ? COMES : 1);
    const slide = grows ? easeWithin(f, 0, 0.5) : come;
    const there = all.map((_, i) => blockBetween(arrived(was, i, before), arrived(is, i, after), come, slide));
    return there.flatMap((block, i) => {
      const alpha = partPresence(i, before, after, i ? Math.min(1, 3 * come) : f);
      if (alpha <= 0) return [];
      const spoken = lerp(strength(from.lit, i), strength(to.lit, i), f);
      const lit = i === to.lit;
      const look = { alpha, spoken, line: lit ? 2.5 : 1.5, face: meant(i), lens };
      const spread = block.copies && block.copies > 1 ? copied : 0;
      const at = cornersOf(block, camera, panel);
      // Among its copies it is one of many.
      const alone = { alpha: alpha * (1 - spread), face: fronts ? 0 : look.face };
      const front = i ? out * partPresence(i, before, after, easeWithin(f, COMES, 1)) : 0;
      const words = { weight: lit ? 700 : 500, alpha: partPresence(i, before, after, easeWithin(come, 0.6, 1)) };
      const lines = [was, is].map((some) => itemAt(some, i).text.split("\n"));
      const turned = block.many ? Math.abs(2 * copied - 1) : 1;
      const added = addedBetween(block, from, to, f);
      // A line that stays is not said again.
      const said = (/** @type {number} */ k) => turned * textBetween(lines[0]?.[k] ?? "", lines[1]?.[k] ?? "", come)[1];
      return [
        ...(fronts && front > 0 ? frontOf(block, at, camera, fronts, front, context, look) : []),
        ...copiesOf(block, spread, at, camera, look),
        // Its picture stands above it, where it has a front.
        ...solid(i && fronts ? { ...block, tensor: "" } : block, at, context, { ...look, ...alone }),
        ...(fronts && front > 0 ? placeOf(block, at, camera, fronts, front, context, look) : []),
        ...(look.face > 0 ? closer(block, at, camera, fronts > 0, look.face) : []),
        ...(to.crossed === i ? crossedOut(at, from.crossed === i ? 1 : easeWithin(f, 0.6, 1)) : []),
        ...written(there, i, copied, panel, camera, context, { ...words, size, added }, said),
      ];
    });
  },
};

/** What is looked at closer of a block: where it has a front, one of its places, else its face.
 * @param {Block} block @param {Corners} at @param {Camera} camera @param {boolean} hasFront @param {number} far
 * @returns {Shape[]} */
const closer = (block, at, camera, hasFront, far) =>
  hasFront ? enlargedRod(block, at, camera, far) : enlargedFace(block, at, camera, far);

/** How wide and how high a block is, in units. @param {Block} block @param {PanelOf<"blocks">} panel */
function extent({ channels, side }, { options: { across, along, depth = 1 } }) {
  const deep = channels * depth;
  return { wide: deep + side * across[0], high: side * (1 + across[1]) + deep * along };
}

/** Where the middle of a block is, in units. @param {Block} block @param {PanelOf<"blocks">} panel */
const middleOf = (block, panel) => block.x + extent(block, panel).wide / 2;

/** How large, in units, a block's picture is seen from the front in a frame. @param {PanelOf<"blocks">} panel
 * @param {import("./context.js").ChangesOf<"blocks">} frame */
const frontSide = ({ options: { fronts = 0 } }, { apart = 1, closed }) => (closed ? 0 : fronts * apart);

/** How much room there is beside the blocks for a rod that is looked at closer, as a share of their width.
 * @param {PanelOf<"blocks">} panel @param {import("./context.js").ChangesOf<"blocks">} frame */
const besideOf = ({ options: { fronts = 0 } }, { face }) => (fronts && face ? ROD : 0);

/** The blocks with the sides that they have in a frame, and the pictures that are as fine.
 * @param {PanelOf<"blocks">} panel @param {import("./context.js").ChangesOf<"blocks">} frame @param {Context} context
 * @returns {Block[]} */
function arranged(panel, frame, { scene }) {
  const { sides, apart = 1 } = frame;
  const { blocks: all } = panel.options;
  const half = (/** @type {Block} */ block) => extent(block, panel).wide / 2;
  let middle = 0;
  /** @type {Block | undefined} */
  let last;
  return all.map((block, i) => {
    const now = { ...block, side: sides?.[i] ?? block.side };
    if (now.side !== block.side) {
      const [was, is] = [block.side, now.side].map((side) => `${side}×${side}`);
      now.text = block.text.replace(new RegExp(`${was}$`), String(is));
      now.tensor = panel.tensors.find((name) => findTensor(scene, name).shape[1] === now.side) ?? block.tensor;
    }
    const before = all[i - 1];
    if (before && last) {
      const [step, gap] = [middleOf(block, panel) - middleOf(before, panel), block.x - before.x - 2 * half(before)];
      const front = now.tensor ? frontSide(panel, frame) / 2 : 0;
      middle += Math.max(step * apart, half(last) + Math.max(half(now), front) + Math.min(gap, NEAREST));
    } else middle = block.x + half(now);
    last = now;
    return { ...now, x: middle - half(now) };
  });
}

/** A block, which comes out of the one before it. @param {Block[]} all @param {number} i @param {number} shown */
function arrived(all, i, shown) {
  const [block, earlier] = [itemAt(all, i), all[i - 1]];
  return i < shown || !earlier ? block : { ...block, x: earlier.x, channels: earlier.channels, side: earlier.side };
}

/** @param {Block} a @param {Block} b @param {number} f @param {number} slide how far it has gone aside
 * @returns {Block} */
const blockBetween = (a, b, f, slide) => ({
  ...(f < 0.5 ? a : b),
  x: lerp(a.x, b.x, slide),
  channels: lerp(a.channels, b.channels, f),
  side: lerp(a.side, b.side, f),
});

/** Blocks are seen as large as those that are there allow. @param {PanelOf<"blocks">} panel @param {Rect} rect
 * @param {Context} context
 * @param {{there: Block[], room: Block[], fronts: number, beside: number}[]} shown before and after
 * @param {number} part of the way; it goes back before it is too near @returns {Camera} */
function cameraBetween(panel, rect, context, shown, part) {
  const { number } = context.layout.type;
  const at = ({ there = NO_BLOCKS, room: larger = NO_BLOCKS, fronts = 0, beside = 0 } = {}) => {
    const above = (/** @type {number} */ i) => (i && fronts ? fronts * (1 + APART) : 0);
    const spanOf = (/** @type {Block[]} */ some) => {
      const ends = some.map((each) => [each.x + extent(each, panel).wide, middleOf(each, panel) + fronts / 2]);
      const high = Math.max(1, ...some.map((each, i) => extent(each, panel).high + above(i)));
      return { wide: Math.max(1, ...ends.flat()) * (1 + beside), high };
    };
    const [{ wide, high }, most] = [spanOf(there), spanOf(larger)];
    // Pictures that stand above leave as much paper over them as the words leave under them.
    const lines = there.some(({ text }) => text.includes("\n"));
    const room = rect.height - number * (fronts ? AIR + WRITTEN[lines ? 1 : 0] : BELOW[lines ? 1 : 0]);
    const unit = Math.min(rect.width / most.wide, room / most.high);
    const middle = rect.y + (fronts ? number * AIR : 0) + room / 2;
    const left = rect.x + (rect.width - wide * unit) / 2;
    return { unit, left, right: left + wide * unit, high: high * unit, middle, room };
  };
  const [a, b] = [at(shown[0]), at(shown[1])];
  const f = b.unit < a.unit ? easeWithin(part, 0, 0.5) : part;
  const [middle, high, room] = [lerp(a.middle, b.middle, f), lerp(a.high, b.high, f), lerp(a.room, b.room, f)];
  return {
    unit: lerp(a.unit, b.unit, f),
    left: lerp(a.left, b.left, f),
    right: lerp(a.right, b.right, f),
    middle,
    floor: middle + high / 2,
    top: middle - high / 2,
    reach: room * REACH,
  };
}

/** At which height the middle of a block is. @param {Block} block @param {Camera} camera
 * @param {PanelOf<"blocks">} panel */
const axisOf = (block, { unit, middle, floor }, panel) =>
  panel.options.fronts ? floor - (extent(block, panel).high * unit) / 2 : middle;

/** Its corners. @param {Block} block @param {Camera} camera @param {PanelOf<"blocks">} panel @returns {Corners} */
function cornersOf(block, camera, panel) {
  const { across, along, depth = 1 } = panel.options;
  const { x, channels, side } = block;
  const { unit, left } = camera;
  const [deep, axis] = [channels * depth * unit, axisOf(block, camera, panel)];
  return (channel, down, over) => ({
    x: left + x * unit + channel * deep + over * side * across[0] * unit,
    y: axis + (channel - 0.5) * deep * along + ((down - 0.5) * side + (0.5 - over) * side * across[1]) * unit,
  });
}

/** How large what stands below blocks would be: a label may reach halfway to its neighbours, and is no larger than
 * theirs. @param {Block[]} there @param {PanelOf<"blocks">} panel @param {Camera} camera @param {Context} context */
function labelSize(there, panel, camera, { layout: { type, size } }) {
  const middles = there.map((each) => middleOf(each, panel));
  const steps = middles.slice(1).map((each, k) => each - itemAt(middles, k));
  const room = 0.92 * Math.min(...steps, size.width) * camera.unit;
  const lines = panel.options.blocks.flatMap(({ text }) => text.split("\n"));
  const longest = Math.max(...lines.map((line) => textWidth(line, 1)));
  return Math.min(type.number, room / (longest * 1.1));
}

/** The line that is added below the copies of a block: as it comes, it alone is spoken of.
 * @param {Block} block @param {ChangesOf} from @param {ChangesOf} to @param {number} f */
function addedBetween({ many }, { added: was = "" }, { added: is = "" }, f) {
  const [text, strength] = many ? textBetween(was, is, f) : ["", 0];
  return { text, strength, comes: is !== "" && was !== is };
}

/** What stands below a block, and the sign before it. @param {Block[]} there @param {number} i
 * @param {number} copied how far copies have spread @param {PanelOf<"blocks">} panel @param {Camera} camera
 * @param {Context} context
 * @param {{weight: number, alpha: number, size: number, added: ReturnType<typeof addedBetween>}} look
 * @param {(line: number) => number} said how strong each line is @returns {Shape[]} */
function written(there, i, copied, panel, camera, { layout }, { size: wished, added, ...look }, said) {
  const { number, sign, least } = layout.type;
  const size = Math.max(least, wished);
  const [before, block] = [there[i - 1], itemAt(there, i)];
  const spread = block.many ? copied : 0;
  const at = cornersOf(block, camera, panel);
  const middle = camera.left + middleOf(block, panel) * camera.unit;
  const bundle = bundleOf(block, at, camera);
  const foot = at(1, 1, 0).y + bundle.below * spread;
  const lines = ((spread > 0.5 && block.many) || block.text).split("\n");
  const all = spread > 0.5 && added.text ? [...lines, added.text] : lines;
  const shapes = all.map((whole, k) => {
    // Where words would run into one another, the number is left.
    const text = wished < SHORT * least ? (whole.split(" ")[0] ?? "") : whole;
    const [half, margin] = [textWidth(text, size) * 0.6, Math.min(16, layout.size.width / 64)];
    const x = Math.max(half + margin, Math.min(middle, layout.size.width - half - margin));
    return textShape(text, x, foot + number * (0.95 + 1.2 * k), size, {
      fill: block.stage,
      ...look,
      weight: added.comes && k < lines.length ? 500 : look.weight,
      alpha: look.alpha * (k < lines.length ? said(k) : added.strength),
    });
  });
  if (!block.operator || !before) return shapes;
  const earlier = cornersOf(before, camera, panel);
  const end = earlier(1, 0, 1).x + bundleOf(before, earlier, camera).across * copied;
  const begin = at(0, 0, 0).x - bundle.across * copied;
  const y = axisOf(block, camera, panel);
  return [
    ...shapes,
    fittedText(block.operator, (end + begin) / 2, y, sign, begin - end, { fill: "muted", alpha: look.alpha }),
  ];
}
