/** Where numbers stand in the words of a panel: what a formula is made of comes from there. Pure. */

import { getOrMake } from "../data/cache.js";
import { bounds } from "../drawing/build.js";
import { textWidth } from "../drawing/layout.js";
import { within } from "../drawing/shapes.js";
import { layers } from "./compose.js";

/** @import { Context, Rect, Shape, TextShape } from "./context.js" */
/** @typedef {{text: string, start: number, end: number}} Span of some words, where something stands in them */

const NUMBER = /\d+(?:,\d{3})*(?:\.\d+)?/g;
/** A number that is written as a word. */
const WORD = /^\p{L}+$/u;

/** @type {WeakMap<Context, Map<string, TextShape[]>>} */
const cache = new WeakMap();

/**
 * Where a number stands in words: within those that are said to have it, if they do; the nth of several, or the last.
 * @param {readonly string[]} texts
 * @param {{number: string, text: string, nth: number}} wanted
 * @returns {{at: number, span: Span}|null} in which of the texts
 */
export function findNumber(texts, { number, text, nth }) {
  const having = [...texts.entries()].filter(([, each]) => each.includes(text));
  const all = having.flatMap(([at, each]) =>
    Array.from(each.matchAll(NUMBER), (match) => ({ at, span: spanOf(each, match.index, match[0]) })).filter(
      ({ span }) => each.slice(span.start, span.end) === number,
    ),
  );
  const inside = all.filter(({ at, span }) => {
    const start = text ? (texts[at]?.indexOf(text) ?? -1) : -1;
    return span.start >= start && span.end <= start + text.length;
  });
  const found = inside.length ? inside : all;
  if (found.length) return found[Math.min(nth, found.length - 1)] ?? null;
  const [first] = having;
  return first && WORD.test(text) ? { at: first[0], span: spanOf(first[1], first[1].indexOf(text), text) } : null;
}

/** @param {string} text @param {number} start @param {string} part @returns {Span} */
const spanOf = (text, start, part) => ({ text, start, end: start + part.length });

/**
 * Where a number stands in a panel's words, on the stage; null where it stands nowhere.
 * @param {Context} context
 * @param {string} panel
 * @param {{number: string, text: string, nth: number}} wanted
 * @param {(text: string, shape: TextShape) => number} [measure] how wide some letters of a text are
 * @returns {Rect|null}
 */
export function numberPlace(context, panel, wanted, measure = (text, { size }) => textWidth(text, size)) {
  /** @type {TextShape[]} */
  const shapes = getOrMake(
    getOrMake(cache, context, () => new Map()),
    panel,
    () => textsOf(context, panel),
  );
  const found = findNumber(
    shapes.map(({ text }) => text),
    wanted,
  );
  const shape = found && shapes[found.at];
  if (!shape) return null;
  const { align = "center", width = Number.POSITIVE_INFINITY } = shape;
  const whole = measure(shape.text, shape);
  const drawn = Math.min(width, whole);
  const left = shape.x - { left: 0, center: drawn / 2, right: drawn }[align];
  const part = (/** @type {number} */ end) => (drawn / whole) * measure(shape.text.slice(0, end), shape);
  const [from, to] = [part(found.span.start), part(found.span.end)];
  return { ...bounds(shape), x: left + from, width: to - from };
}

/** @param {Context} context @param {string} panel @returns {TextShape[]} */
const textsOf = (context, panel) =>
  layers(context).flatMap((layer) => (layer.panel === panel ? layer.shapes.flatMap(textsIn) : []));

/** @param {Shape} shape @returns {TextShape[]} */
function textsIn(shape) {
  if (shape.kind === "within") return within(shape).flatMap(textsIn);
  return shape.kind === "text" ? [shape] : [];
}
