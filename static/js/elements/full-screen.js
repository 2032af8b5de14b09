/**
 * Full screen: in and out of it, and a bar that comes with the pointer or a tap and goes with it. Knobs come with the
 * bar where a finger has brought it; a mouse or keys go there first: who points at the picture sees all of it.
 */

import { focusIn, setAttribute, windowOf } from "../page/dom.js";
import { icon } from "../page/icons.js";

/** Milliseconds for which the bar stays after the last move. */
const BAR_MS = 3000;
const UNSUPPORTED = "This browser has no full screen.";
/** What belongs to the bar. */
const BAR = "cnn-transport, cnn-controls";
/** Where a question is answered. */
const ANSWERS = ".options, .answer-cells";

/**
 * What hands do: `moved` is when a pointer last moved or tapped, in milliseconds; `inside` whether it is
 * on the bar, `busy` whether something in the bar is being typed into, or was reached by keys; `tapped` whether a
 * finger has brought the bar.
 * @typedef {{full: boolean, inside: boolean, busy: boolean, tapped?: boolean, moved: number}} Pointing
 */

/**
 * For how many milliseconds the bar will stand if nothing else happens; 0 where it does not.
 * @param {Pointing} hands
 * @param {number} now in milliseconds
 */
export function barTimeLeft({ full, inside, busy, moved }, now) {
  if (!full) return 0;
  return inside || busy ? Infinity : Math.max(0, BAR_MS - (now - moved));
}

/**
 * @param {HTMLElement} player
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {AbortSignal} signal
 */
export function fullScreen(player, tell, signal) {
  const page = player.ownerDocument;
  const now = () => windowOf(player).performance.now();
  const hands = { full: false, inside: false, busy: false, tapped: false, moved: -Infinity };
  let timer = 0;
  let stood = false; // whether the bar was there as a press began
  measureBar(player);

  function settle() {
    clearTimeout(timer);
    const left = barTimeLeft(hands, now());
    player.classList.toggle("attended", left > 0);
    if (left === 0 || hands.inside || hands.busy || hands.tapped) player.classList.toggle("reached", left > 0);
    if (left > 0 && left < Infinity) timer = Number(setTimeout(settle, left));
    // What a pointer has left in the bar goes with it: nobody sees it any more.
    const focused = focusIn(player);
    if (left === 0 && hands.full && focused instanceof HTMLElement && focused.closest(BAR)) focused.blur();
  }

  /** A mouse brings the bar by moving, a finger by a tap; who works on the picture sends it away.
   * @param {PointerEvent} event */
  function onPointer(event) {
    if (event.type === "pointerdown") stood = barTimeLeft(hands, now()) > 0;
    const change = pointing(event, now());
    if (!change) return;
    Object.assign(hands, change);
    settle();
  }

  /** A tap that brings the bar leads nowhere. @param {MouseEvent} event */
  function onTap(event) {
    if (/** @type {PointerEvent} */ (event).pointerType === "mouse" || isAnswer(event)) return;
    if (hands.full && !stood && isPicture(event)) event.preventDefault();
    Object.assign(hands, { tapped: true }, hands.inside ? {} : { moved: now() });
    settle();
  }

  /** The browser shows the focus of who came by keys, and of who types. @param {boolean} answering whether it comes or
   * goes where a question is answered, which needs no bar */
  function onFocus(answering) {
    hands.busy = player.querySelector(`:is(${BAR}) :focus-visible`) !== null;
    if (!hands.busy && !answering) hands.moved = now();
    settle();
  }

  function onChange() {
    hands.full = page.fullscreenElement === player;
    hands.inside = false;
    nameButton(player, hands.full);
    settle();
  }

  function onLeave() {
    hands.inside = false;
    settle();
  }

  for (const type of /** @type {const} */ (["pointermove", "pointerdown", "pointerup", "pointercancel"]))
    player.addEventListener(type, onPointer, { capture: true, passive: true });
  player.addEventListener("click", onTap, { capture: true });
  page.documentElement.addEventListener("pointerleave", onLeave, { signal });
  for (const type of ["focusin", "focusout"])
    player.addEventListener(type, (event) => {
      const answering = isAnswer(event);
      queueMicrotask(() => onFocus(answering));
    });
  page.addEventListener("fullscreenchange", onChange, { signal });
  setAttribute(player, "data-confined", !page.fullscreenEnabled);

  return { toggle: () => toggle(player, tell) };
}

/** @param {HTMLElement} player @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell */
function toggle(player, tell) {
  const page = player.ownerDocument;
  if (!page.fullscreenEnabled) return tell({ type: "note", sentence: UNSUPPORTED });
  const change = page.fullscreenElement ? page.exitFullscreen() : player.requestFullscreen();
  change.catch(() => {});
}

/** Whether something happens where a question is answered. @param {Event} event */
const isAnswer = ({ target }) => target instanceof Element && target.closest(ANSWERS) !== null;

/** Whether something happens on the picture. @param {Event} event */
const isPicture = ({ target }) => target instanceof HTMLCanvasElement;

/** Tells the style sheet how high the bar is, without its knobs and with them. @param {HTMLElement} player */
function measureBar(player) {
  const [bar, knobs] = [player.querySelector("cnn-transport"), player.querySelector("cnn-controls")];
  const height = (/** @type {Element|null} */ part) => part?.getBoundingClientRect().height ?? 0;
  const parts = new ResizeObserver(() => {
    player.style.setProperty("--bar", `${height(bar)}px`);
    player.style.setProperty("--knobs", `${height(knobs)}px`);
  });
  for (const part of [bar, knobs]) if (part) parts.observe(part, { box: "border-box" });
}

/**
 * What a pointer says of the bar; null for nothing.
 * @param {PointerEvent} event
 * @param {number} now
 * @returns {Partial<Pointing> | null}
 */
function pointing({ type, target, pointerType, buttons, movementX, movementY }, now) {
  const on = target instanceof Element && target.closest(BAR) !== null;
  // Browsers tell of a move, too, where something else has moved under the pointer.
  if (type === "pointermove" && ((movementX === 0 && movementY === 0) || (buttons && !on))) return null;
  const mouse = pointerType === "mouse";
  const inside = on && (mouse || !["pointerup", "pointercancel"].includes(type));
  if (on || (mouse && type === "pointermove")) return { inside, moved: now };
  return type === "pointerdown" ? { inside, tapped: false, moved: -Infinity } : { inside };
}

/** The button of full screen says what it does next. @param {HTMLElement} player @param {boolean} full */
function nameButton(player, full) {
  const button = player.querySelector(".tools .fullscreen");
  if (!button) return;
  button.replaceChildren(icon(full ? "window" : "fullscreen"));
  for (const name of ["aria-label", "title"]) setAttribute(button, name, full ? "Leave full screen" : "Full screen");
}
