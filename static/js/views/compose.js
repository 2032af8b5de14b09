/** A scene at a moment → all its shapes: panels with their labels, then boxes and what ties them. Pure. */

import { easeWithin, lerp } from "../data/easing.js";
import { lerpRect } from "../drawing/between.js";
import { rectShape, textShape, withAlpha } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { attention, comesOut, presence } from "./context.js";
import { landings, origins } from "./origins.js";
import { beams, overlay } from "./overlay.js";
import { viewOf } from "./registry.js";

/** @import { Context, Panel, Rect, Shape, TextShape } from "./context.js" */
/** @import { Fill, Layer } from "../drawing/shapes.js" */
/** @import { Origin } from "./origins.js" */

/** How strong a panel is while others are spoken of. */
const UNFOCUSED = 0.55;
/** When a grid that stays from scene to scene has other values. */
const CHANGE = /** @type {const} */ ([0.2, 0.7]);
/** Until when what it had goes from under them. */
const UNDER = 0.85;

/** @param {Context} context @returns {Shape[]} */
export const compose = (context) => layers(context).flatMap(({ shapes }) => shapes);

/** The same, panel by panel; what lies below and above all panels belongs to none.
 * @param {Context} context @returns {Layer[]} */
export function layers(context) {
  const found = origins(context);
  const all = [...(context.leaving ? going(context.leaving, context, found) : []), ...coming(context, found)];
  const { least } = context.layout.type;
  return all.map(({ panel, shapes }) => ({ panel, shapes: shapes.flatMap((shape) => legibleShape(shape, least)) }));
}

/** @param {Context} context @param {Map<string, Origin>} found @returns {Layer[]} */
function coming(context, found) {
  const { moment, leaving } = context;
  const { light, edges, joined } = beams(context);
  const late = leaving ? easeWithin(moment.f, 0.6, 1) : 1;
  const panels = context.scene.panels.flatMap((panel) => {
    const rest = context.layout.panels.get(panel.name);
    const origin = found.get(panel.name);
    const travels = origin !== undefined || comesOut(context, panel) !== null;
    const alpha = origin?.around ? easeWithin(moment.f, ...CHANGE) : travels ? 1 : presence(context, panel);
    if (!rest || alpha <= 0) return [];
    const rect = origin ? lerpRect(origin.rect, rest, moment.f) : rest;
    const shapes = [
      ...withAlpha(captions(panel, rest, context, joined), travels ? easeWithin(moment.f, 0.6, 1) : 1),
      ...viewOf(panel).draw(panel, rect, context),
    ];
    return { panel: panel.name, shapes: withAlpha(stepBack(shapes, attention(context, panel)), alpha) };
  });
  return [
    { panel: "", shapes: withAlpha(light, late) },
    ...panels,
    { panel: "", shapes: withAlpha([...edges, ...overlay(context)], late) },
    { panel: "", shapes: landings(context) },
  ];
}

/** What goes of the scene before; what stays of it travels in the scene that comes.
 * @param {Context} leaving @param {Context} context @param {Map<string, Origin>} found @returns {Layer[]} */
function going(leaving, context, found) {
  const { f } = context.moment;
  const travels = new Set(Array.from(found.values(), ({ panel }) => panel));
  const alpha = 1 - easeWithin(f, 0.1, 0.6);
  const grids = f < UNDER ? stayingGrids(leaving, context, found) : [];
  if (alpha <= 0) return grids;
  const stays = leaving.scene.panels.filter(({ name, kind }) => kind !== "grid" || !travels.has(name));
  const scene = { ...leaving.scene, panels: stays };
  const gone = coming({ ...leaving, scene }, new Map()).map((layer) => ({
    ...layer,
    shapes: withAlpha(layer.shapes, alpha),
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
    return [{ panel: name, shapes: withAlpha(viewOf(source).draw(source, whole, leaving), alpha) }];
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

/** What is not spoken of steps back: colours pale, lines thin out, words go grey and stay legible.
 * @param {Shape[]} shapes @param {number} attention 0 to 1 */
function stepBack(shapes, attention) {
  return attention >= 1 ? shapes : shapes.map((shape) => paler(shape, lerp(UNFOCUSED, 1, attention)));
}

/** @param {Shape} shape @param {number} strength @returns {Shape} */
function paler(shape, strength) {
  const weak = { ...shape, alpha: (shape.alpha ?? 1) * strength };
  if (shape.kind === "within") return { ...shape, shapes: shape.shapes.map((each) => paler(each, strength)) };
  if (shape.kind === "text") return { ...shape, on: palerFill(shape.on, strength), fill: shape.fill ?? "muted" };
  if (!("fill" in shape) || typeof shape.fill !== "object") return weak;
  return { ...shape, fill: palerFill(shape.fill, strength) };
}

/** @param {Fill | undefined} fill @param {number} strength */
const palerFill = (fill, strength) => (typeof fill === "object" ? { ...fill, share: fill.share * strength } : fill);

/** The panel's name above it, its shape below, and the sign before it; names of panels that a beam joins stand on
 * paper, and the beam itself says what their arrows would.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @param {Rect[]} joined @returns {Shape[]} */
function captions(panel, rect, { layout }, joined) {
  const { label, note, sign } = layout.type;
  const middle = rect.x + rect.width / 2;
  const place = layout.signs.get(panel.name);
  const crossed = joined.includes(rect);
  const names = [
    textShape(panel.label, middle, rect.y - label * 0.95, label, { weight: 650, fill: panel.stage }),
    textShape(panel.note, middle, rect.y + rect.height + note * 1.05, note, { fill: "muted" }),
  ].filter(({ text }) => text);
  const said = !panel.operator || (crossed && panel.operator === "→");
  return [
    ...names.flatMap((shape) => (joined.length > 0 ? [paperBehind(shape), shape] : [shape])),
    ...(place && !said ? [textShape(panel.operator, place.x, place.y, sign, { fill: "muted" })] : []),
  ];
}

/** @param {TextShape} shape */
function paperBehind({ text, x, y, size }) {
  const [width, height] = [textWidth(text, size) * 1.06, size * 0.9];
  return rectShape({ x: x - width / 2, y: y - height / 2, width, height }, { fill: "paper" });
}
