/** The formulas of an answer in rows: whose each is, and what a number is that stands alone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isSaid, rowsOf, whatItIs } from "../../static/js/state/answer-rows.js";
import { toldOf, wrongOption } from "../../static/js/state/reveal.js";
import { golden, names } from "./goldens.js";

/** @import { Question } from "../../static/js/data/records.js" */

/** A question of the chapter. @param {string} scene @param {string} name @returns {Question} */
function asked(scene, name) {
  const found = golden(scene).frames.find(({ question }) => question?.name === name)?.question;
  assert.ok(found);
  return found;
}

/** The rows of an answer, as they are read. @param {Question} question @param {string} said */
function rows(question, said) {
  const told = toldOf(question, said);
  assert.ok(told);
  const shown = [wrongOption(told), told.truth].flatMap((option) =>
    option ? [{ option, markup: option.working, names: option.terms }] : [],
  );
  const html = rowsOf(told, shown);
  return {
    kinds: Array.from(html.matchAll(/class="answer (\w+)"/g), ([, kind]) => kind),
    labels: Array.from(html.matchAll(/class="label">([^<]*)</g), ([, label]) => label),
    words: Array.from(html.matchAll(/class="words">([^<]*)</g), ([, words]) => words),
    isSaid: isSaid(told, shown),
  };
}

test("the wrong row stands before the right one, each with its letter or with whose it is", () => {
  assert.deepEqual(rows(asked("mlp-flatten", "predict"), "640"), {
    kinds: ["wrong", "right"],
    labels: ["A", "B"],
    words: [],
    isSaid: true,
  });
  const typed = asked("pytorch-code", "linear-ask");
  assert.deepEqual(rows(typed, "1281").labels, ["yours", "right"]);
  assert.deepEqual(rows(typed, "1282").labels, ["near yours", "right"]);
  assert.deepEqual(rows(typed, "1290").labels, ["right"]);
});

test("what is right is left to its row only where that says it all", () => {
  assert.equal(rows(asked("mlp-flatten", "predict"), "1,792").isSaid, false, "alone it is the answer's own");
  assert.equal(rows(asked("channels-pyramid", "larger"), "the convolution").isSaid, false, "its words are no number");
});

test("a number that stands alone says what it is", () => {
  assert.deepEqual(rows(asked("lenet-run", "deep-ask"), "96 maps").words, ["\u00a0filters → 16 maps"]);
  assert.deepEqual(rows(asked("pooling-max", "ask-back"), "0.25").words, [", the whole gradient"]);
  const option = { ...asked("lenet-run", "deep-ask").options[0] };
  const what = (/** @type {string} */ text, /** @type {string} */ name) =>
    whatItIs(/** @type {import("../../static/js/data/records.js").Option} */ ({ ...option, text }), name);
  assert.equal(what("1 channel", "c_in"), "channel");
  assert.equal(what("2,400", "weights"), "weights");
  assert.equal(what("8 wide", ""), "wide");
  assert.equal(what("3×3", ""), "");
});

test("no row of the chapter is without its sign", () => {
  let count = 0;
  for (const name of names)
    for (const { question } of golden(name).frames)
      for (const { text } of question?.kind === "choice" ? question.options : []) {
        const { labels } = rows(/** @type {Question} */ (question), text);
        assert.ok(labels.length > 0 && labels.every((label) => /^[A-D]$/.test(label ?? "")), name);
        count += 1;
      }
  assert.ok(count > 40);
});
