/**
 * What a player asks of the page that it is on, and this page, which answers: the one reader of the browser's globals.
 * A page that holds several players gives each a host of its own.
 */

import { unfoldArticle } from "./article.js";
import { THEME_KEY } from "./theme.js";

/**
 * @typedef {object} Store keeps texts by name, as far as the browser keeps any
 * @property {(name: string) => string|null} read
 * @property {(name: string, text: string|null) => void} write null forgets
 */

/**
 * @typedef {object} Address where in the chapter the page says to be
 * @property {() => string} read such as "#step=2"
 * @property {(hash: string, entry: object) => void} write changes it, and what a reload is to bring back beside it
 * @property {() => object} entry what was written beside it
 * @property {(hear: (hash: string) => void, signal: AbortSignal) => void} onChange hears of each in the bar
 * @property {boolean} returned whether the page was reloaded, or come back to
 */

/**
 * @typedef {object} Host
 * @property {Window & typeof globalThis} window
 * @property {string} base the address of the chapter's own page, which requests begin with
 * @property {typeof fetch} fetch
 * @property {(url: string) => WebSocket} connect
 * @property {Address} address
 * @property {Store} session is kept until the window is closed
 * @property {Store} local is kept by the browser
 * @property {EventTarget} keys where keys are heard that may mean the player
 * @property {HTMLElement} themed what wears the theme
 * @property {((title: string) => void)|null} setTitle names the page, as its tab does
 * @property {(() => HTMLElement)|null} article the text around the player, which is printed with its pictures
 */

/** @returns {Store} */
function memoryStore() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  return {
    read: (name) => texts.get(name) ?? null,
    write: (name, text) => void (text === null ? texts.delete(name) : texts.set(name, text)),
  };
}

/**
 * Reading and writing fail where a browser keeps nothing, or not so much: then nothing is kept.
 * @param {() => Storage} storage
 * @returns {Store}
 */
function storeOf(storage) {
  return {
    read(name) {
      try {
        return storage().getItem(name);
      } catch {
        return null;
      }
    },
    write(name, text) {
      try {
        if (text === null) storage().removeItem(name);
        else storage().setItem(name, text);
      } catch {
        // It goes on all the same, until a reload.
      }
    },
  };
}

/** @type {Address} */
const pageAddress = {
  read: () => location.hash,
  write(hash, entry) {
    try {
      history.replaceState(entry, "", hash);
    } catch {
      // Too many changes at once: the next one is soon enough.
    }
  },
  entry: () => Object(history.state),
  // The event's own address: the one in the bar may have been written over by now.
  onChange: (hear, signal) => addEventListener("hashchange", ({ newURL }) => hear(new URL(newURL).hash), { signal }),
  get returned() {
    const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return entry !== undefined && entry.type !== "navigate";
  },
};

/** What the page carries as JSON in an element. @param {string} id @returns {any} */
export const dataOf = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

/** The base of addresses where there is no page to link to. */
export const NOWHERE = "cnnviz:/";

/** This page, which is the player's alone. @type {Host} */
export const page = {
  window,
  base: document.baseURI,
  fetch: (...request) => fetch(...request),
  connect: (url) => new WebSocket(url),
  address: pageAddress,
  session: storeOf(() => sessionStorage),
  local: storeOf(() => localStorage),
  keys: window,
  themed: document.documentElement,
  setTitle(title) {
    if (document.title !== title) document.title = title;
  },
  article: () => unfoldArticle(document),
};

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
    returned: false,
  };
}

/**
 * For a player alone within another page. What its frame asks for stays its address: a reload of that page shows the
 * same again. Such a page may have no origin, and then there is no WebSocket, either.
 * @returns {Host}
 */
export const embeddedPage = () => ({
  ...page,
  address: { ...ownAddress(location.hash), onChange: pageAddress.onChange },
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
    fetch: (path, init) => fetch(new URL(String(path), base), init),
    address: ownAddress(""),
    session: memoryStore(),
    local: memoryStore(),
    keys: root,
    themed: root,
    setTitle: null,
    article: null,
  };
}
