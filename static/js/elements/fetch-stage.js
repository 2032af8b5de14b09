/** Fetches what the chapter's first scene does without: the other views, and what changes a scene by hand. */

import { fetchViews } from "../views/fetch-views.js";

/** What changes a scene on its stage, once it is here.
 * @type {{StageEdits: typeof import("../inputs/stage-edits.js").StageEdits | null}} */
export const fetched = { StageEdits: null };

/** Fails where it can't be had. */
export async function fetchStage() {
  const [{ StageEdits }] = await Promise.all([import("../inputs/stage-edits.js"), fetchViews()]);
  fetched.StageEdits = StageEdits;
}
