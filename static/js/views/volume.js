/** One of several tensors at a time, as a stack of planes, or its maps side by side; its shape in words below. */

import { easeWithin } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { isShown } from "../data/records.js";
import { lerpRect } from "../drawing/between.js";
import { rasterShape, rectShape, withAlpha } from "../drawing/build.js";
import { madePlace } from "./code.js";
import { boxRect, findTensor, fittedText, frameChange } from "./context.js";
import { stack } from "./stack.js";
import { mapCount, mapTiles } from "./volume-tiles.js";

/** @import { Context, PanelOf, Rect, Shape, View } from "./context.js" */
/** @typedef {import("./context.js").PanelOf<"volume">} Panel */
/** @import { Item } from "../data/wire.js" */

/** How much of the height the words below take. */
const WORDS = 0.2;

/** @type {View<"volume">} */
export const volume = {
  draw(panel, rect, context) {
    const items = panel.options.items;
    const { from, to, f } = frameChange(context, panel);
    const earlier = context.moment.from;
    // What was never seen of it does not go.
    const before = earlier && !isShown(earlier, panel) ? -1 : (from.current ?? -1);
    const after = to.current ?? -1;
    if (after < 0) return [];
    const next = itemAt(items, after);
    if (before === after || f >= 1) return itemShapes(next, panel, rect, context, { cells: to.cells });
    const place = source(to.source, context);
    // What both are called stands all the while.
    const kept = before < 0 ? [] : wordsBoth(itemAt(items, before), next);
    const stays = kept.length > 0 ? itemShapes(next, panel, rect, context, { maps: 0, only: kept }) : [];
    if (before < 0 || place) {
      const gone = { ...both(1 - easeWithin(f, 0, GONE)), kept };
      const old = before < 0 ? [] : itemShapes(itemAt(items, before), panel, rect, context, gone);
      // It comes once what was there has gone, and says what it is once it stands.
      const way = easeWithin(f, before < 0 ? 0 : GONE, 1);
      const now = place ? lerpRect(place, rect, way) : rect;
      const come = { maps: place ? easeWithin(way, 0, 0.3) : f, words: place ? easeWithin(way, 0.9, 1) : f };
      return [...old, ...itemShapes(next, panel, now, context, { ...come, kept, cells: to.cells }), ...stays];
    }
    // Where they lie side by side, new maps cover the old ones row by row; two texts never stand on one another.
    const last = itemAt(items, before);
    const turned = turning(last, next, panel, rect, context);
    const gathered = turned.length ? turned : gathering(last, next, panel, rect, context);
    const covered = last.flat && next.flat;
    const [, rows, columns] = findTensor(context.scene, next.tensor).shape;
    const wiped = covered && !gathered.length && rows > 1;
    const drawn = gathered.length ? 0 : covered ? 1 : 1 - f;
    const come = wiped
      ? { maps: 1, cells: Math.floor(f * rows * columns) }
      : { maps: turned.length ? 0 : gathered.length ? f ** 3 : f, cells: undefined };
    return [
      ...itemShapes(last, panel, rect, context, { maps: drawn, words: 1 - easeWithin(f, 0, GONE), kept }),
      ...itemShapes(next, panel, rect, context, { ...come, words: easeWithin(f, GONE, 1), kept }),
      ...stays,
      ...gathered,
    ];
  },

  locate(panel, rect, _scene, box, context) {
    const sheet = context && currentSheet(panel, rect, context);
    if (!sheet || sheet.item.tensor !== box.tensor) return null;
    return boxRect(box, sheet.tile(box.channels[0]));
  },

  hit(panel, rect, scene, px, py, context) {
    const sheet = context && currentSheet(panel, rect, context);
    if (!sheet) return null;
    const tensor = findTensor(scene, sheet.item.tensor);
    for (let channel = 0; channel < Number(sheet.item.flat); channel++) {
      const { x, y, width, height } = sheet.tile(channel);
      const row = Math.floor(((py - y) / height) * tensor.shape[1]);
      const column = Math.floor(((px - x) / width) * tensor.shape[2]);
      if (row >= 0 && row < tensor.shape[1] && column >= 0 && column < tensor.shape[2])
        return { tensor, channel, row, column };
    }
    return null;
  },
};

/** The line around maps, or around the row. */
const EDGE = /** @type {const} */ ({ stroke: "line", line: 1 });
/** When what was seen before has gone, as a part of the tween. */
const GONE = 0.5;

/** @param {number} alpha */
const both = (alpha) => ({ maps: alpha, words: alpha });

/** Maps side by side on the way to what is left of each: a cell, where all of them lie side by side.
 * @param {Item} maps @param {Item} cells @param {Panel} panel @param {Rect} rect @param {Context} context
 * @returns {Shape[]} */
function gathering(maps, cells, panel, rect, context) {
  const [wide, one] = [maps, cells].map(({ tensor }) => findTensor(context.scene, tensor).shape);
  const among = panel.options.opens?.maps?.[maps.tensor];
  if (!among || !wide || !one || wide[1] < 2 || one[1] > 1 || !maps.flat || !cells.flat) return [];
  const { f } = frameChange(context, panel);
  const room = roomAboveWords(panel, rect);
  const [from, to] = [mapTiles(maps, room, wide), mapTiles(cells, room, one)];
  const tensor = findTensor(context.scene, maps.tensor);
  return among.map((which, channel) => {
    const [a, b] = [from(channel), to(which)];
    return rasterShape(tensor, channel, lerpRect(/** @type {Rect} */ (a), /** @type {Rect} */ (b), f), {
      alpha: 1 - easeWithin(f, 0.8, 1),
    });
  });
}

/** Maps side by side that become smaller, or a row, each from where it was.
 * @param {Item} last @param {Item} next @param {Panel} panel @param {Rect} rect @param {Context} context
 * @returns {Shape[]} */
function turning(last, next, panel, rect, context) {
  const isTurned = next.row ? !last.row : (next.share ?? 1) < (last.share ?? 1);
  if (!isTurned || !last.options || !next.options || mapCount(last) !== mapCount(next)) return [];
  const { f } = frameChange(context, panel);
  const room = roomAboveWords(panel, rect);
  const [was, is] = [last, next].map(({ tensor }) => findTensor(context.scene, tensor));
  if (!was || !is) return [];
  const [from, to, around] = [
    mapTiles(last, room, was.shape),
    mapTiles(next, room, is.shape),
    outlines(next, room, is),
  ];
  const cells = Array.from({ length: mapCount(next) }, (_, channel) => {
    const place = lerpRect(from(channel), to(channel), easeWithin(f, 0, 0.8));
    return [
      rasterShape(was, channel, place),
      rasterShape(is, channel, place, { alpha: easeWithin(f, 0.3, 0.8) }),
      ...edge(place, next),
    ];
  });
  return [...around, ...cells.flat()];
}

/** The edge of a map in its place; in a row, whose cells are narrow, none. @param {Rect} place @param {Item} item */
const edge = (place, { row }) => (row ? [] : [rectShape(place, EDGE)]);

/** Where maps would be that filled their places. @param {Item} item @param {Rect} room
 * @param {import("../drawing/shapes.js").Tensor} tensor @returns {Shape[]} */
function outlines(item, room, { shape }) {
  if (item.row) {
    const [first, last] = [0, mapCount(item) - 1].map((k) => mapTiles(item, room, shape)(k));
    return first && last ? [rectShape({ ...first, width: last.x + last.width - first.x }, EDGE)] : [];
  }
  if ((item.share ?? 1) === 1) return [];
  const whole = mapTiles({ ...item, share: 1 }, room, shape);
  return Array.from({ length: mapCount(item) }, (_, channel) => rectShape(whole(channel), EDGE));
}

/** Out of which place in a program what a line makes comes. @param {string | undefined} name @param {Context} context
 * @returns {Rect | null} */
function source(name, context) {
  const panel = context.scene.panels.find((each) => each.name === name);
  const rect = panel && context.layout.panels.get(panel.name);
  return rect && panel.kind === "code" ? madePlace(panel, rect, context) : null;
}

/**
 * The maps that lie side by side now, where they do.
 * @param {Panel} panel
 * @param {Rect} rect
 * @param {Context} context
 */
function currentSheet(panel, rect, context) {
  const item = panel.options.items[frameChange(context, panel).to.current ?? -1];
  return item?.flat && item.options
    ? { item, tile: mapTiles(item, roomAboveWords(panel, rect), findTensor(context.scene, item.tensor).shape) }
    : null;
}

/** Without the words below. @param {Panel} panel @param {Rect} rect @returns {Rect} */
const roomAboveWords = (panel, rect) => ({ ...rect, height: rect.height * (1 - (panel.options.words ?? WORDS)) });

/**
 * @param {Item} item
 * @param {Panel} panel
 * @param {Rect} rect
 * @param {Context} context
 * @param {{maps?: number, words?: number, cells?: number | undefined, kept?: string[], only?: string[]}} seen how
 *   strong its maps and its words are, how many cells of each map there are, which lines are written elsewhere, and
 *   which are the only ones
 * @returns {Shape[]}
 */
function itemShapes(item, panel, rect, context, { maps = 1, words: said = 1, cells, kept = [], only }) {
  const words = panel.options.words ?? WORDS;
  const room = roomAboveWords(panel, rect);
  const drawn =
    maps <= 0 ? [] : item.flat ? flatMaps(item, room, context, cells) : stackedPlanes(item, panel, room, context);
  const shapes = [];
  if (words) {
    // A line of a program is no headline.
    const program = item.title.includes("(");
    const { number, least } = context.layout.type;
    const size = Math.min(program ? Math.max(number * 0.85, least) : number * 1.4, rect.height * words * 0.42);
    const [note, middle] = [Math.max(least, size * 0.94), rect.x + rect.width / 2];
    shapes.push(
      fittedText(item.title, middle, rect.y + rect.height * (1 - words * 0.66), size, rect.width, {
        weight: program ? 500 : 700,
        family: program ? "mono" : "sans",
        fill: item.stage,
      }),
    );
    shapes.push(
      fittedText(item.text, middle, rect.y + rect.height * (1 - words * 0.18), note, rect.width, {
        fill: "muted",
      }),
    );
  }
  const told = shapes.filter(({ text }) => (only ? only.includes(text) : !kept.includes(text)));
  return [...withAlpha(drawn, maps), ...withAlpha(told, said)];
}

/** Lines that two of them share. @param {Item} a @param {Item} b */
const wordsBoth = (a, b) => [a.title, a.text].filter((line, i) => line && line === [b.title, b.text][i]);

/** @param {Item} item @param {Panel} panel @param {Rect} room @param {Context} context @returns {Shape[]} */
function stackedPlanes(item, panel, room, context) {
  const unit = Math.min(rectUnit(room, item.size), room.width / panel.size[1]);
  const [height, width] = [item.size[0] * unit, item.size[1] * unit];
  const spot = { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height };
  if (!item.options) {
    const tensor = findTensor(context.scene, item.tensor);
    return [rasterShape(tensor, -1, spot), rectShape(spot, EDGE)];
  }
  /** @type {PanelOf<"stack">} */
  const one = {
    ...panel,
    kind: "stack",
    name: `${panel.name} ${item.tensor}`,
    tensors: [item.tensor],
    stage: item.stage,
    size: item.size,
    options: item.options,
  };
  return stack.draw(one, spot, context);
}

/** @param {Rect} room @param {[number, number]} extent */
const rectUnit = (room, extent) => Math.min(room.width / extent[1], room.height / extent[0]);

/** The first maps of a tensor, side by side, in as many rows as make them largest.
 * @param {Item} item @param {Rect} room @param {Context} context
 * @param {number | undefined} cells of each that are seen @returns {Shape[]} */
function flatMaps(item, room, context, cells) {
  const tensor = findTensor(context.scene, item.tensor);
  const tile = mapTiles(item, room, tensor.shape);
  const drawn = Array.from({ length: mapCount(item) }, (_, channel) => {
    const place = tile(channel);
    return [
      rasterShape(tensor, item.options ? channel : -1, place, cells === undefined ? {} : { revealed: cells }),
      ...edge(place, item),
    ];
  });
  return [...outlines(item, room, tensor), ...drawn.flat()];
}
