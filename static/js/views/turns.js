/** From shot to shot: what turns into what, and what makes way sidewards because nothing stays. Pure. */

import { haveCommon, isShown } from "../data/records.js";
import { asItWas, isSent } from "./context.js";

/** @import { Context, Rect } from "./context.js" */
/** @import { Origin } from "./origins.js" */

/** By how much of the stage's height the edges of two places differ at most that count as one. */
const NEAR = 0.12;

/**
 * By panel that comes, the one that turns into it: one that goes, of its kind and size, in its place, or, where another
 * stays, of its stage.
 * @param {Context} context @param {ReadonlyMap<string, Origin>} found what is known to come from elsewhere
 * @returns {[string, Origin][]}
 */
export function turning({ scene: { panels }, layout, moment: { from, to } }, found) {
  if (!from) return [];
  const travelled = Array.from(found.values(), ({ panel }) => panel);
  const going = panels.filter((each) => isShown(from, each) && !isShown(to, each) && !travelled.includes(each.name));
  const stays = haveCommon({ panels }, from, to);
  return panels.flatMap((panel) => {
    const rest = layout.panels.get(panel.name);
    if (!rest || isShown(from, panel) || !isShown(to, panel) || found.has(panel.name)) return [];
    const like = going.filter(({ kind, size }) => kind === panel.kind && `${size}` === `${panel.size}`);
    const alone = like.filter(({ stage, tensors: { length } }) => stays && length && stage === panel.stage);
    const source =
      like.find(({ name }) => isNear(layout.panels.get(name) ?? rest, rest, NEAR * layout.size.height)) ??
      (like.length === 1 ? alone[0] : undefined);
    const rect = source && layout.panels.get(source.name);
    return rect ? [[panel.name, { rect, panel: source.name, turns: true }]] : [];
  });
}

/** @param {Rect} a @param {Rect} b @param {number} most */
const isNear = (a, b, most) =>
  Math.abs(a.x - b.x) < most && Math.abs(a.y - b.y) < most && Math.abs(a.width - b.width) < most;

/** Where two shots share nothing, the one before as a scene that goes, for the one that comes.
 * @param {Context} context @returns {Context} */
export function asCut(context) {
  const { scene, moment } = context;
  const { from, to } = moment;
  if (!from || haveCommon(scene, from, to) || scene.panels.some((panel) => isSent(context, panel))) return context;
  // Bars count what was there, and grow where it stood.
  if (scene.panels.every((panel) => panel.kind === "bars" || !isShown(to, panel))) return context;
  return { ...context, moment: { ...moment, from: null }, leaving: asItWas(context, from) };
}
