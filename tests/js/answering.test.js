/** What an answer means: by options, as a number, as cells and as a map. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  drawnValues,
  inShort,
  meaningOf,
  setValue,
  toggledCells,
  withoutUnit,
} from "../../static/js/state/answering.js";
import { openQuestion, questionAt, saidTo } from "../../static/js/state/questions.js";
import { markedCells, revelation } from "../../static/js/state/reveal.js";
import { after, asked, asking, at } from "./reducing.js";
import { CELL, CHOICE, chance, DRAW, NUMBER } from "./samples.js";

/** @import { Question } from "../../static/js/data/records.js" */

/** The rule that an answer follows from, or is near to. @param {Question} question @param {string} said */
function rules(question, said) {
  const { option, nearest } = meaningOf(question, said);
  return [option ? option.rule || "right" : null, nearest?.rule ?? null];
}

test("each option's own answer means it, and nothing else", () => {
  for (const option of CHOICE.options) assert.equal(meaningOf(CHOICE, option.text).option, option);
  for (const option of NUMBER.options) assert.equal(meaningOf(NUMBER, String(option.value)).option, option);
  for (const option of CELL.options) assert.equal(meaningOf(CELL, option.cells.join(" ")).option, option);
  for (const option of DRAW.options) assert.equal(meaningOf(DRAW, option.values.join(" ")).option, option);
  assert.deepEqual(rules(CHOICE, "14"), [null, null]);
});

test("a number is an option's however it is written, and near a wrong one only where it is near", () => {
  for (const said of ["450", "450 weights", "6·75", "900/2", "450.0", "450,0"])
    assert.deepEqual(rules(NUMBER, said), ["no bias", null], said);
  for (const said of ["4704", "4,704", "4.704", "4 704"])
    assert.deepEqual(rules(NUMBER, said), ["a bias a cell", null], said);
  // What can't be written whole is taken as it is printed, or as a fraction.
  for (const said of ["0.33", "1/3", "0,33"]) assert.deepEqual(rules(NUMBER, said), ["a third", null], said);
  assert.deepEqual(rules(NUMBER, "456"), ["right", null]);
  assert.deepEqual(rules(NUMBER, "451"), [null, "no bias"]);
  assert.deepEqual(rules(NUMBER, "455"), [null, null]);
  assert.deepEqual(rules(NUMBER, "700"), [null, null]);
  assert.deepEqual(rules(NUMBER, "-450"), [null, null]);
});

test("a unit is taken away from behind what was typed, and from nowhere else", () => {
  assert.equal(withoutUnit(" 12 Weights ", "weights"), "12");
  assert.equal(withoutUnit("weights 12", "weights"), "weights 12");
  assert.equal(withoutUnit(" 12 ", ""), "12");
  assert.equal(withoutUnit("1 weight", "weights"), "1");
  assert.equal(inShort(NUMBER, "1").words, "1 weight");
  assert.equal(inShort(NUMBER, "1.5 weights").words, "1.5 weights");
});

test("cells are an option where they are the same, and near a wrong one where most are", () => {
  assert.deepEqual(rules(CELL, "4 3 1 0"), ["right", null]);
  assert.deepEqual(rules(CELL, "4"), ["only its own", null]);
  assert.deepEqual(rules(CELL, "0 1 2 3 4 5 6 7"), [null, "all"]);
  assert.deepEqual(rules(CELL, "0 1 3"), [null, null]);
  assert.deepEqual(rules(CELL, "8"), [null, null]);
});

test("a map is an option where each value is within half a step, and near a wrong one where the mean is", () => {
  assert.deepEqual(rules(DRAW, "0 0 2 0 0 2 0 0 2"), ["right", null]);
  assert.deepEqual(rules(DRAW, "0.25 0 2 0 0 2 0 0 1.75"), ["right", null]);
  assert.deepEqual(rules(DRAW, "0.5 0 2 0 0 2 0 0 2"), [null, null]);
  assert.deepEqual(rules(DRAW, "4 4 2 4 4 2 4 4 2.5"), [null, "sign dropped"]);
  assert.deepEqual(rules(DRAW, "4 0 0 4 0 0 4 0 0"), [null, null]);
});

test("cells are marked and their marks taken away, in order", () => {
  assert.equal(toggledCells("", 4), "4");
  assert.equal(toggledCells("4 10", 9), "4 9 10");
  assert.equal(toggledCells("4 9", 4), "9");
  assert.equal(toggledCells("9", 9), "");
});

test("a value stays in its steps and within its range, whatever is asked for", () => {
  assert.deepEqual(drawnValues(DRAW, ""), Array(9).fill(0));
  assert.deepEqual(drawnValues({ ...DRAW, least: 1 }, ""), Array(9).fill(1));
  // What was drawn with other values on another map.
  assert.deepEqual(drawnValues(DRAW, "1 2"), Array(9).fill(0));
  assert.equal(setValue(DRAW, "", { index: 1, value: 1.3 }), "0 1.5 0 0 0 0 0 0 0");
  const random = chance(3);
  let said = "";
  for (let i = 0; i < 300; i += 1) {
    said = setValue(DRAW, said, { index: i % 9, value: random() * 20 - 10 });
    for (const value of drawnValues(DRAW, said))
      assert.ok(value >= 0 && value <= 4 && Number.isInteger(value * 2), said);
  }
  const tenths = { ...DRAW, least: -0.3, step: 0.1 };
  assert.equal(setValue(tenths, "", { index: 0, value: 0.3 }).split(" ")[0], "0.3");
});

test("each kind is answered by its own event, until it is revealed, and by no other", () => {
  /** @type {[Question, object, string][]} */
  const answers = [
    [CHOICE, { option: 1 }, "13"],
    [NUMBER, { number: " 4,704 " }, "4,704"],
    [CELL, { cell: 4 }, "4"],
    [DRAW, { value: { index: 2, value: 2 } }, "0 0 2 0 0 0 0 0 0"],
  ];
  for (const [question, event, said] of answers) {
    const state = asked(question);
    assert.equal(questionAt(state)?.kind, question.kind);
    for (const [other, different] of answers) {
      const answered = after(state, { type: "answer", ...different });
      assert.equal(saidTo(answered, question), other === question ? said : "", `${question.kind} ${other.kind}`);
    }
    const revealed = after(state, { type: "answer", ...event }, "nextStep");
    assert.equal(at(revealed), "1.0 asking");
    assert.equal(openQuestion(revealed), null);
    assert.equal(after(revealed, { type: "answer", ...event }), revealed);
    assert.equal(at(after(revealed, "nextStep")), "1.0 playing");
  }
  assert.equal(questionAt(asking), null);
});

test("what is no answer changes nothing", () => {
  for (const [question, ...events] of /** @type {[Question, ...object[]][]} */ ([
    [NUMBER, { number: "" }, { number: "many" }, { number: "9".repeat(60) }, {}],
    [CELL, { cell: 9 }, { cell: -1 }, { cell: 0.5 }, {}],
    [DRAW, { value: { index: 9, value: 1 } }, { value: { index: 0, value: NaN } }, {}],
  ])) {
    const state = asked(question);
    for (const event of events) assert.equal(after(state, { type: "answer", ...event }), state, JSON.stringify(event));
  }
});

test("without its last mark a question is not answered any more", () => {
  const marked = after(asked(CELL), { type: "answer", cell: 4 });
  assert.equal(Object.keys(marked.answers).length, 1);
  assert.deepEqual(after(marked, { type: "answer", cell: 4 }).answers, {});
});

test("that no cell is to be marked is an answer, too, until one is", () => {
  const none = after(asked(CELL), { type: "answer", cell: "none" });
  assert.equal(saidTo(none, CELL), "none");
  assert.equal(saidTo(after(none, { type: "answer", cell: 4 }), CELL), "4");
  assert.deepEqual(after(none, { type: "answer", cell: "none" }).answers, {});
  const nothing = { ...CELL, options: CELL.options.map((each) => ({ ...each, cells: each.rule ? each.cells : [] })) };
  assert.deepEqual(rules(nothing, "none"), ["right", null]);
  assert.deepEqual(rules(CELL, "none"), [null, null]);
});

test("an answer that follows from a rule is kept with it, and one that is only near as near", () => {
  const kept = (/** @type {Question} */ question, /** @type {object} */ event) =>
    Object.values(after(asked(question), { type: "answer", ...event }).answers)[0];
  assert.equal(kept(NUMBER, { number: "450" })?.rule, "no bias");
  assert.equal(kept(NUMBER, { number: "450" })?.near, false);
  const near = kept(NUMBER, { number: "451" });
  assert.deepEqual([near?.rule, near?.belief, near?.near, near?.right], ["no bias", "There is no bias.", true, false]);
  const far = kept(NUMBER, { number: "7" });
  assert.deepEqual([far?.rule, far?.belief, far?.near, far?.right], ["", "", false, false]);
  assert.equal(kept(NUMBER, { number: "456" })?.right, true);
  assert.equal(kept(CELL, { cell: 4 })?.belief, "Only its own changes.");
});

test("what is revealed says one's own answer, the belief behind it, how far it is off, and the truth", () => {
  const told = (/** @type {Question} */ question, /** @type {object[]} */ ...events) =>
    revelation(after(asked(question), ...events.map((event) => ({ type: "answer", ...event })), "nextStep"))?.narration;
  assert.equal(told(NUMBER), "It is *456 weights*.");
  assert.equal(told(NUMBER, { number: "456" }), "*456 weights*: right.");
  assert.equal(told(NUMBER, { number: "450" }), "*450 weights*: “There is no bias.” There is. It is *456 weights*.");
  const near = "*451 weights*: nearest to *450 weights*: “There is no bias.” There is. It is *456 weights*.";
  assert.equal(told(NUMBER, { number: "451" }), near);
  assert.equal(told(NUMBER, { number: "7" }), "*7 weights*. It is *456 weights*.");
  const few = "*1 cell*: “Only its own changes.” All that see it do. 3 missed. Right is *4 cells*.";
  assert.equal(told(CELL, { cell: 4 }), few);
  assert.equal(told(CELL, { cell: 8 }), "*1 cell*. 1 too many, 4 missed. Right is *4 cells*.");
  assert.equal(told(DRAW), "This is the right map.", "nothing stands beside it");
  const off = "*Your map*. 7 of 9 are right. The right map stands beside it.";
  assert.equal(told(DRAW, { value: { index: 2, value: 2 } }), off);
});

test("marks are told apart: right, wrong, missed", () => {
  assert.deepEqual(markedCells([1, 2, 4], [0, 1, 4]), { right: [1, 4], wrong: [2], missed: [0] });
});

test("a list reads an answer in few words: of a map, how much of it is right", () => {
  assert.deepEqual(inShort(CHOICE, "12.5"), { words: "12.5", truth: "13" });
  const right = DRAW.options.find(({ rule }) => rule === "")?.values ?? [];
  const [first = 0, ...others] = right;
  assert.deepEqual(inShort(DRAW, right.join(" ")), {
    words: `a map with ${right.length} of ${right.length} values right`,
    truth: "",
  });
  assert.deepEqual(inShort(DRAW, [first + 2 * DRAW.step, ...others].join(" ")), {
    words: `a map with ${right.length - 1} of ${right.length} values right`,
    truth: "",
  });
});

test("a field that is emptied takes the answer back, and what is unclear keeps it", () => {
  const typed = after(asked(NUMBER), { type: "answer", number: "12" });
  const said = (/** @type {typeof typed} */ state) => Object.values(state.answers).map((each) => each.said);
  assert.deepEqual(said(typed), ["12"]);
  assert.deepEqual(said(after(typed, { type: "answer", number: "12 or so" })), ["12"]);
  assert.deepEqual(said(after(typed, { type: "answer", option: 0 })), ["12"]);
  assert.deepEqual(said(after(typed, { type: "answer", number: " " })), []);
});
