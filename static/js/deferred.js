/**
 * What comes once there is something to look at: all other modules, hall and paper, and a copy that the browser keeps.
 */

import { createSocket } from "./data/socket.js";
import { fetchKnobs } from "./elements/controls.js";
import { article } from "./page/article.js";
import { prefetchKeys } from "./state/wanted.js";

/** @typedef {import("./state/state.js").State} State */
/** @typedef {import("./state/reducer.js").PlayerEvent} PlayerEvent */

/**
 * @typedef {object} Deferred
 * @property {(state: State) => void} update
 * @property {(state: State) => string[]} wants the scenes of use later
 * @property {(state: State) => boolean} done whether all is here
 * @property {() => void} again fetches what could not be had
 * @property {ReturnType<typeof createSocket>} line asks for a drawing's scene in less time than a request takes
 * @property {() => Promise<void>} print prints the article once all its pictures are here
 * @property {() => void} speaker opens the speaker's window
 */

/**
 * @typedef {object} Page what the page does for it
 * @property {(event: PlayerEvent) => void} dispatch
 * @property {() => void} show
 * @property {() => void} lose says that the server did not answer
 */

const idle = window.requestIdleCallback ?? setTimeout;

/**
 * @param {HTMLElement} player
 * @param {State} state
 * @param {Page} main
 * @returns {Deferred}
 */
export function createDeferred(player, state, { dispatch, show, lose }) {
  /** Who pays for each byte is not given what was not asked for. */
  const saving = /** @type {any} */ (navigator).connection?.saveData === true;
  /** @type {import("./presenter/presenter.js").Presenter|null} */
  let hall = null;
  /** @type {import("./print/article.js").PrintedArticle|null} */
  let paper = null;
  let known = { state, keys: prefetchKeys(state) };
  let whole = false;
  let lasting = false;

  async function inHall() {
    const module = await import("./presenter/presenter.js");
    hall ??= module.createPresenter(player, dispatch);
    hall.update(state);
  }

  async function onPaper() {
    const module = await import("./print/article.js");
    paper ??= module.printedArticle(article(), show, (sentence) => dispatch({ type: "note", sentence }));
  }

  /** All modules; where one can't be had, again once the server answers. */
  async function fetchModules() {
    try {
      for (const fetched of [fetchKnobs, inHall, onPaper]) await fetched();
      whole = true;
      show();
    } catch {
      lose();
    }
  }

  /** What is all here the browser may keep, so that the page opens without a network the next time. */
  function keep() {
    lasting = true;
    idle(() => navigator.serviceWorker?.register("service-worker.js").catch(() => {}));
  }

  /** What is left to fetch; it is asked for several times in every state. @param {State} now */
  function left(now) {
    if (known.state !== now) known = { state: now, keys: prefetchKeys(now) };
    return known.keys;
  }

  const done = (/** @type {State} */ now) => whole && left(now).length === 0;
  idle(fetchModules);
  return {
    update(now) {
      state = now;
      hall?.update(now);
      paper?.update(now);
      if (done(now) && !lasting) keep();
    },
    wants: (now) => (!saving || paper?.waits() ? left(now) : []),
    done,
    again: () => whole || fetchModules(),
    line: createSocket(state.chapter),
    print: () => onPaper().then(() => paper?.print()),
    speaker: () => inHall().then(() => hall?.open()),
  };
}
