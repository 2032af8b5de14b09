/** Finds the view of a panel. Those that the chapter's first scene does without are fetched after it. */

import { bars } from "./bars.js";
import { grid } from "./grid.js";
import { vectors } from "./vectors.js";

/** @import { Kind, Panel, View } from "./context.js" */

/** The views that are here. @type {{[K in Kind]?: View<K>}} */
const HERE = { grid, bars, strip: vectors };

/** What draws a panel. Throws RangeError for a kind that is not here. @param {Panel} panel @returns {View<any>} */
export function viewOf({ kind }) {
  const view = HERE[kind];
  if (!view) throw new RangeError(`there is no view for panels of the kind ${kind}`);
  return view;
}

/** Fetches the views of all kinds. Fails where they can't be had. */
export async function fetchViews() {
  Object.assign(HERE, (await import("./index.js")).VIEWS);
}
