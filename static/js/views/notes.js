/** What is written around a panel: its name, the sign before it, its shape, and how much of that is seen. */

import { isShown } from "../data/records.js";
import { textShape, withAlpha } from "../drawing/build.js";
import { findTensor, frameChange, textBetween } from "./context.js";
import { viewOf } from "./registry.js";

/** @import { Context, Panel, Rect, Shape } from "./context.js" */

/**
 * All of it: what stands while the panel turns into another that says the same, and what changes with it.
 * @param {Panel} panel @param {Rect} rest where it stands in the end @param {Rect} rect where it is
 * @param {Context} context
 * @param {{named: boolean, settles: number, joined: Rect[], seen: number, twin: Panel | undefined, holds: boolean}} way
 * named: whether its name comes with it; settles: how strong it is; seen: how present the panel before is; twin: what
 * it turns into, or what turns into it; holds: whether what both say is written here
 * @returns {{standing: Shape[], changing: Shape[]}}
 */
export function textsAround(panel, rest, rect, context, { named, settles, joined, seen, twin, holds }) {
  const alpha = Number(holds);
  const [name, note, sign] = /** @type {const} */ (["label", "note", "operator"]).map(
    (key) => twin?.[key] === panel[key],
  );
  const [joins, by] = sign ? [alpha, rect.x - rest.x] : [Math.min(settles, seen), 0];
  const texts = /** @type {[boolean, Shape[]][]} */ ([
    [name, nameOf(panel, named || name ? rect : rest, context, name ? alpha : named ? 1 : settles)],
    [note, noteBelow(panel, note ? rect : rest, context, note ? alpha : settles)],
    // A sign goes with either of those that it joins.
    [sign, signBefore(panel, rect, context, joined, joins, by)],
  ]);
  const those = (/** @type {boolean} */ all) => texts.flatMap(([stands, drawn]) => (stands === all ? drawn : []));
  return { standing: those(true), changing: those(false) };
}

/** The note of a panel in a frame: of a picture that is seen from near, how many of its cells are seen.
 * @param {Panel} panel @param {import("./context.js").ChangesOf<"grid">} frame @param {Context} context */
function noteIn({ kind, note, tensors: [first] }, { tensor, around }, { scene }) {
  const name = tensor ?? first;
  if (kind !== "grid" || !note || !name || !around?.some((room) => room < 0)) return note;
  const [, rows, columns] = findTensor(scene, name).shape;
  const [top, right, bottom, left] = around;
  const seen = (/** @type {number[]} */ ...all) => all.reduce((sum, room) => sum + Math.min(0, room));
  return `${seen(rows, top, bottom)}×${seen(columns, left, right)} of ${note}`;
}

/** @param {Panel} panel @param {Rect} rect @param {Context} context @param {number} alpha @returns {Shape[]} */
function noteBelow(panel, { x, y, width, height }, context, alpha) {
  if (!panel.note) return [];
  const { from, to, f } = frameChange(context, panel);
  const [note, strength] = textBetween(noteIn(panel, from, context), noteIn(panel, to, context), f);
  const { note: size } = context.layout.type;
  const look = { fill: /** @type {const} */ ("muted") };
  return withAlpha([textShape(note, x + width / 2, y + height + size * 1.05, size, look)], alpha * strength);
}

/** The panel's name, above it or below.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @param {number} alpha @returns {Shape[]} */
function nameOf({ name, label, stage }, { x, y, width, height }, { layout: { type, below } }, alpha) {
  if (!label) return [];
  const look = { weight: 650, fill: stage };
  const middle = below.has(name) ? y + height + type.label * 0.95 : y - type.label * 0.95;
  return withAlpha([textShape(label, x + width / 2, middle, type.label, look)], alpha);
}

/** The sign before a panel; a beam itself says what an arrow or a star would.
 * @param {Panel} panel @param {Rect} rect @param {Context} context @param {Rect[]} joined
 * @param {number} alpha @param {number} by how far it has gone to the right @returns {Shape[]} */
function signBefore({ name }, rect, context, joined, alpha, by) {
  const { layout } = context;
  const place = layout.signs.get(name);
  if (!place || (joined.includes(rect) && "←→∗".includes(place.text))) return [];
  const sign = textShape(place.text, place.x + by, place.y, layout.type.sign, { fill: "muted" });
  return withAlpha([sign], alpha * (place.alpha ?? 1) * signLeft(context, name));
}

/** How much is left of a panel's sign: over some others come back.
 * @param {Context} context @param {string} name */
function signLeft(context, name) {
  const shown = context.scene.panels.filter((panel) => isShown(context.moment.to, panel));
  return Math.min(1, ...shown.map((panel) => viewOf(panel).signLeft?.(panel, context, name) ?? 1));
}
