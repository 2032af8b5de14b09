/**
 * Matched cuts: what is on the screen already travels to where it is next, from scene to scene and from panel to panel.
 * The same picture is known by its cells. Pure.
 */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { lerpRect, quadBetween } from "../drawing/between.js";
import { corners, inset, rasterShape, slantedRaster, slantOf } from "../drawing/build.js";
import { isSameGrid, isSameTensor } from "../drawing/planes.js";
import { asItWas, findTensor, frameChange, isSent, presence } from "./context.js";
import { drawnPlane, matchIn, matchPlace, placeOf } from "./picture-places.js";
import { boxPlaces } from "./places.js";
import { turning } from "./turns.js";

/** @import { Context, Panel, PanelOf, Place, Rect, Shape } from "./context.js" */
/** @import { Plane } from "../drawing/planes.js" */
/** @import { Box } from "../data/records.js" */
/**
 * @typedef {{rect: Rect, panel: string, slid?: boolean, drawn?: boolean, around?: Rect, whole?: boolean,
 *   turns?: boolean, plane?: Plane}} Origin where a panel's picture was, and in which panel; `slid`: its ink lay
 *   elsewhere on the paper; `drawn`: it was drawn there, and no picture yet; `around`: it was the same grid with other
 *   values, and this is all of it, its border too; `whole`: it was the same panel, with all that it shows;
 *   `turns`: it was another one, which turns into this; `plane`: a whole map, which shrinks into this one cell
 */

/** Kinds of panels in which a picture lies as it did in a grid: as a rectangle. */
const FLAT = ["tiles", "timeline"];

/**
 * By panel that comes now, where its picture was before: in the scene that leaves, or, within a scene, in a panel that
 * was there already.
 * @param {Context} context
 * @returns {Map<string, Origin>}
 */
export function origins(context) {
  const { moment, leaving } = context;
  /** @type {Map<string, Origin>} */
  const found = new Map();
  if (moment.f >= 1 || (!leaving && !moment.from)) return found;
  const before = leaving ?? asItWas(context, /** @type {any} */ (moment.from));
  const sources = before.scene.panels.filter((panel) => presence(before, panel) > 0.5);
  for (const panel of context.scene.panels) {
    const { kind } = panel;
    if ((kind !== "grid" && kind !== "pad" && kind !== "tiles") || !arrives(context, panel)) continue;
    const originOf = (/** @type {Panel} */ source) =>
      kind === "tiles" ? tileIn(before, source, context, panel) : originIn(before, source, context, panel);
    const all = sources.flatMap((source) => originOf(source) ?? []);
    const origin = tiedOrigin(before, context, panel) ?? all.find(({ slid }) => !slid) ?? all[0];
    if (origin) found.set(panel.name, origin);
  }
  if (!leaving) return new Map([...found, ...turning(context, found)]);
  for (const [name, origin] of sameGrids(leaving, context, found)) found.set(name, origin);
  for (const [name, origin] of samePanels(leaving, context)) found.set(name, origin);
  return found;
}

/** Panels of other kinds, such as stacks, that show what one of their kind showed in the scene before.
 * @param {Context} leaving @param {Context} context @returns {[string, Origin][]} */
function samePanels(leaving, context) {
  return context.scene.panels.flatMap((panel) => {
    if (panel.kind === "grid" || panel.tensors.length === 0 || !arrives(context, panel)) return [];
    const tensors = panel.tensors.map((name) => findTensor(context.scene, name));
    const source = leaving.scene.panels.find(
      (each) =>
        each.kind === panel.kind &&
        each.tensors.length === tensors.length &&
        presence(leaving, each) > 0.5 &&
        each.tensors.every((name, i) => isSameTensor(findTensor(leaving.scene, name), itemAt(tensors, i))),
    );
    const rect = source && leaving.layout.panels.get(source.name);
    return rect ? [[panel.name, { rect, panel: source.name, whole: true }]] : [];
  });
}

/** What comes without a picture of its own in the scene before, and finds there a grid of as many cells that means the
 * same, or one of the same name: the grid stays, and what it holds changes.
 * @param {Context} leaving @param {Context} context @param {Map<string, Origin>} found
 * @returns {Map<string, Origin>} */
function sameGrids(leaving, context, found) {
  /** @type {Map<string, Origin>} */
  const same = new Map();
  const left = new Set(Array.from(found.values(), ({ panel }) => panel));
  for (const panel of context.scene.panels) {
    if (panel.kind !== "grid" || found.has(panel.name) || !arrives(context, panel)) continue;
    const plane = drawnPlane(context, panel);
    const source = leaving.scene.panels.find(
      (each) =>
        each.kind === "grid" &&
        !left.has(each.name) &&
        presence(leaving, each) > 0.5 &&
        (isNamesake(each, panel) || (each.stage === panel.stage && isSameGrid(drawnPlane(leaving, each), plane))),
    );
    const around = source && leaving.layout.panels.get(source.name);
    const shown = source && drawnPlane(leaving, /** @type {PanelOf<"grid">} */ (source));
    const rect = shown && placeOf(leaving, source, shown, true);
    if (!around || !rect) continue;
    left.add(source.name);
    same.set(panel.name, { rect, panel: source.name, around });
  }
  return same;
}

/** @param {Panel} a @param {Panel} b */
const isNamesake = (a, b) => a.label !== "" && a.label === b.label;

/** A panel that is tied as a whole to a window comes out of it.
 * @param {Context} before @param {Context} context @param {Panel} panel @returns {Origin | null} */
function tiedOrigin(before, { scene, moment }, panel) {
  const { boxes } = moment.to;
  const { channel = 0 } = /** @type {PanelOf<"grid">} */ (panel).options;
  const covers = (/** @type {Box} */ { tensor, rows, group, channels: [first, end] }) =>
    group >= 0 &&
    panel.tensors.includes(tensor) &&
    first <= channel &&
    channel < end &&
    rows[1] - rows[0] === findTensor(scene, tensor).shape[1];
  const tied = before.scene === scene ? boxes.find(covers) : undefined;
  const window =
    tied &&
    boxes.find(({ role, group, tensor }) => role === "window" && group === tied.group && tensor !== tied.tensor);
  const [rect] = window ? boxPlaces(before, window) : [];
  if (!rect || !window || !tied) return null;
  const plane = { tensor: findTensor(scene, window.tensor), channel: window.channels[0] };
  const [, rows, columns] = plane.tensor.shape;
  const isWhole = window.rows[1] - window.rows[0] === rows && window.columns[1] - window.columns[0] === columns;
  const collapses = tied.rows[1] === 1 && isWhole;
  return { rect, panel: "", ...(collapses && { plane }) };
}

/** A tile that comes alone grows out of its place among others. @param {Context} before @param {Panel} source
 * @param {Context} context @param {PanelOf<"tiles">} panel @returns {Origin | null} */
function tileIn(before, source, context, panel) {
  const rest = context.layout.panels.get(panel.name);
  if (!rest || before.scene !== context.scene || source.kind !== "tiles" || panel.options.count !== 1) return null;
  const tensor = findTensor(context.scene, itemAt(panel.tensors, 0));
  const plane = { tensor, channel: 3 * Number(frameChange(context, panel).to.first ?? 0) };
  const match = { ...plane, border: 0, row: 0, column: 0 };
  const [place, own] = [matchPlace(before, source, plane, match), matchPlace(context, panel, plane, match)];
  if (!place || !own) return null;
  const by = place.width / own.width;
  const [x, y] = [place.x - (own.x - rest.x) * by, place.y - (own.y - rest.y) * by];
  return { rect: { x, y, width: rest.width * by, height: rest.height * by }, panel: source.name };
}

/** Whether a panel comes at this moment, and with something in it. @param {Context} context @param {Panel} panel */
function arrives({ moment, leaving }, panel) {
  const { from, to } = moment;
  if (!isShown(to, panel) || panel.tensors.some((name) => to.revealed[name] === 0)) return false;
  return leaving ? from === null : from !== null && !isShown(from, panel);
}

/** @param {Context} before @param {Panel} source @param {Context} now @param {PanelOf<"grid"> | PanelOf<"pad">} panel
 * @returns {Origin | null} */
function originIn(before, source, now, panel) {
  const plane = drawnPlane(now, panel);
  const match = matchIn(before, source, plane, before.scene === now.scene);
  const rect = match && matchPlace(before, source, plane, match);
  if (!rect) return null;
  const cells = upright(rect, plane);
  // A ring of zeros comes around them.
  const ring = panel.kind === "grid" ? (panel.options.padding ?? 0) : 0;
  const around = inset(cells, (-ring * cells.width) / itemAt(plane.tensor.shape, 2));
  return { rect: around, panel: source.name, slid: match.border === null, drawn: source.kind === "pad" };
}

/** What stood at a slant, upright in the middle of where it stood. @param {Rect} rect @param {Plane} plane */
function upright({ x, y, width, height }, { tensor: { shape } }) {
  const [, rows, columns] = shape;
  const cell = Math.min(width / columns, height / rows);
  const [wide, high] = [cell * columns, cell * rows];
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}

/**
 * Pictures that go into a stack or a network which comes now, each to its own plane there: those of the scene before,
 * and within a scene those that leave.
 * @param {Context} context
 * @returns {{panel: string, fits: boolean, shape: Shape}[]} by the panel that each leaves; `fits`: it lies as it lands
 */
export function landings(context) {
  const { moment } = context;
  const leaving = context.leaving ?? whatLeaves(context);
  if (moment.f >= 1 || !leaving) return [];
  const targets = context.scene.panels.filter(
    (panel) => panel.kind !== "grid" && arrives(context, panel) && !isSent(context, panel),
  );
  const sources = leaving.scene.panels.filter((panel) => panel.kind === "grid" && presence(leaving, panel) > 0.5);
  return sources.flatMap((source) => {
    const rect = leaving.layout.panels.get(source.name);
    const grid = /** @type {PanelOf<"grid">} */ (source);
    // A picture that was seen in its colours lands in front, and stays so until it comes apart.
    const whole = Number(grid.options.channel ?? 0) < 0;
    const seen = drawnPlane(leaving, grid);
    const plane = whole ? { ...seen, channel: seen.tensor.shape[0] - 1 } : seen;
    const [end] = targets.flatMap((panel) => {
      const place = placeOf(context, panel, plane, false);
      return place ? [{ place, fits: FLAT.includes(panel.kind) || place.corners !== undefined }] : [];
    });
    if (!rect || !end) return [];
    // It has arrived before that is there which it turns into; what lies just as it does there is seen until then.
    const until = end.fits ? 0.9 : 0.55;
    const way = easeWithin(moment.f, 0, end.place.corners ? until : 0.5);
    const alpha = 1 - easeWithin(moment.f, until, 1);
    const shape = landed(plane.tensor, whole ? -1 : plane.channel, rect, end.place, way, alpha);
    return [{ panel: source.name, fits: end.fits, shape }];
  });
}

/** A picture on its way from an upright place to another one, where it may lie at a slant.
 * @param {Plane["tensor"]} tensor @param {number} channel @param {Rect} rect @param {Place} place
 * @param {number} way @param {number} alpha @returns {Shape} */
function landed(tensor, channel, rect, place, way, alpha) {
  if (!place.corners) return rasterShape(tensor, channel, lerpRect(rect, place, way), { alpha });
  return slantedRaster(tensor, channel, slantOf(quadBetween(corners(rect), place.corners, way)), { alpha });
}

/** What of this scene is there no longer in its frame. @param {Context} context @returns {Context | null} */
function whatLeaves(context) {
  const { scene, moment } = context;
  const { from, to } = moment;
  const panels = from ? scene.panels.filter((panel) => isShown(from, panel) && !isShown(to, panel)) : [];
  if (!from || !panels.length) return null;
  return asItWas({ ...context, scene: { ...scene, panels } }, from);
}
