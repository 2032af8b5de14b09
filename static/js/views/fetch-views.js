/** Fetches the views that the chapter's first scene does without. */

import { install } from "./registry.js";

/** Fetches the views of all kinds. Fails where they can't be had. */
export async function fetchViews() {
  const { VIEWS, FLYING } = await import("./index.js");
  install(VIEWS, FLYING);
}
