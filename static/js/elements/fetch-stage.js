/** Fetches what the chapter's first scene does without: the other views and knobs, what changes a scene by hand, and
 * what answers in its cells. */

import { fetchViews } from "../views/fetch-views.js";
import { fetchArrayKnob } from "./fetch-knobs.js";

/** What changes a scene on its stage, and what answers its questions there, once they are here.
 * @type {{StageEdits: typeof import("../inputs/stage-edits.js").StageEdits | null,
 *   CellAnswers: typeof import("../inputs/cell-answers.js").CellAnswers | null}} */
export const fetched = { StageEdits: null, CellAnswers: null };

/** Fails where it can't be had. */
export async function fetchStage() {
  const [{ StageEdits }, { CellAnswers }] = await Promise.all([
    import("../inputs/stage-edits.js"),
    import("../inputs/cell-answers.js"),
    fetchViews(),
    fetchArrayKnob(),
  ]);
  Object.assign(fetched, { StageEdits, CellAnswers });
}
