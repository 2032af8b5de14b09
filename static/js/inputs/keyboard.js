/** Hears the keyboard: what was pressed, what had the focus, and whether keys or a pointer had brought one there. */

import { focusIn, isFullScreen } from "../page/dom.js";
import { answerKey, focusKind } from "./keys.js";

/** @import { State } from "../state/state.js" */
/** @import { PlayerEvent } from "../state/reducer.js" */

/** Events that open a dialog. */
const OPENING = ["help", "values", "picture", "summary"];

/**
 * Tells the player what the keys mean to it, before anything on the page hears of them; what belongs to
 * a control reaches that.
 * @param {EventTarget} target where keys are heard
 * @param {HTMLElement} player in which they mean something: what has the focus, a dialog that is open
 * @param {() => State} now
 * @param {(event: PlayerEvent) => void} tell
 * @param {{ours?: () => boolean, signal?: AbortSignal}} [more] `ours`: whether keys mean the player at all
 */
export function listenToKeys(target, player, now, tell, { ours = () => true, signal } = {}) {
  const options = { capture: true, signal };
  /** How one came to the focus: on the page, and in a dialog. @type {Record<"page"|"dialog", "keyboard"|"pointer">} */
  const ways = { page: "keyboard", dialog: "keyboard" };
  /** The field that has been typed into. @type {EventTarget|null} */
  let typed = null;
  /** Places of keys that are down and mean the player: letting go of them means nothing else. @type {Set<string>} */
  const taken = new Set();
  const dialog = () => /** @type {HTMLDialogElement|null} */ (player.querySelector("dialog[open]"));

  /** @param {KeyboardEvent} event */
  function press(event) {
    const focused = /** @type {HTMLInputElement|null} */ (focusIn(player));
    const open = dialog();
    return {
      ...pressed(event),
      focus: focusKind(focused),
      by: ways[open ? "dialog" : "page"],
      value: focused?.value ?? "",
      typed: focused && focused === typed ? focused.value || " " : "",
      dialog: /** @type {import("./keys.js").Dialog} */ (open?.dataset.dialog ?? (open || now().help ? "keys" : "")),
      full: isFullScreen(player),
    };
  }

  /** @param {KeyboardEvent} event */
  function hear(event) {
    const seen = press(event);
    if (event.key === "Tab") ways[dialog() ? "dialog" : "page"] = "keyboard";
    if (event.key === "Enter") typed = null;
    if (event.isComposing || !ours()) return;
    const { event: meant, handled, close } = answerKey(seen, now());
    // A dialog that a key opens is of who has pressed it.
    if (meant ? OPENING.includes(meant.type) : !handled) ways.dialog = "keyboard";
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
      taken.add(event.code);
    }
    // Who has pressed it with a pointer is done with it: its focus would be seen from the next key on.
    if (handled && seen.by === "pointer" && seen.focus === "button" && !dialog()) focusOf(player)?.blur();
    if (close) closeDialog(dialog());
    if (meant?.type === "attend") ways.page = "keyboard";
    if (close && now().help) tell({ type: "help", open: false });
    if (meant) tell(meant);
  }

  function point() {
    ways.dialog = "pointer";
    if (dialog() === null) ways.page = "pointer";
    typed = null;
  }

  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    keydown: hear,
    // Some browsers press a button when the key is let go.
    keyup: (event) => taken.delete(event.code) && event.preventDefault(),
    pointerdown: point,
    input: ({ target, isTrusted }) => {
      if (isTrusted) typed = target;
    },
    focusin: () => {
      typed = null;
    },
  };
  for (const [kind, listener] of Object.entries(heard)) target.addEventListener(kind, listener, options);
}

/** @param {HTMLElement} player */
const focusOf = (player) => /** @type {HTMLElement|null} */ (focusIn(player));

/** What a key press is by itself. @param {KeyboardEvent} event */
const pressed = ({ key, code, shiftKey: shift, repeat, ctrlKey, altKey, metaKey }) => ({
  key,
  code,
  shift,
  repeat,
  modified: ctrlKey || altKey || metaKey,
  command: (ctrlKey || metaKey) && !altKey,
});

/**
 * Closes a dialog. Its button would keep the focus until the next picture, and take the key that comes before it.
 * @param {HTMLDialogElement|null} dialog
 */
function closeDialog(dialog) {
  dialog?.close();
  const focused = dialog && focusIn(dialog);
  if (focused instanceof HTMLElement && dialog?.contains(focused)) focused.blur();
}
