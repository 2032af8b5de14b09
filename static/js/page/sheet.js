/** Style sheets that the page does without until they are needed. */

import { make } from "./dom.js";

/** The sheet of what is opened on the page. */
export const DIALOGS = "deferred.css";

/**
 * Adds a style sheet that lies beside the page's own, once; a page that has none beside it has them all in itself.
 * @param {Document} page
 * @param {string} name
 * @returns {Promise<boolean>} whether it is here; false where it can't be had now
 */
export async function addSheet(page, name) {
  /** @type {HTMLLinkElement|null} */
  const own = page.querySelector("link[rel=stylesheet]");
  if (!own) return true;
  const href = new URL(name, own.href).href;
  if (page.querySelector(`link[href="${href}"]`)) return true;
  // A page without an origin, as one in a sandbox, has to ask for it as its own sheet was asked for.
  const sheet = make("link", { rel: "stylesheet", href, crossorigin: own.crossOrigin });
  return new Promise((done) => {
    sheet.onload = () => done(true);
    sheet.onerror = () => {
      sheet.remove();
      done(false);
    };
    page.head.append(sheet);
  });
}

/**
 * Whether a dialog may open on the player: none has while their style sheet came.
 * @param {HTMLElement} player
 */
export async function mayOpen(player) {
  await addSheet(player.ownerDocument, DIALOGS);
  return !player.querySelector("dialog[open]");
}
