/** The caption under the picture: a sentence and its formula, whose room stays the same through a scene. */

import { formulaOf } from "../drawing/arithmetic.js";
import { isFullScreen, make, makeReachable, parseMarkup, setAttribute, windowOf } from "../page/dom.js";
import { emphasisNodes } from "../page/emphasis.js";
import { fitAnswer } from "./answer-fit.js";

/** @import { Caption } from "../data/records.js" */
/** @typedef {Caption & {shown?: string}} Written a caption, and what of its sentence its formula shows as well */
/** @typedef {{height: number, scale: number, isBelow: boolean}} Room in pixels, and how formulas stand in it */

/** In what is narrower each formula is as large as it can be: one size for all would be that of the widest. */
const NARROW = 560;
/** In a window a formula that is wider than this allows is scrolled, as it could not be read any smaller. */
const SMALLEST = 0.66;
/**
 * What the style sheets are told: the room in pixels, and the formulas' letters as a share of the usual ones.
 * What stands elsewhere in the player inherits neither, and need not be styled again.
 */
const BELOW = "data-below";
const [HEIGHT, SCALE] = ["--caption-height", "--formula-scale"];

/** Writes captions, and keeps the room that the roomiest of a scene need. */
export class CaptionWriter {
  /** @type {readonly Caption[]} */
  #roomiest = [];
  /** @type {{text: string, formula: Written|null}} */
  #wanted = { text: "", formula: null };
  /** @type {{text: string, formula: Written|null}} */
  #written = { text: "", formula: null };
  #width = 0;
  /** Rooms, each with what it depends on. @type {WeakMap<readonly Caption[], {of: string, room: Room}>} */
  #rooms = new WeakMap();

  /**
   * @param {HTMLElement} section which holds both; it and the player are told how much room they need
   * @param {HTMLElement} sentence
   * @param {HTMLElement} formula
   * @param {import("./question-group.js").QuestionGroup} answers which stand in the formula's place
   * @param {AbortSignal} signal
   */
  constructor(section, sentence, formula, answers, signal) {
    this.section = section;
    this.sentence = sentence;
    this.formula = formula;
    this.answers = answers;
    const window = windowOf(section);
    const follow = () => void (section.clientWidth !== this.#width && window.requestAnimationFrame(this.#keepRoom));
    new ResizeObserver(follow).observe(section);
    new ResizeObserver(this.#makeReachable).observe(formula);
    window.addEventListener("resize", this.#keepRoom, { signal });
    section.ownerDocument.addEventListener("fullscreenchange", this.#keepRoom, { signal });
  }

  /**
   * @param {string} text
   * @param {Written|null} formula the caption whose formula is to be seen
   * @param {readonly Caption[]} roomiest those of its scene that need the most room
   */
  show(text, formula, roomiest) {
    this.#wanted = { text, formula };
    if (roomiest !== this.#roomiest) {
      this.#roomiest = roomiest;
      this.#keepRoom();
    } else if (this.#write(text, formula)) this.#fit();
  }

  /** @param {string} text @param {Written|null} formula @returns {boolean} whether another formula stands there */
  #write(text, formula) {
    const before = this.#written;
    this.#written = { text, formula };
    if (text !== before.text || formula !== before.formula) this.#say(text, formula?.shown ?? "");
    if (formula === before.formula) return false;
    this.formula.replaceChildren(parseMarkup(formula ? formulaOf(formula) : ""));
    return true;
  }

  /** What a formula shows at the end of it is for the ear alone. @param {string} text @param {string} shown */
  #say(text, shown) {
    const seen = text.endsWith(shown) ? text.slice(0, text.length - shown.length) : text;
    const heard = text.slice(seen.length);
    const unseen = heard && make("span", { class: "visually-hidden" }, ...emphasisNodes(heard));
    this.sentence.replaceChildren(...emphasisNodes(seen), ...(unseen ? [unseen] : []));
  }

  /**
   * Finds the room of a scene that comes next, while there is time: it takes longer than all else that a change of
   * scene does.
   * @param {readonly Caption[]} roomiest
   */
  expect(roomiest) {
    const known = this.#rooms.get(roomiest)?.room;
    // What was tried has been written over what stands there.
    if (this.#roomFor(roomiest) !== known) this.#keepRoom();
  }

  /** Keeps the room that the scene's captions need, and writes the one that is wanted. */
  #keepRoom = () => {
    const { section, formula } = this;
    this.#width = section.clientWidth;
    const { height, scale, isBelow } = this.#roomFor(this.#roomiest);
    for (const { style } of this.#keepers()) {
      if (height > 0) style.setProperty(HEIGHT, `${height}px`);
      else style.removeProperty(HEIGHT);
    }
    formula.style.setProperty(SCALE, String(scale));
    setAttribute(section, BELOW, isBelow);
    this.#write(this.#wanted.text, this.#wanted.formula);
    this.#fit();
  };

  /** The elements that are told the height. */
  #keepers() {
    return [this.section.parentElement ?? this.section, this.section];
  }

  /** What the room of captions depends on, beside themselves. */
  #place() {
    const { section, sentence } = this;
    const { innerWidth, innerHeight } = windowOf(section);
    const controls = /** @type {HTMLElement|null} */ (section.querySelector("cnn-controls"))?.offsetWidth;
    const letters = windowOf(section).getComputedStyle(sentence).fontSize;
    return [isFullScreen(section), innerWidth, innerHeight, section.clientWidth, controls, letters].join();
  }

  /** The room that captions need, found once for a place. @param {readonly Caption[]} roomiest @returns {Room} */
  #roomFor(roomiest) {
    const of = this.#place();
    const known = this.#rooms.get(roomiest);
    if (known?.of === of) return known.room;
    const room = this.#tryRoom(roomiest);
    this.#rooms.set(roomiest, { of, room });
    return room;
  }

  /** @param {readonly Caption[]} roomiest @returns {Room} */
  #tryRoom(roomiest) {
    const { section, formula } = this;
    for (const { style } of this.#keepers()) style.removeProperty(HEIGHT);
    formula.style.removeProperty(SCALE);
    formula.style.fontSize = "";
    const isFull = isFullScreen(section);
    let tried = this.#try(roomiest, isFull);
    const scale = section.clientWidth <= NARROW ? 1 : Math.max(tried.scale, isFull ? 0 : SMALLEST);
    if (scale < 1) {
      formula.style.setProperty(SCALE, String(scale));
      tried = this.#try(roomiest, isFull);
    }
    const { below, beside } = tried;
    return { height: Math.max(0, Math.ceil(Math.min(below, beside))), scale, isBelow: below < beside };
  }

  /**
   * How high the highest is with its formula below the sentence, which is for full screen alone, and with it beside;
   * and how much smaller the widest formula has to be. Each is written once, as that takes longest.
   * @param {readonly Caption[]} roomiest
   * @param {boolean} isFull
   */
  #try(roomiest, isFull) {
    const { section, sentence, formula } = this;
    const room = { below: isFull ? 0 : Infinity, beside: 0, scale: 1 };
    for (const caption of roomiest) {
      this.#write(caption.narration, caption);
      this.answers.measure(caption.asked ?? null, (means) => {
        setAttribute(section, BELOW, isFull);
        room.scale = Math.min(room.scale, scaleFor(formula));
        if (isFull) room.below = Math.max(room.below, heightOf(sentence, formula, means));
        setAttribute(section, BELOW, false);
        room.beside = Math.max(room.beside, heightOf(sentence, formula, means));
      });
    }
    return room;
  }

  /** In full screen nothing can be scrolled: a line that is still too wide is set a little smaller. */
  #fit() {
    const { formula } = this;
    const window = windowOf(formula);
    formula.style.fontSize = "";
    fitAnswer(this.section, this.sentence, formula);
    const size = () => parseFloat(window.getComputedStyle(formula).fontSize);
    if (!isFullScreen(formula) && this.#width <= NARROW)
      formula.style.fontSize = `${size() * Math.max(SMALLEST, scaleFor(formula))}px`;
    if (!isFullScreen(formula)) return void window.requestAnimationFrame(this.#makeReachable);
    const { scrollWidth, clientWidth } = formula;
    if (scrollWidth <= clientWidth) return;
    formula.style.fontSize = `${(size() * (clientWidth - 1)) / scrollWidth}px`;
  }

  /** Elsewhere it can be, by keys, too. */
  #makeReachable = () => makeReachable(this.formula, "Formula");
}

/** How much smaller a formula has to be to stand in its line. @param {HTMLElement} formula */
function scaleFor(formula) {
  const { paddingLeft, paddingRight } = windowOf(formula).getComputedStyle(formula);
  const padding = parseFloat(paddingLeft) + parseFloat(paddingRight);
  const [room, needed] = [formula.clientWidth, formula.scrollWidth];
  return needed > room ? (room - padding - 1) / (needed - padding) : 1;
}

/** @param {...HTMLElement} parts @returns {number} from the top of the highest to the bottom of the lowest */
function heightOf(...parts) {
  const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 0);
  return Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
}
