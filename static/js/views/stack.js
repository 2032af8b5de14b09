/** A tensor as planes, one a channel, in the one axonometric projection: the last plane stands in front. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { isShown } from "../data/records.js";
import { lerpPoint } from "../drawing/between.js";
import {
  around,
  circleShape,
  lineShape,
  polygonShape,
  rectAbout,
  rectShape,
  slantedRaster,
  textShape,
} from "../drawing/build.js";
import { isProjected } from "../drawing/layout.js";
import { numberSize, WITHIN } from "../drawing/number-size.js";
import {
  cellFill,
  comesOut,
  findTensor,
  frameChange,
  hueFrame,
  partPresence,
  revealedCells,
  valueAt,
} from "./context.js";

/** @import { Context, PanelOf, Rect, Shape, Tensor, View } from "./context.js" */
/** @import { Point } from "../drawing/shapes.js" */

/** A plane of at most so many cells has lines between them, and their numbers. */
const SMALL = 36;
/** How much of a plane that is not spoken of lies under paper. */
const VEILED = 0.5;
/** A window that is less high, as a share of a name's letters, is no more than a speck. */
const SPECK = 0.5;
/** How a plane that is still to come is outlined. */
const GHOST = { stroke: "muted", line: 1.5, dash: [6, 5], alpha: 0.7 };

/** Where the planes stand: the top left corner of each, and what one column and one row mean. They stand as far apart
 * as the panel is wide for its height.
 * @param {PanelOf<"stack">} panel @param {Rect} rect */
function geometry(panel, rect) {
  const { sides, across, along: step, planes } = panel.options;
  const [rows, columns] = sides;
  const [right, up] = across;
  const falls = step[1] / step[0];
  const cell = (rect.height - falls * rect.width) / (rows + columns * (up - falls * right));
  const along = planes > 1 ? (rect.width - columns * right * cell) / (planes - 1) : 0;
  return {
    rows,
    columns,
    planes,
    column: { x: right * cell, y: -up * cell },
    row: cell,
    corner: (/** @type {number} */ plane) => ({
      x: rect.x + plane * along,
      y: rect.y + columns * up * cell + plane * along * falls,
    }),
    along,
  };
}

/** A plane on its way out of a picture, which stands upright: what one column and one row mean there.
 * @param {Rect} source @param {ReturnType<typeof geometry>} place @param {number} way 0 to 1 */
function turned(source, place, way) {
  const upright = { x: source.width / place.columns, y: 0 };
  const row = lerp(source.height / place.rows, place.row, way);
  return { ...place, column: lerpPoint(upright, place.column, way), row };
}

/** The four corners of a region of a plane. @param {ReturnType<typeof geometry>} place @param {Point} corner
 * @param {number} top @param {number} bottom @param {number} left @param {number} right @returns {Point[]} */
function outline({ column, row }, corner, top, bottom, left, right) {
  const at = (/** @type {number} */ y, /** @type {number} */ x) => ({
    x: corner.x + x * column.x,
    y: corner.y + x * column.y + y * row,
  });
  return [at(top, left), at(top, right), at(bottom, right), at(bottom, left)];
}

/** @type {View<"stack">} */
export const stack = {
  draw: (panel, rect, context) => [...planeShapes(panel, rect, context), ...inFront(panel, rect, context)],

  locate(panel, rect, _scene, box, context) {
    if (!panel.tensors.includes(box.tensor)) return null;
    const place = geometry(panel, rect);
    const shown = (context && frameChange(context, panel).to.shown) ?? place.planes;
    const [plane, end] = box.channels;
    // Around several there would be much that is on none.
    if (plane >= Math.min(shown, place.planes) || end - plane > 1) return null;
    return around(outline(place, place.corner(plane), ...box.rows, ...box.columns));
  },

  hit(panel, rect, scene, px, py) {
    const place = geometry(panel, rect);
    for (let plane = place.planes - 1; plane >= 0; plane--) {
      const corner = place.corner(plane);
      const column = Math.floor((px - corner.x) / place.column.x);
      const row = Math.floor((py - corner.y - ((px - corner.x) / place.column.x) * place.column.y) / place.row);
      if (column >= 0 && column < place.columns && row >= 0 && row < place.rows)
        return { tensor: findTensor(scene, itemAt(panel.tensors, 0)), channel: plane, row, column };
    }
    return null;
  },
};

/** All planes, from behind to the front. @param {PanelOf<"stack">} panel @param {Rect} rect @param {Context} context
 * @returns {Shape[]} */
function planeShapes(panel, rect, context) {
  const tensor = findTensor(context.scene, itemAt(panel.tensors, 0));
  const settled = geometry(panel, rect);
  const { rows, columns, planes } = settled;
  const { from, to, f } = frameChange(context, panel);
  const shown = { before: from.shown ?? planes, after: to.shown ?? planes };
  const seen = revealedCells(context, tensor);
  const veils = (/** @type {number} */ plane) => {
    const veil = (/** @type {number | undefined} */ lit) =>
      lit === undefined || lit < 0 || lit === plane ? 0 : VEILED;
    return lerp(veil(from.lit), veil(to.lit), f);
  };
  const patch = movingPatch(from.patch, to.patch, f);
  const source = comesOut(context, panel);
  const { from: earlier } = context.moment;
  const arrives = earlier !== null && !isShown(earlier, panel) && !takesPlace(context, panel);
  const starts = arrives ? 0 : shown.before;
  return Array.from({ length: planes }, (_, plane) => {
    const rest = settled.corner(plane);
    const order = source?.channel === plane ? 0 : (plane - starts) / Math.max(1, shown.after - starts);
    const leaves = source && (source.channel < 0 ? order >= 0 && order < 1 : source.channel === plane);
    const way = leaves ? easeWithin(f, order * 0.5, order * 0.5 + 0.5) : 1;
    const place = source && way < 1 ? turned(source.rect, settled, way) : settled;
    const still = partPresence(plane, starts, shown.after, source && arrives ? easeWithin(f, 0.4, 1) : f);
    const alpha = leaves ? easeWithin(way, 0, 0.1) : still;
    if (alpha <= 0 && !panel.options.outline) return [];
    const slid = { x: rest.x + (1 - alpha) * place.along * 0.7, y: rest.y };
    const corner = source && way < 1 ? lerpPoint(source.rect, rest, way) : slid;
    const points = outline(place, corner, 0, rows, 0, columns);
    const lit = to.lit === plane;
    const hue = panel.options.hues?.[plane];
    const size = rows * columns;
    const [old, now] = [cellsIn(place, plane, seen.before), cellsIn(place, plane, seen.after)];
    const slot = polygonShape(outline(settled, rest, 0, rows, 0, columns), GHOST);
    if (alpha <= 0) return [slot];
    /** @type {Shape[]} */
    const shapes = [
      // Its place waits for it.
      ...(panel.options.outline && way < 1 ? [slot] : []),
      polygonShape(points, { fill: "surface", alpha }),
      cellsShape(tensor, plane, place, corner, old, alpha),
      ...(now > old ? [cellsShape(tensor, plane, place, corner, now, alpha * f)] : []),
    ];
    if (size <= SMALL) {
      // What the next plane hides is not written.
      const free = plane + 1 < planes ? place.along : Number.POSITIVE_INFINITY;
      shapes.push(...cellLines(place, corner, alpha));
      if (way === 1) shapes.push(...numbers(tensor, plane, place, corner, free, alpha, context.layout.type));
    }
    shapes.push(
      polygonShape(points, { fill: "paper", alpha: alpha * veils(plane) }),
      polygonShape(
        points,
        hue ? { ...hueFrame(hue), alpha } : { stroke: lit ? panel.stage : "muted", line: lit ? 3 : 1, alpha },
      ),
    );
    // With its plane: the next one hides what lies behind it.
    if (patch) shapes.push(...windowShapes(outline(place, corner, ...patch), context, alpha));
    return shapes;
  }).flat();
}

/** Whether a stack comes in place of another one, which goes: then all its planes are there at once.
 * @param {Context} context @param {PanelOf<"stack">} panel */
const takesPlace = ({ scene: { panels }, moment: { from, to } }, { size }) =>
  panels.some(
    (each) =>
      each.kind === "stack" && `${each.size}` === `${size}` && from && isShown(from, each) && !isShown(to, each),
  );

/** What is read on a plane; what is too small to be seen from afar, in a ring.
 * @param {Point[]} points @param {Context} context @param {number} alpha @returns {Shape[]} */
function windowShapes(points, { scene, layout }, alpha) {
  const { x, y, width, height } = around(points);
  const lines = [
    { stroke: "paper", line: 7, alpha },
    { stroke: scene.stage, line: 4, alpha },
  ];
  const ring = SPECK * layout.type.label;
  if (height < ring) return lines.map((look) => circleShape({ x: x + width / 2, y: y + height / 2 }, ring, look));
  return [
    polygonShape(points, { fill: "paper", alpha: 0.35 * alpha }),
    ...lines.map((look) => polygonShape(points, look)),
  ];
}

/** The plane that is spoken of, before those that stand in front of it.
 * @param {PanelOf<"stack">} panel @param {Rect} rect @param {Context} context @returns {Shape[]} */
function inFront(panel, rect, context) {
  const { from, to, f } = frameChange(context, panel);
  const place = geometry(panel, rect);
  const [plane, shown] = [to.lit ?? -1, to.shown ?? place.planes];
  if (plane < 0 || plane >= shown - 1 || comesOut(context, panel)) return [];
  const earlier = context.moment.from;
  const alpha = from.lit === plane && (!earlier || isShown(earlier, panel)) ? 1 : f;
  const tensor = findTensor(context.scene, itemAt(panel.tensors, 0));
  const corner = place.corner(plane);
  const points = outline(place, corner, 0, place.rows, 0, place.columns);
  const revealed = cellsIn(place, plane, revealedCells(context, tensor).after);
  const patch = movingPatch(from.patch, to.patch, f);
  const written =
    place.rows * place.columns > SMALL
      ? []
      : [
          ...cellLines(place, corner, alpha),
          ...numbers(tensor, plane, place, corner, Number.POSITIVE_INFINITY, alpha, context.layout.type),
        ];
  return [
    polygonShape(points, { fill: "surface", alpha }),
    cellsShape(tensor, plane, place, corner, revealed, alpha),
    ...written,
    polygonShape(points, { stroke: panel.stage, line: 3, alpha }),
    ...(patch ? windowShapes(outline(place, corner, ...patch), context, alpha) : []),
  ];
}

/** How many cells of a plane there are, of so many in all. @param {ReturnType<typeof geometry>} place
 * @param {number} plane @param {number} count */
const cellsIn = ({ rows, columns }, plane, count) =>
  Math.max(0, Math.min(rows * columns, count - plane * rows * columns));

/** The first cells of a plane, in its slant. @param {Tensor} tensor @param {number} plane
 * @param {ReturnType<typeof geometry>} place @param {Point} corner @param {number} revealed @param {number} alpha */
function cellsShape(tensor, plane, { rows, columns, column, row }, corner, revealed, alpha) {
  const across = { x: column.x * columns, y: column.y * columns };
  return slantedRaster(tensor, plane, { ...corner, across, down: { x: 0, y: row * rows } }, { revealed, alpha });
}

/**
 * The lines between the cells of a small plane.
 * @param {ReturnType<typeof geometry>} place
 * @param {Point} corner
 * @param {number} alpha
 * @returns {Shape[]}
 */
function cellLines(place, corner, alpha) {
  const { rows, columns } = place;
  const inner = (/** @type {number} */ count) => Array.from({ length: count - 1 }, (_, i) => i + 1);
  const line = (/** @type {Point[]} */ points) => lineShape(points, "line", { line: 1, alpha });
  return [
    ...inner(rows).map((y) => line(outline(place, corner, y, y, 0, columns).slice(0, 2))),
    ...inner(columns).map((x) => line(outline(place, corner, 0, rows, x, x).slice(1, 3))),
  ];
}

/** The numbers of a small plane, where they can be read.
 * @param {Tensor} tensor @param {number} plane @param {ReturnType<typeof geometry>} place
 * @param {Point} corner @param {number} free how far to the right it is seen @param {number} alpha
 * @param {import("../drawing/layout.js").Type} type @returns {Shape[]} */
function numbers(tensor, plane, place, corner, free, alpha, type) {
  const cell = Math.min(place.column.x, place.row);
  // On a page only where a hall has room for them, too.
  const size = isProjected(type) || cell >= type.number * 1.85 ? numberSize(tensor, cell, type, place.row) : 0;
  if (!size) return [];
  return Array.from({ length: place.rows * place.columns }, (_, i) => {
    const [row, column] = [Math.floor(i / place.columns), i % place.columns];
    if ((column + 1) * place.column.x > free) return [];
    const value = valueAt(tensor, plane, row, column);
    const { x, y } = around(outline(place, corner, row + 0.5, row + 0.5, column + 0.5, column + 0.5));
    const on = cellFill(tensor, value, plane);
    const ground = rectAbout({ x, y }, size, size);
    const width = place.column.x * WITHIN;
    const number = textShape(format(value), x, y, size, { on, weight: 600, alpha, width });
    return [rectShape(ground, { fill: on, alpha }), number];
  }).flat();
}

/** @typedef {[top: number, bottom: number, left: number, right: number]} Patch */

/** The patch that is read on every plane, on its way.
 * @param {Patch | undefined} from @param {Patch | undefined} to @param {number} f @returns {Patch | null} */
function movingPatch(from, to, f) {
  if (!to) return null;
  const was = from ?? to;
  return [lerp(was[0], to[0], f), lerp(was[1], to[1], f), lerp(was[2], to[2], f), lerp(was[3], to[3], f)];
}
