/** Hears the keyboard: what was pressed, what had the focus, and whether keys or a pointer had brought one there. */

import { answerKey, focusKind } from "./keys.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/reducer.js").PlayerEvent} PlayerEvent */

/** Events that open a dialog. */
const OPENING = ["help", "values"];

/**
 * Tells the player what the keys mean to it, before anything on the page hears of them; what belongs to
 * a control reaches that.
 * @param {() => State} now
 * @param {(event: PlayerEvent) => void} tell
 * @param {() => boolean} [ours] whether keys mean the player at all
 */
export function listenToKeys(now, tell, ours = () => true) {
  /** How one came to the focus: on the page, and in a dialog. @type {Record<"page"|"dialog", "keyboard"|"pointer">} */
  const ways = { page: "keyboard", dialog: "keyboard" };
  /** The field that has been typed into. @type {EventTarget|null} */
  let typed = null;
  /** Places of keys that are down and mean the player: letting go of them means nothing else. @type {Set<string>} */
  const taken = new Set();
  const dialog = () => /** @type {HTMLDialogElement|null} */ (document.querySelector("dialog[open]"));

  /** @param {KeyboardEvent} event */
  function press(event) {
    const focused = /** @type {HTMLInputElement|null} */ (document.activeElement);
    const open = dialog();
    return {
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      repeat: event.repeat,
      modified: event.ctrlKey || event.altKey || event.metaKey,
      command: (event.ctrlKey || event.metaKey) && !event.altKey,
      focus: focusKind(focused),
      by: ways[open ? "dialog" : "page"],
      typed: focused && focused === typed ? focused.value || " " : "",
      dialog: /** @type {""|"keys"|"values"} */ (open?.dataset.dialog ?? (open || now().help ? "keys" : "")),
      full: document.fullscreenElement !== null,
    };
  }

  /** @param {KeyboardEvent} event */
  function hear(event) {
    const pressed = press(event);
    if (event.key === "Tab") ways[dialog() ? "dialog" : "page"] = "keyboard";
    if (event.key === "Enter") typed = null;
    if (event.isComposing || !ours()) return;
    const { event: meant, handled, close } = answerKey(pressed, now());
    // A dialog that a key opens is of who has pressed it.
    if (meant ? OPENING.includes(meant.type) : !handled) ways.dialog = "keyboard";
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
      taken.add(event.code);
    }
    if (close) closeDialog(dialog());
    if (close && now().help) tell({ type: "help", open: false });
    if (meant) tell(meant);
  }

  addEventListener("keydown", hear, { capture: true });
  // Some browsers press a button when the key is let go.
  addEventListener("keyup", (event) => taken.delete(event.code) && event.preventDefault(), { capture: true });
  addEventListener(
    "pointerdown",
    () => {
      ways.dialog = "pointer";
      if (dialog() === null) ways.page = "pointer";
      typed = null;
    },
    { capture: true },
  );
  const type = (/** @type {Event} */ { target, isTrusted }) => {
    if (isTrusted) typed = target;
  };
  const forget = () => {
    typed = null;
  };
  addEventListener("input", type, { capture: true });
  addEventListener("focusin", forget, { capture: true });
}

/**
 * Closes a dialog. Its button would keep the focus until the next picture, and take the key that comes before it.
 * @param {HTMLDialogElement|null} dialog
 */
function closeDialog(dialog) {
  dialog?.close();
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && dialog?.contains(focused)) focused.blur();
}
