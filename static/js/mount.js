/**
 * A player in an element: puts the parts together, state down, events up. What it asks of the page comes from a host,
 * so that several can play on one page.
 */

import { createLoader, fetchHeader } from "./data/loader.js";
import { checkingVersion } from "./data/version.js";
import { announcer } from "./elements/announcer.js";
import { describeState } from "./elements/dataset.js";
import { fullScreen } from "./elements/full-screen.js";
import { fillPlayer } from "./elements/markup.js";
import { narration } from "./elements/narration.js";
import { blankScreen, helpDialog, startScreen } from "./elements/overlays.js";
import { listenToGestures } from "./inputs/gestures.js";
import { listenToKeys } from "./inputs/keyboard.js";
import { followAddress, restoreEvents } from "./page/address.js";
import { focusIn, whenIdle } from "./page/dom.js";
import { applyTheme, preferredTheme } from "./page/theme.js";
import { printShortcut } from "./print/shortcut.js";
import { clock } from "./state/clock.js";
import { reduce } from "./state/reducer.js";
import { initialState, isRunning } from "./state/state.js";
import { readUrl } from "./state/url-state.js";
import { wantedKeys } from "./state/wanted.js";
import "./elements/strip.js";
import "./elements/controls.js";
import "./elements/transport.js";
import "./elements/stage.js";

/** @typedef {import("./page/host.js").Host} Host */
/** @typedef {import("./state/reducer.js").PlayerEvent} PlayerEvent */
/** @typedef {import("./state/reducer.js").StateEvent} StateEvent */
/** @typedef {import("./state/state.js").State} State */
/** @typedef {{update: (state: State) => void}} Part */
/** @typedef {{dispatch: (event: PlayerEvent) => void, unmount: () => void}} Player */

/** Milliseconds for which a page that has just been opened is left in peace, before it fetches what comes later. */
const QUIET_MS = 5000;

/**
 * @param {HTMLElement} root an element of the page; what it does not hold of a player yet is put into it
 * @param {Host} host
 * @param {State["chapter"]} chapter as the server describes it
 * @returns {Player}
 */
export function mount(root, host, chapter) {
  const { window } = host;
  const over = new AbortController();
  const { signal } = over;
  fillPlayer(root, chapter);
  if (host.keys === root) root.tabIndex = 0;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement & Part} */ (root.querySelector(selector));

  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** All that is known before the first picture is drawn once. @type {StateEvent[]} */
  const known = [
    { type: "theme", name: preferredTheme(host) },
    { type: "motion", reduced: motion.matches },
    ...restoreEvents(host, chapter),
  ];
  let state = known.reduce(reduce, initialState(chapter));
  /** @type {import("./deferred.js").Deferred|null} */
  let deferred = null;
  /** Whether there is something to look at. */
  let stands = false;

  /** The stage comes last: how much room it has depends on the others. @type {Part[]} */
  const parts = [
    find("cnn-strip"),
    find("cnn-controls"),
    find("cnn-transport"),
    narration(find(".narration"), dispatch, signal),
    announcer(find(".narration")),
    helpDialog(/** @type {HTMLDialogElement} */ (root.querySelector("dialog.help")), dispatch),
    blankScreen(root, dispatch),
    startScreen(find(".start-screen")),
    find("cnn-stage"),
  ];
  const full = fullScreen(root, dispatch, signal);
  const time = clock((seconds) => dispatch({ type: "tick", seconds }), window);
  const ask = checkingVersion(chapter.version, host.fetch);
  const askSocket = (/** @type {string} */ key, /** @type {AbortSignal} */ left) =>
    deferred?.askSocket(key, left) ?? null;
  const loader = createLoader(dispatch, ask, askSocket, (work) => whenIdle(window, work));
  const writeAddress = followAddress(host, () => state, goTo, signal);

  /** @param {PlayerEvent} event */
  function dispatch(event) {
    if (event.type === "fullscreen") return full.toggle();
    if (event.type === "speaker") return void fetchDeferred().then(() => deferred?.openSpeaker());
    if (event.type === "values") return void showValues();
    const before = state;
    state = reduce(state, event);
    if (event.type === "serverBack" && stands) fetchDeferred().then(() => deferred?.retry());
    if (event.type === "retry") loader.probe();
    if (state !== before) show();
  }

  function show() {
    if (signal.aborted) return;
    // The server works while the page draws.
    loader.want(wantedKeys(state), deferred?.wants(state));
    applyTheme(host, state.theme);
    describeState(root.dataset, state, deferred?.isDone(state) ?? false);
    for (const part of parts) part.update(state);
    deferred?.update(state);
    time.run(isRunning(state));
    writeAddress();
    if (!stands && state.shown?.complete) start();
  }

  /** Once there is something to look at, and nothing else to do: the strip's thumbnails and what comes later. */
  function start() {
    stands = true;
    const path = find("cnn-strip").dataset.thumbnails ?? "";
    const paths = chapter.steps.flatMap((step) => step.scenes.map((spec) => `${step.name}/${spec.name}`));
    const fetchThumbnails = () =>
      fetchHeader(path, ask).then((scene) => scene && dispatch({ type: "thumbnails", scene }));
    if (paths.includes(path)) whenIdle(window, fetchThumbnails);
    setTimeout(fetchDeferred, state.step === 0 ? QUIET_MS : 0);
  }

  /** Fetches what comes later; where it can't be had, again once the server answers. */
  async function fetchDeferred() {
    try {
      const { createDeferred } = await import("./deferred.js");
      deferred ??= createDeferred(root, state, host, { dispatch, show, markOffline: loader.markOffline });
      show();
    } catch {
      loader.markOffline();
    }
  }

  async function showValues() {
    const { showTables } = await import("./data-tables/dialog.js");
    showTables(state, dispatch, root, ask);
  }

  /** @param {StateEvent} place */
  function goTo(place) {
    root.scrollIntoView();
    dispatch(place);
  }

  /** Whether keys mean the player: it has the focus or a good part of the window. Else one is reading. */
  function ours() {
    const { top, bottom } = root.getBoundingClientRect();
    const { innerHeight } = window;
    return root.contains(focusIn(root)) || (bottom > innerHeight / 3 && top < (innerHeight * 2) / 3);
  }

  listenToGestures(window, dispatch, signal);
  listenToKeys(host.keys, root, () => state, dispatch, { ours, signal });
  motion.addEventListener("change", () => dispatch({ type: "motion", reduced: motion.matches }), { signal });
  window.addEventListener("online", () => loader.probe(), { signal });
  // Who comes back to the page after a while is told that it has become another one.
  const { document } = window;
  document.addEventListener("visibilitychange", () => document.hidden || loader.checkVersion(), { signal });
  root.addEventListener("cnn", (event) => dispatch(/** @type {CustomEvent} */ (event).detail), { signal });
  root.addEventListener("click", (event) => followLink(event), { signal });
  if (host.article) {
    const print = () => fetchDeferred().then(() => (deferred ? deferred.print() : window.print()));
    printShortcut(root, host.article, () => deferred?.isDone(state) ?? false, print);
  }
  whenIdle(window, () => import("./inputs/swipe.js").then(({ listenToSwipes }) => listenToSwipes(root, dispatch)));
  setTimeout(show);

  /** A link to a place of the chapter goes there also where the page's address is not the player's. @param {Event} event */
  function followLink(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const place = link && !host.article ? readUrl(link.getAttribute("href") ?? "", chapter) : null;
    if (!place) return;
    event.preventDefault();
    dispatch(place);
  }

  return {
    dispatch,
    unmount() {
      over.abort();
      time.run(false);
      loader.want([]);
      root.replaceChildren();
    },
  };
}
