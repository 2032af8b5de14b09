/** What is too wide for the window, and scrolls by itself, can be scrolled by keys, too. */

import { setAttribute } from "./dom.js";

const WIDE = "math[display='block'], pre, table";

/**
 * Each is looked at once it is laid out, and where its size has changed: what is further down is not laid out for it.
 * @param {HTMLElement} article
 */
export function makeScrollable(article) {
  const observer = new ResizeObserver((entries) => {
    const wide = entries.filter(({ target }) => target.scrollWidth > target.clientWidth + 1);
    for (const entry of entries) setAttribute(entry.target, "tabindex", wide.includes(entry) ? "0" : null);
  });
  for (const each of article.querySelectorAll(WIDE)) observer.observe(each);
}
