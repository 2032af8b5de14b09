/** The hosts of players that are not alone on the chapter's page: in another page, in a frame, several on one page. */

import { page } from "./host.js";
import { THEME_KEY } from "./theme.js";

/** @import { Address, Host, Store } from "./host.js" */

/** The base of addresses where there is no page to link to. */
export const NOWHERE = "cnnviz:/";

/** @returns {Store} */
function memoryStore() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  return {
    read: (name) => texts.get(name) ?? null,
    write: (name, text) => void (text === null ? texts.delete(name) : texts.set(name, text)),
  };
}

/** @param {string} place @returns {Address} what is no address of the page, and goes with the player */
function ownAddress(place) {
  let entry = {};
  return {
    read: () => place,
    write: (hash, beside) => {
      [place, entry] = [hash, beside];
    },
    entry: () => entry,
    onChange() {},
    returned: "",
  };
}

/**
 * For a player alone within another page. What its frame asks for stays its address: a reload of that page shows the
 * same again. Such a page may have no origin, and then there is no WebSocket, either.
 * @returns {Host}
 */
export const embeddedPage = () => ({
  ...page,
  address: { ...ownAddress(page.address.read()), onChange: page.address.onChange },
  article: null,
});

/**
 * For a player in a frame whose page was made for it, and which has no server: what it asks goes where `ask` leads.
 * @param {typeof fetch} ask
 * @param {string} theme
 * @returns {Host}
 */
export function framedPage(ask, theme) {
  const local = memoryStore();
  local.write(THEME_KEY, theme);
  const own = { address: ownAddress(""), session: memoryStore(), local };
  return { ...page, ...own, base: NOWHERE, fetch: ask, setTitle: null, article: null };
}

/**
 * For a player that shares its page with others: keys mean it while it has the focus, its theme is its own, and the
 * page's address is not.
 * @param {HTMLElement} root
 * @param {string} base the address of the chapter's page
 * @returns {Host}
 */
export function sharedPage(root, base) {
  return {
    ...page,
    base,
    fetch: (path, init) => page.fetch(new URL(String(path), base), init),
    address: ownAddress(""),
    session: memoryStore(),
    local: memoryStore(),
    keys: root,
    themed: root,
    setTitle: null,
    article: null,
  };
}
