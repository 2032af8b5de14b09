/** Drawing on the stage's paper with mouse, pen or finger: points as they come, one stroke after another. */

import { eraseNear, formatStrokes, whyFull } from "../data/strokes.js";
import { paperRect } from "../views/context.js";

/** @import { Context } from "../views/context.js" */
/** @import { Point, Strokes } from "../data/strokes.js" */
/**
 * @typedef {{tool: "pen"|"eraser", strokes: Strokes, edited: boolean}} Drawn what is on the paper, and whether the user
 *   has put it there
 */

/** Points nearer than this, in shares of the paper's side, are as good as one. */
const MIN_DISTANCE = 0.006;
/** How near the eraser must come to a stroke. */
const ERASER_REACH = 0.045;
/** Milliseconds: moves that follow each other faster wait for the next picture. */
const RAW_MS = 8;

export class DrawingPad {
  /** @type {AbortController | null} */
  #stroke = null;

  /** @param {HTMLElement} host @param {(values: Record<string, string>) => void} send
   * @param {(parameter: string, sentence: string) => void} say why nothing is drawn */
  constructor(host, send, say) {
    this.host = host;
    this.send = send;
    this.say = say;
  }

  get busy() {
    return this.#stroke !== null;
  }

  /** A press on the paper; false where there is none.
   * @param {PointerEvent} event @param {Context} context @param {Drawn} drawn */
  grab(event, context, { tool, strokes, edited }) {
    const paper = paperAt(context, event.offsetX, event.offsetY);
    if (!paper || event.button !== 0 || !event.isPrimary) return false;
    const { left, top } = this.host.getBoundingClientRect();
    const at = (/** @type {PointerEvent} */ each) => pointOf(each, { ...paper, x: left + paper.x, y: top + paper.y });
    const tell = (/** @type {Strokes} */ all) => this.send({ [paper.drawing]: formatStrokes(all) });
    this.#stroke?.abort();
    const pressed = new AbortController();
    this.#stroke = pressed;
    this.host.setPointerCapture(event.pointerId);
    event.preventDefault();
    // The first stroke of one's own takes the place of the example.
    let rest = strokes;
    let last = at(event);
    const stroke = [last];
    const before = edited ? strokes : [];
    const rub = (/** @type {Point} */ [x, y]) => {
      const kept = eraseNear(rest, x, y, ERASER_REACH);
      if (kept.length < rest.length) tell(kept);
      rest = kept;
    };
    const over = whyFull(before, true);
    if (tool === "eraser") rub(last);
    else if (over) this.say(paper.drawing, over);
    else tell([...before, stroke]);
    let latest = event.timeStamp;
    const move = (/** @type {PointerEvent} */ moved) => {
      const all = moved.getCoalescedEvents?.() ?? [];
      const points = (all.length ? all : [moved]).filter(({ timeStamp }) => timeStamp > latest).map(at);
      latest = moved.timeStamp;
      if (tool === "eraser") return points.forEach(rub);
      if (over) return;
      const known = stroke.length;
      let ended = "";
      for (const point of points) {
        if (Math.hypot(point[0] - last[0], point[1] - last[1]) < MIN_DISTANCE) continue;
        ended = whyFull([...before, stroke]);
        if (ended) continue;
        stroke.push(point);
        last = point;
      }
      if (stroke.length > known) tell([...before, stroke]);
      if (ended) this.say(paper.drawing, ended);
    };
    // A move is told with the next picture; where the browser tells it at once, the answer is earlier.
    const early = (/** @type {PointerEvent} */ moved) => {
      if (moved.timeStamp - latest > RAW_MS) move(moved);
    };
    const end = () => {
      pressed.abort();
      this.#stroke = null;
    };
    this.host.addEventListener("pointermove", move, { signal: pressed.signal });
    this.host.addEventListener("pointerrawupdate", /** @type {EventListener} */ (early), { signal: pressed.signal });
    this.host.addEventListener("pointerup", end, { signal: pressed.signal });
    this.host.addEventListener("pointercancel", end, { signal: pressed.signal });
    return true;
  }
}

/**
 * Where a pointer is on the paper, and how hard a pen is pressed.
 * @param {PointerEvent} event
 * @param {{x: number, y: number, width: number, height: number}} paper in the window
 * @returns {Point}
 */
function pointOf({ clientX, clientY, pointerType, pressure }, paper) {
  const share = (/** @type {number} */ part) => Number(Math.max(0, Math.min(1, part)).toFixed(3));
  const [x, y] = [share((clientX - paper.x) / paper.width), share((clientY - paper.y) / paper.height)];
  return pointerType === "pen" && pressure > 0 ? [x, y, Number((0.04 + 0.1 * pressure).toFixed(3))] : [x, y];
}

/** The paper at a point of the stage, and the parameter that holds what is drawn on it.
 * @param {Context} context @param {number} x @param {number} y */
export function paperAt({ scene, layout }, x, y) {
  for (const panel of scene.panels) {
    const rect = layout.panels.get(panel.name);
    if (panel.kind !== "pad" || !rect) continue;
    const paper = paperRect(rect);
    if (x >= paper.x && x <= paper.x + paper.width && y >= paper.y && y <= paper.y + paper.height)
      return { ...paper, drawing: panel.options.drawing };
  }
  return null;
}
