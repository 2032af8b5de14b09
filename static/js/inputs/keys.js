/** The key table: which key does what, who owns a key while something has the focus, and how the help tells it. */

import { mayGoOn } from "../data/typed-number.js";
import { isNumeral } from "../state/answering.js";
import { openQuestion } from "../state/questions.js";

/** @import { Question } from "../data/records.js" */
/** @import { State } from "../state/state.js" */
/** @import { PlayerEvent } from "../state/reducer.js" */

/**
 * @typedef {""|"keys"|"values"|"taking"|"answers"|"twins"} Dialog `twins`: in that of the answers,
 *   while one is asked again
 */
/**
 * @typedef {object} Press what a key press is, as far as it matters
 * @property {string} key
 * @property {string} [code] the key's place
 * @property {boolean} [shift]
 * @property {boolean} [modified] Ctrl, Alt or Meta is held
 * @property {boolean} [command] Ctrl or Meta is held, as for a menu's commands
 * @property {boolean} [repeat] the key is being held down
 * @property {Focus} [focus] what has the focus
 * @property {"keyboard"|"pointer"} [by] how one came to it
 * @property {string} [typed] what is in the field that has the focus, where it has been typed into
 * @property {string} [value] what is in it, however it came there
 * @property {Dialog} [dialog] the dialog that is open
 * @property {boolean} [full] whether the player has the full screen
 */

/**
 * @typedef {""|"field"|"answer"|"mark"|"chosen"|"cell"|"cells"|"text"|"select"|"range"|"timeline"|"radio"|"button"
 *   |"link"|"checkbox"} Focus
 */

/** @type {Record<string, PlayerEvent>} */
const TABLE = {
  " ": { type: "nextStep" },
  n: { type: "nextStep" },
  enter: { type: "nextStep" },
  p: { type: "previousStep" },
  backspace: { type: "previousStep" },
  pagedown: { type: "nextScene" },
  arrowright: { type: "nextScene" },
  arrowdown: { type: "nextScene" },
  pageup: { type: "previousScene" },
  arrowleft: { type: "previousScene" },
  arrowup: { type: "previousScene" },
  k: { type: "toggle" },
  l: { type: "frame", by: 1 },
  j: { type: "frame", by: -1 },
  home: { type: "goto", step: 1 },
  "+": { type: "speed", by: 1 },
  "=": { type: "speed", by: 1 },
  "-": { type: "speed", by: -1 },
  "−": { type: "speed", by: -1 },
  i: { type: "look", by: 1 },
  o: { type: "look", by: -1 },
  c: { type: "look", to: null },
  f: { type: "fullscreen" },
  s: { type: "speaker" },
  b: { type: "screen", colour: "black" },
  ".": { type: "screen", colour: "black" },
  w: { type: "screen", colour: "white" },
  v: { type: "values" },
  g: { type: "picture" },
  y: { type: "summary" },
  t: { type: "theme" },
  "?": { type: "help" },
};

const ARROWS = ["arrowleft", "arrowright", "arrowup", "arrowdown"];
const MODIFIERS = ["shift", "control", "alt", "meta", "altgraph", "capslock", "fn", "numlock"];
/** What a clicker sends, whatever its make. */
const CLICKER = ["pagedown", "pageup", ...ARROWS, ".", "b"];
/** What a number is typed with, but for its point, which is a clicker's key too. */
const NUMBER = [..."0123456789,-−", "backspace", "delete", "escape"];

/** Where one types the answer to a question Space still reveals it, behind a word, and a clicker goes on. */
const ANSWER = ["*", "!pagedown", "!pageup", "! "];

/**
 * Keys that belong to what has the focus, by how it got there. "*" is every key; ! before a key takes
 * it back. Who came by keys is given what each kind of control has everywhere, less the pages, which
 * are a clicker's. Who pointed at a control is done with it: the keys are the player's, but for
 * those that write into a field, and more of them once it has been typed into.
 * @type {Record<"keyboard"|"pointer"|"typing", Partial<Record<Focus, string[]>>>}
 */
const OWNED = {
  keyboard: {
    field: ["*", "!pagedown", "!pageup"],
    answer: ANSWER,
    mark: [...ARROWS, "enter", "escape"],
    // What is chosen already is not chosen again: Space reveals.
    chosen: ["enter"],
    cell: ["*", "!pagedown", "!pageup"],
    text: ["*"],
    select: ["*", "!pagedown", "!pageup"],
    range: [...ARROWS, "home", "end"],
    timeline: ARROWS,
    cells: [...ARROWS, "enter"],
    radio: [...ARROWS, " ", "enter"],
    button: [" ", "enter"],
    link: ["enter"],
    checkbox: [" ", "enter"],
  },
  pointer: {
    field: NUMBER,
    answer: ANSWER,
    mark: ["escape"],
    cell: NUMBER,
    text: ["*", ...CLICKER.map((key) => `!${key}`)],
  },
  typing: {
    field: [...NUMBER, "enter", "home", "end"],
    answer: ANSWER,
    cell: [...NUMBER, "enter", "home", "end", "."],
    text: ["*", "!pagedown", "!pageup"],
  },
};

/**
 * What a key press means: `event` for the player or null; whether the page's own answer to the key
 * (scrolling, going back) is to be kept from happening; whether the open dialog is to be closed first.
 * @param {Press} press
 * @param {State} state
 * @returns {{event: PlayerEvent|null, handled: boolean, close?: boolean}}
 */
export function answerKey(press, state) {
  const nothing = { event: null, handled: false };
  const key = keyName(press);
  if (press.command && !press.dialog && !writes(press)) {
    const event = COMMANDS[`${press.shift ? "shift " : ""}${key}`] ?? null;
    if (event) return { event, handled: true };
  }
  if (press.modified || key === "tab" || MODIFIERS.includes(key)) return nothing;
  if (state.screen) return { event: press.repeat ? null : { type: "screen", colour: "" }, handled: true };
  // To a clicker it begins the show; a reload would end the full screen, and only a hand can bring that back.
  if (key === "f5") return press.full ? { event: { type: "begin" }, handled: true } : nothing;
  if (press.dialog) return inDialog(press, key, state);
  if (owns(press, key, state)) {
    const held = press.repeat === true && press.focus === "button" && key === "enter";
    return { event: null, handled: held };
  }
  const event = eventFor(key, press.shift ?? false, state);
  // The browser would stop what is being loaded.
  if (!event) return { event: null, handled: key === "escape" };
  const again = event.type === "frame" || event.type === "speed" || event.type === "look";
  return { event: press.repeat && !again ? null : event, handled: true };
}

/** What is meant with Ctrl or Cmd. @type {Record<string, PlayerEvent>} */
const COMMANDS = { z: { type: "undo" }, "shift z": { type: "redo" }, y: { type: "redo" } };

/**
 * Whether the focus is where one writes, which has an undo of its own; of a cell, once it was written into.
 * @param {Press} press
 */
function writes({ focus = "", typed = "" }) {
  return focus === "text" || focus === "field" || focus === "answer" || (focus === "cell" && typed !== "");
}

/** The key that closes a dialog, as it has opened it. @type {Record<string, string>} */
const CLOSING = { keys: "?", values: "v", taking: "g", answers: "y", twins: "y" };
/** What one answers with where one is asked again, and scrolls: no clicker's there. */
const ANSWERING = [".", "b", ...ARROWS];

/**
 * A dialog keeps the keys of who opened it by a key; who pointed at it goes on with the film, and it closes.
 * @param {Press} press
 * @param {string} key
 * @param {State} state
 * @returns {ReturnType<typeof answerKey>}
 */
function inDialog(press, key, state) {
  // The browser would close it too, but a moment later: the next key would find it open.
  const closes = press.focus !== "field" && key === CLOSING[press.dialog ?? ""];
  if (key === "escape" || closes) return { event: null, handled: true, close: true };
  const clicked = CLICKER.includes(key) && !(press.dialog === "twins" && ANSWERING.includes(key));
  const event = press.by === "pointer" && clicked && !press.repeat ? eventFor(key, false, state) : null;
  return event ? { event, handled: true, close: true } : { event: null, handled: false };
}

/**
 * What keys other than letters and digits are by their place.
 * @type {Record<string, [plain: string, shifted: string]>}
 */
const PLACES = { Period: [".", ""], Equal: ["=", "+"], Minus: ["-", ""], Slash: ["", "?"] };

/**
 * What a key is called in the table: its name or its character, where the table knows that. Else it goes
 * by its place: on layouts without Latin letters; the row of digits, which some layouts give with
 * Shift alone; the point, which a clicker sends by its place.
 * @param {Press} press
 */
function keyName({ key, code = "", shift = false }) {
  const name = key.toLowerCase();
  const [, digit] = /^Digit([1-9])$/.exec(code) ?? [];
  if (digit && !shift) return digit;
  if (/^[a-z0-9]+$/.test(name) && !["dead", "process", "unidentified"].includes(name)) return name;
  if (Object.hasOwn(TABLE, name) || /^\p{Script=Latin}$/u.test(key)) return name;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  return letter?.toLowerCase() || PLACES[code]?.[shift ? 1 : 0] || name;
}

/** @param {string} key @param {boolean} shift @param {State} state @returns {PlayerEvent|null} */
function eventFor(key, shift, state) {
  const steps = state.chapter.steps.length;
  if (key === " " && shift) return { type: "previousStep" };
  const answering = "abcd".includes(key) ? answerEvent(key, state) : null;
  if (answering) return answering;
  if (key === "escape" && state.drawer) return { type: "drawer", open: false };
  if (key === "end") return { type: "goto", step: steps };
  if (/^[1-9]$/.test(key)) return Number(key) <= steps ? { type: "goto", step: Number(key) } : null;
  return Object.hasOwn(TABLE, key) ? /** @type {PlayerEvent} */ (TABLE[key]) : null;
}

/**
 * An option by its letter; A also leads to the field or the cells that one answers with.
 * @param {string} key
 * @param {State} state
 * @returns {PlayerEvent|null}
 */
function answerEvent(key, state) {
  const question = openQuestion(state);
  const option = "abcd".indexOf(key);
  if (question?.kind === "choice") return question.options[option] ? { type: "answer", option } : null;
  return question && option === 0 ? { type: "attend" } : null;
}

/** @param {Press} press @param {string} key @param {State} state */
function owns({ focus = "", by = "keyboard", typed = "", value = "", shift, repeat }, key, state) {
  if (key === " " && focus === "answer") return !shift && !repeat && takesSpace(value, openQuestion(state));
  const owned = OWNED[by === "pointer" && typed ? "typing" : by][focus] ?? [];
  // A number has one point: a second one is a clicker's.
  if (key === "." && by === "pointer" && focus === "cell" && typed.includes(".")) return false;
  return owned.includes(key) || (owned.includes("*") && !owned.includes(`!${key}`));
}

/**
 * Whether the field of an answer takes a space: 4 704, 7 wide and 28 − 3 have some, too, and what is no number is asked
 * for again before the answer is told.
 * @param {string} value
 * @param {Question|null} question
 */
const takesSpace = (value, question) =>
  mayGoOn(value) || (question !== null && value.trim() !== "" && !isNumeral(question, value));

/**
 * What kind of thing has the focus.
 * @param {{tagName: string, type?: string, isContentEditable?: boolean, dataset?: DOMStringMap, href?: unknown}|null}
 *   element
 * @returns {Focus}
 */
export function focusKind(element) {
  const tag = element?.tagName.toLowerCase() ?? "";
  if (element?.dataset?.answer !== undefined) return "answer";
  if (element?.dataset?.mark !== undefined) return "mark";
  if (element?.dataset?.chosen !== undefined) return "chosen";
  if (tag === "textarea" || element?.isContentEditable) return "text";
  if (tag === "select") return "select";
  if (tag === "button" || tag === "summary") return "button";
  if (tag === "a" && element?.href) return "link";
  if (element?.dataset?.cells !== undefined) return "cells";
  if (tag !== "input") return "";
  if (element?.dataset?.cell !== undefined) return "cell";
  const type = element?.type ?? "text";
  if (type === "range") return element?.dataset?.timeline !== undefined ? "timeline" : "range";
  if (type === "radio" || type === "checkbox") return type;
  return ["button", "submit", "reset"].includes(type) ? "button" : "field";
}
