/**
 * What only a lecture hall needs, fetched once the page has nothing else to do: the speaker's window and
 * this one in step, a screen that stays awake, a pointer that hides.
 */

import { isFullScreen, windowOf } from "../page/dom.js";
import { currentFrame, isCurrent, isRunning } from "../state/state.js";
import { createLink, sessionName, speakerAddress } from "./link.js";

/** @import { State } from "../state/state.js" */
/** @import { PlayerEvent } from "../state/reducer.js" */
/** @typedef {{update: (state: State) => void, open: () => void}} Presenter */

/** Milliseconds without a movement after which the pointer hides. */
const IDLE = 3000;

const BLOCKED = "The browser has blocked the speaker's window. Allow pop-ups for this address, then press S again.";

/**
 * @param {HTMLElement} player
 * @param {import("../page/host.js").Host} host
 * @param {(event: PlayerEvent) => void} dispatch
 * @returns {Presenter}
 */
export function createPresenter(player, host, dispatch) {
  const { window } = host;
  const page = window.document;
  const name = sessionName(host);
  const blocked = /** @type {HTMLElement} */ (player.querySelector(".popup-blocked"));
  /** @type {Window|null} */
  let opened = null;
  let said = "";
  /** @type {State|null} */
  let now = null;

  const { post } = createLink(window, name, (message) => {
    if (message.kind === "hello" && now) post(stateMessage(now));
    if (message.kind === "event" && typeof message.event?.type === "string") dispatch(message.event);
  });
  const screen = screenLock(window);
  const pointer = pointerHider(player);
  const hide = () => {
    blocked.hidden = true;
  };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, hide, { capture: true });
  window.addEventListener("pagehide", () => post({ kind: "gone" }));
  page.addEventListener("fullscreenchange", () => now && rest(now));

  /** @param {State} state */
  function rest(state) {
    const watched = isRunning(state) || state.status === "asking" || isFullScreen(player);
    screen.want(watched);
    pointer.want(watched);
  }

  return {
    update(state) {
      now = state;
      rest(state);
      const message = stateMessage(state);
      const text = JSON.stringify(message);
      if (text === said) return;
      said = text;
      post(message);
    },
    open() {
      if (opened && !opened.closed) return opened.focus();
      const address = new URL(speakerAddress(name), host.base).href;
      opened = window.open(address, `cnnviz-${name}`, "popup,width=1200,height=780");
      blocked.textContent = opened ? "" : BLOCKED;
      blocked.hidden = opened !== null;
      // In full screen the button and what stands beside it wait below.
      if (isFullScreen(player)) dispatch({ type: "note", sentence: blocked.textContent });
    },
  };
}

/**
 * Where the projected window is, as the speaker's needs to know it.
 * @param {State} state
 * @returns {import("./link.js").StateMessage}
 */
function stateMessage(state) {
  const { step, scene, status, screen, help, speed, theme, values, target } = state;
  const frame =
    isCurrent(state) && !target ? Math.max(0, currentFrame(state)) : target?.at === "frame" ? target.value : 0;
  return { kind: "state", step, scene, frame, status, screen, help, speed, theme, values };
}

/** Keeps the screen from going dark, where the browser can; a frame of another page leaves that to it.
 * @param {Window} window */
function screenLock({ document: page, navigator: browser, parent }) {
  const alone = parent === page.defaultView;
  /** @type {WakeLockSentinel|null} */
  let held = null;
  let wanted = false;
  let asking = false;

  async function settle() {
    const due = wanted && alone && page.visibilityState === "visible";
    if (due && !held && !asking) {
      asking = true;
      held = (await browser.wakeLock?.request("screen").catch(() => null)) ?? null;
      asking = false;
      // The browser lets go by itself when the page is hidden.
      held?.addEventListener("release", () => {
        held = null;
      });
      if (held && !wanted) settle();
    } else if (!due && held) {
      const lock = held;
      held = null;
      await lock.release();
    }
  }

  page.addEventListener("visibilitychange", settle);
  return {
    /** @param {boolean} on */
    want(on) {
      if (on === wanted) return;
      wanted = on;
      settle();
    },
  };
}

/** Hides the pointer over the player once it rests, and with it what it points at. @param {HTMLElement} player */
function pointerHider(player) {
  let wanted = false;
  let timer = 0;

  function wake() {
    clearTimeout(timer);
    player.classList.remove("unattended");
    if (wanted) timer = Number(setTimeout(hide, IDLE));
  }

  function hide() {
    player.classList.add("unattended");
    player.querySelector("cnn-stage")?.dispatchEvent(new Event("pointerleave"));
  }

  for (const kind of ["pointermove", "pointerdown"]) windowOf(player).addEventListener(kind, wake, { passive: true });
  return {
    /** @param {boolean} on */
    want(on) {
      if (on === wanted) return;
      wanted = on;
      wake();
    },
  };
}
