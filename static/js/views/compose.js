/** A scene at a moment → all its shapes: panels with their labels, then boxes and what ties them. Pure. */

import { easeWithin } from "../data/easing.js";
import { isShown } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { bare, movedRight, rasterShape, withAlpha } from "../drawing/build.js";
import { moved } from "../drawing/shots.js";
import { stepBack } from "../drawing/step-back.js";
import { beamShapes, beams } from "./beams.js";
import { asItWas, attention, isSent, presence } from "./context.js";
import { textsAround } from "./notes.js";
import { landings, origins } from "./origins.js";
import { overlay } from "./overlay.js";
import { viewOf } from "./registry.js";
import { asCut } from "./turns.js";
import { outOfTheWay } from "./words-away.js";

/** @import { Context, Panel, Rect, Shape } from "./context.js" */
/** @import { Layer } from "../drawing/shapes.js" */
/** @import { Origin } from "./origins.js" */

/** When a grid that stays from scene to scene has other values. */
const CHANGE = /** @type {const} */ ([0.2, 0.7]);
/** When its numbers change, and when those of a panel do that another one turns into. */
const [CHANGED, MET] = [0.45, 0.22];
/** From when on a map that shrinks into one cell turns into its value. */
const SHRUNK = 0.7;
/** Until when what it had goes from under them. */
const UNDER = 0.85;
/** When a panel comes that another one turns into, and when that one goes from under it. */
const [TURNS, UNTIL] = /** @type {const} */ ([
  [0.05, 0.4],
  [0.1, 0.4],
]);
/** When a panel goes whose picture flies to a place that it fits: it leaves no ghost. */
const LEFT = /** @type {const} */ ([0, 0.12]);
/** When a scene goes: before what is new comes, or, where that comes beside it, as it comes. */
const [GONE, BEHIND] = /** @type {const} */ ([
  [0.1, 0.6],
  [0.2, 0.85],
]);

/** @param {Context} context @returns {Shape[]} */
export const compose = (context) => layers(context).flatMap(({ shapes }) => shapes);

/** The same, panel by panel; what lies below and above all panels belongs to none.
 * @param {Context} context @returns {Layer[]} */
export function layers(context) {
  const found = origins(context);
  const landing = landings(context);
  const flying = landing.map(({ shape }) => shape);
  const { least } = context.layout.type;
  const now = found.size || flying.length ? context : asCut(context);
  const all = now.leaving
    ? cut(now.leaving, now, found, flying)
    : [...coming(context, found, landing), { panel: "", shapes: flying }];
  return all.map(({ panel, shapes }) => ({ panel, shapes: shapes.flatMap((shape) => legibleShape(shape, least)) }));
}

/** From scene to scene, or between shots that share nothing: what both show stays; where there is nothing, the eye goes
 * on from one to the other, a stage's width apart.
 * @param {Context} leaving @param {Context} context @param {Map<string, Origin>} found @param {Shape[]} flying
 * @returns {Layer[]} */
function cut(leaving, context, found, flying) {
  const { layout, moment } = context;
  const way = found.size === 0 && flying.length === 0 ? layout.size.width : 0;
  const beside = (/** @type {number} */ by) => (/** @type {Layer} */ layer) => ({
    ...layer,
    shapes: movedRight(layer.shapes, by),
  });
  return [
    ...going(leaving, context, found, way > 0 ? BEHIND : GONE).map(beside(-way * moment.f)),
    ...coming({ ...context, apart: way > 0 }, found).map(beside(way * (1 - moment.f))),
    { panel: "", shapes: flying },
  ];
}

/** @param {Context} context @param {Map<string, Origin>} found @param {{panel: string, fits: boolean}[]} [flown]
 * what leaves its panel @returns {Layer[]} */
function coming(context, found, flown = []) {
  const { moment, leaving } = context;
  const late = leaving ? easeWithin(moment.f, 0.6, 1) : 1;
  const before = leaving && new Map(leaving.scene.panels.map((each) => [each.name, each.label]));
  const way = moment.from ? moved(context.scene, { ...moment, from: moment.from }, 1) : moment.f;
  const turned = Array.from(found).filter(([, { turns }]) => turns);
  const goals = new Map(turned.map(([name, { panel }]) => [panel, context.layout.panels.get(name)]));
  const places = placesOnTheWay(context, found, goals, way);
  // What lies on a panel rides along, and what is tied to it.
  const riding = found.size > 0 ? { ...context, layout: { ...context.layout, panels: places } } : context;
  const lit = beams(riding);
  const joined = lit.flatMap((each) => each.joined);
  const panels = context.scene.panels.flatMap((panel, i, all) => {
    const [rest, rect] = [context.layout.panels.get(panel.name), places.get(panel.name)];
    const origin = found.get(panel.name);
    const goal = goals.get(panel.name);
    const travels = origin !== undefined || isSent(context, panel);
    const here = presence(context, panel);
    const until = flown.some((each) => each.fits && each.panel === panel.name) ? LEFT : goal && UNTIL;
    const there = until ? 1 - easeWithin(moment.f, until[0], until[1]) : travels ? 1 : here;
    const alpha = origin ? strengthFrom(origin, moment.f) : there;
    const plane = origin?.plane;
    if (!rest || !rect || (alpha <= 0 && !plane)) return [];
    // What goes is not told what comes.
    const told = moment.from && !isShown(moment.to, panel) ? asItWas(context, moment.from) : context;
    const named = origin !== undefined && before?.get(origin.panel) === panel.label;
    // What stood there already keeps its name while a part of it comes.
    const stood = moment.from !== null && isShown(moment.from, panel);
    const settles = goal ? here : travels && !stood ? easeWithin(moment.f, 0.8, 1) : 1;
    const words = wordsAt(moment.f, origin, goal !== undefined);
    const view = viewOf(panel).draw(panel, rect, told);
    // A copy that sets out hides neither what it is of nor what it flies over. Numbers do: they are read.
    const hasNumbers = panel.kind === "grid" && panel.options.numbers !== false;
    const isPicture = !hasNumbers || view.some(({ kind }) => kind === "raster");
    const isBare = origin && !context.leaving && !goal && !origin.turns && isPicture;
    // Of two that turn into one another, what both say stands: first beside the one that goes.
    const twin = twinOf(panel, turned, all);
    const holds = moment.f < UNTIL[1] === (goal !== undefined);
    const seen = shownBefore(context, all.slice(0, i));
    const { standing, changing } = textsAround(panel, rest, rect, told, { named, settles, joined, seen, twin, holds });
    const shapes = [...changing, ...worded(isBare ? bare(view) : view, words)];
    const attended = attention(context, panel);
    const map = plane ? bare([rasterShape(plane.tensor, plane.channel, rect, { alpha: 1 - alpha })]) : [];
    return {
      panel: panel.name,
      shapes: [...map, ...stepBack(standing, attended), ...withAlpha(stepBack(shapes, attended), alpha)],
    };
  });
  const above = overlay(riding);
  const { light, edges } = beamShapes(
    lit,
    panels.flatMap(({ shapes }) => shapes),
  );
  return [
    { panel: "", shapes: withAlpha(light, late) },
    // What travels lies above what stays.
    ...panels.toSorted((a, b) => Number(found.has(a.panel)) - Number(found.has(b.panel))),
    { panel: "", shapes: withAlpha([...edges, ...above], late) },
  ];
}

/** What a panel turns into, or the one that turns into it. @param {Panel} panel @param {[string, Origin][]} turned
 * @param {Panel[]} all */
function twinOf({ name }, turned, all) {
  const pair = turned.find(([comes, { panel }]) => comes === name || panel === name);
  const other = pair && (pair[0] === name ? pair[1].panel : pair[0]);
  return all.find((each) => each.name === other);
}

/** Where each panel is: what comes from elsewhere, and what turns into another, is on its way.
 * @param {Context} context @param {Map<string, Origin>} found
 * @param {Map<string, Rect | undefined>} goals of what turns into another @param {number} way how far it has come */
function placesOnTheWay({ layout }, found, goals, way) {
  const place = (/** @type {string} */ name, /** @type {Rect} */ rest) => {
    const [origin, goal] = [found.get(name), goals.get(name)];
    return origin ? lerpRect(origin.rect, rest, way) : goal ? lerpRect(rest, goal, way) : rest;
  };
  return new Map(Array.from(layout.panels, ([name, rest]) => [name, place(name, rest)]));
}

/** How present the last of these panels is that is seen at all. @param {Context} context @param {Panel[]} panels */
const shownBefore = (context, panels) =>
  panels.map((panel) => presence(context, panel)).findLast((seen) => seen > 0) ?? 1;

/** How strong a panel is on its way: other values come as the grid stays, and what comes out of a window, over that.
 * @param {Origin} origin @param {number} f */
function strengthFrom({ around, panel, drawn, turns, plane }, f) {
  if (plane) return easeWithin(f, SHRUNK, 1);
  if (turns) return easeWithin(f, ...TURNS);
  if (around) return easeWithin(f, ...CHANGE);
  if (drawn) return easeWithin(f, 0, 0.3);
  return panel === "" ? easeWithin(f, 0, 0.15) : 1;
}

/** The same of its words, or of those of one that turns into another: no two numbers are read through one another.
 * @param {number} f @param {Origin | undefined} origin @param {boolean} goes */
function wordsAt(f, origin, goes) {
  if (goes) return 1 - easeWithin(f, 0, MET);
  if (origin?.turns) return easeWithin(f, MET, 0.3);
  return origin?.around ? easeWithin(f, CHANGED, CHANGE[1]) : 1;
}

/** Shapes whose words are weaker. @param {Shape[]} shapes @param {number} by @returns {Shape[]} */
const worded = (shapes, by) => shapes.flatMap((shape) => withAlpha([shape], shape.kind === "text" ? by : 1));

/** What goes of the scene before; what stays of it travels in the scene that comes.
 * @param {Context} leaving @param {Context} context @param {Map<string, Origin>} found
 * @param {readonly [number, number]} times when it goes @returns {Layer[]} */
function going(leaving, context, found, times) {
  const { f } = context.moment;
  const travels = new Set(Array.from(found.values(), ({ panel }) => panel));
  const alpha = 1 - easeWithin(f, ...times);
  const grids = f < UNDER ? stayingGrids(leaving, context, found) : [];
  if (alpha <= 0) return grids;
  const whole = new Set(Array.from(found.values(), ({ panel, whole }) => (whole ? panel : "")));
  const stays = leaving.scene.panels.filter(
    ({ name, kind }) => !whole.has(name) && (kind !== "grid" || !travels.has(name)),
  );
  const scene = { ...leaving.scene, panels: stays };
  const ways = Array.from(found, ([name, { rect }]) => ({ rect, rest: context.layout.panels.get(name) ?? rect }));
  const gone = coming({ ...leaving, scene }, new Map()).map((layer) => ({
    ...layer,
    shapes: withAlpha(outOfTheWay(layer.shapes, ways, f), alpha),
  }));
  return [...gone, ...grids];
}

/** Grids that stay, with the values that they had, until others are there.
 * @param {Context} leaving @param {Context} context @param {Map<string, Origin>} found @returns {Layer[]} */
function stayingGrids(leaving, { layout, moment: { f } }, found) {
  const alpha = 1 - easeWithin(f, CHANGE[1], UNDER);
  return Array.from(found, ([name, { rect, panel, around }]) => {
    const source = leaving.scene.panels.find((each) => each.name === panel);
    const rest = layout.panels.get(name);
    if (!around || !source || !rest) return [];
    const now = lerpRect(rect, rest, f);
    const by = now.width / rect.width;
    const whole = {
      x: now.x + (around.x - rect.x) * by,
      y: now.y + (around.y - rect.y) * by,
      width: around.width * by,
      height: around.height * by,
    };
    const words = 1 - easeWithin(f, CHANGE[0], CHANGED);
    return [{ panel: name, shapes: withAlpha(worded(viewOf(source).draw(source, whole, leaving), words), alpha) }];
  }).flat();
}

/** All that new ink changes: the scene with nothing but its papers, and where they lie.
 * @param {Context} context @returns {{papers: Context, where: Rect[]}} */
export function inkOnly(context) {
  const panels = context.scene.panels.filter(({ kind }) => kind === "pad");
  const where = panels.flatMap(({ name }) => context.layout.panels.get(name) ?? []);
  return { papers: { ...context, scene: { ...context.scene, panels } }, where };
}

/** Texts that are too small are set at the least size that can be read, or left out; a program's lines and what stands
 * in line with them are as large as their rows, since a program with a line missing is none.
 * @param {Shape} shape @param {number} least @returns {Shape[]} */
function legibleShape(shape, least) {
  if (shape.kind !== "text" || shape.size >= (shape.family === "mono" ? 9 : least)) return [shape];
  return shape.size < least * 0.7 ? [] : [{ ...shape, size: least }];
}
