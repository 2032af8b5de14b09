/** The registry of kinds of pictures: a new kind is one view and one line here; it is fetched when first needed. */

import { grid } from "./grid.js";

/** @typedef {import("./context.js").View} View */

/** @type {Record<string, () => Promise<View>>} */
const KINDS = {
  products: async () => (await import("./products.js")).products,
  table: async () => (await import("./table.js")).table,
  pad: async () => (await import("./pad.js")).pad,
  cone: async () => (await import("./cone.js")).cone,
  bars: async () => (await import("./bars.js")).bars,
  pick: async () => (await import("./pick.js")).pick,
  timeline: async () => (await import("./timeline.js")).timeline,
  network: async () => (await import("./network.js")).network,
  curve: async () => (await import("./curve.js")).curve,
  blocks: async () => (await import("./blocks.js")).blocks,
  ruler: async () => (await import("./ruler.js")).ruler,
  stack: async () => (await import("./stack.js")).stack,
  code: async () => (await import("./code.js")).code,
  volume: async () => (await import("./volume.js")).volume,
  drawing: async () => (await import("./drawing.js")).drawing,
  tiles: async () => (await import("./tiles.js")).tiles,
  lines: async () => (await import("./lines.js")).lines,
  strip: async () => (await import("./strip.js")).strips,
};

/** The views that can draw now; the first picture needs this one. @type {Record<string, View>} */
export const VIEWS = { grid };

/** Fetches what these kinds of panels need.
 * @param {string[]} kinds @returns {Promise<void>} Raises Error for a kind that no view draws. */
export async function fetchViews(kinds) {
  await Promise.all(
    kinds.filter((kind) => !VIEWS[kind]).map(async (kind) => {
      const fetched = KINDS[kind];
      if (!fetched) throw new Error(`no view draws panels of kind ${kind}`);
      VIEWS[kind] = await fetched();
    }),
  );
}

/** Fetches everything there is, one after the other, as it is in no hurry. */
export async function fetchAllViews() {
  for (const kind of Object.keys(KINDS)) await fetchViews([kind]);
}
