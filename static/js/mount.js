/**
 * A player in an element: puts the parts together, state down, events up. What it asks of the page comes from a host,
 * so that several can play on one page.
 */

import { Loader } from "./data/loader.js";
import { refusing } from "./data/refusing.js";
import { requestFor } from "./data/requests.js";
import { fetchHeader } from "./data/scene-request.js";
import { checkingVersion } from "./data/version.js";
import { announcer } from "./elements/announcer.js";
import { describeState } from "./elements/dataset.js";
import { fullScreen } from "./elements/full-screen.js";
import { fillPlayer } from "./elements/markup.js";
import { narration } from "./elements/narration.js";
import { blankScreen, helpDialog } from "./elements/overlays.js";
import { askingForStage } from "./elements/scene-asking.js";
import { startScreen } from "./elements/start-screen.js";
import { listenToGestures } from "./inputs/gestures.js";
import { listenToKeys } from "./inputs/keyboard.js";
import { followAddress, restoreEvents } from "./page/address.js";
import { focusIn, whenIdle } from "./page/dom.js";
import { keepAnswers, keptAnswers } from "./page/kept-answers.js";
import { applyTheme, preferredTheme } from "./page/theme.js";
import { printShortcut } from "./print/shortcut.js";
import { clock } from "./state/clock.js";
import { reduce } from "./state/reducer.js";
import { findScene, initialState, isRunning, pageTitle } from "./state/state.js";
import { readUrl } from "./state/url-state.js";
import { wantedKeys } from "./state/wanted.js";
import "./elements/strip.js";
import "./elements/controls.js";
import "./elements/transport.js";
import "./elements/stage.js";

/** @import { Host } from "./page/host.js" */
/** @import { PlayerEvent, StateEvent } from "./state/reducer.js" */
/** @import { State } from "./state/state.js" */
/** @typedef {{update: (state: State) => void}} Part */

/** Milliseconds for which a page that has just been opened is left in peace, before it fetches what comes later. */
const QUIET_MS = 5000;

/**
 * Makes an element a player, which plays until it is unmounted.
 * @param {HTMLElement} root what it does not hold of a player yet is put into it
 * @param {Host} host
 * @param {State["chapter"]} chapter as the server describes it
 */
export function mount(root, host, chapter) {
  fillPlayer(root, chapter);
  if (host.keys === root) root.tabIndex = 0;
  const player = new Player(root, host, chapter);
  player.listen();
  setTimeout(player.show);
  return player;
}

class Player {
  #over = new AbortController();
  /** @type {import("./deferred.js").Deferred|null} */
  #deferred = null;
  /** Whether there is something to look at. */
  #stands = false;

  /** @param {HTMLElement} root @param {Host} host @param {State["chapter"]} chapter */
  constructor(root, host, chapter) {
    const { signal } = this.#over;
    const { window } = host;
    this.root = root;
    this.host = host;
    // On the page that is its own it can do what a guest on another cannot.
    root.toggleAttribute("data-whole", host.article !== null);
    this.motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    /** All that is known before the first picture is drawn once. @type {StateEvent[]} */
    const known = [
      { type: "theme", name: preferredTheme(host) },
      { type: "motion", reduced: this.motion.matches },
      ...restoreEvents(host, chapter),
      { type: "restore", answers: keptAnswers(host, chapter) },
    ];
    this.state = known.reduce(reduce, initialState(chapter));
    this.keepAnswers = keepAnswers(host, this.state);
    this.fullScreen = fullScreen(root, this.dispatch, signal);
    this.clock = clock((seconds) => this.dispatch({ type: "tick", seconds }), window);
    this.ask = checkingVersion(chapter.version, host.fetch);
    /** @type {import("./data/scene-request.js").AskSocket} */
    const askSocket = (key, left) => this.#deferred?.askSocket(key, left) ?? null;
    const first = requestFor(findScene(chapter, 1, 0)?.path ?? "").url;
    const able = refusing(chapter, this.ask, askSocket);
    const asking = askingForStage(able.ask, able.askSocket, first);
    this.loader = new Loader(this.dispatch, asking.ask, asking.askSocket, (work) => whenIdle(window, work));
    this.writeAddress = followAddress(host, () => this.state, this.#goTo, signal);
    const words = this.#find(".narration");
    const stage = /** @type {HTMLElement & Part & import("./elements/term-flights.js").Stage} */ (
      this.#find("cnn-stage")
    );
    /** The start screen comes first, as others lack what it hides; the stage comes last: how much room it has depends
     * on them. @type {Part[]} */
    this.parts = [
      startScreen(this.#find(".start-screen"), signal),
      this.#find("cnn-strip"),
      this.#find("cnn-controls"),
      this.#find("cnn-transport"),
      narration(words, this.dispatch, stage, signal),
      announcer(words),
      helpDialog(/** @type {HTMLDialogElement} */ (root.querySelector("dialog.help")), this.dispatch),
      blankScreen(root, this.dispatch),
      stage,
    ];
  }

  /** @param {string} selector */
  #find = (selector) => /** @type {HTMLElement & Part} */ (this.root.querySelector(selector));

  /** @param {PlayerEvent} event */
  dispatch = (event) => {
    if (event.type === "fullscreen") return this.fullScreen.toggle();
    if (event.type === "speaker") return void this.#fetchDeferred().then(() => this.#deferred?.openSpeaker());
    if (event.type === "values") return void this.#showValues();
    if (event.type === "picture") return void this.#takePicture();
    if (event.type === "summary") return void this.#showAnswers();
    if (event.type === "network") return void this.#openNetwork("files" in event ? event.files : []);
    if (event.type === "attend")
      return /** @type {HTMLElement|null} */ (this.root.querySelector("[data-attend]"))?.focus();
    const before = this.state;
    this.state = reduce(before, event);
    if (event.type === "serverBack" && this.#stands) this.#fetchDeferred().then(() => this.#deferred?.retry());
    if (event.type === "retry") this.loader.server.probe();
    if (this.state !== before) this.show();
  };

  show = () => {
    if (this.#over.signal.aborted) return;
    const { state } = this;
    // The server works while the page draws.
    this.loader.want(wantedKeys(state), this.#deferred?.wants(state));
    applyTheme(this.host, state.theme);
    this.host.setTitle?.(pageTitle(state));
    describeState(this.root.dataset, state, this.#isDone());
    for (const part of this.parts) part.update(state);
    this.#deferred?.update(state);
    this.clock.run(isRunning(state));
    this.writeAddress();
    this.keepAnswers(state);
    if (!this.#stands && state.shown?.complete) this.#start();
  };

  #isDone = () => this.#deferred?.isDone(this.state) ?? false;

  /** Once there is something to look at, and nothing else to do: the strip's thumbnails and what comes later. */
  #start() {
    this.#stands = true;
    const path = this.#find("cnn-strip").dataset.thumbnails ?? "";
    const paths = this.state.chapter.steps.flatMap(({ name, scenes }) => scenes.map((spec) => `${name}/${spec.name}`));
    const fetchThumbnails = () =>
      fetchHeader(path, this.ask).then((scene) => scene && this.dispatch({ type: "thumbnails", scene }));
    if (paths.includes(path)) whenIdle(this.host.window, fetchThumbnails);
    setTimeout(this.#fetchDeferred, this.state.step === 0 ? QUIET_MS : 0);
  }

  /** Fetches what comes later; where it can't be had, again once the server answers. */
  #fetchDeferred = async () => {
    try {
      const { createDeferred } = await import("./deferred.js");
      const { dispatch, show, loader } = this;
      const own = { dispatch, show, markOffline: () => loader.server.markLost() };
      this.#deferred ??= createDeferred(this.root, this.state, this.host, own);
      this.show();
    } catch {
      this.loader.server.markLost();
    }
  };

  async #showValues() {
    const { showTables } = await import("./taking/tables-dialog.js");
    showTables(this.state, this.dispatch, this.root, this.ask);
  }

  async #takePicture() {
    const { showTaking } = await import("./taking/dialog.js");
    showTaking(this.state, this.dispatch, this.root, this.ask, this.host);
  }

  /** @param {File[]} files */
  async #openNetwork(files) {
    const { showOwnNetwork } = await import("./inputs/own-network.js");
    showOwnNetwork(this.root, this.host, files);
  }

  async #showAnswers() {
    const { showAnswers } = await import("./answers/dialog.js");
    showAnswers(() => this.state, this.dispatch, this.root, this.ask);
  }

  /** @param {StateEvent} place */
  #goTo = (place) => {
    this.root.scrollIntoView();
    this.dispatch(place);
  };

  /** Whether keys mean the player: it has the focus or a good part of the window. Else one is reading. */
  #isMeant = () => {
    const { top, bottom } = this.root.getBoundingClientRect();
    const { innerHeight } = this.host.window;
    return this.root.contains(focusIn(this.root)) || (bottom > innerHeight / 3 && top < (innerHeight * 2) / 3);
  };

  /** Hears hands, keys, and what happens to the page. */
  listen() {
    const { root, host, dispatch, loader, motion } = this;
    const { window, article } = host;
    const { signal } = this.#over;
    listenToGestures(window, dispatch, signal);
    listenToKeys(host.keys, root, () => this.state, dispatch, { ours: this.#isMeant, signal });
    motion.addEventListener("change", () => dispatch({ type: "motion", reduced: motion.matches }), { signal });
    window.addEventListener("online", () => loader.server.probe(), { signal });
    // Who comes back to the page after a while is told that it has become another one.
    const page = window.document;
    page.addEventListener("visibilitychange", () => page.hidden || loader.server.checkVersion(), { signal });
    root.addEventListener("cnn", (event) => dispatch(/** @type {CustomEvent} */ (event).detail), { signal });
    root.addEventListener("click", this.#followLink, { signal });
    if (article) {
      whenIdle(window, () =>
        import("./inputs/own-drop.js").then(({ listenForNetworks }) => listenForNetworks(root, dispatch, signal)),
      );
      const print = () => this.#fetchDeferred().then(() => (this.#deferred ? this.#deferred.print() : window.print()));
      printShortcut(root, article, this.#isDone, print);
    }
    whenIdle(window, () => import("./inputs/swipe.js").then(({ listenToSwipes }) => listenToSwipes(root, dispatch)));
  }

  /** A link to a place of the chapter goes there where the page's address is not the player's. @param {Event} event */
  #followLink = (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const place = link && !this.host.article ? readUrl(link.getAttribute("href") ?? "", this.state.chapter) : null;
    if (!place) return;
    event.preventDefault();
    this.dispatch(place);
  };

  /** Takes the player out of its element, and leaves the page to the others. */
  unmount() {
    this.#over.abort();
    this.clock.run(false);
    this.loader.want([]);
    this.root.replaceChildren();
  }
}
