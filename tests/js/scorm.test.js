/** Answers in the few letters that a learning platform keeps, and the score that it is told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findApi,
  packAnswers,
  scoreOf,
  scormStore,
  timespan,
  unpackAnswers,
} from "../../static/js/standalone/scorm.js";

/** @param {string} name @returns {any} */
const known = (name) => ({ topic: "side", asked: `How wide is ${name}?`, truth: "13", rules: { floor: ["B", "M"] } });
const course = { version: "v1", kept: "answers", questions: { "s/a#one": known("a"), "s/b#two": known("b") } };
/** @param {object} more @returns {any} */
const answer = (more) => ({
  ...{ said: "13", words: "13", rule: "", near: false, right: true, mended: false },
  ...{ topic: "side", asked: "How wide is a?", truth: "13", belief: "", mend: "", ...more },
});
const wrong = answer({ said: "12", words: "12", right: false, rule: "floor", belief: "B", mend: "M" });

test("answers to the usual numbers come back as they were", () => {
  const answers = { "s/a#one": wrong, "s/b#two": answer({ asked: "How wide is b?", mended: true }) };
  assert.deepEqual(unpackAnswers(packAnswers(answers, course), course), answers);
});

test("an answer to other numbers says so, and names no truth that was not its own", () => {
  const answers = { "s/a#one": answer({ asked: "How wide is it with 7?", truth: "5", said: "5" }) };
  const [back] = Object.values(unpackAnswers(packAnswers(answers, course), course));
  assert.deepEqual([back?.said, back?.right, back?.truth], ["5", true, ""]);
  assert.match(back?.asked ?? "", /with other numbers/);
});

test("what is kept is less than 1 kB, whatever was said", () => {
  const questions = Object.fromEntries(Array.from({ length: 12 }, (_, k) => [`s/a#${k}`, known("a")]));
  const answers = Object.fromEntries(Object.keys(questions).map((key) => [key, answer({ said: "0.5 ".repeat(60) })]));
  const text = packAnswers(answers, { ...course, questions });
  assert.ok(new TextEncoder().encode(text).length < 1000, String(text.length));
  const back = unpackAnswers(text, { ...course, questions });
  assert.deepEqual(Object.keys(back), Object.keys(questions));
  assert.ok(Object.values(back).every(({ right }) => right));
});

test("what another version kept, or no version, is forgotten", () => {
  const text = packAnswers({ "s/a#one": wrong }, course);
  for (const bad of ["", "{", "null", "7", text.replace("v1", "v2")]) assert.deepEqual(unpackAnswers(bad, course), {});
});

test("the score counts what is right at once or when asked again, of all that is asked", () => {
  assert.deepEqual(scoreOf({}, course), { score: 0, complete: false });
  assert.deepEqual(scoreOf({ "s/a#one": answer({}) }, course), { score: 50, complete: false });
  assert.deepEqual(scoreOf({ "s/a#one": answer({}), "s/b#two": wrong }, course), { score: 50, complete: true });
  const mended = { ...wrong, mended: true };
  assert.deepEqual(scoreOf({ "s/a#one": answer({}), "s/b#two": mended }, course), { score: 100, complete: true });
  assert.deepEqual(scoreOf({ "x/y#z": answer({}) }, course), { score: 0, complete: false });
});

test("times are written as SCORM 1.2 does", () => {
  assert.equal(timespan(0), "0000:00:00.00");
  assert.equal(timespan(3723.456), "0001:02:03.45");
});

test("the platform is found in the windows around, past one of another origin, and may be missing", () => {
  /** @type {any} */
  const top = { API: { name: "api" } };
  top.parent = top;
  const foreign = {
    get API() {
      throw new Error("another origin");
    },
    parent: top,
  };
  assert.equal(findApi(/** @type {any} */ ({ parent: foreign, opener: null })), top.API);
  /** @type {any} */
  const alone = { opener: null };
  alone.parent = alone;
  assert.equal(findApi(alone), null);
  assert.equal(findApi(/** @type {any} */ ({ parent: alone, opener: top })), top.API);
});

test("every answer is a score, written and committed; the end of the window ends the session", () => {
  /** @type {string[]} */
  const said = [];
  const note = (/** @type {string[]} */ ...words) => {
    said.push(words.join(" "));
    return "";
  };
  /** @type {any} */
  const api = Object.fromEntries(
    ["Initialize", "GetValue", "SetValue", "Commit", "Finish"].map((name) => [
      `LMS${name}`,
      (/** @type {string[]} */ ...words) => note(name, ...words),
    ]),
  );
  const target = new EventTarget();
  /** @type {any} */
  const window = { addEventListener: target.addEventListener.bind(target), performance: { now: () => 61_000 } };
  const store = scormStore(api, course, window);
  said.length = 0;
  store.write("answers", JSON.stringify({ answers: { "s/a#one": answer({}) } }));
  assert.ok(said.includes("SetValue cmi.core.score.raw 50"));
  assert.equal(said.at(-1), "Commit ");
  store.write("theme", "dark");
  assert.equal(store.read("theme"), "dark");
  assert.equal(JSON.parse(store.read("answers") ?? "").answers["s/a#one"].right, true);
  said.length = 0;
  target.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(said[0], "SetValue cmi.core.session_time 0000:01:01.00");
  assert.equal(said.at(-1), "Finish ");
});
