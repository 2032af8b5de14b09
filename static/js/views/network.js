/** A network, built from its list of layers: stacks of maps, columns of neurons, bars; one cell can be opened. */

import { textWidth } from "../drawing/layout.js";
import { cellDetail } from "./cell-detail.js";
import { findTensor, fittedText, frameChange, lerp, valueAt } from "./context.js";
import { classBar, layerCellAt, networkLayout, patchCorners, vectorCell } from "./network-layout.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Panel} Panel */
/** @typedef {import("./network-layout.js").Column} Column */
/** @typedef {import("./network-layout.js").NetworkLayout} NetworkLayout */
/** @typedef {import("../drawing/shapes.js").Point} Point */
/** @typedef {import("./cell-detail.js").CellDetail} CellDetail */

/** @param {Point[]} points */
const middle = (points) => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});
/** @param {import("./context.js").Rect} rect @returns {Point[]} */
const corners = ({ x, y, width, height }) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

/** Pixels below which a letter is not worth drawing. */
const LOW = 10;

/** @type {View} */
export const network = {
  draw(panel, _rect, context) {
    const all = networkLayout(panel, context);
    const { from, to, f } = frameChange(context, panel);
    const there = (/** @type {number} */ i) => {
      const [before, after] = [Number(from.shown) > i, Number(to.shown) > i];
      return before && after ? 1 : after ? f : before ? 1 - f : 0;
    };
    const shapes = all.columns.flatMap((column, i) => {
      const alpha = there(i);
      const ghost = to.outline || Number(to.shown) > 1 || Number(from.shown) > 1;
      /** @type {Shape[]} */
      const drawn = ghost ? outlineShapes(column, all, 1 - alpha) : [];
      if (alpha > 0) {
        const raw = (/** @type {Record<string, any>} */ state) =>
          state.open?.raw && state.open.layer === column.layer.layer ? column.layer.raw : column.layer.tensor;
        const [was, is] = [raw(from), raw(to)];
        drawn.push(...tensorShapes(column, all, context, was, alpha, panel));
        if (was !== is) drawn.push(...tensorShapes(column, all, context, is, alpha * f, panel));
      }
      if (ghost || alpha > 0)
        drawn.push(
          ...captions(column, context, Math.max(alpha, 0.55), Boolean(panel.options.beside), pitch(all.columns, i)),
        );
      return drawn;
    });
    const open = /** @type {CellDetail | undefined} */ (to.open);
    const before = /** @type {CellDetail | undefined} */ (from.open);
    const same = open && before && open.tensors[0] === before.tensors[0];
    if (open) shapes.push(...detailMarks(open, all, Number(to.shown), same ? 1 : f));
    if (before && !same) shapes.push(...cellDetail(before, before, all.bottom, context, 1 - f, 1));
    if (open) shapes.push(...cellDetail(open, same ? before : undefined, all.bottom, context, same ? 1 : f, f));
    return shapes;
  },

  locate(panel, _rect, _scene, box, context) {
    if (!context || box.role !== "highlight") return null;
    const all = networkLayout(panel, context);
    const column = all.columns.find(({ layer }) => layer.tensor === box.tensor);
    if (!column) return null;
    if (column.kind === "bars") return classBar(column, box.columns[0]);
    if (column.kind === "vector") return vectorCell(column, box.channels[0]);
    const points = patchCorners(column, all, box.channels[0], box.rows, box.columns);
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  },

  hit(panel, _rect, scene, x, y, context) {
    if (!context) return null;
    const found = layerCellAt(networkLayout(panel, context), x, y);
    const shown = Number(frameChange(context, panel).to.shown);
    const columns = /** @type {{tensor: string}[]} */ (panel.options.columns);
    if (!found || columns.findIndex(({ tensor }) => tensor === found.column.layer.tensor) >= shown) return null;
    const tensor = findTensor(scene, found.column.layer.tensor);
    const [channel, row, column] = found.index;
    return found.column.kind === "bars"
      ? { tensor, channel: 0, row: 0, column: channel }
      : { tensor, channel, row, column };
  },
};

/** What will stand there. @param {Column} column @param {NetworkLayout} all @param {number} alpha @returns {Shape[]} */
function outlineShapes(column, all, alpha) {
  if (alpha <= 0) return [];
  const [, high = 0, wide = 0] = column.layer.shape;
  const ends =
    column.kind === "maps"
      ? [...new Set([0, column.layer.shape[0] - 1])].map((plane) =>
          patchCorners(column, all, plane, [0, high], [0, wide]),
        )
      : [corners(column)];
  return ends.map((points) => ({
    kind: "polygon",
    points,
    fill: "surface",
    stroke: "line",
    line: 1,
    dash: [4, 4],
    alpha,
  }));
}

/**
 * @param {Column} column
 * @param {NetworkLayout} all
 * @param {Context} context
 * @param {string} name
 * @param {number} alpha
 * @param {Panel} panel
 * @returns {Shape[]}
 */
function tensorShapes(column, all, context, name, alpha, panel) {
  const tensor = findTensor(context.scene, name);
  const [count, rows, columns] = column.layer.shape;
  if (column.kind === "bars") return classBars(column, context, tensor, alpha, panel);
  if (column.kind === "vector") {
    const cells = Array.from({ length: count }, (_, i) => ({
      kind: /** @type {const} */ ("rect"),
      ...vectorCell(column, i),
      fill: { scale: tensor.scale, share: valueAt(tensor, i, 0, 0) / tensor.max_abs },
      alpha,
    }));
    return [
      ...cells,
      {
        kind: "rect",
        x: column.x,
        y: column.y,
        width: column.width,
        height: column.height,
        stroke: "muted",
        line: 1,
        alpha,
      },
    ];
  }
  const { from, to, f } = frameChange(context, panel);
  // Where planes stand close together, full lines would be all that one sees.
  const line = Math.max(0.3, Math.min(1, column.gap / 8));
  return Array.from({ length: count }, (_, plane) => {
    const strength = alpha * lerp(planeStrength(column, plane, from.open), planeStrength(column, plane, to.open), f);
    const points = patchCorners(column, all, plane, [0, rows], [0, columns]);
    const [a, b, , d] = points;
    return /** @type {Shape[]} */ ([
      {
        kind: "raster",
        tensor,
        channel: plane,
        ...a,
        width: 0,
        height: 0,
        skew: { across: { x: b.x - a.x, y: b.y - a.y }, down: { x: 0, y: d.y - a.y } },
        alpha: strength,
      },
      {
        kind: "polygon",
        points,
        stroke: "muted",
        line: plane === count - 1 ? 1 : line,
        alpha: Math.max(strength, alpha * 0.4),
      },
    ]);
  }).flat();
}

/** How much of a plane is seen: what stands before the one with the opened cell lets it through.
 * @param {Column} column @param {number} plane @param {CellDetail | undefined} open */
function planeStrength(column, plane, open) {
  const { layer, tensor } = column.layer;
  const hides =
    open && ((layer === open.layer && plane > open.index[0]) || (tensor === open.source && plane >= open.channels[1]));
  return hides ? 0.12 : 1;
}

/** How far it is from a column's middle to its nearest neighbour's in the same line.
 * @param {Column[]} columns @param {number} i */
function pitch(columns, i) {
  const middles = columns.map(({ x, width }) => x + width / 2);
  const before = i > 0 && middles[i] > middles[i - 1] ? middles[i] - middles[i - 1] : Infinity;
  const after = i + 1 < columns.length && middles[i + 1] > middles[i] ? middles[i + 1] - middles[i] : Infinity;
  return Math.min(before, after);
}

/** The ten classes: a bar each, as long as its probability. @param {Column} column @param {Context} context
 * @param {import("./context.js").Tensor} tensor @param {number} alpha @param {Panel} panel @returns {Shape[]} */
function classBars(column, context, tensor, alpha, panel) {
  const classes = /** @type {string[]} */ (panel.options.classes);
  const percents = /** @type {string[]} */ (panel.options.percents);
  const { to, f } = frameChange(context, panel);
  const longest = Math.max(...classes.map((name) => textWidth(name, 1)));
  return classes.flatMap((name, i) => {
    const row = classBar(column, i);
    // Where ten rows are too low for letters, the bars alone are drawn, and the answer's name.
    const least = Math.max(LOW, context.layout.type.least);
    const low = row.height * 0.94 < least;
    const size = low
      ? least
      : Math.max(least, Math.min(row.height * 0.78, context.layout.type.number, row.width / (longest + 5.4)));
    const lit = to.lit === i;
    const start = row.x + size * (longest + 0.55);
    // Where name, bar and number have no room in one line, the number is left to the narration.
    const tight = row.width < size * (longest + 6.5);
    const room = Math.max(2, row.width - size * (longest + (tight ? 0.9 : 5.5)));
    const length = Math.max(2, room * (valueAt(tensor, 0, 0, i) / tensor.max_abs) * alpha);
    const fill = lit ? "classify" : "muted";
    return /** @type {Shape[]} */ ([
      ...(lit
        ? [
            {
              kind: "rect",
              x: row.x - size * 0.3,
              y: row.y + 1,
              width: row.width + size * 0.3,
              height: row.height - 2,
              radius: 6,
              fill: "surface",
              alpha: f,
            },
          ]
        : []),
      ...(low && i !== to.lit
        ? []
        : [
            {
              kind: "text",
              text: name,
              x: start - size * 0.42,
              y: row.y + row.height / 2,
              size,
              align: "right",
              weight: lit ? 750 : 500,
              fill: lit ? "classify" : "ink",
              alpha,
            },
          ]),
      {
        kind: "rect",
        x: start,
        y: row.y + row.height * 0.22,
        width: length,
        height: row.height * 0.56,
        radius: 2,
        fill,
        alpha,
      },
      ...(tight || (low && i !== to.lit)
        ? []
        : [
            {
              kind: "text",
              text: percents[i],
              x: start + length + size * 0.4,
              y: row.y + row.height / 2,
              size: size * 0.9,
              weight: lit ? 700 : 400,
              align: "left",
              fill: lit ? "ink" : "muted",
              alpha,
            },
          ]),
    ]);
  });
}

/**
 * Its name above, its shape below.
 * @param {Column} column
 * @param {Context} context
 * @param {number} alpha
 * @param {boolean} brief
 * @param {number} free
 * @returns {Shape[]}
 */
function captions(column, context, alpha, brief, free) {
  const { label, least } = context.layout.type;
  const narrow = context.layout.size.width < 700;
  const { shape, layer } = column.layer;
  const stage = /** @type {string} */ (findTensor(context.scene, column.layer.raw).stage);
  const x = column.x + column.width / 2;
  const shapes = [
    fittedText(layer === "input" ? "input" : layer, x, column.y - label * 0.75, label, 400, {
      weight: 650,
      fill: layer === "input" ? "input" : stage,
      alpha,
    }),
  ];
  const sides = shape.length === 3 && shape[0] === 1 ? shape.slice(1).join("×") : shape.join("×");
  // A shape that has no room beside its neighbours' is left to the narration.
  const wide = textWidth(sides, Math.max(label * 0.86, least)) * 1.35;
  const fits = wide < free && wide < 2 * x;
  if (!brief && fits && (!narrow || column.kind === "vector"))
    shapes.push(
      fittedText(sides, x, column.y + column.height + label * 0.8, label * 0.86, 400, { fill: "muted", alpha }),
    );
  return shapes;
}

/** The window that an opened cell reads, the cell, and the beam between them.
 * @param {CellDetail} open @param {NetworkLayout} all @param {number} shown @param {number} alpha @returns {Shape[]} */
function detailMarks(open, all, shown, alpha) {
  const source = all.columns.find(({ layer }) => layer.tensor === open.source);
  const target = all.columns.find(({ layer }) => layer.layer === open.layer);
  if (!source || !target) return [];
  const [channel, row, column] = open.index;
  const [first, end] = open.channels;
  const planes = Array.from({ length: end - first }, (_, i) => first + i);
  const windows =
    source.kind === "maps"
      ? planes.map((plane) => patchCorners(source, all, plane, open.rows, open.columns))
      : [corners(end - first === 1 ? vectorCell(source, first) : source)];
  const cell =
    target.kind === "maps"
      ? patchCorners(target, all, channel, [row, row + 1], [column, column + 1])
      : corners(target.kind === "bars" ? classBar(target, channel) : vectorCell(target, channel));
  const front = windows[windows.length - 1];
  const goal = target.kind === "maps" ? middle(cell) : { x: cell[0].x, y: middle(cell).y };
  const written = all.columns.indexOf(target) < shown;
  // No beam runs back over the picture to a layer that stands in the line below.
  const beam = goal.x > front[1].x;
  /** @type {Shape[]} */
  const shapes = beam
    ? [{ kind: "polygon", points: [front[1], goal, front[2]], fill: "classify", alpha: 0.1 * alpha }]
    : [];
  for (const corner of beam ? [front[1], front[2]] : [])
    shapes.push({ kind: "line", points: [corner, goal], stroke: "classify", line: 1.5, alpha: 0.6 * alpha });
  // The receptive field of the cell in the picture itself, where the window lies on a later layer.
  const input = all.columns[0];
  if (open.field && source !== input)
    shapes.push({
      kind: "polygon",
      points: patchCorners(input, all, input.layer.shape[0] - 1, ...open.field),
      stroke: "classify",
      line: 2.5,
      dash: [7, 4],
      alpha,
    });
  windows.forEach((points, i) => {
    const last = i === windows.length - 1;
    if (last) shapes.push({ kind: "polygon", points, stroke: "paper", line: 6, alpha });
    shapes.push({
      kind: "polygon",
      points,
      stroke: "classify",
      line: last ? 3 : 1.5,
      alpha: last ? alpha : 0.7 * alpha,
    });
  });
  if (target.kind !== "bars" || written)
    shapes.push(
      { kind: "polygon", points: cell, stroke: "paper", line: 6, alpha },
      { kind: "polygon", points: cell, stroke: "classify", line: 3, alpha },
    );
  return shapes;
}
