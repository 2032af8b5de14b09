/** What is printed: every scene in its order, its last frame, and no more paper than it needs. */

import assert from "node:assert/strict";
import test from "node:test";
import { bounds } from "../../static/js/drawing/build.js";
import { figurePicture, figures, frameMoment, HALF_WIDTH, lastMoment } from "../../static/js/print/figures.js";
import { questionsAsked } from "../../static/js/print/questions.js";
import { initialState } from "../../static/js/state/state.js";
import { golden, names } from "./goldens.js";
import { chapter, scene } from "./samples.js";

/** @param {object} more */
const state = (more) => /** @type {any} */ ({ ...initialState(chapter), ...more });

test("every scene is printed once, in its order, by its number", () => {
  const all = figures(state({}));
  assert.deepEqual(
    all.map(({ number }) => number),
    ["1.1", "1.2", "2.1", "3.1", "3.2"],
  );
  assert.deepEqual(
    all.map(({ title }) => title),
    ["The a", "The b", "The c", "The d", "The e"],
  );
});

test("a scene that has not arrived, or not to its end, has no picture", () => {
  const whole = scene(3);
  const all = figures(state({ scenes: { "one/a": whole, "one/b": scene(3, 2) } }));
  assert.deepEqual(
    all.map((plate) => plate.scene),
    [whole, null, null, null, null],
  );
});

test("the current settings are printed and named, or the defaults where they are not loaded", () => {
  const [set, other] = [scene(3), scene(2)];
  const values = { "one/a": { stride: "3", input: "1,1;0,1" } };
  const scenes = { "one/a": other, "one/a?stride=3&input=1%2C1%3B0%2C1": set };
  const [plate] = figures(state({ scenes, values }));
  assert.equal(plate?.scene, set);
  assert.equal(plate?.settings, "Stride 3, Input changed");
  const [without] = figures(state({ scenes: { "one/a": other }, values }));
  assert.equal(without?.scene, other);
  assert.equal(without?.settings, "");
});

test("the last frame is printed, complete, and nothing in it steps back", () => {
  const shown = scene(3);
  shown.frames[2].focus = ["panel"];
  const { k, f, to } = lastMoment(shown);
  assert.deepEqual([k, f, to.focus], [2, 1, []]);
  assert.deepEqual(shown.frames[2].focus, ["panel"], "the scene itself stays as it is");
});

test("what asks the room is not printed, what has an answer is, with its scene's number", () => {
  const [open, typed] = [scene(2), scene(3)];
  open.frames[0].question = { kind: "open", options: [] };
  const question = { kind: "number", options: [{ text: "3", rule: "" }] };
  typed.frames[1].question = question;
  const all = figures(state({ scenes: { "one/a": open, "one/b": typed, "two/c": typed } }));
  const asked = [1, 2, 3].map((step) => questionsAsked(all, step).map(({ number, k }) => [number, k]));
  assert.deepEqual(asked, [[["1.2", 1]], [["2.1", 1]], []]);
  typed.frames[2].question = question;
  const twice = questionsAsked(figures(state({ scenes: { "one/b": typed } })), 1);
  assert.deepEqual(
    twice.map(({ number }) => number),
    ["1.2a", "1.2b"],
  );
  const [first] = questionsAsked(all, 1);
  assert.deepEqual([first?.sentence, first?.question], ["Frame 1.", question]);
});

test("no text of any picture is cut at the paper's edge, where a number would be another one", () => {
  for (const name of names) {
    const whole = golden(name);
    const asked = whole.frames.filter(({ question }) => question && question.kind !== "open");
    const halves = asked.map(({ k }) => figurePicture(whole, frameMoment(whole, k), HALF_WIDTH));
    for (const { shapes, width } of [figurePicture(whole), ...halves])
      for (const shape of shapes) {
        if (shape.kind !== "text" || shape.alpha === 0) continue;
        const { x, width: wide } = bounds({ ...shape, width: undefined });
        assert.ok(x >= 0 && x + wide <= width, `${name}: ${shape.text} is cut off`);
      }
  }
});

test("every picture of the chapter is wide and low, and all of it is on the paper", () => {
  for (const name of names) {
    const { shapes, top, width, height } = figurePicture(golden(name));
    assert.ok(shapes.length > 3, `${name} draws next to nothing`);
    assert.ok(height >= 60 && height <= 300, `${name} is ${height} high`);
    for (const shape of shapes) {
      if (shape.kind !== "text" && shape.kind !== "circle") continue;
      assert.ok(shape.y > top && shape.y < top + height, `${name}: ${JSON.stringify(shape)} is cut off`);
      assert.ok(shape.x >= 0 && shape.x <= width, `${name}: ${JSON.stringify(shape)} is cut off`);
    }
  }
});
