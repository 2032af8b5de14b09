/** Fetches what the stage shows at questions that the chapter's first scene does not ask. */

import { installFilms } from "./answer-picture.js";

/** Fails where it can't be had. */
export async function fetchFilms() {
  installFilms(await import("./answer-film.js"));
}
