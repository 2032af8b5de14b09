/** Three buttons beside a cell that a finger has chosen: less, the other sign, more. */

import { make } from "../page/dom.js";

/** @import { Rect } from "../views/context.js" */
/** @typedef {(value: number, step: number) => number} Change */

/** How large a finger is, in CSS pixels. */
const FINGER = 44;
const GAP = 8;

/** @type {[sign: string, name: string, change: Change][]} */
const BUTTONS = [
  ["−", "Less", (value, step) => value - step],
  ["±", "The other sign", (value) => -value],
  ["+", "More", (value, step) => value + step],
];

/**
 * @param {HTMLElement} host that the buttons lie over
 * @param {(change: Change) => void} tell
 */
export function stepper(host, tell) {
  const buttons = BUTTONS.map(([sign, name, change]) =>
    make("button", { type: "button", "aria-label": name, onclick: () => tell(change) }, sign),
  );
  const element = make("div", { class: "stepper", role: "group", "aria-label": "Change the cell" }, ...buttons);
  // The field that is being typed into keeps its focus.
  element.addEventListener("pointerdown", (event) => event.preventDefault());

  return {
    element,

    /** Below a cell, or above it where there is no room. @param {Rect} cell */
    stand(cell) {
      if (!element.isConnected) host.append(element);
      const { clientWidth, clientHeight } = host;
      const width = BUTTONS.length * FINGER;
      const below = cell.y + cell.height + GAP;
      const top = below + FINGER <= clientHeight ? below : Math.max(0, cell.y - GAP - FINGER);
      const left = Math.max(0, Math.min(cell.x + cell.width / 2 - width / 2, clientWidth - width));
      Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
    },
  };
}
