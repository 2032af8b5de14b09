/** Panels and size → rectangles: where each panel stands, and how large one unit is. Pure. */

import { itemAt } from "../data/lists.js";
import { arrangements, blocksOf, namedBelow } from "./arrangements.js";

/** @import { Panel } from "../data/records.js" */
/** @import { Block } from "./arrangements.js" */
/** @import { Point } from "./shapes.js" */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/** @typedef {Point & {text: string, alpha?: number}} Sign what it says, and its middle */
/**
 * @typedef {{number: number, label: number, note: number, sign: number, least: number}} Type sizes of letters in pixels
 */
/**
 * @typedef {object} Layout
 * @property {number} unit
 * @property {Type} type
 * @property {Map<string, Rect>} panels
 * @property {Map<string, Sign>} signs by the panel that it stands before
 * @property {ReadonlySet<string>} below the panels whose names stand below them
 * @property {{width: number, height: number}} size
 */

/**
 * @typedef {object} Pictures
 * @property {readonly string[]} names of the panels that show one: the first of them has one of the chapter's few sizes
 * @property {(larger: number, smaller: number, type: Type) => boolean} losesNumbers whether numbers that can be read at
 *   one unit can't be at another
 */

/** @type {Pictures} */
const NONE = { names: [], losesNumbers: () => false };
const STEPS = 24;
/** The largest unit, as a share of the height: four rows fill it. */
const LARGEST = 0.2;
/** The smallest letters on a page that one reads, in pixels. */
const LEAST = 9;
/** The heights of pictures, as shares of the stage's: alone, beside one thing, beside several; and of small copies. */
const RUNGS = [0.79, 0.658, 0.495, 0.4, 0.3, 0.21];
/** A stage that is narrower than so many heights, as in a window of 4:3, has no room to give away. */
const NARROW = 1.9;
/** What may stand under another does so where that makes a shot so many times as large. */
const WORTH = 1.15;
/** What a shot spans at least, as shares of the stage: one of both. */
const SPAN = { high: 0.6, wide: 0.85 };

/** Letter sizes for a stage of this size; none is smaller than `least`, which a hall asks for.
 * @param {number} width @param {number} height @param {number} [least] @returns {Type} */
function typeSizes(width, height, least = LEAST) {
  const number = Math.max(13, least, Math.min(height * 0.0475, width * 0.025));
  const label = Math.max(least, number * 0.95);
  return { number, label, note: Math.max(least, label * 0.86), sign: number * 1.5, least };
}

/** Whether the letters are for a hall. @param {Type} type */
export const isProjected = (type) => type.least > LEAST;

/** About how wide a text is in the system's sans-serif.
 * @param {string} text @param {number} size */
export function textWidth(text, size) {
  let units = 0;
  for (const letter of text) {
    units += "il.,·'|() jtf1".includes(letter) ? 0.36 : "mwMW∗→←".includes(letter) ? 0.88 : 0.56;
  }
  return units * size;
}

/** Places panels in rows, in their order, with the largest unit that fits.
 * @param {Block} panels
 * @param {number} width
 * @param {number} height
 * @param {number} [least] the smallest letters
 * @param {Pictures} [pictures]
 * @returns {Layout}
 */
export function layout(panels, width, height, least, pictures = NONE) {
  const type = typeSizes(width, height, least);
  const { rows, unit: largest } = bestRows(panels, width, height, type);
  const first = panels.find(({ name }) => pictures.names.includes(name));
  const rung = first ? rungUnit(rows, largest, first.size[0], width, height, type) : largest;
  const unit = pictures.losesNumbers(largest, rung, type) ? largest : rung;
  const placed = placePanels(rows, unit, width, height, type);
  return { unit, type, ...placed, below: namedBelow(rows), size: { width, height } };
}

/** The best rows of panels: those that may stand under another are beside it where the stage is wide enough.
 * @param {Panel[]} panels @param {number} width @param {number} height @param {Type} type */
function bestRows(panels, width, height, type) {
  const ways = blocksOf(panels).map((blocks) => {
    const preferred = bestArrangement(arrangements(blocks, true), width, height, type);
    const free = bestArrangement(arrangements(blocks, false), width, height, type);
    // On a narrow stage the rows that the scene wishes for may leave too little of the picture.
    return preferred.unit < free.unit * 0.6 ? free : preferred;
  });
  const [beside, under = beside] = [itemAt(ways, 0), ways[1]];
  return under.score > beside.score * WORTH ? under : beside;
}

/** The largest unit at which a picture has one of the sizes that pictures have; the largest that fits where
 * the shot would be small at that.
 * @param {Block[][]} rows @param {number} largest @param {number} side of that picture in units
 * @param {number} width @param {number} height @param {Type} type */
function rungUnit(rows, largest, side, width, height, type) {
  const rung = RUNGS.find((share) => share * height <= side * largest);
  if (rung === undefined || width < NARROW * height) return largest;
  const unit = (rung * height) / side;
  const wide = Math.max(...rows.map((row) => rowWidth(row, unit, type)));
  return rowsHeight(rows, unit, type) >= SPAN.high * height || wide >= SPAN.wide * width ? unit : largest;
}

/**
 * The arrangement that reads best.
 * @param {Block[][][]} all
 * @param {number} width
 * @param {number} height
 * @param {Type} type
 */
function bestArrangement(all, width, height, type) {
  let best = { rows: itemAt(all, 0), unit: 0, score: -1 };
  for (const rows of all) {
    // Few rows read best, and a sign reads best between the two panels that it joins.
    const splitSigns = rows.slice(1).filter(([first]) => first?.[0]?.operator).length;
    const weight = (1 - 0.1 * (rows.length - 1)) * 0.8 ** splitSigns;
    // What is too large at the unit that would make it the best is not measured further.
    if (!fits(rows, best.score / weight, width, height, type)) continue;
    const unit = largestUnit(rows, width, height, type);
    if (unit * weight > best.score) best = { rows, unit, score: unit * weight };
  }
  return best;
}

/** Room before a block: for its signs, and between it and its neighbour unless it opens the row.
 * @param {Block} block @param {number} index in its row @param {number} unit @param {Type} type */
function gapBefore(block, index, unit, type) {
  const sign = (/** @type {Panel | undefined} */ each, /** @type {number} */ free) =>
    each?.operator ? textWidth(each.operator, type.sign) + type.sign * free : 0;
  // What is narrower than its block has some of it.
  const spare = (/** @type {Panel} */ each) => (blockWidth(block, unit, type) - panelWidth(each, unit, type)) / 2;
  if (index === 0) return Math.max(0, ...block.map((each) => sign(each, 0.4) - spare(each)));
  const [first, ...under] = block;
  return Math.max(sign(first, 0.8) || type.sign, ...under.map((each) => sign(each, 0.8) - spare(each)));
}

/** @param {Block} block @param {number} unit @param {Type} type */
const blockWidth = (block, unit, type) => Math.max(...block.map((panel) => panelWidth(panel, unit, type)));

/** @param {Panel} panel @param {number} unit @param {Type} type */
function panelWidth(panel, unit, type) {
  // Labels are set bold, which is about a tenth wider.
  const label = textWidth(panel.label, type.label) * 1.1;
  const note = textWidth(panel.note, type.note);
  return Math.max(panel.size[1] * unit, label, note);
}

/** @param {Panel | undefined} panel @param {Type} type */
const labelHeight = (panel, type) => (panel?.label ? type.label * 1.75 : 0);
/** @param {Panel | undefined} panel @param {Type} type */
const noteHeight = (panel, type) => (panel?.note ? type.note * 1.8 : 0);
/** Between one panel of a block and the next. @param {Type} type */
const blockGap = (type) => type.label * 0.7;
/** What is nearly as high as its row begins where the row does, so that names stand at one height. */
const NEARLY = 0.75;

/** Height of a block without its first label and its last note.
 * @param {Block} block @param {number} unit @param {Type} type */
function blockHeight(block, unit, type) {
  const all = block.reduce(
    (sum, panel) => sum + labelHeight(panel, type) + panel.size[0] * unit + noteHeight(panel, type),
    0,
  );
  return all - labelHeight(block[0], type) - noteHeight(block.at(-1), type) + (block.length - 1) * blockGap(type);
}

/** @param {Block[]} row @param {number} unit @param {Type} type */
function rowWidth(row, unit, type) {
  return row.reduce((sum, block, i) => sum + blockWidth(block, unit, type) + gapBefore(block, i, unit, type), 0);
}

/** How far below its row's contents a block begins. @param {number} high of the block @param {number} content */
const blockTop = (high, content) => (high < NEARLY * content ? (content - high) / 2 : 0);

/** Height of a row's contents, and what its names and notes need above and below them: beside what is higher there is
 * room for those of what is lower.
 * @param {Block[]} row @param {number} unit @param {Type} type */
function rowHeight(row, unit, type) {
  const heights = row.map((block) => blockHeight(block, unit, type));
  const content = Math.max(...heights);
  const tops = heights.map((high) => blockTop(high, content));
  const above = Math.max(...row.map(([first], i) => labelHeight(first, type) - itemAt(tops, i)));
  const ends = heights.map((high, i) => content - high - itemAt(tops, i));
  const below = Math.max(...row.map((block, i) => noteHeight(block.at(-1), type) - itemAt(ends, i)));
  return { above, content, below, all: above + content + below };
}

/** Height of all rows, as near to one another as they may be.
 * @param {Block[][]} rows @param {number} unit @param {Type} type */
const rowsHeight = (rows, unit, type) =>
  rows.reduce((sum, row) => sum + rowHeight(row, unit, type).all, 0) + (rows.length - 1) * type.label * 0.7;

/** What stays free on the left and on the right. @param {number} width @param {Type} type */
const sideMargin = (width, type) => Math.min(type.label * 2, width * 0.035);

/** @param {Block[][]} rows @param {number} unit @param {number} width @param {number} height @param {Type} type */
function fits(rows, unit, width, height, type) {
  if (rowsHeight(rows, unit, type) > height - 2 * type.label * 0.6) return false;
  return rows.every((row) => rowWidth(row, unit, type) <= width - 2 * sideMargin(width, type));
}

/** @param {Block[][]} rows @param {number} width @param {number} height @param {Type} type */
function largestUnit(rows, width, height, type) {
  let low = 0;
  let high = height * LARGEST;
  for (let step = 0; step < STEPS; step++) {
    const unit = (low + high) / 2;
    if (fits(rows, unit, width, height, type)) low = unit;
    else high = unit;
  }
  return low;
}

/** @param {Block[][]} rows @param {number} unit @param {number} width @param {number} height @param {Type} type */
function placePanels(rows, unit, width, height, type) {
  /** @type {Map<string, Rect>} */
  const panels = new Map();
  /** @type {Map<string, Sign>} */
  const signs = new Map();
  const heights = rows.map((row) => rowHeight(row, unit, type));
  const used = heights.reduce((sum, each) => sum + each.all, 0);
  const gap = Math.min((height - used) / (rows.length + 1), type.label * 2.5);
  let y = (height - used - gap * (rows.length - 1)) / 2;
  rows.forEach((row, index) => {
    const { above, content, all } = itemAt(heights, index);
    const spare = width - rowWidth(row, unit, type);
    const extra = Math.min((spare - 2 * sideMargin(width, type)) / row.length, type.sign * 1.2);
    let x = (spare - extra * (row.length - 1)) / 2;
    let end = 0;
    row.forEach((block, i) => {
      x += gapBefore(block, i, unit, type) + (i ? extra : 0);
      const wide = blockWidth(block, unit, type);
      const top = y + above + blockTop(blockHeight(block, unit, type), content);
      const placed = placeBlock(block, { x: x + wide / 2, y: top }, unit, type);
      const joined = isJoined(block, row[i - 1]);
      for (const [panel, rect] of placed) {
        panels.set(panel.name, rect);
        // All signs of a row stand at one height; of panels below one another each has its own.
        const middle = block.length > 1 && !joined ? rect.y + rect.height / 2 : y + above + content / 2;
        // What is narrower than its block has its own beside it.
        const near = i === 0 || (!joined && rect.width < wide * NEARLY);
        const between = near ? rect.x - type.sign * 0.7 : (end + (joined ? x : rect.x)) / 2;
        if (panel.operator) signs.set(panel.name, { text: panel.operator, x: between, y: middle });
      }
      const [, rect] = itemAt(placed, 0);
      end = rect.x + rect.width;
      x += wide;
    });
    y += all + gap;
  });
  for (const [i, [block, ...others]] of rows.entries()) {
    const [panel, ...below] = block ?? [];
    const next = rows[i + 1];
    if (panel?.options.row !== "above" || others.length || below.length || !next || next.length < 2) continue;
    const [rect, onto] = [panel, itemAt(itemAt(next, 0), 0)].map(({ name }) => panels.get(name));
    if (rect && onto) panels.set(panel.name, { ...rect, x: onto.x + Math.max(0, (onto.width - rect.width) / 2) });
  }
  return { panels, signs };
}

/** Whether one sign joins all of a column to the one panel before it. @param {Block} block @param {Block} [before] */
const isJoined = ([, ...under], before) =>
  before?.length === 1 && under.length > 0 && !under.some(({ signed }) => signed);

/** A block's panels one under the other, each with its place.
 * @param {Block} block @param {Point} top the middle of its upper edge @param {number} unit @param {Type} type
 * @returns {[Panel, Rect][]} */
function placeBlock(block, { x, y }, unit, type) {
  let edge = y - labelHeight(block[0], type);
  return block.map((panel) => {
    const [width, height] = [panel.size[1] * unit, panel.size[0] * unit];
    edge += labelHeight(panel, type);
    const rect = { x: Math.round(x - width / 2), y: Math.round(edge), width, height };
    edge += height + noteHeight(panel, type) + blockGap(type);
    return [panel, rect];
  });
}
