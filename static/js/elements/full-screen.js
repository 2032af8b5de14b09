/** Full screen: in and out of it, and a bar that comes with the pointer or a tap and goes with it. */

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
 * on the bar, `busy` whether something in the bar is being typed into, or was reached by keys.
 * @typedef {{full: boolean, inside: boolean, busy: boolean, moved: number}} Pointing
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
  const hands = { full: false, inside: false, busy: false, moved: -Infinity };
  let timer = 0;

  function settle() {
    clearTimeout(timer);
    const left = barTimeLeft(hands, now());
    if (left > 0) player.style.setProperty("--lift", `${captionLift(player)}px`);
    player.classList.toggle("attended", left > 0);
    if (left > 0 && left < Infinity) timer = Number(setTimeout(settle, left));
    // What a pointer has left in the bar goes with it: nobody sees it any more.
    const focused = focusIn(player);
    if (left === 0 && hands.full && focused instanceof HTMLElement && focused.closest(BAR)) focused.blur();
  }

  /** A mouse brings the bar by moving, a finger by a tap; who works on the picture sends it away.
   * @param {PointerEvent} event */
  function onPointer(event) {
    const change = pointing(event, now());
    if (!change) return;
    Object.assign(hands, change);
    settle();
  }

  /** @param {MouseEvent} event */
  function onTap(event) {
    if (/** @type {PointerEvent} */ (event).pointerType === "mouse" || isAnswer(event)) return;
    if (!hands.inside) hands.moved = now();
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

  return {
    toggle() {
      if (!page.fullscreenEnabled) return tell({ type: "note", sentence: UNSUPPORTED });
      const change = page.fullscreenElement ? page.exitFullscreen() : player.requestFullscreen();
      change.catch(() => {});
    },
  };
}

/** Whether something happens where a question is answered. @param {Event} event */
const isAnswer = ({ target }) => target instanceof Element && target.closest(ANSWERS) !== null;

/** How far the caption goes up to stand above the bar: no further than to the stage's top.
 * @param {HTMLElement} player in pixels */
function captionLift(player) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement | null} */ (player.querySelector(name));
  const [caption, stage] = [part(":scope > .narration"), part(":scope > cnn-stage")];
  const bar = [...player.querySelectorAll(BAR)].reduce((sum, each) => sum + each.getBoundingClientRect().height, 0);
  if (!caption || !stage) return 0;
  const bottom = stage.offsetTop + stage.offsetHeight + caption.offsetHeight;
  return Math.max(0, Math.min(bottom - (player.clientHeight - bar), stage.offsetHeight));
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
  return type === "pointerdown" ? { inside, moved: -Infinity } : { inside };
}

/** The button of full screen says what it does next. @param {HTMLElement} player @param {boolean} full */
function nameButton(player, full) {
  const button = player.querySelector(".tools .fullscreen");
  if (!button) return;
  button.replaceChildren(icon(full ? "window" : "fullscreen"));
  for (const name of ["aria-label", "title"]) setAttribute(button, name, full ? "Leave full screen" : "Full screen");
}
