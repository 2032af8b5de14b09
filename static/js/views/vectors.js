/** Long vectors as strips of thin cells, one under the other, and neurons wired to every entry. */

import { lerp } from "../data/easing.js";
import { circleShape, lineShape, polygonShape, rasterShape, rectShape, textShape } from "../drawing/build.js";
import { cellFill, findTensor, fittedText, frameChange, revealedCells, valueAt } from "./context.js";

/** @import { Rect, Shape, View } from "./context.js" */
/** @typedef {import("./context.js").PanelOf<"strip">} Panel */

/** More fans than this cannot be told apart. */
const FANS = 25;

/** How high a strip is below its neurons, and without any, as a share of its width. */
const [THICK, THICKER] = [0.065, 0.1];
/** How wide a marked entry is at least. */
const SLOT = 8;
/** Where the middle of a strip is in its row, which has its text above it. */
const MIDDLE = 0.64;

/** Where each strip lies: below its neurons, or one strip under the other, each with its text.
 * @param {Panel} panel @param {Rect} rect @param {number} index @returns {Rect} */
function stripRect(panel, rect, index) {
  if (panel.options.neurons) {
    const height = Math.min(rect.height, rect.width * THICK);
    return { x: rect.x, y: rect.y + rect.height - height, width: rect.width, height };
  }
  const each = rect.height / panel.tensors.length;
  const height = Math.min(each * 0.62, rect.width * THICKER);
  return { x: rect.x, y: rect.y + each * (index + MIDDLE) - height / 2, width: rect.width, height };
}

/** @type {View<"strip">} */
export const vectors = {
  draw(panel, rect, context) {
    const { from, to, f } = frameChange(context, panel);
    const now = (/** @type {"shown" | "wires" | "many"} */ key, /** @type {number} */ rest) =>
      lerp(from[key] ?? rest, to[key] ?? rest, f);
    const texts = panel.options.texts ?? [];
    const shown = now("shown", panel.tensors.length);
    const size = context.layout.type.label;
    /** @type {Shape[]} */
    const shapes = panel.options.neurons
      ? neurons(panel, rect, context.layout.type.label, now("wires", 0), now("many", 0))
      : [];
    panel.tensors.forEach((name, i) => {
      const alpha = Math.max(0, Math.min(1, shown - i));
      if (!alpha) return;
      const tensor = findTensor(context.scene, name);
      const seen = revealedCells(context, tensor);
      const count = lerp(seen.before, seen.after, seen.f);
      const place = stripRect(panel, rect, i);
      const cell = place.width / tensor.shape[2];
      shapes.push(rectShape(place, { stroke: "line", line: 1, dash: [3, 4], alpha }));
      if (count > 0) {
        shapes.push(rasterShape(tensor, 0, place, { revealed: Math.round(count), alpha }));
        shapes.push(rectShape({ ...place, width: cell * count }, { stroke: tensor.stage, line: 1.5, alpha }));
      }
      const gap = rect.height / panel.tensors.length - place.height;
      const letters = Math.min(size, place.height * 1.05, gap * 0.9);
      const above = place.y - letters * 0.75;
      const look = /** @type {const} */ ({ align: "left", fill: i ? "ink" : "muted", alpha });
      if (texts[i]) shapes.push(fittedText(texts[i], place.x, above, letters, place.width, look));
    });
    return shapes;
  },

  locate(panel, rect, scene, box) {
    const index = panel.tensors.indexOf(box.tensor);
    if (index < 0) return null;
    const place = stripRect(panel, rect, index);
    const tensor = findTensor(scene, box.tensor);
    const cell = place.width / tensor.shape[2];
    const [column, end] = box.columns;
    const width = Math.max(SLOT, (end - column) * cell);
    // A single entry that is widened to be seen has its own colour there, not that of those beside it.
    const fill = end - column === 1 && cell < SLOT ? { fill: cellFill(tensor, valueAt(tensor, 0, 0, column)) } : {};
    const middle = place.x + ((box.columns[0] + box.columns[1]) / 2) * cell;
    return {
      x: Math.max(place.x, Math.min(middle - width / 2, place.x + place.width - width)),
      y: place.y - 2,
      width,
      height: place.height + 4,
      ...fill,
    };
  },
};

/** One neuron in the middle with a wire to every entry; then a row of them, each as a fan of light.
 * @param {Panel} panel
 * @param {Rect} rect
 * @param {number} label
 * @param {number} wires
 * @param {number} many
 * @returns {Shape[]}
 */
function neurons(panel, rect, label, wires, many) {
  if (wires <= 0) return [];
  const place = stripRect(panel, rect, 0);
  const entries = Number(panel.options.entries);
  const small = rect.width / (2.8 * FANS);
  const radius = lerp(Math.min(rect.height * 0.1, rect.width / 30), small, many);
  const size = Math.min(label, rect.height * 0.14);
  // Above the row there is room for what it is called.
  const y = rect.y + radius + 2 + size * 1.6 * many;
  const middle = rect.x + rect.width / 2;
  const entry = (/** @type {number} */ share) => ({ x: rect.x + share * rect.width, y: place.y });
  /** @type {Shape[]} */
  const fans = [];
  /** @type {Shape[]} */
  const bodies = [];
  const fit = Math.min(Number(panel.options.neurons), FANS);
  const across = (/** @type {number} */ i) => rect.x + ((i + 0.5) / fit) * rect.width;
  const own = Math.floor(fit / 2);
  for (let i = 0; i < fit && many > 0; i++) {
    const x = across(i);
    if (i !== own)
      bodies.push(circleShape({ x, y }, small, { fill: "surface", stroke: "classify", line: 2, alpha: many }));
    fans.push(polygonShape([{ x, y }, entry(0), entry(1)], { fill: "classify", alpha: many * 0.035 }));
    for (let k = 0; k < 12; k++)
      fans.push(lineShape([{ x, y }, entry((k + 0.5) / 12)], "classify", { line: 0.6, alpha: many * 0.22 }));
  }
  const reached = Math.round(entries * wires);
  const single = 1 - 0.8 * many;
  const top = { x: lerp(middle, across(own), many), y };
  for (let k = 0; k < reached; k++)
    fans.push(lineShape([top, entry((k + 0.5) / entries)], "classify", { line: 0.7, alpha: 0.3 * single }));
  bodies.push(
    circleShape(top, radius, { fill: "classify", stroke: "paper", line: 2 }),
    textShape(String(panel.options.said), middle, rect.y + size * 0.7, size, {
      weight: 650,
      fill: "classify",
      alpha: many,
    }),
  );
  return [...fans, ...bodies];
}
