import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY_HELP } from "../../static/js/inputs/key-help.js";
import { answerKey, focusKind } from "../../static/js/inputs/keys.js";
import { reduce } from "../../static/js/state/reducer.js";
import { initialState } from "../../static/js/state/state.js";
import { CLICKER, LAYOUTS, PRESSED, TABLE } from "./keys-table.js";
import { asked } from "./reducing.js";
import { chapter, NUMBER } from "./samples.js";

const idle = initialState(chapter);
const KEYS = [
  " ",
  "n",
  "N",
  "Enter",
  "p",
  "Backspace",
  "PageDown",
  "PageUp",
  "ArrowLeft",
  "ArrowRight",
  "k",
  "l",
  "j",
  "1",
  "3",
  "Home",
  "End",
  "+",
  "=",
  "-",
  "f",
  "s",
  "b",
  ".",
  "w",
  "t",
  "y",
  "?",
];

/** @param {string} key @param {object} [more] */
const does = (key, more = {}) => /** @type {any} */ (answerKey({ key, ...more }, idle).event);

test("every key of the table does what the table says", () => {
  assert.deepEqual(
    [" ", "n", "N", "Enter"].map((key) => does(key)?.type),
    Array(4).fill("nextStep"),
  );
  assert.deepEqual(
    [does(" ", { shift: true }), does("p"), does("Backspace")].map((event) => event?.type),
    Array(3).fill("previousStep"),
  );
  assert.deepEqual(
    ["PageDown", "ArrowRight", "ArrowDown"].map((key) => does(key)?.type),
    Array(3).fill("nextScene"),
  );
  assert.deepEqual(
    ["PageUp", "ArrowLeft", "ArrowUp"].map((key) => does(key)?.type),
    Array(3).fill("previousScene"),
  );
  assert.deepEqual(
    [does("k"), does("K")].map((event) => event?.type),
    ["toggle", "toggle"],
  );
  assert.deepEqual(
    [does("l"), does("j")].map((event) => event?.by),
    [1, -1],
  );
  assert.deepEqual(
    ["1", "2", "3", "Home", "End"].map((key) => does(key)?.step),
    [1, 2, 3, 1, 3],
  );
  assert.deepEqual(
    [does("+"), does("="), does("-")].map((event) => event?.by),
    [1, 1, -1],
  );
  assert.deepEqual(
    [does("i"), does("o"), does("c")].map((event) => [event?.type, event?.by, event?.to]),
    [
      ["look", 1, undefined],
      ["look", -1, undefined],
      ["look", undefined, null],
    ],
  );
  assert.deepEqual(
    [does("b"), does("."), does("w")].map((event) => event?.colour),
    ["black", "black", "white"],
  );
  assert.deepEqual(
    [does("f"), does("s"), does("t"), does("y"), does("g"), does("?", { shift: true })].map((event) => event?.type),
    ["fullscreen", "speaker", "theme", "summary", "picture", "help"],
  );
});

test("every key sends an event that the player knows", () => {
  for (const key of KEYS.filter((key) => key !== "f" && key !== "k")) assert.notEqual(does(key), null, key);
});

test("keys with Ctrl, Alt or Meta, and Tab are the browser's; so is F5, which reloads, but in full screen", () => {
  for (const key of [...KEYS, "F5", "Escape"])
    assert.deepEqual(answerKey({ key, modified: true, full: true }, idle), { event: null, handled: false });
  for (const key of ["Tab", "F5", "F4", "Shift", "a", "9", "Dead"])
    assert.deepEqual(answerKey({ key }, idle), { event: null, handled: false });
  assert.deepEqual(answerKey({ key: "F5", full: true }, idle), { event: { type: "begin" }, handled: true });
});

test("Escape aborts nothing that is loading", () => {
  assert.deepEqual(answerKey({ key: "Escape" }, idle), { event: null, handled: true });
});

test("no key scrolls the page under the player", () => {
  for (const key of [" ", "Home", "End", ...CLICKER]) {
    assert.equal(answerKey({ key }, idle).handled, true, key);
    assert.equal(answerKey({ key, repeat: true }, idle).handled, true, key);
  }
});

test("a key held down does not run through the chapter; frames and speed go on", () => {
  for (const key of KEYS) {
    const again = ["l", "j", "+", "=", "-", "i", "o", "c"].includes(key);
    assert.equal(does(key, { repeat: true }) !== null, again, key);
  }
});

test("Enter held down presses a button once", () => {
  assert.equal(answerKey({ key: "Enter", focus: "button", repeat: true }, idle).handled, true);
});

test("under a black screen any key brings the picture back and does nothing else", () => {
  const black = reduce(idle, { type: "screen", colour: "black" });
  for (const key of [...KEYS, "a", "ArrowUp", "Escape"]) {
    assert.deepEqual(answerKey({ key }, black), { event: { type: "screen", colour: "" }, handled: true });
  }
  assert.deepEqual(answerKey({ key: "Shift" }, black), { event: null, handled: false });
});

test("a dialog closes by its own key and Escape, and keeps its other keys unless a pointer opened it", () => {
  const closes = { event: null, handled: true, close: true };
  for (const [dialog, key] of /** @type {const} */ ([
    ["keys", "?"],
    ["values", "v"],
    ["answers", "y"],
    ["twins", "y"],
  ])) {
    for (const by of /** @type {const} */ (["keyboard", "pointer"])) {
      for (const each of [key, "Escape"])
        assert.deepEqual(answerKey({ key: each, dialog, by }, idle), closes, `${each} in ${dialog} by ${by}`);
      assert.deepEqual(answerKey({ key: " ", dialog, by }, idle), { event: null, handled: false });
    }
    for (const key of CLICKER) {
      assert.equal(answerKey({ key, dialog, by: "keyboard" }, idle).event, null, key);
      // There one types numbers and letters, and reads.
      if (dialog === "twins" && !key.startsWith("Page")) continue;
      const { event, close } = answerKey({ key, dialog, by: "pointer" }, idle);
      assert.deepEqual([event, close], [does(key), true], key);
    }
  }
});

test("what is typed into a field of a dialog does not close it", () => {
  const pressed = /** @type {const} */ ({ key: "y", dialog: "twins", focus: "field" });
  assert.deepEqual(answerKey(pressed, idle), { event: null, handled: false });
  assert.equal(answerKey({ ...pressed, key: "Escape" }, idle).close, true);
});

test("each key on each control is of whom the table says, by how one came to it", () => {
  for (const { by, focus, typed, owners } of TABLE) {
    for (const [i, key] of PRESSED.entries()) {
      const pressed = /** @type {import("../../static/js/inputs/keys.js").Press} */ ({ key, by, focus, typed });
      const { event, handled } = answerKey(pressed, idle);
      const owner = event ? "P" : handled ? "-" : "c";
      assert.equal(
        owner,
        owners[i],
        `${key} on ${focus || "nothing"} by ${by}${typed ? `, which holds ${typed},` : ""}`,
      );
      if (event) assert.deepEqual(event, does(key));
    }
  }
});

test("behind a digit of an answer a space belongs to the field, which waits for what follows", () => {
  for (const by of /** @type {const} */ (["keyboard", "pointer"])) {
    const space = { key: " ", focus: /** @type {const} */ ("answer"), by };
    assert.deepEqual(answerKey({ ...space, value: "4" }, idle), { event: null, handled: false });
    for (const value of ["", "4 ", "7 wide"]) assert.deepEqual(answerKey({ ...space, value }, idle).event, does(" "));
    assert.equal(answerKey({ ...space, value: "4", repeat: true }, idle).handled, true);
    assert.deepEqual(answerKey({ ...space, value: "4", shift: true }, idle).event, { type: "previousStep" });
  }
});

test("within a number, and behind what is none, a space belongs to the field of the answer", () => {
  const state = asked(NUMBER);
  const press = (/** @type {string} */ value) => answerKey({ key: " ", focus: "answer", value }, state);
  for (const value of ["28 −", "3 x", "(28 - 3)", "12²", "hello", "12 of them"])
    assert.deepEqual(press(value), { event: null, handled: false }, value);
  for (const value of ["", " ", "456 weights", "4 "]) assert.deepEqual(press(value).event, does(" "), value);
});

test("every kind of focus is in the table, by both ways", () => {
  const kinds = new Set(TABLE.map(({ by, focus }) => `${by} ${focus}`));
  const inputs = [
    "field",
    "answer",
    "mark",
    "chosen",
    "cell",
    "cells",
    "text",
    "select",
    "range",
    "timeline",
    "radio",
    "checkbox",
  ];
  const all = ["", "button", "link", ...inputs];
  assert.deepEqual([...kinds].sort(), all.flatMap((focus) => [`keyboard ${focus}`, `pointer ${focus}`]).sort());
});

test("where one answers has its own keys", () => {
  for (const focus of /** @type {const} */ (["answer", "mark", "chosen"]))
    assert.equal(focusKind({ tagName: "input", dataset: { [focus]: "" } }), focus);
});

test("without a Latin letter a key goes by its place", () => {
  for (const [layout, key, code, shift, like] of LAYOUTS) {
    const means = like === null ? null : answerKey({ key: like, shift }, idle).event;
    assert.deepEqual(answerKey({ key, code, shift }, idle).event, means, `${key} at ${code} on ${layout}`);
  }
});

test("what has the focus is told apart", () => {
  const kinds = { textarea: "text", select: "select", button: "button", summary: "button", div: "", body: "" };
  for (const [tagName, kind] of Object.entries(kinds))
    assert.equal(focusKind({ tagName: tagName.toUpperCase() }), kind);
  const types = {
    text: "field",
    number: "field",
    search: "field",
    range: "range",
    radio: "radio",
    checkbox: "checkbox",
    submit: "button",
  };
  for (const [type, kind] of Object.entries(types)) assert.equal(focusKind({ tagName: "INPUT", type }), kind);
  assert.equal(focusKind({ tagName: "INPUT", type: "range", dataset: { timeline: "" } }), "timeline");
  assert.equal(focusKind({ tagName: "INPUT", type: "text", dataset: { cell: "" } }), "cell");
  assert.equal(focusKind({ tagName: "A", href: "#" }), "link");
  assert.equal(focusKind({ tagName: "DIV", isContentEditable: true }), "text");
  assert.equal(focusKind(null), "");
});

test("the help tells every kind of key once", () => {
  const told = KEY_HELP.flatMap(({ keys }) => keys).join(" ");
  for (const key of [
    "Space",
    "N",
    "Enter",
    "Shift + Space",
    "P",
    "Backspace",
    "Page Down",
    "Page Up",
    "→",
    "↓",
    "←",
    "↑",
    "K",
    "L",
    "J",
    "1, 2, …",
    "Home",
    "End",
    "+",
    "−",
    "F",
    "B or .",
    "W",
    "T",
    "?",
  ]) {
    assert.ok(told.includes(key), key);
  }
});
