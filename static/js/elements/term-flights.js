/**
 * The formulas of an answer come term by term: each number flies from where it stands on the screen into its place, or
 * unfolds there, with the signs before it. What is shown follows from the moment alone.
 */

import { ease } from "../data/easing.js";
import { make, setAttribute, windowOf } from "../page/dom.js";
import { arrival, visibility } from "../state/term-schedule.js";
import { arc } from "../views/flights.js";

/** @import { Row, Schedule } from "../state/term-schedule.js" */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect in pixels of the window */
/** @typedef {(name: string, text: string, nth: number) => Rect|null} Look where something stands on the screen */
/**
 * @typedef {object} Term a number or a sign in its place
 * @property {MathMLElement} element
 * @property {Row} row
 * @property {number} group
 * @property {boolean} isNumber
 * @property {Rect|null} from where it comes from
 * @property {Rect|null} to
 * @property {HTMLElement|null} chip it, on its way
 */

const LEAVES = "mn, mo, mi, mtext";

export class TermFlights {
  /** @type {Schedule|null} */
  #schedule = null;
  /** @type {Term[]} */
  #terms = [];
  /** Lines of fractions, with the first number of each. @type {{element: MathMLElement, first: Term}[]} */
  #lines = [];
  #place = "";

  /** @param {HTMLElement} formula in which they stand @param {HTMLElement} sky over which they fly */
  constructor(formula, sky) {
    this.formula = formula;
    this.layer = make("div", { class: "term-flights", "aria-hidden": "true" });
    sky.append(this.layer);
  }

  /**
   * @param {Schedule} schedule of the formulas that stand there
   * @param {number} seconds
   * @param {Look} look
   */
  show(schedule, seconds, look) {
    if (schedule !== this.#schedule) this.#bind(schedule);
    if (seconds < schedule.seconds) this.#measure(look);
    else this.#land();
    for (const term of this.#terms) this.#draw(term, seconds);
    for (const { element, first } of this.#lines)
      fade(element, visibility(arrival(first.row, first.group, seconds), false));
    setAttribute(this.formula, "data-compared", seconds >= schedule.seconds && schedule.rows.length > 1);
  }

  /** Another formula stands there, which is shown as it is. */
  leave() {
    if (!this.#schedule) return;
    this.#land();
    [this.#schedule, this.#terms, this.#lines] = [null, [], []];
    setAttribute(this.formula, "data-compared", null);
  }

  /** @param {Schedule} schedule */
  #bind(schedule) {
    this.leave();
    this.#schedule = schedule;
    const maths = [...this.formula.querySelectorAll(":scope > math")];
    this.#terms = schedule.rows.flatMap((row, at) => {
      const leaves = /** @type {MathMLElement[]} */ ([...(maths[at]?.querySelectorAll(LEAVES) ?? [])]);
      return leaves.map((element, i) => {
        const group = row.groups[i] ?? 0;
        if (row.differs[group]) element.classList.add("differs");
        const isNumber = element.localName === "mn";
        return { element, row, group, isNumber, from: null, to: null, chip: null };
      });
    });
    this.#lines = /** @type {MathMLElement[]} */ ([...this.formula.querySelectorAll("mfrac")]).flatMap((element) => {
      const first = this.#terms.find((term) => element.contains(term.element));
      return first ? [{ element, first }] : [];
    });
  }

  /** Where they come from and go to, while the window stays as it is. @param {Look} look */
  #measure(look) {
    const { x, y, width, height } = this.formula.getBoundingClientRect();
    const place = [x, y, width, height].join(" ");
    if (place === this.#place) return;
    this.#place = place;
    const room = { x, y, width, height };
    const sky = this.layer.getBoundingClientRect();
    const uses = new Map();
    for (const term of this.#terms.filter(({ isNumber }) => isNumber)) {
      const { row, group, element } = term;
      const name = row.names[group] ?? "";
      const text = element.textContent ?? "";
      const to = element.getBoundingClientRect();
      const key = `${this.#schedule?.rows.indexOf(row)} ${text}`;
      const from = name && isWithin(to, room) ? look(name, text, uses.get(key) ?? 0) : null;
      if (from) uses.set(key, (uses.get(key) ?? 0) + 1);
      term.from = from && moved(from, sky);
      term.to = moved(to, sky);
    }
  }

  /** @param {Term} term @param {number} seconds */
  #draw(term, seconds) {
    const { element, row, group, from, to } = term;
    const arrived = arrival(row, group, seconds);
    fade(element, visibility(arrived, from !== null));
    if (!from || !to || arrived <= 0 || arrived >= 1) {
      term.chip?.remove();
      term.chip = null;
      return;
    }
    term.chip ??= this.#lift(term);
    const size = from.height / to.height;
    const at = arc(centre(from), centre(to), arrived);
    const scale = size + (1 - size) * ease(arrived);
    term.chip.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%) scale(${scale})`;
    fade(term.chip, Math.min(ease(arrived / 0.12), 1 - ease((arrived - 0.9) / 0.1)));
  }

  /** @param {Term} term */
  #lift({ element }) {
    const chip = make("span", {}, element.textContent ?? "");
    const { fontSize, fontFamily } = windowOf(this.formula).getComputedStyle(element);
    Object.assign(chip.style, { fontSize, fontFamily });
    this.layer.append(chip);
    return chip;
  }

  #land() {
    this.layer.replaceChildren();
    this.#place = "";
    for (const term of this.#terms) Object.assign(term, { chip: null, from: null, to: null });
  }
}

/** @param {HTMLElement|MathMLElement} element @param {number} alpha */
function fade({ style }, alpha) {
  const opacity = alpha >= 1 ? "" : alpha.toFixed(3);
  if (style.opacity !== opacity) style.opacity = opacity;
}

/** @param {Rect} rect @param {Rect} from @returns {Rect} */
const moved = ({ x, y, width, height }, from) => ({ x: x - from.x, y: y - from.y, width, height });

/** @param {Rect} rect @returns {Rect} a point */
const centre = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2, width: 0, height: 0 });

/** Whether it is not scrolled away. @param {Rect} rect @param {Rect} room */
const isWithin = (rect, room) => rect.x >= room.x - 1 && rect.x + rect.width <= room.x + room.width + 1;
