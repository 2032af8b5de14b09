/**
 * What only a lecture hall needs, fetched once the page has nothing else to do: the speaker's window and
 * this one in step, a screen that stays awake, a pointer that hides.
 */

import { current, frameOfState, running } from "../state/state.js";
import { address, link, session } from "./link.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/reducer.js").PlayerEvent} PlayerEvent */
/** @typedef {{update: (state: State) => void, open: () => void}} Hall */

/** Milliseconds without a movement after which the pointer hides. */
const IDLE = 3000;

const BLOCKED = "The browser has blocked the speaker's window. Allow pop-ups for this address, then press S again.";

/**
 * @param {HTMLElement} player
 * @param {(event: PlayerEvent) => void} dispatch
 * @returns {Hall}
 */
export function hall(player, dispatch) {
  const name = session();
  const told = /** @type {HTMLElement} */ (player.querySelector(".told"));
  /** @type {Window|null} */
  let opened = null;
  let said = "";
  /** @type {State|null} */
  let now = null;

  const { post } = link(name, (message) => {
    if (message.kind === "hello" && now) post(placeOf(now));
    if (message.kind === "event" && typeof message["event"]?.type === "string") dispatch(message["event"]);
  });
  const screen = awake();
  const pointer = hiding(player);
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (told.hidden = true), { capture: true });
  addEventListener("pagehide", () => post({ kind: "gone" }));
  document.addEventListener("fullscreenchange", () => now && rest(now));

  /** @param {State} state */
  function rest(state) {
    const watched = running(state) || document.fullscreenElement !== null;
    screen.want(watched);
    pointer.want(watched);
  }

  return {
    update(state) {
      now = state;
      rest(state);
      const message = placeOf(state);
      const text = JSON.stringify(message);
      if (text === said) return;
      said = text;
      post(message);
    },
    open() {
      if (opened && !opened.closed) return opened.focus();
      opened = window.open(address(name), `cnnviz-${name}`, "popup,width=1200,height=780");
      told.textContent = opened ? "" : BLOCKED;
      told.hidden = opened !== null;
      // In full screen the button and what stands beside it wait below.
      if (document.fullscreenElement) dispatch({ type: "note", sentence: told.textContent });
    },
  };
}

/**
 * Where the projected window is, as the speaker's needs to know it.
 * @param {State} state
 */
function placeOf(state) {
  const { step, scene, status, screen, help, speed, theme, values, target } = state;
  const frame =
    current(state) && !target ? Math.max(0, frameOfState(state)) : target?.at === "frame" ? target.value : 0;
  return { kind: "state", step, scene, frame, status, screen, help, speed, theme, values };
}

/** Keeps the screen from going dark, where the browser can. */
export function awake() {
  /** @type {WakeLockSentinel|null} */
  let held = null;
  let wanted = false;
  let asking = false;

  async function settle() {
    const due = wanted && document.visibilityState === "visible";
    if (due && !held && !asking) {
      asking = true;
      held = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
      asking = false;
      // The browser lets go by itself when the page is hidden.
      held?.addEventListener("release", () => (held = null));
      if (held && !wanted) settle();
    } else if (!due && held) {
      const lock = held;
      held = null;
      await lock.release();
    }
  }

  document.addEventListener("visibilitychange", settle);
  return {
    /** @param {boolean} on */
    want(on) {
      if (on === wanted) return;
      wanted = on;
      settle();
    },
  };
}

/**
 * Hides the pointer over the player once it rests.
 * @param {HTMLElement} player
 */
function hiding(player) {
  let wanted = false;
  let timer = 0;

  function wake() {
    clearTimeout(timer);
    player.classList.remove("unattended");
    if (wanted) timer = Number(setTimeout(() => player.classList.add("unattended"), IDLE));
  }

  for (const kind of ["pointermove", "pointerdown"]) addEventListener(kind, wake, { passive: true });
  return {
    /** @param {boolean} on */
    want(on) {
      if (on === wanted) return;
      wanted = on;
      wake();
    },
  };
}
