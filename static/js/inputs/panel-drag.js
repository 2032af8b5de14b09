/** Dragging a picture on the stage by whole cells: two parameters that its panel names follow the pointer. */

import { frameChange } from "../views/context.js";
import { cellAt, cellPlaces } from "../views/inspect.js";

/** @import { Context } from "../views/context.js" */
/** @import { Drags, Value } from "../data/wire.js" */
/** @typedef {Record<string, Value>} Values by parameter */
/** @typedef {{drags: Drags, side: number, values: Values}} Handle */

export class PanelDrag {
  /** @type {AbortController | null} */
  #drag = null;

  /** @param {HTMLElement} host @param {(values: Values, frame: number) => void} send */
  constructor(host, send) {
    this.host = host;
    this.send = send;
  }

  get busy() {
    return this.#drag !== null;
  }

  /** A press on a picture that can be dragged; false where there is none.
   * @param {PointerEvent} event @param {Context} context */
  grab(event, context) {
    const handle = dragHandleAt(context, event.offsetX, event.offsetY);
    if (!handle || event.button !== 0) return false;
    this.#drag?.abort();
    const drag = new AbortController();
    this.#drag = drag;
    const { drags, side, values } = handle;
    const last = { ...values };
    this.host.setPointerCapture(event.pointerId);
    event.preventDefault();
    const move = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const to = (/** @type {string} */ name, /** @type {number} */ by) =>
        Math.max(-drags.reach, Math.min(drags.reach, Number(values[name]) + Math.round(by / side)));
      const [x, y] = [to(drags.x, clientX - event.clientX), to(drags.y, clientY - event.clientY)];
      if (x === last[drags.x] && y === last[drags.y]) return;
      Object.assign(last, { [drags.x]: x, [drags.y]: y });
      this.send(last, drags.frame);
    };
    const end = () => {
      drag.abort();
      this.#drag = null;
    };
    this.host.addEventListener("pointermove", move, { signal: drag.signal });
    this.host.addEventListener("pointerup", end, { signal: drag.signal });
    this.host.addEventListener("pointercancel", end, { signal: drag.signal });
    return true;
  }
}

/** What can be dragged at a point of the stage: how large a cell is there, and where the picture
 * stands: as the frame says, else as the scene was asked for.
 * @param {Context} context @param {number} x @param {number} y @returns {Handle | null} */
export function dragHandleAt(context, x, y) {
  const cell = cellAt(context, x, y);
  const panel =
    cell && context.scene.panels.find(({ options, tensors }) => options.drags && tensors.includes(cell.tensor.name));
  const [place] = cell && panel ? cellPlaces(context, cell) : [];
  if (!panel?.options.drags || !place) return null;
  const moved = panel.kind === "grid" ? frameChange(context, panel).to.values : undefined;
  return { drags: panel.options.drags, side: place.width, values: moved ?? context.scene.values };
}
