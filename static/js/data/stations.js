/** Which tensors of a scene stand at the stations of the strip, and from which frame on. */

import { getOrMake } from "./cache.js";
import { isShown, panelChanges } from "./records.js";

/** @import { Frame, Moment, Panel, Scene, Stage, Tensor } from "./records.js" */
/** @typedef {{tensor: Tensor, since: number}} Standing a tensor, and the first frame that shows it, or Infinity */

/** After this part of a number's flight its map goes to its station. */
const LANDED = 0.55;

/** @type {WeakMap<Scene, Map<Stage, Standing>>} */
const cache = new WeakMap();

/**
 * What stands at each station: of the tensors of that stage the first that is shown; until then none of them.
 * A scene without tensors, or with none that travel, has none.
 * @param {Scene} scene as far as it has arrived
 * @returns {Map<Stage, Standing>}
 */
export const stationsOf = (scene) => getOrMake(cache, scene, () => new Map(findStations(scene)));

/** How far a tensor has come to its station: 0 not on its way yet, 1 there.
 * @param {Standing} standing @param {Moment|null} moment null where nothing moves */
export function arrival({ since }, moment) {
  if (!moment) return 1;
  if (moment.k !== since) return moment.k > since ? 1 : 0;
  // What is computed comes with its first number.
  return moment.flight < 1 ? Math.max(0, (moment.flight - LANDED) / (1 - LANDED)) : moment.f;
}

/** @param {Scene} scene @returns {Iterable<[Stage, Standing]>} */
function* findStations(scene) {
  for (const [stage, tensors] of travellers(scene)) {
    const standing = tensors.map((tensor) => ({ tensor, since: firstShown(scene, tensor) }));
    const [first] = standing.toSorted((a, b) => (a.since === b.since ? 0 : a.since - b.since));
    // Several dense layers classify; what they come to is the answer of the last.
    const found = stage === "classify" ? standing.at(-1) : first;
    if (found) yield [stage, found];
  }
}

/**
 * The tensors that go from station to station, by station. Weights stay, and a single number is no picture. Behind the
 * first pooling maps only grow in number: whatever makes them, they stand at the stack.
 * @param {Scene} scene
 */
function travellers({ tensors }) {
  /** @type {Map<Stage, Tensor[]>} */
  const found = new Map();
  let pooled = false;
  for (const tensor of tensors) {
    const [channels, rows, columns] = tensor.shape;
    if (tensor.weights || channels * rows * columns === 1) continue;
    const { stage } = tensor;
    const deep = pooled && channels > 1 && rows * columns > 1 && stage !== "input" && stage !== "classify";
    const station = deep ? "stack" : stage;
    found.set(station, [...(found.get(station) ?? []), tensor]);
    pooled ||= stage === "pool" && channels > 1;
  }
  return found;
}

/** @param {Scene} scene @param {Tensor} tensor */
function firstShown({ panels, frames }, tensor) {
  const drawing = panels.filter((panel) => panel.tensors.includes(tensor.name));
  const k = frames.findIndex(
    (frame) =>
      (frame.revealed[tensor.name] ?? 1) > 0 &&
      drawing.some((panel) => isShown(frame, panel) && shows(panel, frame, tensor.name)),
  );
  return k < 0 ? Infinity : k;
}

/** Whether a panel that draws several tensors, or some of its parts, shows this one by now.
 * @param {Panel} panel @param {Frame} frame @param {string} name */
function shows(panel, frame, name) {
  if (panel.kind === "network") {
    const column = panel.options.columns.findIndex(({ tensor, raw }) => tensor === name || raw === name);
    return column >= 0 && column < (panelChanges(frame, panel)?.shown ?? Infinity);
  }
  if (panel.kind === "volume") return panel.tensors.indexOf(name) <= (panelChanges(frame, panel)?.current ?? Infinity);
  if (panel.kind === "stack") return (panelChanges(frame, panel)?.shown ?? 1) > 0;
  if (panel.kind === "strip") return panel.tensors.indexOf(name) < (panelChanges(frame, panel)?.shown ?? Infinity);
  return true;
}
