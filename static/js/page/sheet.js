/** Style sheets that the page does without until they are needed. */

import { make } from "./dom.js";

/**
 * Adds a style sheet that lies beside the page's own, once; a page that has none beside it has them all in itself.
 * @param {Document} page
 * @param {string} name
 * @returns {Promise<void>} once it is here, or can't be had
 */
export async function addSheet(page, name) {
  /** @type {HTMLLinkElement|null} */
  const own = page.querySelector("link[rel=stylesheet]");
  if (!own) return;
  const href = new URL(name, own.href).href;
  if (page.querySelector(`link[href="${href}"]`)) return;
  // A page without an origin, as one in a sandbox, has to ask for it as its own sheet was asked for.
  const sheet = make("link", { rel: "stylesheet", href, crossorigin: own.crossOrigin });
  await new Promise((done) => {
    sheet.onload = done;
    sheet.onerror = done;
    page.head.append(sheet);
  });
}
