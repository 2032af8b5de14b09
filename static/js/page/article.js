/** The article below the player: the page brings its text along, and it is laid out after the first picture. */

import { whenIdle, windowOf } from "./dom.js";

/**
 * The article. Where scripts run, its text stands in a noscript element, which costs next to nothing to
 * read; it takes that element's place when it is first asked for.
 * @param {Document} document
 * @returns {HTMLElement}
 */
export function unfoldArticle(document) {
  const folded = document.querySelector("noscript.folded");
  if (folded) {
    const made = document.createElement("template");
    made.innerHTML = folded.textContent ?? "";
    // The player asks instead.
    for (const each of made.content.querySelectorAll(".unscripted")) each.remove();
    folded.replaceWith(made.content);
  }
  return /** @type {HTMLElement} */ (document.getElementById("article"));
}

/**
 * Lays a section out in each idle moment, until all are as high as they are going to be.
 * @param {HTMLElement|null} article null in a window without one
 */
export function layOutLater(article) {
  const section = article?.querySelector(".step:not(.laid)");
  if (!article || !section) return;
  section.classList.add("laid");
  whenIdle(windowOf(article), () => layOutLater(article));
}

/** Lays all sections out at once, for one who reads. @param {HTMLElement} article */
export function layOut(article) {
  for (const section of article.querySelectorAll(".step")) section.classList.add("laid");
}
