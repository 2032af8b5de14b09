import assert from "node:assert/strict";
import { test } from "node:test";
import { HELP, answer, focusOf } from "../../static/js/keys.js";
import { reduce } from "../../static/js/player.js";
import { initial } from "../../static/js/state.js";
import { chapter } from "./samples.js";

const idle = initial(chapter);
const KEYS = [" ", "n", "N", "Enter", "p", "Backspace", "PageDown", "PageUp", "ArrowLeft", "ArrowRight", "k", "l", "j", "1", "3", "Home", "End", "+", "=", "-", "f", "s", "b", ".", "w", "t", "?"];

/** @param {string} key @param {object} [more] */
const does = (key, more = {}) => answer({ key, ...more }, idle).event;

test("every key of the table does what the table says", () => {
  assert.deepEqual([" ", "n", "N", "Enter"].map((key) => does(key)?.type), Array(4).fill("nextStep"));
  assert.deepEqual([does(" ", { shift: true }), does("p"), does("Backspace")].map((event) => event?.type), Array(3).fill("previousStep"));
  assert.deepEqual(["PageDown", "ArrowRight"].map((key) => does(key)?.type), ["nextScene", "nextScene"]);
  assert.deepEqual(["PageUp", "ArrowLeft"].map((key) => does(key)?.type), ["previousScene", "previousScene"]);
  assert.deepEqual([does("k"), does("K")].map((event) => event?.type), ["toggle", "toggle"]);
  assert.deepEqual([does("l"), does("j")].map((event) => event?.by), [1, -1]);
  assert.deepEqual(["1", "2", "3", "Home", "End"].map((key) => does(key)?.step), [1, 2, 3, 1, 3]);
  assert.deepEqual([does("+"), does("="), does("-")].map((event) => event?.by), [1, 1, -1]);
  assert.deepEqual([does("b"), does("."), does("w")].map((event) => event?.colour), ["black", "black", "white"]);
  assert.deepEqual([does("f"), does("s"), does("t"), does("?", { shift: true })].map((event) => event?.type), ["fullscreen", "speaker", "theme", "help"]);
});

test("what the keys send is an event that the player knows", () => {
  for (const key of KEYS.filter((key) => key !== "f" && key !== "k")) assert.notEqual(does(key), null, key);
});

test("keys with Ctrl, Alt or Meta, Tab and F5 are the browser's", () => {
  for (const key of KEYS) assert.deepEqual(answer({ key, modified: true }, idle), { event: null, handled: false });
  for (const key of ["Tab", "F5", "Shift", "Escape", "a", "9", "Dead"]) assert.deepEqual(answer({ key }, idle), { event: null, handled: false });
});

test("no key scrolls the page under the player", () => {
  for (const key of [" ", "PageDown", "PageUp", "Home", "End", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
    assert.equal(answer({ key }, idle).handled, true, key);
    assert.equal(answer({ key, repeat: true }, idle).handled, true, key);
  }
});

test("a key held down does not run through the chapter; frames and speed go on", () => {
  for (const key of KEYS) {
    const again = ["l", "j", "+", "=", "-"].includes(key);
    assert.equal(does(key, { repeat: true }) !== null, again, key);
  }
});

test("Space and Enter on a button press it and nothing else; other keys are the player's", () => {
  for (const key of [" ", "Enter"]) assert.deepEqual(answer({ key, focus: "button" }, idle), { event: null, handled: false });
  assert.equal(does("PageDown", { focus: "button" })?.type, "nextScene");
  assert.equal(answer({ key: "Enter", focus: "button", repeat: true }, idle).handled, true);
});

test("while one types the keys are the field's, but a clicker still goes on", () => {
  for (const key of [" ", "n", "1", "Enter", "Backspace", "ArrowLeft", "Home", "."]) {
    for (const focus of ["field", "text", "select"]) assert.deepEqual(answer({ key, focus }, idle), { event: null, handled: false });
  }
  assert.equal(does("PageDown", { focus: "field" })?.type, "nextScene");
  assert.equal(does("PageDown", { focus: "text" }), null);
});

test("sliders keep their arrows, the timeline leaves Home, End and pages to the player", () => {
  assert.equal(does("ArrowRight", { focus: "range" }), null);
  assert.equal(does("Home", { focus: "range" }), null);
  assert.equal(does("Home", { focus: "timeline" })?.step, 1);
  for (const focus of ["range", "timeline"]) {
    assert.equal(does(" ", { focus })?.type, "nextStep");
    assert.equal(does("PageDown", { focus })?.type, "nextScene");
  }
});

test("under a black screen any key brings the picture back and does nothing else", () => {
  const black = reduce(idle, { type: "screen", colour: "black" });
  for (const key of [...KEYS, "a", "ArrowUp", "Escape"]) {
    assert.deepEqual(answer({ key }, black), { event: { type: "screen", colour: "" }, handled: true });
  }
  assert.deepEqual(answer({ key: "Shift" }, black), { event: null, handled: false });
});

test("the table of keys closes at once by its own key and by Escape; its other keys are the dialog's", () => {
  const open = reduce(idle, { type: "help" });
  for (const key of ["?", "Escape"]) assert.equal(reduce(open, answer({ key }, open).event).help, false);
  assert.equal(answer({ key: " " }, open).event, null);
});

test("what has the focus is told apart", () => {
  const kinds = { textarea: "text", select: "select", button: "button", summary: "button", div: "", body: "" };
  for (const [tagName, kind] of Object.entries(kinds)) assert.equal(focusOf({ tagName: tagName.toUpperCase() }), kind);
  const types = { text: "field", number: "field", search: "field", range: "range", radio: "radio", checkbox: "checkbox", submit: "button" };
  for (const [type, kind] of Object.entries(types)) assert.equal(focusOf({ tagName: "INPUT", type }), kind);
  assert.equal(focusOf({ tagName: "INPUT", type: "range", dataset: { timeline: "" } }), "timeline");
  assert.equal(focusOf({ tagName: "A", href: "#" }), "link");
  assert.equal(focusOf({ tagName: "DIV", isContentEditable: true }), "text");
  assert.equal(focusOf(null), "");
});

test("the help tells every kind of key once", () => {
  const told = HELP.flatMap(({ keys }) => keys).join(" ");
  for (const key of ["Space", "N", "Enter", "Shift + Space", "P", "Backspace", "Page Down", "Page Up", "→", "←", "K", "L", "J", "1 … 8", "Home", "End", "+", "−", "F", "B or .", "W", "T", "?"]) {
    assert.ok(told.includes(key), key);
  }
});
