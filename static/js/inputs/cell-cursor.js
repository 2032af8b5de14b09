/** Choosing a cell of a network by keys: arrows go from cell to cell, with Shift from map to map and from layer to
 * layer; Enter opens it, as a press on it does. */

import { itemAt } from "../data/lists.js";
import { focusIn, make, setText } from "../page/dom.js";
import { cellText, isInSight } from "../views/inspect.js";

/** @import { Scene, Tensor } from "../data/records.js" */
/** @import { Cell, Context } from "../views/context.js" */

const LABEL = "Cells of the network. Arrow keys choose one, with Shift another map or layer; Enter opens it.";

/** Tensors whose cells can be opened, in the order of their panels. @param {Scene} scene @returns {Tensor[]} */
function openable({ panels, tensors }) {
  const names = panels.flatMap(({ tensors, options: { opens } }) =>
    opens && !opens.unit ? tensors.filter((name) => opens.layers[name]) : [],
  );
  return names.flatMap((name) => {
    const tensor = tensors.find((each) => each.name === name);
    return tensor ? [tensor] : [];
  });
}

/** Those of them that are on the screen. @param {Context} context */
export const openTensors = (context) => openable(context.scene).filter((tensor) => isInSight(context, tensor));

/** Where an arrow points; nowhere for another key. @param {string} key */
export const arrow = (key) => ({
  across: { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0,
  down: { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0,
});

/** The cell to which a key leads. @param {Cell} cell @param {Tensor[]} tensors whose cells can be chosen
 * @param {{key: string, shiftKey: boolean}} press @returns {Cell} */
export function cellAfter(cell, tensors, { key, shiftKey }) {
  const { across, down } = arrow(key);
  const { tensor, channel, row, column } = cell;
  const [channels, rows, columns] = tensor.shape;
  const within = (/** @type {number} */ at, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, at));
  if (shiftKey && across) {
    const place = within(tensors.findIndex(({ name }) => name === tensor.name) + across, tensors.length);
    const next = itemAt(tensors, place);
    return next.name === tensor.name ? cell : middleOf(next);
  }
  if (shiftKey || rows * columns === 1) return { ...cell, channel: within(channel + down + across, channels) };
  // The classes stand below one another.
  if (channels * rows === 1) return { ...cell, column: within(column + down + across, columns) };
  return { ...cell, row: within(row + down, rows), column: within(column + across, columns) };
}

/** Where one begins in a layer. @param {Tensor} tensor @returns {Cell} */
const middleOf = (tensor) => {
  const [channel, row, column] = tensor.shape.map((count) => Math.floor((count - 1) / 2));
  return { tensor, channel: Number(channel), row: Number(row), column: Number(column) };
};

export class CellCursor {
  /** @type {Context | null} */
  #context = null;
  /** @type {Cell | null} */
  #cell = null;
  #said = make("span", { class: "visually-hidden", "aria-live": "polite" });
  #element = make(
    "div",
    { class: "cell-cursor", tabindex: 0, role: "application", "aria-label": LABEL, "data-cells": "", hidden: true },
    this.#said,
  );

  /** @param {HTMLElement} host @param {(cell: Cell | null) => void} point marks a cell
   * @param {(cell: Cell) => void} open */
  constructor(host, point, open) {
    this.point = point;
    this.open = open;
    this.host = host;
    this.#element.addEventListener("keydown", (event) => this.#press(event));
    this.#element.addEventListener("focus", () => this.#go(this.#cell ?? this.#first()));
    this.#element.addEventListener("blur", () => point(null));
  }

  /** It can be reached where there are cells to open. @param {Context} context */
  follow(context) {
    this.#context = context;
    // An element that is being made by its name may not have children yet.
    if (!this.#element.isConnected) this.host.append(this.#element);
    // In every picture: no more of them is looked for than it takes.
    const tensors = openable(context.scene);
    this.#element.hidden = !tensors.some((tensor) => isInSight(context, tensor));
    const name = this.#cell?.tensor.name;
    const same = name && tensors.find((each) => each.name === name);
    if (this.#cell) this.#cell = same && isInSight(context, same) ? { ...this.#cell, tensor: same } : null;
  }

  #first() {
    const [first] = this.#context ? openTensors(this.#context) : [];
    return first ? middleOf(first) : null;
  }

  /** @param {Cell | null} cell */
  #go(cell) {
    this.#cell = cell;
    if (!cell || !this.#context || focusIn(this.#element) !== this.#element) return;
    setText(this.#said, `${cell.tensor.label}, ${cellText(cell, this.#context)}`);
    this.point(cell);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const cell = this.#cell ?? this.#first();
    if (!cell || !this.#context || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") this.open(cell);
    else if (event.key.startsWith("Arrow")) this.#go(cellAfter(cell, openTensors(this.#context), event));
    else return;
    event.preventDefault();
  }
}
