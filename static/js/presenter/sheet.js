/** The style sheet of a window that is not the player's. */

import { make } from "../page/dom.js";

/**
 * Adds a style sheet that lies beside the page's own; a page that has none beside it has them all in itself.
 * @param {Document} page
 * @param {string} name
 */
export function addSheet(page, name) {
  /** @type {HTMLLinkElement|null} */
  const sheet = page.querySelector("link[rel=stylesheet]");
  if (sheet) page.head.append(make("link", { rel: "stylesheet", href: new URL(name, sheet.href).href }));
}
