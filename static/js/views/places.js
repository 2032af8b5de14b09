/** Where regions and cells of tensors lie on the screen. Pure. */

import { presence } from "./context.js";
import { viewOf } from "./registry.js";

/** @import { Context, Place } from "./context.js" */
/** @import { Box } from "../data/records.js" */

/** Every place where a box lies on the screen. @param {Context} context @param {Box} box @returns {Place[]} */
export const boxPlaces = (context, box) => seenPlaces(context, box).map(({ place }) => place);

/** The same, and how much is seen of the panel that each lies in.
 * @param {Context} context @param {Box} box @returns {{place: Place, seen: number}[]} */
export function seenPlaces(context, box) {
  return context.scene.panels.flatMap((panel) => {
    const rect = context.layout.panels.get(panel.name);
    const seen = presence(context, panel);
    const place = rect && seen > 0.05 ? viewOf(panel).locate?.(panel, rect, context.scene, box, context) : null;
    return place ? [{ place, seen }] : [];
  });
}

/** A box on one cell. @param {string} tensor @param {number} channel @param {number} row @param {number} column
 * @returns {Box} */
export const cellBox = (tensor, channel, row, column) => ({
  tensor,
  role: "highlight",
  channels: [channel, channel + 1],
  rows: [row, row + 1],
  columns: [column, column + 1],
  group: -1,
});
