/** What is too wide for the window, and scrolls by itself, can be scrolled by keys, too. */

import { setAttribute } from "./dom.js";

/** Wider than this, in CSS pixels, everything in the article fits. */
const ROOMY = 900;
const WIDE = "math[display='block'], pre, table";

/** @param {HTMLElement} article */
export function makeScrollable(article) {
  new ResizeObserver(([entry]) => {
    for (const each of article.querySelectorAll(WIDE)) {
      const scrolls = (entry?.contentRect.width ?? 0) < ROOMY && each.scrollWidth > each.clientWidth + 1;
      setAttribute(each, "tabindex", scrolls ? "0" : null);
    }
  }).observe(article);
}
