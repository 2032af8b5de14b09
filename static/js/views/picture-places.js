/** Where a picture stands: the same one in another panel, in another scene, with more paper around it. Pure. */

import { getOrMake } from "../data/cache.js";
import { itemAt } from "../data/lists.js";
import { borderBetween, inkOffset } from "../drawing/planes.js";
import { findTensor, frameChange, presence } from "./context.js";
import { viewOf } from "./registry.js";

/** @import { Context, Panel, PanelOf, Rect } from "./context.js" */
/** @import { Plane } from "../drawing/planes.js" */
/** @import { Box } from "../data/records.js" */
/** @typedef {Plane & {border: number, rect: Rect}} Standing a picture's place: `border` cells narrower all around */
/** @typedef {Plane & {border: number | null, row: number, column: number}} Match the same picture, and where the other
 *   begins in it; `border` is how much wider that is all around, null where its ink lies elsewhere on the paper */

/** @param {Context} context @param {PanelOf<"grid"> | PanelOf<"pad">} panel @returns {Plane} */
export function drawnPlane(context, panel) {
  // A drawing is the picture that a network reads of it.
  if (panel.kind === "pad") return { tensor: findTensor(context.scene, itemAt(panel.tensors, 0)), channel: 0 };
  const name = String(frameChange(context, panel).to.tensor ?? panel.tensors[0]);
  return { tensor: findTensor(context.scene, name), channel: Math.max(0, Number(panel.options.channel ?? 0)) };
}

/** Where a picture from elsewhere stands in a scene; null where it does not.
 * @param {Context} context @param {Plane} plane @returns {Standing | null} */
export function standingOf(context, plane) {
  const grids = context.scene.panels.filter((panel) => panel.kind === "grid" && presence(context, panel) > 0.5);
  for (const panel of grids) {
    const match = matchIn(context, panel, plane, false);
    const { border } = match ?? { border: null };
    const rect = match && placeOf(context, panel, match, false);
    if (rect && border !== null && border >= 0) return { ...match, border, rect };
  }
  return null;
}

/** Where in a panel a picture stands, or would stand with the border that it has more.
 * @param {Context} context @param {Panel} panel @param {Plane} plane @param {boolean} sameScene */
export function placeOf(context, panel, plane, sameScene) {
  const match = matchIn(context, panel, plane, sameScene);
  return match && matchPlace(context, panel, plane, match);
}

/** @param {Context} context @param {Panel} panel @param {Plane} plane @param {Match} match @returns {Rect | null} */
export function matchPlace(context, panel, plane, { tensor, channel, row, column }) {
  const rect = context.layout.panels.get(panel.name);
  if (!rect) return null;
  const [, rows, columns] = plane.tensor.shape;
  const whole = panel.kind === "grid" && Number(panel.options.channel ?? 0) < 0;
  /** @type {Box} */
  const box = {
    tensor: tensor.name,
    role: "highlight",
    channels: whole ? [0, 3] : [channel, channel + 1],
    rows: [row, row + rows],
    columns: [column, column + columns],
    group: -1,
  };
  return viewOf(panel).locate?.(panel, rect, context.scene, box, context) ?? null;
}

/** @type {WeakMap<Plane["tensor"], Map<string, Match | null>>} */
const cache = new WeakMap();

/** The channel of a panel's tensors that is the same picture; within a scene the same channel is. Of a grid it is the
 * tensor that is seen, where its ink may lie elsewhere on the paper.
 * @param {Context} context @param {Panel} source @param {Plane} plane @param {boolean} sameScene */
export function matchIn(context, source, plane, sameScene) {
  const { scene } = context;
  const isGrid = source.kind === "grid";
  const names = isGrid ? [drawnPlane(context, source).tensor.name] : source.tensors;
  const known = getOrMake(cache, plane.tensor, () => new Map());
  return getOrMake(known, `${scene.step} ${scene.name} ${names} ${plane.channel} ${sameScene} ${isGrid}`, () => {
    const all = names.map((name) => findTensor(scene, name));
    if (sameScene && all.includes(plane.tensor)) return { ...plane, border: 0, row: 0, column: 0 };
    const planes = all.flatMap((tensor) =>
      Array.from({ length: tensor.shape[0] }, (_, channel) => ({ tensor, channel })),
    );
    for (const each of planes) {
      const border = borderBetween(each, plane);
      if (border !== null) return { ...each, border, row: -border, column: -border };
    }
    for (const each of isGrid && !sameScene ? planes : []) {
      const offset = inkOffset(each, plane);
      if (offset) return { ...each, border: null, ...offset };
    }
    return null;
  });
}
