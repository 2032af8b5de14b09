import assert from "node:assert/strict";
import { test } from "node:test";
import { answerKey } from "../../static/js/inputs/keys.js";
import { chosenOption, questionAt } from "../../static/js/state/questions.js";
import { revelation } from "../../static/js/state/reveal.js";
import { after, asking, at, choosing, fed, loading, playing } from "./reducing.js";
import { CHOICE, NUMBER, questioned } from "./samples.js";

/** @param {number} option */
const answered = (option) => after(choosing, { type: "answer", option });

test("a question is there while the film waits at it, and what is answered aloud is none", () => {
  assert.deepEqual(questionAt(choosing), CHOICE);
  assert.equal(questionAt(asking), null);
  assert.equal(questionAt(playing), null);
  assert.equal(questionAt(after(choosing, { type: "frame", by: -1 })), null);
});

test("an answer may be changed until it is revealed, and not after", () => {
  const changed = after(answered(0), { type: "answer", option: 2 });
  assert.equal(chosenOption(changed, CHOICE), 2);
  const revealed = after(changed, "nextStep", { type: "answer", option: 1 });
  assert.equal(chosenOption(revealed, CHOICE), 2);
});

test("an option that is not there is no answer, nor is any where nothing is asked", () => {
  assert.equal(answered(3), choosing);
  assert.equal(answered(-1), choosing);
  assert.equal(after(playing, { type: "answer", option: 0 }), playing);
  assert.equal(after(asking, { type: "answer", option: 0 }), asking);
});

test("Space reveals, answered or not, and Space again goes on in the scene", () => {
  for (const type of ["nextStep", "nextScene", "toggle", "play"]) {
    for (const state of [choosing, answered(1)]) {
      const revealed = after(state, type);
      assert.equal(at(revealed), "1.0 asking");
      assert.ok(revelation(revealed));
      assert.equal(at(after(revealed, type)), "1.0 playing");
    }
  }
});

test("a question that one comes back to is asked anew, with the answer that was given", () => {
  const away = after(answered(0), "nextStep", { type: "seek", seconds: 0.1 }, "toggle");
  const again = after(away, { type: "tick", seconds: 100 });
  assert.equal(revelation(again), null);
  assert.equal(chosenOption(again, CHOICE), 0);
});

test("an answer keeps what was asked, what is right, and the belief that it follows from", () => {
  const [own] = Object.values(answered(0).answers);
  assert.deepEqual(own, {
    said: "12.5",
    words: "12.5",
    rule: CHOICE.options[0]?.rule,
    near: false,
    right: false,
    mended: false,
    topic: CHOICE.topic,
    asked: "Frame 1.",
    truth: "13",
    belief: "The fraction stays.",
    mend: "It does not.",
  });
  const [right] = Object.values(answered(1).answers);
  assert.deepEqual([right?.said, right?.rule, right?.right, right?.belief], ["13", "", true, ""]);
});

test("what is revealed says what one has answered, what it follows from, and the right answer", () => {
  assert.equal(revelation(choosing), null);
  const told = (/** @type {import("../../static/js/state/state.js").State} */ state) => {
    const { narration = "", formula = "", schedule } = revelation(after(state, "nextStep")) ?? {};
    return { narration, formula, rows: schedule?.rows.length };
  };
  // A number alone is no arithmetic.
  assert.deepEqual(told(choosing), { narration: "It is *B, 13*.", formula: "", rows: 0 });
  assert.equal(told(answered(1)).narration, "*B, 13*: right.");
  assert.deepEqual(told(answered(0)), {
    narration: "*A, 12.5*: “The fraction stays.” It does not. It is *B, 13*.",
    formula:
      '<div class="answer wrong"><span class="label">A</span>' +
      '<span class="worked"><math>25<mo>/</mo>2</math></span></div>' +
      '<div class="answer right"><span class="label">B</span><span class="worked"><math>13</math></span></div>',
    rows: 2,
  });
});

test("A to D answer where that is asked, and mean what they always do elsewhere", () => {
  const meant = (/** @type {string} */ key, state = choosing) => answerKey({ key }, state).event;
  assert.deepEqual(meant("a"), { type: "answer", option: 0 });
  assert.deepEqual(meant("B"), { type: "answer", option: 1 });
  assert.equal(meant("d"), null);
  assert.deepEqual(meant("b", asking), { type: "screen", colour: "black" });
  // Where there are no letters to choose from, A leads to where one answers.
  const typing = after(fed(loading, questioned(3, 3, NUMBER)), { type: "tick", seconds: 100 });
  assert.deepEqual(meant("a", typing), { type: "attend" });
  assert.deepEqual(meant("b", typing), { type: "screen", colour: "black" });
  assert.equal(meant("a", after(typing, "nextStep")), null);
  assert.deepEqual(meant("b", after(choosing, "nextStep")), { type: "screen", colour: "black" });
});
