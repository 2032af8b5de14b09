/**
 * What comes once there is something to look at: all other modules, hall and paper, and a copy that the browser keeps.
 */

import { line } from "./data/socket.js";
import { fetchKnobs } from "./elements/controls.js";
import { article } from "./page/article.js";
import { spare } from "./state/wanted.js";

/** @typedef {import("./state/state.js").State} State */
/** @typedef {import("./state/reducer.js").PlayerEvent} PlayerEvent */

/**
 * @typedef {object} Later
 * @property {(state: State) => void} update
 * @property {(state: State) => string[]} wants the scenes of use later
 * @property {(state: State) => boolean} done whether all is here
 * @property {() => void} again fetches what could not be had
 * @property {ReturnType<typeof line>} line asks for a drawing's scene in less time than a request takes
 * @property {() => Promise<void>} print prints the article once all its pictures are here
 * @property {() => void} speaker opens the speaker's window
 */

/**
 * @typedef {object} Main what the page does for it
 * @property {(event: PlayerEvent) => void} dispatch
 * @property {() => void} show
 * @property {() => void} lose says that the server did not answer
 */

const idle = window.requestIdleCallback ?? setTimeout;

/**
 * @param {HTMLElement} player
 * @param {State} state
 * @param {Main} main
 * @returns {Later}
 */
export function later(player, state, { dispatch, show, lose }) {
  /** Who pays for each byte is not given what was not asked for. */
  const saving = /** @type {any} */ (navigator).connection?.saveData === true;
  /** @type {import("./presenter/presenter.js").Hall|null} */
  let hall = null;
  /** @type {import("./print/article.js").Paper|null} */
  let paper = null;
  let known = { state, keys: spare(state) };
  let whole = false;
  let lasting = false;

  async function inHall() {
    const module = await import("./presenter/presenter.js");
    hall ??= module.hall(player, dispatch);
    hall.update(state);
  }

  async function onPaper() {
    const module = await import("./print/article.js");
    paper ??= module.paper(article(), show, (sentence) => dispatch({ type: "note", sentence }));
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
    if (known.state !== now) known = { state: now, keys: spare(now) };
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
    line: line(state.chapter),
    print: () => onPaper().then(() => paper?.print()),
    speaker: () => inHall().then(() => hall?.open()),
  };
}
