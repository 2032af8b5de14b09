/** A network as one space: its layers one behind another, and a camera that frames some of them, or an opened cell. */

import { easeWithin, evenly, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { lerpPoint, lerpRect } from "../drawing/between.js";
import { around, lineShape, textShape } from "../drawing/build.js";
import { stepBack } from "../drawing/step-back.js";
import { findTensor, frameChange, partPresence } from "./context.js";
import { barsReach } from "./network-bars.js";
import { beamShapes, middleOf } from "./network-beams.js";
import { captions, layerShapes, namesReach, outlineShapes } from "./network-layers.js";
import { classBar, layerCellAt, patchCorners, vectorCell } from "./network-layout.js";
import { isUnrolled, SUMMED, spokenOf } from "./network-lens.js";
import { cellOf, fieldMark, flow, flyingSum, haloed, numbered, ties, windowMarks, windowsOf } from "./network-marks.js";
import { isSource, isTarget } from "./network-open.js";
import { sceneryOf } from "./network-pose.js";
import { partTiles, patchQuads, SETTLED, sheetShapes } from "./network-sheets.js";
import { stripShapes, whole } from "./network-strips.js";
import { sumBox } from "./network-sum.js";

/** @typedef {import("./context.js").View<"network">} View */
/** @import { Context, Rect, Shape } from "./context.js" */
/** @import { Column, Panel } from "./network-layout.js" */
/** @import { CellDetail, Lens } from "./network-lens.js" */
/** @import { Change, Scenery } from "./network-pose.js" */

/** From when on in a tween a layer comes: at once, or once its cell is known. */
const GROWS = { alone: 0.15, summed: 0.72 };

/** @type {View} */
export const network = {
  draw(panel, _rect, context) {
    const scenery = sceneryOf(panel, context);
    const { from, to, f: eased } = frameChange(context, panel);
    const [left, open] = [lensOf(from), lensOf(to)];
    const f = evenly(eased);
    const [before, after] = [Number(from.shown), Number(to.shown)];
    const same = open !== undefined && left?.tensors[0] === open.tensors[0];
    const closed = same ? undefined : left;
    const lens = open ? lensShapes(open, same, scenery, panel, context) : { behind: [], under: [], over: [] };
    const { width, height } = context.layout.size;
    const { name, sides } = namesReach(context, scenery);
    const layers = scenery.columns.map((column, i) => {
      const seen = partPresence(i, before, after, f);
      const isNew = i >= before && i < after;
      const begins = open && open.stage >= SUMMED ? GROWS.summed : GROWS.alone;
      const grown = isNew ? easeWithin(f, begins, 1) : seen > 0 ? 1 : 0;
      const alpha = column.alpha * (i >= after ? seen : 1);
      // What a sum goes to is there before it: an outline, or bars without length.
      const comes = isNew && begins === GROWS.summed ? easeWithin(f, 0.25, 0.4) * (1 - grown) : 0;
      const due = Math.max(
        comes,
        lerp(Number(Boolean(from.outline) && i >= before), Number(Boolean(to.outline) && i >= after), f),
      );
      const empty = column.kind === "bars" ? due : 0;
      const outlined = column.alpha * (due - empty);
      const named = Math.max(alpha * Math.min(1, grown * 3), column.alpha * due);
      const next = scenery.columns[i + 1];
      const joins = open ? wiredPart(from, to, next, i, f) : partPresence(i + 1, before, after, f);
      const flows = next ? Math.min(column.alpha, next.alpha) * (left && !open ? f : 1) * joins : 0;
      const reach = next?.kind === "bars" ? barsReach(next, context, panel) : {};
      const around = { lowest: lowest(scenery.columns, column) + sides, name, width, ...reach, spread: Boolean(open) };
      return {
        shapes: [
          ...(next ? flow(column, next, around, flows) : []),
          ...outlineShapes(column, outlined),
          ...stepBack(
            layerShapes(column, context, grown > 0 ? alpha : column.alpha * empty, grown, panel),
            lerp(spokenIn(from, column, i), spokenIn(to, column, i), f),
          ),
        ],
        names: captions(column, context, named, scenery.crowded, scenery.narrow),
      };
    });
    return [
      ...lens.behind,
      ...layers.flatMap(({ shapes }) => shapes),
      ...(closed ? closing(closed, scenery, context, f) : []),
      ...lens.under,
      ...markedCell(from, to, scenery, eased),
      ...layers.flatMap(({ names }) => names),
      ...lens.over,
    ].filter((shape) => shape.kind !== "text" || (inside(shape.x, width) && inside(shape.y, height)));
  },

  stand: (panel, context) => sceneryOf(panel, context).columns,

  locate(panel, _rect, _scene, box, context) {
    if (!context || box.role !== "highlight") return null;
    const { columns } = sceneryOf(panel, context);
    const shown = Number(frameChange(context, panel).to.shown);
    const column = columns.find(({ layer }, i) => layer.tensor === box.tensor && i < shown);
    if (!column || column.alpha < 0.5) return null;
    if (column.kind === "bars") return classBar(column, box.columns[0]);
    if (column.kind === "vector") return vectorCell(column, box.channels[0]);
    const slanted = patchCorners(column, box.channels[0], box.rows, box.columns);
    return { ...around(slanted), corners: slanted };
  },

  hit(panel, _rect, scene, x, y, context) {
    if (!context) return null;
    const { columns } = sceneryOf(panel, context);
    const shown = Number(frameChange(context, panel).to.shown);
    const found = layerCellAt(
      columns.filter(({ alpha }, i) => i < shown && alpha > 0.5),
      x,
      y,
    );
    if (!found) return null;
    const tensor = findTensor(scene, found.column.layer.tensor);
    const [channel, row, column] = found.index;
    return found.column.kind === "bars"
      ? { tensor, channel: 0, row: 0, column: channel }
      : { tensor, channel, row, column };
  },
};

/** Where the line of layers ends below in which one stands. @param {Column[]} columns @param {Column} one */
const lowest = (columns, { y, height }) =>
  Math.max(
    ...columns.filter((each) => each.kind === "maps" && each.y < y + height).map((each) => each.y + each.height),
  );

/** Whether a layer is seen wired to the next one, the classes, before their sums are there. @param {Change} change
 * @param {Column | undefined} next @param {number} i */
const wiredIn = ({ open, outline, shown }, next, i) =>
  Number(Boolean(open && outline) && next?.kind === "bars" && i + 1 === shown);

/** As that, between two frames: it comes with them, and is gone before cells are. @param {Change} from
 * @param {Change} to @param {Column | undefined} next @param {number} i @param {number} f */
const wiredPart = (from, to, next, i, f) =>
  wiredIn(from, next, i) ? lerp(1, wiredIn(to, next, i), Math.min(1, 3 * f)) : f * wiredIn(to, next, i);

/** How much a layer is spoken of: where it is shown what a cell sees of the picture, no layer between the two is.
 * @param {Change} change @param {Column} column @param {number} i */
const spokenIn = ({ open, view }, column, i) => (view && open?.field && i > 0 && !isTarget(open)(column) ? 0 : 1);

/** The cell that is opened with a lens: one in a view of several layers is only marked. @param {Change} change */
const lensOf = ({ open, view }) => (view ? undefined : open);

/** A cell that is marked among the layers in view, and what it sees of the picture.
 * @param {Change} from @param {Change} to @param {Scenery} scenery @param {number} f @returns {Shape[]} */
function markedCell(from, to, scenery, f) {
  const { columns } = scenery;
  const [was, is] = [from, to].map(({ open, view }) => (view ? open : undefined));
  if (was && is && was.layer !== is.layer)
    return [
      ...markedCell(from, { ...to, open: undefined }, scenery, f),
      ...markedCell({ ...from, open: undefined }, to, scenery, f),
    ];
  const open = is ?? was;
  const target = open && columns.find(isTarget(open));
  if (!open || !target) return [];
  const cell = cellOf(open, target);
  // It comes once its map lies where it will.
  const alpha = (was ? (is ? 1 : 1 - f) : easeWithin(f, 0.7, 0.95)) * target.alpha;
  const reads = (/** @type {Change} */ { open, window }) => Number(Boolean(window ? open : open?.field));
  const seen = lerp(reads(from), reads(to), f);
  const source = open.field ? itemAt(columns, 0) : columns.find(isSource(open));
  if (!source || seen <= 0) return haloed(cell, alpha);
  return [...windowMarks(open, source, middleOf(cell), seen), ...haloed(cell, alpha)];
}

/** Whether words are not beyond an edge, where the camera has left them. @param {number} at @param {number} end */
const inside = (at, end) => at >= 0 && at <= end;

/** An opened cell: what it reads, its lens, and what comes of it.
 * @param {CellDetail} open @param {boolean} same whether it was open before @param {Scenery} scenery
 * @param {Panel} panel @param {Context} context @returns {{behind: Shape[], under: Shape[], over: Shape[]}} */
function lensShapes(open, same, scenery, panel, context) {
  const { columns, was, is, narrow } = scenery;
  const { from, to, f: eased } = frameChange(context, panel);
  const f = evenly(eased);
  const target = columns.find(isTarget(open));
  const source = columns.find(isSource(open)) ?? target;
  if (!source || !target || !is) return { behind: [], under: [], over: [] };
  const { type } = context.layout;
  const windows = windowsOf(open, source);
  const cell = cellOf(open, target);
  const unrolled = isUnrolled(open, target.kind, findTensor(context.scene, itemAt(open.tensors, 0)));
  const before = same && from.open ? from.open.stage : 0;
  const came = (/** @type {number} */ stage, /** @type {number} */ start, /** @type {number} */ end) =>
    open.stage < stage ? 0 : before >= stage ? 1 : easeWithin(f, start, end);
  const read = came(1, 0, 0.25) * source.alpha;
  const there = columns.indexOf(target) < Number(from.shown) && from.shown !== undefined;
  // A neuron that is not there yet is marked with its weights: of the classes that would tell which is the answer.
  const marked = target.kind === "vector" && Boolean(to.outline || from.outline);
  const written = (there || marked ? came(1, 0, 0.3) : came(SUMMED, 0.8, 0.86)) * target.alpha;
  const summed = came(SUMMED, 0.48, 0.62);
  const told = (/** @type {import("./network-lens.js").Role} */ role) =>
    lerp(same && from.open ? spokenOf(was, from.open, role) : 1, spokenOf(is, open, role), easeWithin(f, 0.5, 1));
  const sheets = { was, is, same, f, windows, type, told };
  const parts = unrolled ? stripShapes({ ...sheets, open, source, narrow }) : sheetShapes(sheets);
  const raw = open.raw ? 0 : same && !from.open?.raw ? came(SUMMED, 0.52, 0.66) : easeWithin(f, 0.3, 0.8) * summed;
  const sum = is.sum && (was?.sum && same ? lerpRect(was.sum, is.sum, easeWithin(f, 0, SETTLED)) : is.sum);
  const goal = target.kind === "maps" ? middleOf(cell) : { x: itemAt(cell, 0).x, y: middleOf(cell).y };
  const light = came(SUMMED, 0.4, 0.7) * target.alpha;
  const weighed = marked ? came(1, 0.6, 1) * target.alpha : 0;
  const quads = unrolled ? [] : patchQuads(sheets);
  // Where the sheets have gone into their products, nothing ties them to their windows any more.
  const kept = is.parts.some(({ role }) => role === "patch") ? 1 : 1 - easeWithin(f, 0, 0.15);
  // Where many beams shine, what ties windows to their sheets steps back.
  const apart = [...is.parts, ...(was?.parts ?? [])].some(({ pitch }) => pitch);
  const tied = windows.length > 1 && !apart ? 0.4 * (1 - 0.85 * light) : 1;
  const beams = beamShapes({ open, windows, source, target, goal, light: [weighed, light], unrolled, context });
  // A bar below which the sum stands is met at its end: at its beginning it is met by what is read.
  const [, right] = cell;
  const below = target.kind === "bars" && sum && sum.x + sum.width > goal.x;
  const end = below ? { x: right.x - type.number, y: itemAt(cell, 2).y } : goal;
  const outcome = sum && target.alpha > 0 ? fromSum(sum, end, light, before >= SUMMED ? 1 : f, type.number * 0.35) : [];
  return {
    behind: beams.behind,
    under: [
      ...beams.above,
      ...quads.flatMap((quad, i) => ties(itemAt(windows, i), quad, read * tied * kept)),
      ...fieldMark(open, source, itemAt(columns, 0), read),
      ...(unrolled ? [] : windows.flatMap((points, i) => haloed(points, read, i === windows.length - 1))),
      ...haloed(cell, written),
      ...outcome,
    ],
    over: [
      ...parts,
      ...numbered(open, source, narrow || apart ? [] : quads, type.least, came(1, 0.6, 0.8) * kept * source.alpha),
      ...signShapes(is, same ? was : null, f, type),
      ...(sum ? sumBox(open, sum, type, summed, raw) : []),
    ],
  };
}

/** The signs between the parts of a lens; what stays moves with them. @param {Lens} is @param {Lens | null} was
 * @param {number} f @param {import("../drawing/layout.js").Type} type @returns {Shape[]} */
function signShapes(is, was, f, type) {
  return is.signs.map(({ text, x, y }) => {
    const old = was?.signs.find((sign) => sign.text === text);
    const t = easeWithin(f, 0, SETTLED);
    const place = old ? lerpPoint(old, { x, y }, t) : { x, y };
    const alpha = old ? 1 : easeWithin(f, text === "×" ? 0.7 : 0.55, text === "×" ? 0.95 : 0.65);
    return textShape(text, place.x, place.y, type.sign, { fill: "muted", alpha });
  });
}

/** From the sum's box to its cell: a line, and the sum itself on its way.
 * @param {Rect} sum @param {import("../drawing/shapes.js").Point} goal @param {number} light
 * @param {number} f @param {number} size @returns {Shape[]} */
function fromSum({ x, y, width, height }, goal, light, f, size) {
  const right = goal.x >= x + width;
  const start = right ? { x: x + width, y: y + height / 2 } : { x: x + width / 2, y };
  const reach = easeWithin(f, 0.6, 0.8) * light;
  const end = lerpPoint(start, goal, reach);
  return [
    ...(reach > 0 ? [lineShape([start, end], "classify", { line: 2, alpha: 0.7 })] : []),
    ...flyingSum(start, goal, f, size),
  ];
}

/** A lens that is left goes, and its sum into the cell that it has computed.
 * @param {CellDetail} open @param {Scenery} scenery @param {Context} context @param {number} f @returns {Shape[]} */
function closing(open, { columns, was }, context, f) {
  const target = columns.find(isTarget(open));
  const [alpha, gone] = [1 - easeWithin(f, 0.06, 0.22), 1 - easeWithin(f, 0, 0.12)];
  if (!target || !was || f >= 1) return [];
  const cell = around(cellOf(open, target));
  return [
    // Before the camera has moved far the sheets are gone: the sum alone goes to its cell.
    ...was.parts.flatMap((part) => (part.lines ? whole(part, part, gone) : partTiles(part, gone))),
    ...(was.sum
      ? sumBox(open, lerpRect(was.sum, cell, easeWithin(f, 0, 0.28)), context.layout.type, alpha, open.raw ? 0 : 1)
      : []),
    ...haloed(cellOf(open, target), (1 - easeWithin(f, 0.5, 0.9)) * target.alpha),
  ];
}
