/** Finds the view of a panel, and what flies over panels. What the chapter's first scene does without is fetched after
 * it (fetch-views.js). */

import { bars } from "./bars.js";
import { grid } from "./grid.js";
import { vectors } from "./vectors.js";

/** @import { Context, Kind, Panel, Shape, View } from "./context.js" */
/** @import { MovingBox } from "./flights.js" */

/** The views that are here. @type {{[K in Kind]?: View<K>}} */
const HERE = { grid, bars, strip: vectors };

/** What flies: filters to their windows, and numbers to where they are computed.
 * @type {{filters: (context: Context, boxes: MovingBox[]) => Shape[], numbers: (context: Context) => Shape[]}} */
export const flying = { filters: () => [], numbers: () => [] };

/** What draws a panel. Throws RangeError for a kind that is not here. @param {Panel} panel @returns {View<any>} */
export function viewOf({ kind }) {
  const view = HERE[kind];
  if (!view) throw new RangeError(`there is no view for panels of the kind ${kind}`);
  return view;
}

/** Takes in what was fetched. @param {{[K in Kind]: View<K>}} views @param {typeof flying} flights */
export function install(views, flights) {
  Object.assign(HERE, views);
  Object.assign(flying, flights);
}
