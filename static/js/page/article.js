/** The article below the player: the page brings its text along, and it is laid out after the first picture. */

const idle = window.requestIdleCallback ?? setTimeout;

/**
 * The article. Where scripts run, its text stands in a noscript element, which costs next to nothing to
 * read; it takes that element's place when it is first asked for.
 * @returns {HTMLElement}
 */
export function article() {
  const folded = document.querySelector("noscript.folded");
  if (folded) {
    const made = document.createElement("template");
    made.innerHTML = folded.textContent ?? "";
    folded.replaceWith(made.content);
  }
  return /** @type {HTMLElement} */ (document.getElementById("article"));
}

/**
 * Lays a section out in each idle moment, until all are as high as they are going to be; none in a window without the
 * article.
 */
export function layOutLater() {
  const section = article()?.querySelector(".step:not(.laid)");
  section?.classList.add("laid");
  if (section) idle(layOutLater);
}

/** Lays all sections out at once, for one who reads. */
export function layOut() {
  for (const section of article().querySelectorAll(".step")) section.classList.add("laid");
}
