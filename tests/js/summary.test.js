/** One's own answers: put together by step, kept as a text, offered at the end of a step, and as a table. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { answersTable } from "../../static/js/answers/table.js";
import { tellAnswer } from "../../static/js/answers/twins.js";
import { keepAnswers, keptAnswers } from "../../static/js/page/kept-answers.js";
import {
  beliefText,
  countsOf,
  offeredSummary,
  offerText,
  readAnswers,
  summaryOf,
  writeAnswers,
} from "../../static/js/state/summary.js";
import { after, choosing, playing } from "./reducing.js";
import { CHOICE, chapter } from "./samples.js";

/** @typedef {import("../../static/js/state/state.js").State} State */

/** @param {object} [more] @returns {import("../../static/js/state/questions.js").Answer} */
const answer = (more) => ({
  said: "12",
  words: "12",
  rule: "halves",
  near: false,
  right: false,
  mended: false,
  topic: "side",
  asked: "How *wide* is it?",
  truth: "13",
  belief: "It is halved.",
  mend: "Windows are counted.",
  ...more,
});
const right = answer({ said: "13", words: "13", rule: "", right: true, belief: "", mend: "" });
/** @param {State["answers"]} answers @param {object} [more] @returns {State} */
const having = (answers, more) => ({ ...playing, answers, ...more });

test("answers are listed in the chapter's order, by step, with the place of their question", () => {
  const state = having({ "three/e#ask": right, "one/b#ask": answer(), "one/a#size": right, "one/a#other": answer() });
  const listed = summaryOf(state).map(({ step, title, answers }) => [step, title, ...answers.map(({ key }) => key)]);
  assert.deepEqual(listed, [
    [1, "One", "one/a#size", "one/a#other", "one/b#ask"],
    [3, "Three", "three/e#ask"],
  ]);
  const [, last] = summaryOf(state);
  assert.deepEqual([last?.answers[0]?.scene, last?.answers[0]?.title], [1, "The e"]);
});

test("an answer that may still be changed is not told of, as that would reveal it", () => {
  const chosen = after(choosing, { type: "answer", option: 0 });
  assert.deepEqual(summaryOf(chosen), []);
  assert.equal(summaryOf(after(chosen, "nextStep"))[0]?.answers.length, 1);
});

test("at the end of a step its own answers are offered, in the middle of it and elsewhere nothing", () => {
  const end = after(having({ "one/b#ask": answer(), "two/c#ask": right }), { type: "previousStep" });
  assert.equal(offeredSummary(end), null);
  const finished = after(playing, { type: "goto", step: 1, scene: 1, frame: 2 });
  const shown = { ...finished, shown: choosing.shown && { ...choosing.shown, name: "b" }, shownKey: "one/b" };
  const done = /** @type {State} */ ({ ...shown, status: "paused", target: null, seconds: 1e6 });
  assert.equal(offeredSummary(done), null, "nothing was answered");
  const answers = { "one/a#size": right, "one/b#ask": answer(), "two/c#ask": answer() };
  assert.deepEqual(offeredSummary({ ...done, answers }), { count: 2, wrong: 1, mended: 0 });
  assert.equal(offeredSummary({ ...done, answers, status: "playing" }), null);
  assert.equal(offeredSummary({ ...done, answers, seconds: 0 }), null);
  assert.equal(offeredSummary({ ...done, answers, scene: 0, shownKey: "one/a" }), null, "there is another scene");
  const last = { ...done, step: 3, scene: 1, shownKey: "three/e" };
  assert.deepEqual(offeredSummary({ ...last, answers }), { count: 3, wrong: 2, mended: 0 }, "of the whole chapter");
});

test("what is offered says how many are to be looked at again, and ranks nobody", () => {
  const said = [
    [1, 0],
    [1, 1],
    [3, 0],
    [3, 1],
    [3, 3],
    [1, 0, 1],
    [3, 0, 2],
    [3, 1, 1],
  ].map(([count = 0, wrong = 0, mended = 0]) => offerText({ count, wrong, mended }));
  assert.deepEqual(said, [
    "1 answer, right",
    "1 answer to look at again",
    "3 answers, all right",
    "3 answers, 1 to look at again",
    "3 answers to look at again",
    "1 answer, mended",
    "3 answers, all right or mended",
    "3 answers, 1 to look at again",
  ]);
});

test("what was wrong is mended by a right answer to the same with other numbers, and comes back by a wrong one", () => {
  const answers = { "one/a#size": answer(), "one/b#ask": right, "two/c#ask": answer({ topic: "maps" }) };
  const again = (/** @type {State} */ state, /** @type {boolean} */ isRight, topic = "side") =>
    after(state, { type: "askedAgain", topic, right: isRight });
  const start = having(answers);
  assert.equal(again(start, false), start, "nothing was mended");
  const mended = again(start, true);
  assert.deepEqual(mended.answers, { ...answers, "one/a#size": answer({ mended: true }) });
  assert.deepEqual(countsOf(summaryOf(mended).flatMap(({ answers: own }) => own)), { count: 3, wrong: 1, mended: 1 });
  assert.equal(again(mended, true), mended);
  assert.equal(again(mended, false, "pooled-maps"), mended, "it is of another topic");
  assert.deepEqual(again(mended, false).answers, answers);
  assert.deepEqual(readAnswers(writeAnswers(mended), chapter), mended.answers, "it is kept");
});

test("what is only near to a belief is listed as near", () => {
  assert.equal(beliefText(answer({ near: true })), "Near to “It is halved.” Windows are counted.");
  assert.equal(beliefText(answer()), "“It is halved.” Windows are counted.");
  assert.equal(beliefText(right), "");
});

test("answers that were kept come back as they were", () => {
  const answers = { "one/a#size": answer(), "two/c#ask": right };
  assert.deepEqual(readAnswers(writeAnswers(having(answers)), chapter), answers);
});

test("what is of an older version, of a scene that is gone, or nonsense is dropped, and the rest stays", () => {
  const kept = (/** @type {unknown} */ answers, version = chapter.version) =>
    readAnswers(JSON.stringify({ version, answers }), chapter);
  assert.deepEqual(kept({ "one/a#size": right }, "older"), {});
  const nonsense = [
    null,
    1,
    "13",
    [],
    {},
    { ...right, said: 13 },
    { ...right, right: "yes" },
    { ...right, mended: undefined },
  ];
  const long = { ...right, belief: "x".repeat(10_000) };
  const odd = Object.fromEntries([...nonsense, long].map((each, i) => [`one/a#odd${i}`, each]));
  assert.deepEqual(kept({ ...odd, "one/z#ask": right, "one/a": right, "": right, "one/b#ask": right }), {
    "one/b#ask": right,
  });
  for (const text of [null, "", "{", "null", "7", "[]", '{"version":"0"}', '{"version":"0","answers":[1]}'])
    assert.deepEqual(readAnswers(text, chapter), {}, String(text));
  assert.deepEqual(Object.keys(readAnswers('{"version":"0","answers":{"__proto__":{}}}', chapter)), []);
});

test("the browser keeps each change, and forgets all with the last", () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const local = {
    read: (/** @type {string} */ name) => kept.get(name) ?? null,
    write: (/** @type {string} */ name, /** @type {string|null} */ text) =>
      void (text === null ? kept.delete(name) : kept.set(name, text)),
  };
  const host = /** @type {import("../../static/js/page/host.js").Host} */ ({ local });
  const keep = keepAnswers(host, playing);
  keep(playing);
  assert.equal(kept.size, 0);
  keep(having({ "one/a#size": right }));
  assert.deepEqual(keptAnswers(host, playing.chapter), { "one/a#size": right });
  keep(after(having({ "one/a#size": right }), { type: "forget" }));
  assert.equal(kept.size, 0);
});

test("the table has a row an answer, and nothing in it is computed by a spreadsheet", () => {
  const odd = answer({ words: '=1+"1"', asked: "One,\ntwo?", near: true, mended: true });
  const kept = { "one/a#size": odd, "one/b#ask": answer(), "two/c#ask": right };
  const text = answersTable(summaryOf(having(kept)));
  assert.equal(text.charCodeAt(0), 0xfeff);
  const lines = text.slice(1).split("\r\n");
  const heads = '"my answer","right","mended","right answer","only near","belief","what mends it"';
  assert.equal(lines[0], `"step","scene","question",${heads}`);
  const belief = '"It is halved.","Windows are counted."';
  assert.equal(lines[1], `"1 One","The a","One,\ntwo?","'=1+""1""","no","yes","13","yes",${belief}`);
  assert.equal(lines[2], `"1 One","The b","How wide is it?","12","no","no","13","no",${belief}`);
  assert.equal(lines[3], '"2 Two","The c","How wide is it?","13","yes","","13","","",""');
  assert.equal(lines[4], "");
});

test("a twin's answer is told with its belief and both workings", () => {
  const [wrong] = CHOICE.options;
  const worked = { ...CHOICE, options: CHOICE.options.map((each) => ({ ...each, working: `<mo>${each.text}</mo>` })) };
  assert.deepEqual(tellAnswer(worked, "12.5"), {
    narration: `*A, 12.5*: “${wrong?.belief}” ${wrong?.mend} It is *B, 13*.`,
    workings: [
      { whose: "yours", formula: "<mo>12.5</mo>" },
      { whose: "right", formula: "<mo>13</mo>" },
    ],
    right: false,
  });
  assert.deepEqual(tellAnswer(CHOICE, "13"), { narration: "*B, 13*: right.", workings: [], right: true });
  const typed = { ...worked, kind: /** @type {const} */ ("number") };
  const { narration, workings } = tellAnswer(typed, "70");
  assert.equal(narration, "*70*. It is *13*.");
  assert.deepEqual(workings, [{ whose: "", formula: "<mo>13</mo>" }]);
});
