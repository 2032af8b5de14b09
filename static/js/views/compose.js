/** A scene at a moment → all its shapes: panels with their labels, then boxes and what ties them. Pure. */

import { presence } from "./context.js";
import { viewOf } from "./index.js";
import { beams, overlay } from "./overlay.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Panel} Panel */
/** @typedef {import("./context.js").Rect} Rect */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("../drawing/shapes.js").Layer} Layer */

/** @param {Context} context @returns {Shape[]} */
export const compose = (context) => layers(context).flatMap(({ shapes }) => shapes);

/** The same, panel by panel; what lies below and above all panels belongs to none.
 * @param {Context} context @returns {Layer[]} */
export function layers(context) {
  const { light, edges } = beams(context);
  const panels = context.scene.panels.flatMap((panel) => {
    const rect = context.layout.panels.get(panel.name);
    const alpha = presence(context, panel);
    if (!rect || alpha <= 0) return [];
    const shapes = [...captions(panel, rect, context), ...viewOf(panel).draw(panel, rect, context)];
    return { panel: panel.name, shapes: withAlpha(shapes, alpha) };
  });
  return [{ panel: "", shapes: light }, ...panels, { panel: "", shapes: [...edges, ...overlay(context)] }].map(
    ({ panel, shapes }) => ({
      panel,
      shapes: shapes.flatMap((shape) => legibleShape(shape, context.layout.type.least)),
    }),
  );
}

/** All that new ink changes: the scene with nothing but its papers, and where they lie.
 * @param {Context} context @returns {{papers: Context, where: Rect[]}} */
export function inkOnly(context) {
  const panels = context.scene.panels.filter(({ kind }) => kind === "pad");
  const where = panels.flatMap(({ name }) => context.layout.panels.get(name) ?? []);
  return { papers: { ...context, scene: { ...context.scene, panels } }, where };
}

/** Texts that are too small are set at the least size that can be read, or left out.
 * @param {Shape} shape @param {number} least @returns {Shape[]} */
function legibleShape(shape, least) {
  if (shape.kind !== "text" || shape.size >= least) return [shape];
  return shape.size < least * 0.7 ? [] : [{ ...shape, size: least }];
}

/** @param {Shape[]} shapes @param {number} alpha */
function withAlpha(shapes, alpha) {
  return alpha >= 1 ? shapes : shapes.map((shape) => ({ ...shape, alpha: (shape.alpha ?? 1) * alpha }));
}

/** The panel's name above it, its shape below, and the sign before it.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @returns {Shape[]} */
function captions(panel, rect, { layout }) {
  const { label, note, sign } = layout.type;
  const middle = rect.x + rect.width / 2;
  /** @type {Shape[]} */
  const shapes = [];
  if (panel.label)
    shapes.push({
      kind: "text",
      text: panel.label,
      x: middle,
      y: rect.y - label * 0.95,
      size: label,
      weight: 650,
      fill: panel.stage,
    });
  if (panel.note)
    shapes.push({
      kind: "text",
      text: panel.note,
      x: middle,
      y: rect.y + rect.height + note * 1.05,
      size: note,
      fill: "muted",
    });
  if (panel.operator)
    shapes.push({
      kind: "text",
      text: panel.operator,
      x: signPlace(panel, rect, layout),
      y: rect.y + rect.height / 2,
      size: sign,
      fill: "muted",
    });
  return shapes;
}

/** The middle of the gap before a panel: between it and the panel that ends nearest to its left.
 * @param {Panel} panel @param {Rect} rect @param {Context["layout"]} layout */
function signPlace(panel, rect, layout) {
  const left = [...layout.panels.entries()]
    .filter(
      ([name, other]) =>
        name !== panel.name &&
        other.x + other.width <= rect.x &&
        Math.abs(other.y + other.height / 2 - rect.y - rect.height / 2) < 2,
    )
    .map(([, other]) => other.x + other.width);
  return left.length ? (Math.max(...left) + rect.x) / 2 : rect.x - layout.type.sign * 0.7;
}
