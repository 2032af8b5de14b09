/**
 * Puts the parts together: state down, events up; the only reader and writer of the address.
 */

import { createLoader, fetchHeader } from "./data/loader.js";
import { checkingVersion } from "./data/version.js";
import { announcer } from "./elements/announcer.js";
import { fullScreen } from "./elements/full-screen.js";
import { narration } from "./elements/narration.js";
import { blankScreen, helpDialog, startScreen } from "./elements/overlays.js";
import { listenToGestures } from "./inputs/gestures.js";
import { listenToKeys } from "./inputs/keyboard.js";
import { article } from "./page/article.js";
import { rememberedSteps, rememberPlace, rememberSteps, restorePlace } from "./page/leaving.js";
import { applyTheme, preferredTheme } from "./page/theme.js";
import { printShortcut } from "./print/shortcut.js";
import { clock } from "./state/clock.js";
import { reduce } from "./state/reducer.js";
import { currentFrame, findScene, initialState, isCurrent, isRunning } from "./state/state.js";
import { readUrl, writeUrl } from "./state/url-state.js";
import { wantedKeys } from "./state/wanted.js";
import "./elements/strip.js";
import "./elements/controls.js";
import "./elements/transport.js";
import "./elements/stage.js";

/** @typedef {import("./state/reducer.js").PlayerEvent} PlayerEvent */
/** @typedef {import("./state/state.js").State} State */
/** @typedef {{update: (state: State, chapter: State["chapter"]) => void}} Part */

/** The address is written at most once in so many milliseconds; browsers allow no more. */
const PAUSE = 250;
/** Milliseconds for which a page that has just been opened is left in peace, before it fetches what comes later. */
const QUIET = 5000;

const player = /** @type {HTMLElement} */ (document.getElementById("player"));
const chapter = JSON.parse(document.getElementById("chapter")?.textContent ?? "{}");
let state = reduce(initialState(chapter), { type: "theme", name: preferredTheme() });

const part = (/** @type {string} */ name) => /** @type {HTMLElement & Part} */ (player.querySelector(name));
/** The stage comes last: how much room it has depends on the others. */
const parts = [
  part("cnn-strip"),
  part("cnn-controls"),
  part("cnn-transport"),
  narration(/** @type {HTMLElement} */ (player.querySelector(".narration")), dispatch),
  announcer(/** @type {HTMLElement} */ (player.querySelector(".narration"))),
  helpDialog(/** @type {HTMLDialogElement} */ (document.querySelector("dialog.help")), dispatch),
  blankScreen(player, dispatch),
  startScreen(/** @type {HTMLElement} */ (player.querySelector(".start-screen"))),
  part("cnn-stage"),
];
const full = fullScreen(player, dispatch);
const time = clock((seconds) => dispatch({ type: "tick", seconds }));
const ask = checkingVersion(chapter.version);
const fetcher = createLoader(dispatch, ask, (key, signal) => later?.line(key, signal) ?? null);
const idle = window.requestIdleCallback ?? setTimeout;
/** Whether there is something to look at. */
let stands = false;
/** @type {import("./deferred.js").Deferred|null} */
let later = null;

/** @param {PlayerEvent} event */
function dispatch(event) {
  if (event.type === "fullscreen") return full.toggle();
  if (event.type === "speaker") return void begin().then(() => later?.speaker());
  if (event.type === "values")
    return void import("./data-tables/dialog.js").then(({ showTables: tables }) => tables(state, dispatch));
  const before = state;
  state = reduce(state, event);
  if (event.type === "serverBack" && stands) begin().then(() => later?.again());
  if (event.type === "retry") fetcher.probe();
  if (state !== before) show();
}

function show() {
  // The server works while the page draws.
  fetcher.want(wantedKeys(state), later?.wants(state));
  applyTheme(state.theme);
  tell(player.dataset);
  for (const part of parts) part.update(state, chapter);
  later?.update(state);
  time.run(isRunning(state));
  address();
  rest();
}

/**
 * Where the player is, for styles and tests.
 * @param {DOMStringMap} data
 */
function tell(data) {
  const { status, step, scene, shown, target, seconds } = state;
  const settled = status === "paused" && shown ? seconds.toFixed(3) : "";
  const frame = shown && step > 0 && !target ? String(currentFrame(state) + 1) : "";
  const words = { status, step: String(step), scene: step ? (findScene(chapter, step, scene)?.spec.name ?? "") : "" };
  const ahead = later?.done(state) ? "done" : "";
  const all = {
    ...words,
    ahead,
    frame,
    seconds: settled,
    stale: String(step > 0 && !isCurrent(state)),
    screen: state.screen,
    drawer: state.drawer ? "open" : "",
  };
  for (const [name, value] of Object.entries(all)) if (data[name] !== value) data[name] = value;
}

// Address

let resting = false;
let due = false;
/** What a reload is to bring back and the address does not say: the settings of the other scenes. */
let kept = { values: state.values, speed: state.speed };

function address() {
  due = true;
  if (resting) return;
  due = false;
  const hash = writeUrl(state);
  // A scene on its way to its end has no frame yet; the address waits for it.
  const { values, speed } = state;
  if (hash === "" || (hash === location.hash && kept.values === values && kept.speed === speed)) return;
  kept = { values, speed };
  try {
    history.replaceState({ values, speed }, "", hash);
  } catch {
    // Too many changes at once: the next one is soon enough.
  }
  resting = true;
  setTimeout(() => {
    resting = false;
    if (due) address();
  }, PAUSE);
}

addEventListener("hashchange", ({ newURL }) => {
  // The event's own address: the one in the bar may have been written over by now.
  const event = readUrl(new URL(newURL).hash, chapter);
  if (!event) return;
  player.scrollIntoView();
  dispatch(event);
});
// A reload comes back to what is written before it begins; a phone tells of no such moment.
for (const leaving of ["beforeunload", "pagehide"]) {
  addEventListener(leaving, () => {
    const was = location.hash;
    resting = false;
    address();
    rememberSteps(state);
    if (leaving === "beforeunload" || location.hash !== was) rememberPlace(was);
  });
}

// Keys

listenToGestures(dispatch);
listenToKeys(() => state, dispatch, ours);

/** Whether keys mean the player: it has the focus or a good part of the window. Else one is reading. */
function ours() {
  const { top, bottom } = player.getBoundingClientRect();
  const inside = player.contains(document.activeElement) || document.querySelector("dialog[open]") !== null;
  return inside || (bottom > innerHeight / 3 && top < (innerHeight * 2) / 3);
}

printShortcut(
  player,
  () => later?.done(state) ?? false,
  () => begin().then(() => (later ? later.print() : print())),
);

// The rest of the world

const motion = matchMedia("(prefers-reduced-motion: reduce)");
motion.addEventListener("change", () => dispatch({ type: "motion", reduced: motion.matches }));
addEventListener("online", () => fetcher.probe());
// Who comes back to the page after a while is told that it has become another one.
document.addEventListener("visibilitychange", () => document.hidden || fetcher.checkVersion());
player.addEventListener("cnn", (event) => dispatch(/** @type {CustomEvent} */ (event).detail));

/** Once there is something to look at, and nothing else to do: the strip's thumbnails and what comes later. */
function rest() {
  const path = part("cnn-strip").dataset.thumbnails ?? "";
  if (stands || !state.shown?.complete) return;
  stands = true;
  const has = chapter.steps.some((/** @type {any} */ step) =>
    step.scenes.some((/** @type {any} */ each) => `${step.name}/${each.name}` === path),
  );
  if (has) idle(() => fetchHeader(path, ask).then((scene) => scene && dispatch({ type: "thumbnails", scene })));
  setTimeout(begin, state.step === 0 ? QUIET : 0);
}

/** Fetches what comes later; where it can't be had, again once the server answers. */
async function begin() {
  try {
    const module = await import("./deferred.js");
    later ??= module.createDeferred(player, state, { dispatch, show, lose: fetcher.lose });
    show();
  } catch {
    fetcher.lose();
  }
}

const lectern = /^#speaker=(\w+)$/.exec(location.hash)?.[1];
if (lectern) import("./presenter/speaker-window.js").then(({ speakerWindow: speaker }) => speaker(lectern, chapter));
else {
  restorePlace();
  // All that is known before the first picture is drawn once.
  const known = [
    { type: "motion", reduced: motion.matches },
    { type: "restore", ...history.state, ...rememberedSteps() },
    readUrl(location.hash, chapter),
  ];
  for (const event of known) if (event) state = reduce(state, event);
  setTimeout(show);
  idle(() => import("./page/copy.js").then(({ addCopyButtons: copyable }) => copyable(article())));
  idle(() => import("./page/scrolling.js").then(({ makeScrollable: scrollable }) => scrollable(article())));
  idle(() => import("./inputs/swipe.js").then(({ listenToSwipes: swipes }) => swipes(player, dispatch)));
}
