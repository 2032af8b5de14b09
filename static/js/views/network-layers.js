/** The layers of a network as they are drawn: stacks of maps, columns of neurons, bars; how a new one comes. Pure. */

import { lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { polygonShape, rectAbout, rectShape, slantedRaster, slantOf } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { cellFill, findTensor, fittedText, frameChange, valueAt } from "./context.js";
import { classBars } from "./network-bars.js";
import { sidesOf } from "./network-framing.js";
import { APART, drawnPlanes, faceOf, planePlace, planesOf, vectorCell } from "./network-layout.js";

/** @import { Context, Shape, Tensor } from "./context.js" */
/** @import { Column, Panel } from "./network-layout.js" */
/** @import { CellDetail } from "./network-lens.js" */
/** @import { Change, Scenery } from "./network-pose.js" */

/** How much of a plane is seen that stands before the one with the opened cell: of the layer that is read, and of the
 * cell's own. */
const LETS_THROUGH = { source: 0.03, target: 0.7 };

/** What will stand there. @param {Column} column @param {number} alpha @returns {Shape[]} */
export function outlineShapes(column, alpha) {
  if (alpha <= 0) return [];
  const planes = column.kind === "maps" ? drawnPlanes(column.layer) : [0];
  return planes.map((plane) =>
    polygonShape(faceOf(column, plane), { fill: "surface", stroke: "line", line: 1, dash: [4, 4], alpha }),
  );
}

/** A layer's tensor; on its way to or from what it is before its activation.
 * @param {Column} column
 * @param {Context} context
 * @param {number} alpha
 * @param {number} grown how far it has been filled, 0 to 1
 * @param {Panel} panel
 * @returns {Shape[]} */
export function layerShapes(column, context, alpha, grown, panel) {
  if (alpha <= 0 || (grown <= 0 && column.kind !== "bars")) return [];
  const { from, to, f } = frameChange(context, panel);
  const { layer, raw, tensor } = column.layer;
  const name = (/** @type {Change} */ { open }) => (open?.raw && open.layer === layer ? raw : tensor);
  const [was, is] = [name(from), name(to)];
  const before = tensorShapes(column, context, grown < 1 ? is : was, alpha, grown, panel);
  return was === is || grown < 1 ? before : [...before, ...tensorShapes(column, context, is, alpha * f, 1, panel)];
}

/** @param {Column} column @param {Context} context @param {string} name @param {number} alpha @param {number} grown
 * @param {Panel} panel @returns {Shape[]} */
function tensorShapes(column, context, name, alpha, grown, panel) {
  const tensor = findTensor(context.scene, name);
  if (column.kind === "bars") return classBars(column, context, tensor, alpha, grown, panel);
  if (column.kind === "vector") return vectorShapes(column, tensor, alpha, grown);
  const { from, to, f } = frameChange(context, panel);
  const { rows, columns } = planesOf(column.layer);
  // The maps are filled in reading order, as the filters go; meanwhile they come apart.
  const fan = Math.min(1, grown * 1.6);
  const place = { ...column, gap: column.gap * fan };
  // Nothing gives way to a cell that is marked with its window: both are in front.
  const [left, opened] = [from, to].map(({ open, window }) => (window ? undefined : open));
  const drawn = planesWith(column, [left, opened]);
  const front = itemAt(drawn, drawn.length - 1);
  // Where planes stand close together, full lines would be all that one sees.
  const line = Math.max(0.3, Math.min(1, column.gap / 8));
  const whole = tensor.scale === "rgb" ? Math.max(0, 1 - column.gap / (column.side * APART)) : 0;
  return drawn.flatMap((plane) => {
    const strength = alpha * lerp(planeStrength(column, plane, left), planeStrength(column, plane, opened), f);
    const points = faceOf(place, plane);
    const seen = plane === drawn[0] || plane === front ? 1 : Math.min(1, 0.12 + column.gap / 7);
    const edge = { line: plane === front ? 1 : line, alpha: Math.max(strength, alpha * 0.3) * seen };
    const revealed = grown < 1 ? { revealed: Math.floor(rows * columns * grown) } : {};
    return [
      polygonShape(points, { fill: "paper", alpha: strength }),
      slantedRaster(tensor, plane, slantOf(points), { alpha: strength, ...revealed }),
      ...(whole && plane === front ? [slantedRaster(tensor, -1, slantOf(points), { alpha: strength * whole })] : []),
      polygonShape(points, { stroke: "muted", ...edge }),
    ];
  });
}

/** The planes that are drawn, from behind to the front: an opened cell's stands in for the one at its place.
 * @param {Column} column @param {(CellDetail | undefined)[]} opened */
function planesWith({ layer }, opened) {
  const asked = opened.flatMap((open) => (open && open.layer === layer.layer ? [open.index[0]] : []));
  const places = new Map([...drawnPlanes(layer), ...asked].map((plane) => [planePlace(layer, plane), plane]));
  return Array.from(places.values());
}

/** @param {Column} column @param {Tensor} tensor @param {number} alpha @param {number} grown @returns {Shape[]} */
function vectorShapes(column, tensor, alpha, grown) {
  const [length] = column.layer.shape;
  const cells = Array.from({ length: Math.ceil(length * grown) }, (_, i) => {
    return rectShape(vectorCell(column, i), { fill: cellFill(tensor, valueAt(tensor, i, 0, 0)), alpha });
  });
  const { x, y, width, height } = column;
  return [...cells, rectShape({ x, y, width, height }, { stroke: "muted", line: 1, alpha })];
}

/** How much of a plane is seen: what stands before the one with the opened cell lets it through.
 * @param {Column} column @param {number} plane @param {CellDetail | undefined} open */
function planeStrength(column, plane, open) {
  const { layer, tensor } = column.layer;
  if (open && layer === open.layer && plane > open.index[0]) return LETS_THROUGH.target;
  return open && tensor === open.source && plane >= open.channels[1] ? LETS_THROUGH.source : 1;
}

/** What lies under a name. @param {string} name @param {{x: number, y: number}} at @param {number} size */
function nameGround(name, at, size) {
  return rectAbout(at, textWidth(name, size) * 1.16, size * 1.1);
}

/** How far above and below a layer the middle of its name and of the text of its sides stand, and how far from there
 * their ground reaches, as shares of their letters. */
const ABOVE = 0.8;
const BELOW = 0.85;
const GROUND = 0.6;

/** @param {Context["layout"]["type"]} type */
const letters = (type) => Math.max(type.label, type.least);

/** How far above layers their names reach, and how far below them the texts of their sides, where they stand there.
 * @param {Context} context @param {Scenery} scenery */
export function namesReach({ layout }, { crowded, narrow }) {
  const size = letters(layout.type);
  return { name: size * (ABOVE + GROUND), sides: crowded || narrow ? 0 : size * (BELOW + GROUND) };
}

/**
 * A layer's name above it, its shape below; in one line where there is little room.
 * @param {Column} column
 * @param {Context} context
 * @param {number} alpha
 * @param {boolean} bare whether it goes by its name alone
 * @param {boolean} narrow
 * @returns {Shape[]}
 */
export function captions(column, context, alpha, bare, narrow) {
  const { type, size: stage } = context.layout;
  const size = letters(type);
  const { layer, raw, title } = column.layer;
  const x = column.x + column.width / 2;
  const sides = sidesOf(column.layer);
  const fill = layer === "input" ? "input" : findTensor(context.scene, raw).stage;
  const above = { x, y: (column.head ?? column.y) - size * ABOVE };
  const inside = (/** @type {{x: number, y: number}} */ { x, y }, /** @type {number} */ wide) =>
    alpha > 0 && x - wide / 2 >= 0 && x + wide / 2 <= stage.width && y >= size / 2 && y <= stage.height - size / 2;
  const named = title || (narrow && !bare ? `${layer}  ${sides}` : layer);
  const wide = textWidth(sides, size);
  const below = column.level
    ? { x: x + (textWidth(named, size) * 1.2 + wide * 1.2) / 2 + size * 0.7, y: above.y }
    : { x, y: column.y + column.height + size * BELOW };
  // A line may pass behind a shape, not through it.
  const ground = {
    x: below.x - wide * 0.56,
    y: below.y - size * GROUND,
    width: wide * 1.12,
    height: size * 2 * GROUND,
    radius: 4,
  };
  return [
    ...(inside(above, textWidth(named, size))
      ? [
          rectShape({ ...ground, ...nameGround(named, above, size) }, { fill: "paper", alpha: 0.85 * alpha }),
          fittedText(named, x, above.y, size, 400, { weight: 650, fill, alpha }),
        ]
      : []),
    ...(!bare && !narrow && column.kind !== "bars" && inside(below, wide)
      ? [
          rectShape(ground, { fill: "paper", alpha: 0.85 * alpha }),
          fittedText(sides, below.x, below.y, size * 0.95, 400, { fill: "muted", alpha }),
        ]
      : []),
  ];
}
