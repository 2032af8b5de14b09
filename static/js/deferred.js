/**
 * What comes once there is something to look at: all other modules, the speaker's window and printing, and a copy that
 * the browser keeps.
 */

import { createSocket } from "./data/socket.js";
import { fetchKnobs } from "./elements/fetch-knobs.js";
import { fetchFlights } from "./elements/narration.js";
import { whenIdle } from "./page/dom.js";
import { dataOf } from "./page/host.js";
import { addSheet, DIALOGS } from "./page/sheet.js";
import { prefetchKeys } from "./state/wanted.js";

/** @import { Host } from "./page/host.js" */
/** @import { State } from "./state/state.js" */
/** @import { PlayerEvent } from "./state/reducer.js" */

/**
 * @typedef {object} Deferred
 * @property {(state: State) => void} update
 * @property {(state: State) => string[]} wants the scenes of use later
 * @property {(state: State) => boolean} isDone whether all is here
 * @property {() => void} retry fetches what could not be had
 * @property {ReturnType<typeof createSocket>} askSocket asks for a drawing's scene in less time than a request takes
 * @property {() => Promise<void>} print prints the article once all its pictures are here
 * @property {() => void} openSpeaker opens the speaker's window
 */

/**
 * @typedef {object} Player what the player does for it
 * @property {(event: PlayerEvent) => void} dispatch
 * @property {() => void} show
 * @property {() => void} markOffline says that the server did not answer
 */

/** @param {HTMLElement} root @param {State} state @param {Host} host @param {Player} player @returns {Deferred} */
export function createDeferred(root, state, host, { dispatch, show, markOffline }) {
  const { window } = host;
  /** Who pays for each byte is not given what was not asked for. */
  const saving = /** @type {any} */ (window.navigator).connection?.saveData === true;
  /** @type {import("./presenter/presenter.js").Presenter|null} */
  let presenter = null;
  /** @type {import("./print/article.js").PrintedArticle|null} */
  let printed = null;
  let known = { state, keys: prefetchKeys(state) };
  let complete = false;
  let registered = false;

  async function fetchPresenter() {
    const module = await import("./presenter/presenter.js");
    presenter ??= module.createPresenter(root, host, dispatch);
    presenter.update(state);
  }

  async function fetchPrinting() {
    const module = await import("./print/article.js");
    const say = (/** @type {string} */ sentence) => dispatch({ type: "note", sentence });
    if (host.article) printed ??= module.printedArticle(host.article(), show, say);
  }

  async function fetchSheet() {
    if (!(await addSheet(root.ownerDocument, DIALOGS))) throw new TypeError(`there is no ${DIALOGS}`);
  }

  /** All modules, and how they look; where one can't be had, again once the server answers. */
  async function fetchModules() {
    try {
      for (const fetched of [fetchKnobs, fetchFlights, fetchPresenter, fetchPrinting, fetchSheet]) await fetched();
      complete = true;
      show();
    } catch {
      markOffline();
    }
  }

  /** What is all here the browser may keep, so that the page opens without a network the next time. */
  function registerWorker() {
    registered = true;
    whenIdle(window, () => window.navigator.serviceWorker?.register("service-worker.js").catch(() => {}));
  }

  /** What is left to fetch; it is asked for several times in every state. @param {State} now */
  function keysLeft(now) {
    if (known.state !== now) known = { state: now, keys: prefetchKeys(now) };
    return known.keys;
  }

  const isDone = (/** @type {State} */ now) => complete && keysLeft(now).length === 0;
  // The server knows no page without an origin, as one in a sandbox.
  const socketAddress =
    window.origin === "null" ? "" : new URL(`api/line?version=${state.chapter.version}`, host.base).href;
  whenIdle(window, fetchModules);
  return {
    update(now) {
      state = now;
      presenter?.update(now);
      printed?.update(now);
      // A network of one's own is kept nowhere.
      if (isDone(now) && !registered && host.article && !dataOf("own").base) registerWorker();
    },
    wants: (now) => (!saving || printed?.waits() ? keysLeft(now) : []),
    isDone,
    retry: () => complete || fetchModules(),
    askSocket: createSocket(state.chapter, socketAddress, host.connect),
    print: () => fetchPrinting().then(() => printed?.print()),
    openSpeaker: () => fetchPresenter().then(() => presenter?.open()),
  };
}
