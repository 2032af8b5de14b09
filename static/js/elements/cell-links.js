/** Where a press on a cell leads: to the place where it is opened, or to the frame that computes it. Pure. */

import { itemAt } from "../data/lists.js";
import { termCount } from "../data/records.js";
import { mapOf } from "../views/inspect.js";

/** @import { Scene } from "../data/records.js" */
/** @import { Cell } from "../views/context.js" */
/** @import { State } from "../state/state.js" */

/**
 * The event that opens a cell which can be asked for: a panel's `opens` says in which frame; null for no other cell.
 * @param {Cell} cell
 * @param {Scene} scene
 * @param {State} state
 * @returns {import("../state/reducer.js").StateEvent|null}
 */
export function openingOf(cell, { panels, values: set }, { chapter, step, scene: here }) {
  const opens = panels.map(({ options }) => options.opens).find((each) => each?.layers[cell.tensor.name]);
  if (!opens) return null;
  // Another scene of the step may have the room for it; it is given what was drawn here.
  const scene = opens.scene
    ? itemAt(chapter.steps, step - 1).scenes.findIndex(({ name }) => name === opens.scene)
    : here;
  const values = { ...set, ...opens.values, layer: opens.layers[cell.tensor.name], ...indexOf(cell, opens, panels) };
  // A cell of a network is flown to: the frame before shows what it reads.
  const place = opens.unit ? { frame: opens.frame } : { frame: opens.frame - 1, flies: true };
  return { type: "goto", step, scene, values, ...place };
}

/** The event of a press on what is a link. @param {import("../data/wire.js").Link} link @param {Scene} shown
 * @param {State} state @returns {import("../state/reducer.js").StateEvent} */
export function eventOf({ scene: name, values, frame = 0 }, { values: set }, { chapter, step, scene: here }) {
  const scenes = itemAt(chapter.steps, step - 1).scenes;
  const scene = name ? scenes.findIndex((each) => each.name === name) : here;
  const kept = name ? {} : set;
  return { type: "goto", step, scene, values: { ...kept, ...values }, frame };
}

/** A cell's place as the parameters that take it. @param {Cell} cell
 * @param {import("../data/wire.js").Opens} opens @param {Scene["panels"]} panels */
function indexOf(cell, opens, panels) {
  const { tensor, row, column } = cell;
  const [channels, rows, columns] = tensor.shape;
  const map = mapOf(cell, { panels }) + 1;
  if (opens.unit) return { [opens.unit]: map };
  if (rows * columns === 1) return { channel: map };
  // Classes lie in a row; a map that is one row high is none.
  return channels * rows === 1 && tensor.scale === "count"
    ? { channel: column + 1 }
    : { channel: map, row: row + 1, column: column + 1 };
}

/** The frame that computes a cell; −1 where none does. @param {Cell} cell @param {Scene} scene */
export function originOf({ tensor, channel, row, column }, { frames }) {
  return frames.findLastIndex(
    ({ boxes, computations }) =>
      boxes.length > 0 &&
      computations.some(
        (each) =>
          each.tensor === tensor.name &&
          each.shown === termCount(each) &&
          String(each.index) === `${channel},${row},${column}`,
      ),
  );
}
