/**
 * The formulas of an answer come term by term: each number flies from where it stands on the screen into its place, or
 * unfolds there, with the signs before it. What is shown follows from the moment alone.
 */

import { ease, easeWithin, lerp } from "../data/easing.js";
import { make, setAttribute, windowOf } from "../page/dom.js";
import { arrival, isThere, visibility } from "../state/term-schedule.js";
import { findNumber } from "../views/text-places.js";

/** @import { Question } from "../data/records.js" */
/** @import { Row, Schedule } from "../state/term-schedule.js" */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect in pixels */
/** @typedef {{number: string, text: string, nth: number}} Wanted a number, and the words that have it */
/** @typedef {{numberPlace: (panel: string, wanted: Wanted) => Rect|null}} Stage */
/** @typedef {{schedule: Schedule, question: Question}} Replay */
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
/** How far above the caption they fly, in heights of their letters; how much higher they rise, as a share of their way,
 * and at most, in pixels. */
const ABOVE = 0.75;
const RISE = 0.1;
const HIGHEST = 60;
/** What has lines of its own; a bracket that stretches is drawn whatever its own opacity, and so comes with its row. */
const DRAWN = 'mfrac, mrow:has(> mo[stretchy="true"])';

export class TermFlights {
  /** @type {Schedule|null} */
  #schedule = null;
  /** @type {Term[]} */
  #terms = [];
  /** Fractions, and what brackets enclose, with the first number or sign of each.
   * @type {{element: MathMLElement, first: Term}[]} */
  #lines = [];
  #place = "";
  /** The caption's upper edge. */
  #edge = 0;
  /** Where numbers stood in the sentence that asked, by row and group. @type {Map<string, Rect>} */
  #said = new Map();

  /** @param {HTMLElement} formula in which they stand @param {HTMLElement} sentence beside it
   * @param {HTMLElement} sky over which they fly */
  constructor(formula, sentence, sky) {
    this.formula = formula;
    this.sentence = sentence;
    this.layer = make("div", { class: "term-flights", "aria-hidden": "true" });
    sky.append(this.layer);
  }

  /** What flies out of the sentence that asks, as long as it stands there.
   * @param {Replay} replay */
  lookBack(replay) {
    if (replay.schedule === this.#schedule) return;
    this.leave();
    this.#schedule = replay.schedule;
    this.#said.clear();
    const sky = this.layer.getBoundingClientRect();
    for (const { key, source, wanted } of sourcesOf(replay)) {
      const place = source.panel || this.#said.has(key) ? null : placeIn(this.sentence, wanted);
      if (place) this.#said.set(key, moved(place, sky));
    }
  }

  /**
   * @param {Replay} replay what is told, whose formulas stand there: that which was looked back for
   * @param {number} seconds
   * @param {Stage} stage
   */
  show(replay, seconds, stage) {
    const { schedule } = replay;
    // A formula that was measured anew has others in their places.
    if (!this.#terms[0]?.element.isConnected) this.#bind(schedule);
    if (seconds < schedule.seconds) this.#measure(replay, stage);
    else this.#land();
    for (const term of this.#terms) this.#draw(term, seconds);
    for (const { element, first } of this.#lines)
      fade(element, visibility(arrival(first.row, first.group, seconds), false));
    for (const [at, row] of schedule.rows.entries()) {
      const line = this.formula.children[at];
      if (!line) continue;
      setAttribute(line, "data-begun", seconds >= (row.starts[0] ?? 0));
      setAttribute(line, "data-there", isThere(row, seconds));
    }
    setAttribute(this.formula, "data-telling", seconds < schedule.seconds);
    setAttribute(this.formula, "data-compared", seconds >= schedule.seconds && schedule.rows.length > 1);
  }

  /** Another formula stands there, which is shown as it is. */
  leave() {
    if (!this.#schedule) return;
    this.#land();
    [this.#schedule, this.#terms, this.#lines] = [null, [], []];
    for (const name of ["data-telling", "data-compared"]) setAttribute(this.formula, name, null);
  }

  /** @param {Schedule} schedule */
  #bind(schedule) {
    this.#land();
    const maths = [...this.formula.querySelectorAll("math")];
    this.#terms = schedule.rows.flatMap((row, at) => {
      const leaves = /** @type {MathMLElement[]} */ ([...(maths[at]?.querySelectorAll(LEAVES) ?? [])]);
      return leaves.map((element, i) => {
        const group = row.groups[i] ?? 0;
        const isNumber = element.localName === "mn";
        if (row.differs[i] && isNumber) element.classList.add("differs");
        return { element, row, group, isNumber, from: null, to: null, chip: null };
      });
    });
    this.#lines = /** @type {MathMLElement[]} */ ([...this.formula.querySelectorAll(DRAWN)]).flatMap((element) => {
      const first = this.#terms.find((term) => element.contains(term.element));
      return first ? [{ element, first }] : [];
    });
  }

  /** Where they come from and go to, while the window stays as it is. @param {Replay} replay @param {Stage} stage */
  #measure(replay, stage) {
    const room = this.formula.getBoundingClientRect();
    const place = [room.x, room.y, room.width, room.height].join(" ");
    if (place === this.#place) return;
    // What stood in the sentence is known as long as nothing has moved.
    if (this.#place) this.#said.clear();
    this.#place = place;
    const sky = this.layer.getBoundingClientRect();
    const words = this.sentence.getBoundingClientRect();
    this.#edge = Math.min(words.y, room.y) - sky.y;
    /** @type {Map<string, Rect>} */
    const found = new Map();
    // Where the formula stands below the sentence, numbers would fly across the words that are read.
    const isBelow = room.y > words.y + words.height / 2 && room.x < words.x + words.width / 2;
    for (const { key, source, wanted } of isBelow ? [] : sourcesOf(replay)) {
      const rect = source.panel ? stage.numberPlace(source.panel, wanted) : null;
      const from = rect ? moved(rect, sky) : this.#lifted(this.#said.get(key));
      if (from && !found.has(key)) found.set(key, from);
    }
    for (const term of this.#terms.filter(({ isNumber }) => isNumber)) {
      const to = term.element.getBoundingClientRect();
      const key = `${replay.schedule.rows.indexOf(term.row)} ${term.group}`;
      term.from = isWithin(to, room) ? (found.get(key) ?? null) : null;
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
    const at = this.#way(centre(from), centre(to), arrived);
    const scale = lerp(size, 1, ease(arrived));
    term.chip.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%) scale(${scale})`;
    fade(term.chip, Math.min(ease(arrived / 0.12), 1 - ease((arrived - 0.9) / 0.1)));
  }

  /** On its way: along above the caption, and down into its place. @param {Rect} a @param {Rect} b @param {number} p */
  #way(a, b, p) {
    const rise = Math.min(HIGHEST, RISE * Math.abs(b.x - a.x));
    const top = Math.max(rise, Math.min(a.y, this.#edge)) - rise;
    const y = p < 0.5 ? lerp(a.y, top, easeWithin(p, 0, 0.5)) : lerp(top, b.y, easeWithin(p, 0.5, 1));
    return { x: lerp(a.x, b.x, easeWithin(p, 0, 0.62)), y };
  }

  /** What stood in the sentence comes out at the caption's upper edge. @param {Rect} [place] */
  #lifted(place) {
    return place && { ...place, y: Math.min(place.y, this.#edge - place.height * (ABOVE + 0.5)) };
  }

  /** @param {Term} term */
  #lift({ element }) {
    const chip = make("span", {}, element.textContent ?? "");
    const { fontSize, fontFamily } = windowOf(this.formula).getComputedStyle(element);
    Object.assign(chip.style, { fontSize, fontFamily });
    this.layer.append(chip);
    return chip;
  }

  /** All of them are in their places. */
  #land() {
    this.layer.replaceChildren();
    this.#place = "";
    for (const term of this.#terms) Object.assign(term, { chip: null, from: null, to: null });
  }
}

/** Each number that stands somewhere, with where it may stand. @param {Replay} replay */
function sourcesOf({ schedule, question }) {
  return schedule.rows.flatMap((row, at) => {
    /** @type {string[]} */
    const used = [];
    return row.names.flatMap((name, group) => {
      const number = row.tokens.find(({ isNumber }, i) => isNumber && row.groups[i] === group)?.text ?? "";
      const sources = question.sources.filter(({ names }) => names.includes(name));
      const nth = used.filter((each) => each === number).length;
      if (sources.length) used.push(number);
      return sources.map((source) => ({ key: `${at} ${group}`, source, wanted: { number, text: source.text, nth } }));
    });
  });
}

/** Where a number stands in a sentence, on the screen. @param {HTMLElement} sentence @param {Wanted} wanted */
function placeIn(sentence, wanted) {
  const found = findNumber([sentence.textContent ?? ""], wanted);
  if (!found) return null;
  const range = sentence.ownerDocument.createRange();
  const walker = sentence.ownerDocument.createTreeWalker(sentence, 4);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    const [start, end] = [found.span.start - before, found.span.end - before];
    if (start >= 0 && end <= length) {
      range.setStart(node, start);
      range.setEnd(node, end);
      return range.getBoundingClientRect();
    }
    before += length;
  }
  return null;
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
