/** Fetches what the chapter's first scene does without: the other views and knobs, what changes a scene by hand, what
 * opens its cells and answers in them, and what the stage shows then. */

import { fetchFilms } from "../state/fetch-films.js";
import { fetchViews } from "../views/fetch-views.js";
import { fetchArrayKnob } from "./fetch-knobs.js";

/** What changes a scene on its stage, opens its cells by keys, and answers its questions there, once they are here.
 * @type {{StageEdits: typeof import("../inputs/stage-edits.js").StageEdits | null,
 *   CellCursor: typeof import("../inputs/cell-cursor.js").CellCursor | null,
 *   CellAnswers: typeof import("../inputs/cell-answers.js").CellAnswers | null}} */
export const fetched = { StageEdits: null, CellCursor: null, CellAnswers: null };

/** Fails where it can't be had. */
export async function fetchStage() {
  const [{ StageEdits }, { CellCursor }, { CellAnswers }] = await Promise.all([
    import("../inputs/stage-edits.js"),
    import("../inputs/cell-cursor.js"),
    import("../inputs/cell-answers.js"),
    fetchFilms(),
    fetchViews(),
    fetchArrayKnob(),
  ]);
  Object.assign(fetched, { StageEdits, CellCursor, CellAnswers });
}
