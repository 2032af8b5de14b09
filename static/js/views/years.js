/** Years on a line, and over each of them, as they pass, a card of what happened. */

import { ease, easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { circleShape, inset, levelLine, lineShape, rectShape, textShape } from "../drawing/build.js";
import { inOrder } from "../drawing/in-order.js";
import { textWidth } from "../drawing/layout.js";
import { boxRect, fittedText, frameChange, partPresence } from "./context.js";
import { partShapes, pictureAmong } from "./drawing.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @import { Type } from "../drawing/layout.js" */
/** @import { Event as Happening } from "../data/wire.js" */
/** @typedef {PanelOf<"timeline">} Panel */
/** @typedef {{card: Rect, dot: number, told: number, seen: number, rises: number}} Place of an event: its card, where
 *   its year is on the line, how much it is spoken of, how much of it is seen, and how far it rises yet, all 0 to 1 */
/** @typedef {{area: Rect, type: Type, unit: number, at: (year: number) => number, base: number}} Ruler how wide a card
 *   is with the air beside it, where a year stands, and how high the line is */

/** How many times as wide as another one a card is that is spoken of. */
const TOLD = 2.4;
/** How much wider than high pictures are, all of them, and how much of its card's width one takes. */
const [ASPECT, INNER] = [1.75, 0.9];
/** How many units of its parts its picture is wide. */
const WIDE = 112;
/** How strong a card is while another one is spoken of. */
const BACK = 0.8;
/** How large a year's letters are, in those of numbers: usually, and while it is spoken of. */
const YEAR = { size: 1, told: 1.15 };
/** How high a card's words are, in letters: the air above its picture, its name, and what more is said of it. */
const WORDS = { air: 0.6, name: 1.9, more: 1.4 };
/** Between two cards, between a card and the line, and from there to the middle of a year, in letters. */
const [GAP, STEM, BELOW] = [0.5, 2.2, 1.5];
/** Until when cards make room; from then on a new one comes. */
const SLID = 0.65;
/** From when on cards come with their line, as what flies onto them is there. */
const LANDED = 0.72;
/** Into how many pieces the way from a card to its year bends. */
const BENDS = 12;

/** @type {View<"timeline">} */
export const years = {
  draw(panel, _rect, context) {
    const { events } = panel.options;
    const { ruler, places, passed } = standing(panel, context);
    const { area, base } = ruler;
    return [
      levelLine(base, area.x, area.x + area.width, "line", { line: 3 }),
      levelLine(base, itemAt(places, 0).dot, passed, "classify", { line: 5 }),
      ...places.flatMap((place) => stem(place, ruler)),
      ...places.flatMap((place, i) => cardShapes(itemAt(events, i), place, context)),
      ...events.flatMap((_, i) => yearShapes(events, i, places[i], ruler)),
    ];
  },

  // A picture among the parts on a card: where it would stand, if it is there later alone.
  locate(panel, _rect, _scene, box, context) {
    if (!context) return null;
    const { events } = panel.options;
    const { places } = standing(panel, context);
    for (const [i, { parts = [] }] of events.entries()) {
      const room = places[i] && pictureRect(places[i].card, context.layout.type);
      const at = room && pictureAmong(parts, box.tensor, room, room.width / WIDE, context.scene);
      if (at) return boxRect(box, at);
    }
    return null;
  },
};

/** How the line of years stands now: its ruler, the place of each event, and up to where years have passed.
 * @param {Panel} panel @param {Context} context */
function standing(panel, context) {
  const { events } = panel.options;
  const { from, to, f } = frameChange(context, panel);
  const ruler = rulerOf(events, context);
  const [before, after] = [arranged(events, from, ruler), arranged(events, to, ruler)];
  const slid = easeWithin(f, 0, SLID);
  // Where the line comes, what flies onto a card has its place first.
  const { moment } = context;
  const comes = moment.f < 1 && moment.from !== null && !isShown(moment.from, panel);
  const places = (before.length > after.length ? before : after).map((place, i) => {
    const [was, is] = [before[i] ?? place, after[i] ?? place];
    const own = partPresence(i, before.length, after.length, easeWithin(f, SLID, 1));
    const seen = comes ? easeWithin(moment.f, LANDED, 1) : own;
    return {
      card: lerpRect(was.card, is.card, slid),
      dot: is.dot,
      told: lerp(was.told, is.told, slid),
      seen,
      rises: comes ? 0 : 1 - seen,
    };
  });
  const last = (/** @type {{dot: number}[]} */ all) => itemAt(all, all.length - 1).dot;
  return { ruler, places, passed: lerp(last(before), last(after), slid) };
}

/** How large all is: cards as wide as all of them have room side by side, and the line in the middle of what is left.
 * @param {Happening[]} events @param {Context} context @returns {Ruler} */
function rulerOf(events, { layout: { type, size } }) {
  const area = { x: size.width * 0.06, width: size.width * 0.88, y: size.height * 0.06, height: size.height * 0.88 };
  const first = itemAt(events, 0).year;
  const span = Math.max(1, itemAt(events, events.length - 1).year - first);
  const feet = type.number * (STEM + BELOW + YEAR.told / 2);
  const words = cardHeight(0, 1, type);
  const widest = ((area.height - feet - words) * ASPECT) / INNER;
  const unit = Math.min(area.width / (events.length - 1 + TOLD), widest / TOLD);
  const tall = cardHeight(unit * TOLD, 1, type);
  const half = textWidth("0000", type.number * YEAR.told) / 2;
  return {
    area,
    type,
    unit,
    at: (year) => area.x + half + ((year - first) / span) * (area.width - 2 * half),
    base: area.y + (area.height - tall - feet) / 2 + tall + type.number * STEM,
  };
}

/** @param {number} width @param {number} told @param {Type} type */
const cardHeight = (width, told, { number }) =>
  (width * INNER) / ASPECT + number * (WORDS.air + WORDS.name + WORDS.more * told);

/** Where what has happened so far has its place: each card as near above its year as its neighbours let it.
 * @param {Happening[]} events @param {import("./context.js").ChangesOf<"timeline">} change @param {Ruler} ruler
 * @returns {{card: Rect, dot: number, told: number}[]} */
function arranged(events, { shown, lit }, { area, type, unit, at, base }) {
  const gap = type.number * GAP;
  const dots = events.slice(0, shown).map(({ year }) => at(year));
  const widths = dots.map((_, i) => unit * (i === lit ? TOLD : 1));
  return inOrder(dots, widths, area).map((x, i) => {
    const [width, told] = [itemAt(widths, i) - gap, Number(i === lit)];
    const height = cardHeight(width, told, type);
    const card = { x: x - width / 2, y: base - type.number * STEM - height, width, height };
    return { card, dot: itemAt(dots, i), told };
  });
}

/** From a card down to its year. @param {Place} place @param {Ruler} ruler @returns {Shape[]} */
function stem({ card, dot, told, seen }, { base }) {
  const [x, y] = [card.x + card.width / 2, card.y + card.height];
  const points = Array.from({ length: BENDS + 1 }, (_, k) => ({
    x: lerp(x, dot, ease(k / BENDS)),
    y: lerp(y, base, k / BENDS),
  }));
  return [
    lineShape(points, "muted", { line: 2, alpha: seen * BACK }),
    lineShape(points, "classify", { line: 3, alpha: seen * told }),
  ];
}

/** An event's card. @param {Happening} event @param {Place} place @param {Context} context @returns {Shape[]} */
function cardShapes(event, { card: rest, told, seen, rises }, context) {
  const { type } = context.layout;
  const card = { ...rest, y: rest.y + rises * type.number, radius: 12 };
  const alpha = seen * lerp(BACK, 1, told);
  const room = pictureRect(card, type);
  const [middle, foot] = [card.x + card.width / 2, room.y + room.height];
  const wide = card.width * 0.94;
  const more = { alpha: alpha * easeWithin(told, 0.5, 1) };
  return [
    rectShape(card, { fill: "paper", stroke: "line", line: 1.5, alpha }),
    rectShape(card, { stroke: "classify", line: 3, alpha: alpha * told }),
    ...picture(event, room, alpha, context),
    fittedText(event.title, middle, foot + type.number * 1.05, type.number * lerp(1, 1.15, told), wide, {
      weight: 700,
      alpha,
    }),
    ...(told > 0.5 ? [fittedText(event.text, middle, foot + type.number * 2.4, type.number, wide, more)] : []),
  ];
}

/** Whether years so far apart can't stand side by side. @param {number} apart @param {number} wide */
const isCrowded = (apart, wide) => apart < wide / 1.6;

/** By how much two years make room for one another. @param {number} apart @param {number} wide */
const roomLacking = (apart, wide) => (isCrowded(apart, wide) ? 0 : Math.max(0, wide - apart));

/** An event's year on the line, which waits there for it, a little aside where another one is near, or a line lower
 * where it would stand on the one before it; and how long it was since then, where there is room to say so.
 * @param {Happening[]} events @param {number} i @param {Place | undefined} place @param {Ruler} ruler
 * @returns {Shape[]} */
function yearShapes(events, i, place, { type, base, at }) {
  const { year, since = "" } = itemAt(events, i);
  const { told = 0, seen = 0 } = place ?? {};
  const [x, before] = [at(year), events[i - 1]];
  const apart = before ? x - at(before.year) : Number.POSITIVE_INFINITY;
  const wide = textWidth("0000", type.number * YEAR.size) * 1.4;
  const y = base + type.number * BELOW;
  const low = y + (isCrowded(apart, wide) ? type.number * YEAR.size * 1.15 : 0);
  const next = events[i + 1] ? at(itemAt(events, i + 1).year) - x : Number.POSITIVE_INFINITY;
  const aside = x + (roomLacking(apart, wide) - roomLacking(next, wide)) / 2;
  const size = type.number * lerp(YEAR.size, YEAR.told, told);
  const fill = told > 0.5 ? "classify" : "ink";
  return [
    circleShape({ x, y: base }, 6, { fill: "paper", stroke: "muted", line: 2, alpha: 1 - seen }),
    circleShape({ x, y: base }, lerp(7, 10, told), { fill: "classify", stroke: "paper", line: 3, alpha: seen }),
    textShape(String(year), aside, low, size, { fill: "muted", alpha: 1 - seen }),
    textShape(String(year), aside, low, size, { weight: 700, fill, alpha: seen }),
    ...(before && textWidth(since, type.label) < apart - wide
      ? [textShape(since, x - apart / 2, y, type.label, { fill: "muted", alpha: seen })]
      : []),
  ];
}

/** Where a card's picture has its room. @param {Rect} card @param {Type} type @returns {Rect} */
function pictureRect({ x, y, width }, { number }) {
  const wide = width * INNER;
  return { x: x + (width - wide) / 2, y: y + number * WORDS.air, width: wide, height: wide / ASPECT };
}

/** What is drawn on a card, all on the same paper. @param {Happening} event @param {Rect} room @param {number} alpha
 * @param {Context} context @returns {Shape[]} */
function picture({ parts = [], layers = [], shortcuts = [] }, room, alpha, context) {
  return [
    rectShape(room, { fill: { scale: "image", share: 0 }, alpha }),
    ...parts.flatMap((part) => (part.at > 0 ? [] : partShapes(part, room, room.width / WIDE, alpha, context))),
    ...plan(layers, shortcuts, room, alpha),
    rectShape(room, { stroke: "line", line: 1, alpha }),
  ];
}

/** A network's layers in a row, each in the colour of its stage; arcs over two of them are its shortcuts.
 * @param {NonNullable<Happening["layers"]>} layers @param {number[]} shortcuts @param {Rect} room
 * @param {number} alpha @returns {Shape[]} */
function plan(layers, shortcuts, room, alpha) {
  const { x, y, width, height } = inset(room, room.height * 0.09);
  const step = width / layers.length;
  const rise = shortcuts.length > 0 ? step * 4.5 : 0;
  const [high, middle] = [height - rise, y + (height + rise) / 2];
  const arcs = shortcuts.map((i) => {
    const top = middle - (high * itemAt(layers, i)[1]) / 2 - step;
    const points = Array.from({ length: 9 }, (_, k) => {
      const turn = (k / 8) * Math.PI;
      return { x: x + step * (i + 1 - Math.cos(turn)), y: top - Math.sin(turn) * step * 3.5 };
    });
    return lineShape(points, "accent", { line: 2, alpha });
  });
  const bars = layers.map(([stage, share], i) =>
    rectShape(
      { x: x + step * (i + 0.1), y: middle - (high * share) / 2, width: step * 0.8, height: high * share },
      { radius: Math.min(4, step * 0.2), fill: stage, alpha },
    ),
  );
  return [...arcs, ...bars];
}
