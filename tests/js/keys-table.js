/** Who owns a key: each kind of control × each key × how one came to it; and keys on the layouts of the world. */

/** What clickers send, whatever their make. */
export const CLICKER = ["PageDown", "PageUp", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", ".", "b"];

export const PRESSED = [...CLICKER, " ", "Enter", "Backspace", "5", "-", "Home", "k", "F5", "Escape"];

/**
 * A letter a key, in the order of PRESSED: P the player's, c the control's or the browser's, - nobody's.
 * @param {"keyboard"|"pointer"} by @param {string} focus @param {string} letters @param {string} [typed]
 */
const row = (by, focus, letters, typed = "") => ({ by, focus, typed, owners: letters.replaceAll(" ", "") });

/** 5 is a step that the small chapter of these tests lacks: nobody's, left to the browser. */
export const TABLE = [
  //                          PD PU → ← ↓ ↑ . b   Sp En Bs 5 - Ho k   F5 Esc
  row("keyboard", "", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("keyboard", "button", "P P  P P P P P P   c  c  P  c P P  P   c  -"),
  row("keyboard", "checkbox", "P P  P P P P P P   c  c  P  c P P  P   c  -"),
  row("keyboard", "link", "P P  P P P P P P   P  c  P  c P P  P   c  -"),
  row("keyboard", "radio", "P P  c c c c P P   c  c  P  c P P  P   c  -"),
  row("keyboard", "range", "P P  c c c c P P   P  P  P  c P c  P   c  -"),
  row("keyboard", "timeline", "P P  c c c c P P   P  P  P  c P P  P   c  -"),
  row("keyboard", "cells", "P P  c c c c P P   P  c  P  c P P  P   c  -"),
  row("keyboard", "select", "P P  c c c c c c   c  c  c  c c c  c   c  c"),
  row("keyboard", "field", "P P  c c c c c c   c  c  c  c c c  c   c  c"),
  row("keyboard", "cell", "P P  c c c c c c   c  c  c  c c c  c   c  c"),
  row("keyboard", "text", "c c  c c c c c c   c  c  c  c c c  c   c  c"),
  row("keyboard", "answer", "P P  c c c c c c   P  c  c  c c c  c   c  c"),
  row("keyboard", "mark", "P P  c c c c P P   P  c  P  c P P  P   c  c"),
  row("keyboard", "chosen", "P P  P P P P P P   P  c  P  c P P  P   c  -"),
  row("pointer", "", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "button", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "checkbox", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "link", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "radio", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "range", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "timeline", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "cells", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "select", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "field", "P P  P P P P P P   P  P  c  c c P  P   c  c"),
  row("pointer", "field", "P P  P P P P P P   P  c  c  c c c  P   c  c", "3"),
  row("pointer", "cell", "P P  P P P P P P   P  P  c  c c P  P   c  c"),
  row("pointer", "cell", "P P  P P P P c P   P  c  c  c c c  P   c  c", "3"),
  row("pointer", "cell", "P P  P P P P P P   P  c  c  c c c  P   c  c", "0.5"),
  row("pointer", "answer", "P P  c c c c c c   P  c  c  c c c  c   c  c"),
  row("pointer", "answer", "P P  c c c c c c   P  c  c  c c c  c   c  c", "3"),
  row("pointer", "mark", "P P  P P P P P P   P  P  P  c P P  P   c  c"),
  row("pointer", "chosen", "P P  P P P P P P   P  P  P  c P P  P   c  -"),
  row("pointer", "text", "P P  P P P P P P   c  c  c  c c c  c   c  c"),
  row("pointer", "text", "P P  c c c c c c   c  c  c  c c c  c   c  c", "1, 2"),
];

/**
 * Layout, character, place, Shift, and the key of the table that it is like, or null.
 * @type {[string, string, string, boolean, string|null][]}
 */
export const LAYOUTS = [
  ["Russian", "т", "KeyN", false, "n"],
  ["Russian", "и", "KeyB", false, "b"],
  ["Russian", "И", "KeyB", true, "b"],
  ["Russian", "ю", "Period", false, "."],
  ["Russian", ".", "Slash", false, "."],
  ["Russian", "?", "Digit7", true, "?"],
  ["Greek", "κ", "KeyK", false, "k"],
  ["Greek", "β", "KeyB", false, "b"],
  ["Hebrew", "'", "KeyW", false, "w"],
  ["Hebrew", "נ", "KeyB", false, "b"],
  ["Hebrew", "ץ", "Period", false, "."],
  ["Arabic", "لا", "KeyB", false, "b"],
  ["Arabic", "ز", "Period", false, "."],
  ["Arabic", "؟", "Slash", true, "?"],
  ["Arabic", "٣", "Digit3", false, "3"],
  ["Persian", "۲", "Digit2", false, "2"],
  ["Hindi", "क", "KeyK", false, "k"],
  ["Thai", "ิ", "KeyB", false, "b"],
  ["Thai", "-", "Digit3", false, "3"],
  ["Korean", "ㅠ", "KeyB", false, "b"],
  ["Japanese", "Process", "KeyB", false, "b"],
  ["French", "&", "Digit1", false, "1"],
  ["French", "é", "Digit2", false, "2"],
  ["French", '"', "Digit3", false, "3"],
  ["French", "1", "Digit1", true, "1"],
  ["French", ":", "Period", false, "."],
  ["French", "/", "Period", true, null],
  ["French", ".", "Comma", true, "."],
  ["French", "w", "KeyZ", false, "w"],
  ["French", "?", "KeyM", true, "?"],
  ["Czech", "+", "Digit1", false, "1"],
  ["Czech", "š", "Digit3", false, "3"],
  ["German", "-", "Slash", false, "-"],
  ["German", "ß", "Minus", false, null],
  ["German", "+", "BracketRight", false, "+"],
  ["Spanish", "ñ", "Semicolon", false, null],
  ["Turkish", "ı", "KeyI", false, null],
  ["American", "!", "Digit1", true, null],
  ["American", ">", "Period", true, null],
  ["American", "+", "Equal", true, "+"],
  ["American", "b", "KeyB", false, "b"],
  ["Dvorak", "b", "KeyN", false, "b"],
  ["Dvorak", "n", "KeyL", false, "n"],
];
