/**
 * What is on the stage together is one shot: the panels of a frame that are not hidden, arranged for themselves in the
 * sizes that they have there.
 * From shot to shot the rectangles move. Pure: a layout follows from the frames before and after and how far one is.
 */

import { getOrMake } from "../data/cache.js";
import { easeWithin, lerp } from "../data/easing.js";
import { isSameShot, isShown, shotKey } from "../data/records.js";
import { lerpPoint, lerpRect } from "./between.js";
import { layout } from "./layout.js";
import { numberSize } from "./number-size.js";

/** @import { Frame, Panel, Scene } from "../data/records.js" */
/** @import { Layout } from "./layout.js" */
/** @typedef {{width: number, height: number, least?: number}} Size of the stage, and of the smallest letters */

/** A grid of at least so many rows and columns is a picture, in which single cells are not read. */
const PICTURE = 24;
/** How much of a stage bars take at least that stand alone, as a share of its height where they have its width. */
const THICK = 0.62;
/** A stage less wide for its height has all of it for a program, each line of which stands under another. */
const UPRIGHT = 1.5;

/** From shot to shot: until when goes what goes, when what stays moves, from when comes what comes. */
export const TURN = { gone: 0.4, starts: 0.28, ends: 0.7, comes: 0.4 };

/** @type {WeakMap<Panel[], Map<string, Layout>>} */
const cache = new WeakMap();

/**
 * Where the panels stand at a moment, those that are leaving included.
 * @param {Scene} scene
 * @param {{from: Frame | null, to: Frame, f: number}} moment
 * @param {Size} size
 * @returns {Layout}
 */
export function layoutAt(scene, moment, size) {
  const { from, to, f } = moment;
  const after = shotLayout(scene, to, size);
  if (!from || f >= 1 || isSameShot(from, to)) return after;
  const before = shotLayout(scene, from, size);
  const way = moved(scene, { from, to, f });
  return {
    ...after,
    unit: lerp(before.unit, after.unit, way),
    panels: mixed(before.panels, after.panels, (a, b) => lerpRect(a, b, way)),
    signs: signsBetween(before, after, way, f),
  };
}

/** Signs on their way; one that a panel has in one shot alone goes before it moves, or comes after.
 * @param {Layout} before @param {Layout} after @param {number} way @param {number} f @returns {Layout["signs"]} */
function signsBetween(before, after, way, f) {
  /** @type {Layout["signs"]} */
  const signs = mixed(before.signs, after.signs, (a, b) => ({
    ...lerpPoint(a, b, way),
    text: (way < 0.5 ? a : b).text,
  }));
  for (const [name, place] of signs) {
    const [was, is] = [before, after].map((shot) => shot.signs.has(name));
    if (was === is || !before.panels.has(name) || !after.panels.has(name)) continue;
    signs.set(name, { ...place, alpha: is ? easeWithin(f, TURN.ends, 1) : 1 - easeWithin(f, 0, TURN.starts) });
  }
  return signs;
}

/** How far what stays is on its way: it begins when what goes has gone, and ends before what comes is there.
 * @param {Pick<Scene, "panels">} scene @param {{from: Frame, to: Frame, f: number}} moment @param {number} [end] */
export function moved({ panels }, { from, to, f }, end = TURN.ends) {
  const lacks = (/** @type {Frame} */ a, /** @type {Frame} */ b) =>
    panels.some((panel) => isShown(a, panel) && !isShown(b, panel));
  return easeWithin(f, lacks(from, to) ? TURN.starts : 0, lacks(to, from) ? end : 1);
}

/** @param {Scene} scene @param {Frame} frame @param {Size} size @returns {Layout} */
function shotLayout(scene, frame, { width, height, least }) {
  const { panels } = scene;
  const known = getOrMake(cache, panels, () => new Map());
  return getOrMake(known, `${width} ${height} ${least} ${shotKey(frame)}`, () => {
    const present = panels
      .filter((panel) => isShown(frame, panel))
      .map((panel) => {
        const { size = panel.size, operator = panel.operator } = frame.panels[panel.name] ?? {};
        return { ...panel, size, operator, signed: panel.operator !== "" };
      });
    // A sign joins its panel to one before it.
    const [first, ...rest] = present;
    const alone = (first?.kind === "bars" || first?.kind === "code") && !rest.length;
    const shown = first ? [{ ...first, operator: "", ...(alone && roomier(first, width, height)) }, ...rest] : panels;
    return layout(shown, width, height, least, picturesOf(shown, scene));
  });
}

/** What of a shot is a picture, such as a digit or a map of it, and what has numbers in its cells.
 * @param {Panel[]} shown @param {Scene} scene @returns {import("./layout.js").Pictures} */
function picturesOf(shown, { tensors }) {
  const grids = shown.flatMap((panel) => {
    const tensor = tensors.find(({ name }) => name === panel.tensors[0]);
    return tensor && (panel.kind === "grid" || panel.kind === "pad") ? [{ panel, tensor }] : [];
  });
  // A program takes all the room there is: its letters are the smallest of all.
  const hasRoom = shown.every(({ kind }) => kind !== "code");
  const pictures = grids.filter(({ tensor }) => hasRoom && Math.min(tensor.shape[1], tensor.shape[2]) >= PICTURE);
  const sizes = (/** @type {number} */ unit, /** @type {import("./layout.js").Type} */ type) =>
    grids.map(({ panel, tensor }) => numberSize(tensor, (unit * panel.size[0]) / tensor.shape[1], type));
  return {
    names: pictures.map(({ panel }) => panel.name),
    losesNumbers: (larger, smaller, type) => {
      const small = sizes(smaller, type);
      return sizes(larger, type).some((size, i) => size > 0 && small[i] === 0);
    },
  };
}

/** Bars, or a program, that stand alone on a stage that is narrow for its height are higher there.
 * @param {Panel} panel @param {number} width @param {number} height @returns {Pick<Panel, "size">} */
function roomier({ kind, size: [high, wide] }, width, height) {
  const share = kind === "code" && width < UPRIGHT * height ? 1 : THICK;
  return { size: [Math.max(high, (share * wide * height) / width), wide] };
}

/** What both have is between the two; what only one has is where that has it.
 * @template T @param {Map<string, T>} before @param {Map<string, T>} after @param {(a: T, b: T) => T} mix */
function mixed(before, after, mix) {
  const all = new Map([...before, ...after]);
  for (const [name, now] of after) {
    const earlier = before.get(name);
    if (earlier) all.set(name, mix(earlier, now));
  }
  return all;
}
