/** Answering on the stage: over each cell of the map that is asked about lies what marks it, or sets its value. */

import { leaveKeys, standOver } from "../page/dom.js";
import { openQuestion, saidTo } from "../state/questions.js";
import { cellPlaces, isInSight } from "../views/inspect.js";
import { AnswerGrid } from "./answer-grid.js";

/** @import { Question, Tensor } from "../data/records.js" */
/** @import { State } from "../state/state.js" */
/** @import { Context } from "../views/context.js" */
/** @typedef {(event: import("../state/reducer.js").PlayerEvent) => void} Tell */

export class CellAnswers {
  /** @type {Question|null} */
  #question = null;
  /** @type {Context["layout"]|null} */
  #layout = null;
  /** @type {AnswerGrid} */
  #grid;

  /** @param {HTMLElement} host @param {Tell} tell */
  constructor(host, tell) {
    this.host = host;
    this.#grid = new AnswerGrid("answer-cells", tell);
    // The stage has other answers to a press on a cell.
    this.#grid.element.addEventListener("pointerdown", (event) => event.stopPropagation());
  }

  /** @param {State} state @param {Context} context */
  follow(state, context) {
    const open = openQuestion(state);
    const question = open?.kind === "cell" || open?.kind === "draw" ? open : null;
    const tensor = question && context.scene.tensors.find(({ name }) => name === question.tensor);
    const shown = tensor && isInSight(context, tensor) ? question : null;
    if (shown !== this.#question) this.#show(shown, tensor?.shape ?? [0, 0, 0]);
    if (!shown || !tensor) return;
    if (context.layout !== this.#layout) this.#stand(context, tensor);
    this.#grid.update(saidTo(state, shown));
  }

  /** @param {Question|null} question @param {[number, number, number]} shape */
  #show(question, [, rows, columns]) {
    const { element } = this.#grid;
    // A stage that is being made by its name may not have children yet.
    if (!element.isConnected) this.host.append(element);
    leaveKeys(element);
    this.#question = question;
    this.#layout = null;
    this.#grid.show(question, rows, columns);
  }

  /** @param {Context} context @param {Tensor} tensor */
  #stand(context, tensor) {
    this.#layout = context.layout;
    const columns = tensor.shape[2];
    for (const [i, element] of this.#grid.cells.entries()) {
      const cell = { tensor, channel: 0, row: Math.floor(i / columns), column: i % columns };
      const [place] = cellPlaces(context, cell);
      if (place) standOver(element, place);
    }
  }
}
