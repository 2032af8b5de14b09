/** Why cells are right: of each question of the chapter that is answered with cells. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "./reducing.js";
import { answering, picture, QUESTIONS, waiting } from "./telling.js";

/** @import { Option } from "../../static/js/data/records.js" */

test("why a cell is right is told by its window, which is laid on what it reads, one after another", () => {
  const all = QUESTIONS.filter(([, , , { kind }]) => kind === "cell");
  assert.ok(all.length > 2);
  for (const [name, scene, k, question] of all) {
    assert.ok(question.window, name);
    const own = question.options.find(({ rule, cells }) => rule && cells.length);
    const answers = answering(question, /** @type {Option} */ (own)).map((event) => ({ type: "answer", ...event }));
    let state = after(waiting(scene, k), ...answers, "nextStep");
    const { frames } = picture(state).scene;
    const windows = frames.map(({ boxes }) => boxes.filter(({ role }) => role === "window"));
    const cells = frames.flatMap(({ boxes }) => boxes.filter(({ role }) => role === "cell"));
    const [, rows, columns] = scene.tensors.find((each) => each.name === question.tensor)?.shape ?? [0, 0, 0];
    assert.equal(cells.length, rows * columns);
    for (const [i, cell] of cells.entries()) {
      const [window] = windows[i + 1] ?? [];
      const side = Number(window?.rows[1]) - Number(window?.rows[0]);
      assert.equal(side, question.window.side);
      assert.equal(window?.rows[0], cell.rows[0] * question.window.stride - question.window.padding, name);
      assert.equal(window?.columns[0], cell.columns[0] * question.window.stride - question.window.padding);
    }
    const told = [];
    for (let i = 0; i <= 40; i += 1) {
      const { right = [], wrong = [], missed = [] } = picture(state).marks?.told ?? {};
      told.push(right.length + wrong.length + missed.length);
      state = after(state, { type: "tick", seconds: state.telling / 40 });
    }
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
    assert.equal(told[0], 0);
    assert.ok(new Set(told).size > 2, `${name}: ${told}`);
  }
});
