/** What a question about a map is answered with in the dialog: its cells, to be marked or set as on the stage. */

import { itemAt } from "../data/lists.js";
import { format } from "../data/numbers.js";
import { AnswerGrid } from "../inputs/answer-grid.js";
import { mapOfAnswer } from "../page/answer-map.js";
import { make, setAttribute, setText } from "../page/dom.js";
import { changedAnswer, drawnValues, NONE, numbersSaid, rightCells, rightOption } from "../state/answering.js";
import { markedCells } from "../state/reveal.js";

/** @import { Question } from "../data/records.js" */
/** @import { Answer, Means } from "./means.js" */

const UNMARKED = "Mark the cells first; if it is none, press None.";
/** What is said of a cell once the answer is told. */
const SAYS = { right: "right", wrong: "wrong", missed: "missed" };

/**
 * The map as a grid of cells, and a button that gives the answer.
 * @param {Question} question
 * @param {Answer} answer called once
 * @param {[number, number]} sides rows and columns
 * @returns {Means}
 */
export function mapCells(question, answer, [rows, columns]) {
  let said = "";
  let open = true;
  const draws = question.kind === "draw";
  const grid = new AnswerGrid("map-cells", (change) => {
    if (!open) return;
    said = changedAnswer(question, said, change);
    update();
  });
  grid.show(question, rows, columns);
  const cellAt = (/** @type {number} */ i) => itemAt(grid.cells, i);
  grid.element.dataset.kind = question.kind;
  grid.element.style.setProperty("--columns", String(columns));
  const none = draws
    ? null
    : make("button", { type: "button", onclick: () => grid.tell({ type: "answer", cell: NONE }) }, "None");
  const press = make("button", { type: "button", class: "first", onclick: submit }, "Answer");
  const unclear = make("p", { class: "unclear", role: "status" });
  const buttons = make("div", { class: "press" }, ...(none ? [none] : []), press, unclear);
  const element = make("div", { class: "mapped", role: "group", "aria-label": "Question" }, grid.element, buttons);
  // A button is pressed by Enter; what is no button answers with it.
  grid.element.addEventListener("keydown", (event) => {
    if (!draws || event.key !== "Enter") return;
    // Else it would press what has the focus by then.
    event.preventDefault();
    submit();
  });
  update();

  function update() {
    grid.update(said);
    if (none) setAttribute(none, "aria-pressed", String(said === NONE));
    if (draws) for (const [i, value] of drawnValues(question, said).entries()) setText(cellAt(i), format(value));
    if (said !== "") setText(unclear, "");
  }

  function submit() {
    if (!open) return;
    // A map that is left as it is says that all of it is so.
    if (draws) said = drawnValues(question, said).join(" ");
    if (said === "") {
      setText(unclear, UNMARKED);
      return cellAt(0).focus();
    }
    open = false;
    tellCells();
    const right = rightOption(question);
    buttons.remove();
    if (draws && right)
      element.append(make("div", { class: "beside" }, "Right:", mapOfAnswer("draw", right, rows, columns)));
    answer(said);
  }

  /** Right cells, wrong ones, and those that lack, told apart by a sign and by name. */
  function tellCells() {
    const marks = draws
      ? drawnMarks(question, said)
      : markedCells(numbersSaid(said), rightOption(question)?.cells ?? []);
    for (const [kind, cells] of Object.entries(marks))
      for (const i of cells) {
        const cell = cellAt(i);
        cell.dataset.told = kind;
        setAttribute(cell, "aria-label", `${cell.ariaLabel}, ${SAYS[/** @type {keyof typeof SAYS} */ (kind)]}`);
      }
    for (const cell of grid.cells) setAttribute(cell, "aria-disabled", "true");
  }

  return { element, first: cellAt(0), choose() {} };
}

/** @param {Question} question @param {string} said */
function drawnMarks(question, said) {
  const right = rightCells(question, said);
  const cells = [...drawnValues(question, said).keys()];
  return { right, wrong: cells.filter((i) => !right.includes(i)), missed: [] };
}
