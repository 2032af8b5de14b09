/**
 * What a player asks of the page that it is on, and this page, which answers: the one reader of the browser's globals.
 * A page that holds several players gives each a host of its own.
 */

import { unfoldArticle } from "./article.js";

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
 * @property {"reload"|"back"|""} returned whether the page was reloaded, or come back to
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
    if (entry?.type === "reload") return "reload";
    return entry?.type === "back_forward" ? "back" : "";
  },
};

/** What the page carries as JSON in an element. @param {string} id @returns {any} */
export const dataOf = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

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
