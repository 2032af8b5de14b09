/** Where a network's layers, and the lens on an opened cell, stand on the screen at a moment. Pure. */

import { easeWithin, evenly, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { findTensor, frameChange } from "./context.js";
import { aroundThem, foldedLines, LONGEST, oneLine, SHORTER, shapeWidth, twoLines } from "./network-framing.js";
import { measureLayers, stacked } from "./network-layout.js";
import { openPose } from "./network-open.js";

/** @import { Context } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Room } from "./network-framing.js" */
/** @import { Column, Measured, Panel } from "./network-layout.js" */
/** @import { Lens } from "./network-lens.js" */
/** @typedef {import("./context.js").ChangesOf<"network">} Change */
/**
 * @typedef {{columns: Column[], lens: Lens | null, narrow: boolean, crowded: boolean}} Pose `crowded`: so many layers
 *   that each goes by its name alone
 */

/** Below this ratio of width to height one layer at a time has the room, and all together stand in two lines. */
const NARROW = 1.5;

/** Whether many layers have more room in two lines. @param {Room} room */
const isHigh = ({ all, narrow }) => narrow || all.width / all.height < 1.95;

/** What the camera frames where the panel is as the change says. @param {Panel} panel @param {Change} change
 * @param {Context} context @returns {Pose} */
function poseOf(panel, change, context) {
  const room = roomOf(panel, context);
  const measured = measureLayers(panel.options);
  if (change.open && !change.view && !panel.options.beside)
    return openPose(measured, change.open, Number(change.shown), room, context);
  const [from, end] = change.view ?? [0, measured.length];
  // Of a layer and the one that it reads, a narrow stage has room for the newer alone; of three, for both ends of what
  // a marked cell reads.
  const first = !room.narrow ? from : end - from === 2 ? end - 1 : change.window ? Math.max(from, end - 2) : from;
  const crowded = panel.options.beside === true || (room.narrow && end - first > 2);
  const framed = measured.slice(first, end);
  const line = oneLine(framed, room, end - first);
  const inView = end - first > 4 ? arranged(framed, line, room, crowded) : line;
  const columns = aroundThem(measured, first, inView, room);
  // Beside the answer, the channels of a picture are what one sees again: one picture.
  const [input, ...others] = columns;
  const seen = input && !change.view && findTensor(context.scene, input.layer.tensor).scale === "rgb";
  return { columns: seen ? [stacked(input), ...others] : columns, lens: null, narrow: room.narrow, crowded };
}

/** All layers in one line, in two, or in two beside the bars: whichever shows the maps larger, and its words apart.
 * @param {Measured[]} measured @param {Column[]} line @param {Room} room @param {boolean} crowded
 * @returns {Column[]} */
function arranged(measured, line, room, crowded) {
  if (room.options.beside) return foldedLines(measured, room, LONGEST.folded, true);
  const lines = () => twoLines(measured, room, crowded);
  if (room.narrow) return lines();
  const touch = !crowded && namesTouch(line, room.type);
  const half = Math.ceil((measured.length - 1) / 2);
  const apart = [foldedLines(measured, room), foldedLines(measured, room, SHORTER)].find(
    (rows) => ![rows.slice(0, half), rows.slice(half, -1)].some((row) => namesTouch(row, room.type)),
  );
  const other = touch || isHigh(room) ? [lines()] : [];
  return larger([...(touch ? [] : [line]), ...(apart ? [apart] : []), ...other]);
}

/** How much smaller maps may be in one line than in two: a network is read from one end to the other. */
const ONE_LINE = 0.75;

/** Of several arrangements the one with the largest maps; the first, if its maps are not much smaller.
 * @param {Column[][]} all */
const larger = ([first, ...others]) =>
  others.reduce((best, each) => ((each[0]?.side ?? 0) * ONE_LINE > (best[0]?.side ?? 0) ? each : best), first ?? []);

/** Whether the names and shapes of neighbours have too little room. @param {Column[]} columns @param {Type} type */
function namesTouch(columns, type) {
  const middle = (/** @type {Column} */ { x, width }) => x + width / 2;
  return columns.slice(1).some((column, i) => {
    const before = itemAt(columns, i);
    return middle(column) - middle(before) < (shapeWidth(column, type) + shapeWidth(before, type)) / 2;
  });
}

/** @param {Panel} panel @param {Context} context @returns {Room} */
function roomOf({ name, options }, { layout: { type, panels, size } }) {
  const beside = options.beside ? panels.get(name) : undefined;
  const narrow = (beside ?? size).width / (beside ?? size).height < NARROW;
  const margin = beside ? 0 : Math.max(size.width < 700 ? 12 : 31, size.width * 0.03);
  const { x, y, width, height } = beside ?? { x: 0, y: 0, ...size };
  const down = Math.min(margin, height * 0.05);
  const all = { x: x + margin, y: y + down, width: width - 2 * margin, height: height - 2 * down };
  return { all, type, narrow, options };
}

/**
 * @typedef {object} Scenery what of a network stands where at a moment
 * @property {Column[]} columns on their way
 * @property {Lens | null} was the lens before the tween
 * @property {Lens | null} is the lens after it
 * @property {boolean} narrow whether one layer at a time has the room
 * @property {boolean} crowded whether each layer goes by its name alone
 */

/** The camera is on its way in this part of a tween in which a cell is computed; else all the time. */
const TRAVEL = 0.42;

/** @param {Panel} panel @param {Context} context @returns {Scenery} */
export function sceneryOf(panel, context) {
  const { from, to, f } = frameChange(context, panel);
  const b = poseOf(panel, to, context);
  const left = context.departure;
  const a = left?.length === b.columns.length ? { columns: left, lens: null } : poseOf(panel, from, context);
  const t = zoomed(a.columns, b.columns, to.open ? easeWithin(evenly(f), 0, TRAVEL) : f);
  const mix = panel.options.beside ? keptWithin : between;
  const columns = b.columns.map((column, i) => mix(/** @type {Column} */ (a.columns[i]), column, t));
  const look = context.look ?? null;
  const scenery = { columns, was: a.lens, is: b.lens, narrow: b.narrow, crowded: b.crowded };
  return look ? lookedAt(scenery, look, context.layout.size) : scenery;
}

/** How far all have come while the camera zooms evenly: each second by the same factor, straight to its place.
 * @param {Column[]} a @param {Column[]} b @param {number} t */
function zoomed([a], [b], t) {
  const ratio = a && b ? (b.side || b.height) / (a.side || a.height) : 1;
  return Math.abs(ratio - 1) < 0.01 ? t : (ratio ** t - 1) / (ratio - 1);
}

/** @param {Column} a @param {Column} b @param {number} t @returns {Column} */
function between(a, b, t) {
  const part = (/** @type {Exclude<keyof import("./network-layout.js").Placing, "head">} */ key) =>
    lerp(a[key], b[key], t);
  return {
    ...b,
    x: part("x"),
    y: part("y"),
    width: part("width"),
    height: part("height"),
    side: part("side"),
    wide: part("wide"),
    gap: part("gap"),
    along: part("along"),
    head: lerp(a.head ?? a.y, b.head ?? b.y, t),
    alpha: part("alpha"),
  };
}

/** As that, beside other panels: what leaves the view goes, and what enters it comes, where it stands.
 * @param {Column} a @param {Column} b @param {number} t @returns {Column} */
function keptWithin(a, b, t) {
  if (a.alpha === b.alpha) return between(a, b, t);
  return a.alpha > b.alpha
    ? { ...a, alpha: a.alpha * (1 - easeWithin(t, 0, 0.35)) }
    : { ...b, alpha: b.alpha * easeWithin(t, 0.65, 1) };
}

/** The same, seen by who looks around: all layers are there, larger or smaller, and moved.
 * @param {Scenery} scenery @param {import("./context.js").Look} look @param {{width: number, height: number}} stage
 * @returns {Scenery} */
function lookedAt({ columns, was, is, ...more }, { zoom, strength, ...moved }, stage) {
  const [x, y] = [moved.x * stage.width, moved.y * stage.height];
  const put = (/** @type {import("./context.js").Rect} */ rect) => ({
    x: x + rect.x * zoom,
    y: y + rect.y * zoom,
    width: rect.width * zoom,
    height: rect.height * zoom,
  });
  const lens = (/** @type {Lens | null} */ old) =>
    old && {
      parts: old.parts.map((part) => ({
        ...part,
        ...put(part),
        cell: part.cell * zoom,
        ...(part.pitch && { pitch: part.pitch * zoom }),
      })),
      signs: old.signs.map((sign) => ({ ...sign, x: x + sign.x * zoom, y: y + sign.y * zoom })),
      sum: old.sum && put(old.sum),
    };
  return {
    columns: columns.map((each) => ({
      ...each,
      ...put(each),
      head: y + (each.head ?? each.y) * zoom,
      side: each.side * zoom,
      wide: each.wide * zoom,
      gap: each.gap * zoom,
      alpha: Math.max(each.alpha, strength),
    })),
    was: lens(was),
    is: lens(is),
    ...more,
  };
}
