/** What the stage shows while a question is answered and told: of each question of the chapter, for each answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isShown, termCount } from "../../static/js/data/records.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { keyStep } from "../../static/js/inputs/answer-grid.js";
import { answerPicture, marksKey } from "../../static/js/state/answer-picture.js";
import { initialState, isRunning } from "../../static/js/state/state.js";
import { compose } from "../../static/js/views/compose.js";
import { sumRect, termRect } from "../../static/js/views/terms.js";
import { after, asked, asking, at } from "./reducing.js";
import { CELL, chapter, DRAW } from "./samples.js";
import { answering, picture, QUESTIONS, waiting } from "./telling.js";

/** @import { Frame, Scene } from "../../static/js/data/records.js" */
/** @import { State } from "../../static/js/state/state.js" */

const SIZE = { width: 1280, height: 540 };

/** Whether all numbers of a drawing are finite. @param {unknown} value @returns {boolean} */
const isSound = (value) =>
  typeof value === "number"
    ? Number.isFinite(value)
    : value === null ||
      typeof value !== "object" ||
      ArrayBuffer.isView(value) ||
      Object.entries(value).every(([key, each]) => key === "tensor" || isSound(each));

for (const [name, scene, k, question] of QUESTIONS) {
  test(`${name}, frame ${k + 1}: each answer is told from its beginning to its end, and then the film goes on`, () => {
    for (const option of question.options) {
      const answers = answering(question, option).map((event) => ({ type: "answer", ...event }));
      const answered = after(waiting(scene, k), ...answers);
      const [kept] = Object.values(answered.answers);
      assert.equal(kept?.rule, option.rule, option.text);
      assert.equal(kept?.right, option.rule === "", option.text);
      let state = after(answered, "nextStep");
      for (let i = 0; i <= 8; i += 1) {
        const { scene: told, moment, marks } = picture(state);
        const shapes = compose({ scene: told, moment, marks, layout: layoutAt(told, moment, SIZE) });
        assert.ok(shapes.length > 0 && isSound(shapes), `${option.text}, after ${state.told} s`);
        state = after(state, { type: "tick", seconds: state.telling / 8 });
      }
      assert.equal(state.told, state.telling);
      assert.equal(isRunning(state), false);
      assert.equal(after(state, "nextStep").status, "playing");
    }
  });
}

/** The tensors that a frame shows as two maps. @param {Scene} scene @param {Frame} frame */
function shownTwice({ panels }, frame) {
  const maps = panels.filter((panel) => panel.kind === "grid" && isShown(frame, panel));
  const shown = maps.flatMap(({ tensors }) => tensors[0] ?? []);
  return shown.filter((name, i) => shown.indexOf(name) < i);
}

/** Names that cells of results have. @param {Frame} frame */
const badges = ({ boxes }) => boxes.flatMap(({ role, name }) => (role === "cell" && name ? [name] : []));

test("a map in which a result is told stands there once, and without an answer nothing says whose it is", () => {
  let named = 0;
  for (const [name, scene, k, question] of QUESTIONS) {
    const asked = /** @type {Frame} */ (scene.frames[k]);
    for (const option of [null, ...question.options]) {
      const events = option ? answering(question, option).map((event) => ({ type: "answer", ...event })) : [];
      const { scene: film } = picture(after(waiting(scene, k), ...events, "nextStep"));
      if (film === scene) continue;
      const what = `${name}, frame ${k + 1}, ${option?.text ?? "not answered"}`;
      for (const frame of film.frames) {
        assert.deepEqual(shownTwice(film, frame), shownTwice(scene, asked), what);
        const said = badges(frame).filter((badge) => !badges(asked).includes(badge));
        named += said.length;
        if (!option) assert.deepEqual(said, [], what);
        for (const { shown, ...work } of said.length ? frame.computations : [])
          assert.equal(shown, termCount({ shown, ...work }), `${what}: named before it comes`);
      }
      const own = film.panels.filter(({ label, tensors }) => label === "Your map" && tensors[0] === "your answer");
      if (!option)
        for (const panel of own)
          assert.ok(
            film.frames.every((frame) => !isShown(frame, panel)),
            what,
          );
    }
  }
  assert.ok(named > 0, "of one's own it is said whose it is");
});

test("the chapter asks in each of the ways", () => {
  assert.deepEqual([...new Set(QUESTIONS.map(([, , , { kind }]) => kind))].sort(), [
    "cell",
    "choice",
    "draw",
    "number",
  ]);
});

test("where nothing is asked the stage shows the scene itself", () => {
  for (const state of [asking, after(asking, "nextStep")]) {
    assert.equal(picture(state).scene, state.shown);
    assert.equal(picture(state).marks, null);
  }
  assert.equal(answerPicture(initialState(chapter)), null);
});

test("marked cells are shown, and told apart once the answer is told", () => {
  const marked = after(asked(CELL), ...[1, 4, 8].map((cell) => ({ type: "answer", cell })));
  assert.deepEqual(picture(marked).marks, { tensor: "map", own: [1, 4, 8], told: null, alpha: 0 });
  assert.equal(picture(marked).scene, marked.shown);
  const told = after(marked, "nextStep", { type: "tick", seconds: 10 });
  const apart = { right: [1, 4], wrong: [8], missed: [0, 3] };
  assert.deepEqual(picture(told).marks, { tensor: "map", own: [1, 4, 8], told: apart, alpha: 1 });
  assert.notEqual(marksKey(picture(marked).marks), marksKey(picture(told).marks));
});

test("until a value is set, each cell of a map that is asked for is a question mark", () => {
  const [, scene, k, question] = QUESTIONS.find(([, , , { kind }]) => kind === "draw") ?? assert.fail("none is");
  const texts = (/** @type {State} */ state) => {
    const { scene: shown, moment, marks } = picture(state);
    const shapes = compose({ scene: shown, moment, marks, layout: layoutAt(shown, moment, SIZE) });
    return shapes.flatMap((shape) => (shape.kind === "text" && shape.text === "?" ? [shape] : []));
  };
  const before = waiting(scene, k);
  assert.equal(texts(before).length, question.options[0]?.values.length);
  assert.equal(texts(after(before, { type: "answer", value: { index: 0, value: 1 } })).length, 0);
});

test("the map has the values that are set, whatever it really holds, and the scene is left as it is", () => {
  const before = asked(DRAW);
  const truth = JSON.stringify(before.shown?.tensors);
  const drawn = after(before, { type: "answer", value: { index: 2, value: 1.5 } });
  const { scene, moment } = picture(drawn);
  assert.deepEqual(scene.tensors[0]?.values, [0, 0, 1.5, 0, 0, 0, 0, 0, 0]);
  assert.equal(moment.to.revealed.map, 9);
  assert.equal(JSON.stringify(drawn.shown?.tensors), truth);
  // Made once, so that a stage that has drawn it need not draw it again.
  assert.equal(picture(drawn).scene, scene);
});

test("one's own map stays beside the right one, whose cells come one after another", () => {
  const drawn = after(asked(DRAW), { type: "answer", value: { index: 2, value: 2 } }, "nextStep");
  const first = picture(drawn);
  assert.deepEqual(
    first.scene.panels.map(({ label }) => label),
    ["map", "Your map"],
  );
  assert.ok(first.moment.to.hidden.includes("map"), "the right one comes");
  const last = picture(after(drawn, { type: "tick", seconds: 100 }));
  assert.equal(last.moment.to.revealed.map, 9);
  assert.deepEqual(last.moment.to.hidden, []);
  assert.deepEqual(last.marks?.told?.wrong, [5, 8]);
  const counts = first.scene.frames.slice(1).map(({ revealed }) => revealed.map);
  assert.deepEqual(counts, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]);
});

test("one's own computation is replayed first, term by term, and ends at its value; then the right one", () => {
  const isPlayed = (/** @type {string} */ kind) => ["number", "choice"].includes(kind);
  const all = QUESTIONS.filter(([, , , { kind, options }]) => isPlayed(kind) && options[0]?.computations.length);
  assert.deepEqual(new Set(all.map(([, , , { kind }]) => kind)), new Set(["number", "choice"]));
  for (const [name, scene, k, question] of all) {
    for (const option of question.options) {
      const own = option.rule === "" ? [] : option.computations;
      const answers = answering(question, option).map((event) => ({ type: "answer", ...event }));
      const { scene: film } = picture(after(waiting(scene, k), ...answers, "nextStep"));
      const works = film.frames.flatMap(({ computations: [work] }) => (work ? [work] : []));
      const ends = works.filter((work) => work.shown === termCount(work)).map(({ result }) => result);
      const right = question.options.find(({ rule }) => rule === "");
      const expected = [...own, ...(right?.computations ?? [])].map(({ result }) => result);
      assert.deepEqual([...new Set(ends)], [...new Set(expected)], `${name} ${option.text}`);
      for (const work of own) assert.equal(work.result, option.value);
    }
  }
});

test("where the right answer is computed on the screen, so is each wrong one", () => {
  const computed = QUESTIONS.flatMap(([, , , { name, options }]) =>
    options.some(({ rule, computations }) => !rule && computations.length) ? [{ name, options }] : [],
  );
  assert.ok(computed.length > 0);
  for (const { name, options } of computed)
    for (const { rule, computations } of options) assert.ok(computations.length > 0, `${name}: ${rule}`);
});

test("a wrong rule's map is computed beside the right one, each cell from the same window", () => {
  const all = QUESTIONS.filter(([, , , { kind, options }]) => kind === "draw" && options[0]?.computations.length);
  assert.ok(all.length > 0);
  for (const [name, scene, k, question] of all) {
    for (const option of question.options.filter(({ rule }) => rule)) {
      const answers = answering(question, option).map((event) => ({ type: "answer", ...event }));
      const { scene: film } = picture(after(waiting(scene, k), ...answers, "nextStep"));
      const [right, own] = [0, 1].map((at) => film.frames.flatMap(({ computations }) => computations[at] ?? []));
      const results = (/** @type {import("../../static/js/data/records.js").Computation[]|undefined} */ works) =>
        works?.map(({ result }) => result);
      assert.deepEqual(results(own), option.values, `${name} ${option.text}`);
      assert.deepEqual(results(right), question.options.find(({ rule }) => rule === "")?.values);
      for (const frame of film.frames.filter(({ computations }) => computations.length > 1))
        for (const { tensor } of frame.computations) {
          const groups = frame.boxes.flatMap((box) => (box.tensor === tensor ? [box.group] : []));
          const windows = frame.boxes.filter(({ role }) => role === "window");
          assert.deepEqual(groups, [windows[0]?.group], "it flies out of the window");
        }
    }
  }
});

test("what is added up or averaged flies from its cells into that of the result where no panel writes it out", () => {
  const ops = new Set();
  for (const [, scene, k, question] of QUESTIONS) {
    for (const option of question.options) {
      const [work] = option.computations;
      if (!work || !["sum", "mean", "midpoint"].includes(work.op) || termCount(work) < 2) continue;
      ops.add(work.op);
      const answers = answering(question, option).map((event) => ({ type: "answer", ...event }));
      let state = after(waiting(scene, k), ...answers, "nextStep");
      const flying = [];
      for (let i = 0; i <= 60; i += 1) {
        const { scene: told, moment } = picture(state);
        const shapes = compose({ scene: told, moment, layout: layoutAt(told, moment, SIZE) });
        flying.push(shapes.filter((shape) => shape.kind === "rect" && shape.stroke === "accent").length);
        state = after(state, { type: "tick", seconds: state.telling / 60 });
      }
      assert.ok(Math.max(...flying) >= 2, `${question.name} ${option.text}: ${flying}`);
      // Two numbers have a middle, beside the mean of all.
      if (work.op === "midpoint") assert.equal(Math.max(...flying), 2 + termCount(work));
      assert.equal(flying.at(-1), 0);
    }
  }
  assert.deepEqual(ops, new Set(["sum", "mean", "midpoint"]));
});

test("however few terms a rule has, they stand above their sum", () => {
  const works = QUESTIONS.flatMap(([, , , { options }]) => options.flatMap(({ computations }) => computations));
  assert.ok(works.some((work) => work.op === "dot" && termCount(work) === 1));
  for (const work of works) {
    for (const rect of [
      { x: 10, y: 20, width: 330, height: 220 },
      { x: 10, y: 20, width: 90, height: 400 },
    ]) {
      const sum = sumRect(work, rect);
      for (const place of work.terms.map((_, i) => termRect(work, rect, i))) {
        assert.ok(place.y + place.height <= sum.y + 1e-9);
        assert.ok(place.x >= rect.x - 1e-9 && place.x + place.width <= rect.x + rect.width + 1e-9);
      }
    }
  }
});

test("with less motion all is told at once, and Space goes on at any time", () => {
  const drawn = after(asked(DRAW), { type: "answer", value: { index: 2, value: 2 } });
  const still = after(drawn, { type: "motion", reduced: true }, "nextStep");
  assert.equal(isRunning(still), false);
  assert.equal(picture(still).moment.to.revealed.map, 9);
  const begun = after(drawn, "nextStep", { type: "tick", seconds: 0.1 });
  assert.equal(isRunning(begun), true);
  assert.equal(at(after(begun, "nextStep")), "1.0 playing");
  assert.equal(isRunning(after(begun, { type: "screen", colour: "black" })), false);
});

test("a key changes a value by a step, or by a fortieth of many, with Shift always by one", () => {
  assert.equal(keyStep(DRAW, false), 0.5);
  assert.equal(keyStep({ ...DRAW, step: 0.01 }, false), 0.1);
  assert.equal(keyStep({ ...DRAW, step: 0.01 }, true), 0.01);
});
