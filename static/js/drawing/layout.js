/** Panels and size → rectangles: where each panel stands, and how large one unit is. Pure. */

import { itemAt } from "../data/lists.js";

/** @typedef {import("../data/records.js").Panel} Panel */
/** @typedef {import("./shapes.js").Point} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/**
 * @typedef {{number: number, label: number, note: number, sign: number, least: number}} Type sizes of letters in pixels
 */
/**
 * @typedef {object} Layout
 * @property {number} unit
 * @property {Type} type
 * @property {Map<string, Rect>} panels
 * @property {Map<string, Point>} signs by the panel that it stands before, the middle of a sign
 * @property {{width: number, height: number}} size
 */

const STEPS = 24;
/** The largest unit, as a share of the height: four rows fill it. */
const LARGEST = 0.2;
/** The smallest letters on a page that one reads, in pixels. */
const LEAST = 9;

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
    units += "il.,·'|() jtf1".includes(letter) ? 0.36 : "mwMW∗→".includes(letter) ? 0.88 : 0.56;
  }
  return units * size;
}

/** Places panels in rows, in their order, with the largest unit that fits.
 * @param {Panel[]} panels
 * @param {number} width
 * @param {number} height
 * @param {number} [least] the smallest letters
 * @returns {Layout}
 */
export function layout(panels, width, height, least) {
  const type = typeSizes(width, height, least);
  const preferred = bestArrangement(arrangements(panels, true), width, height, type);
  const free = bestArrangement(arrangements(panels, false), width, height, type);
  // On a narrow stage the rows that the scene wishes for may leave too little of the picture.
  const best = preferred.unit < free.unit * 0.6 ? free : preferred;
  return { unit: best.unit, type, ...placePanels(best.rows, best.unit, width, height, type), size: { width, height } };
}

/**
 * The arrangement that reads best.
 * @param {Panel[][][]} all
 * @param {number} width
 * @param {number} height
 * @param {Type} type
 */
function bestArrangement(all, width, height, type) {
  let best = { rows: itemAt(all, 0), unit: 0, score: -1 };
  for (const rows of all) {
    // Few rows read best, and a sign reads best between the two panels that it joins.
    const splitSigns = rows.slice(1).filter(([first]) => first?.operator).length;
    const weight = (1 - 0.1 * (rows.length - 1)) * 0.8 ** splitSigns;
    // What is too large at the unit that would make it the best is not measured further.
    if (!fits(rows, best.score / weight, width, height, type)) continue;
    const unit = largestUnit(rows, width, height, type);
    if (unit * weight > best.score) best = { rows, unit, score: unit * weight };
  }
  return best;
}

/** Every way to break the panels into rows; where wishes count, options.row "same" never opens one and "new" does.
 * @param {Panel[]} panels @param {boolean} wishes @returns {Panel[][][]} */
function arrangements(panels, wishes) {
  /** @type {Panel[][][]} */
  const all = [];
  const breaks = Math.max(0, panels.length - 1);
  for (let mask = 0; mask < 1 << Math.min(breaks, 7); mask++) {
    /** @type {Panel[][]} */
    const rows = [[]];
    let allowed = true;
    panels.forEach((panel, index) => {
      if (index > 0 && mask & (1 << (index - 1))) {
        if (wishes && panel.options.row === "same") allowed = false;
        rows.push([]);
      } else if (wishes && index > 0 && panel.options.row === "new") allowed = false;
      rows.at(-1)?.push(panel);
    });
    if (allowed) all.push(rows);
  }
  return all.length ? all : [[panels]];
}

/** Room before a panel: for its sign, and between it and its neighbour unless it opens the row.
 * @param {Panel} panel @param {number} index in its row @param {Type} type */
function gapBefore(panel, index, type) {
  if (index === 0) return panel.operator ? textWidth(panel.operator, type.sign) + type.sign * 0.4 : 0;
  return panel.operator ? textWidth(panel.operator, type.sign) + type.sign * 0.8 : type.sign;
}

/** @param {Panel} panel @param {number} unit @param {Type} type */
function blockWidth(panel, unit, type) {
  // Labels are set bold, which is about a tenth wider.
  const label = textWidth(panel.label, type.label) * 1.1;
  const note = textWidth(panel.note, type.note);
  return Math.max(panel.size[1] * unit, label, note);
}

/** @param {Panel} panel @param {Type} type */
const labelHeight = (panel, type) => (panel.label ? type.label * 1.75 : 0);
/** @param {Panel} panel @param {Type} type */
const noteHeight = (panel, type) => (panel.note ? type.note * 1.8 : 0);

/** @param {Panel[]} row @param {number} unit @param {Type} type */
function rowWidth(row, unit, type) {
  return row.reduce((sum, panel, i) => sum + blockWidth(panel, unit, type) + gapBefore(panel, i, type), 0);
}

/** Height of a row above and below the middle line of its contents.
 * @param {Panel[]} row @param {number} unit @param {Type} type */
function rowHeight(row, unit, type) {
  const content = Math.max(...row.map((panel) => panel.size[0])) * unit;
  const above = Math.max(...row.map((panel) => labelHeight(panel, type)));
  const below = Math.max(...row.map((panel) => noteHeight(panel, type)));
  return { above, content, below, all: above + content + below };
}

/** What stays free on the left and on the right. @param {number} width @param {Type} type */
const sideMargin = (width, type) => Math.min(type.label * 2, width * 0.035);

/** @param {Panel[][]} rows @param {number} unit @param {number} width @param {number} height @param {Type} type */
function fits(rows, unit, width, height, type) {
  const tall =
    rows.reduce((sum, row) => sum + rowHeight(row, unit, type).all, 0) + (rows.length - 1) * type.label * 0.7;
  if (tall > height - 2 * type.label * 0.6) return false;
  return rows.every((row) => rowWidth(row, unit, type) <= width - 2 * sideMargin(width, type));
}

/** @param {Panel[][]} rows @param {number} width @param {number} height @param {Type} type */
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

/** @param {Panel[][]} rows @param {number} unit @param {number} width @param {number} height @param {Type} type */
function placePanels(rows, unit, width, height, type) {
  /** @type {Map<string, Rect>} */
  const places = new Map();
  /** @type {Map<string, Point>} */
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
    row.forEach((panel, i) => {
      x += gapBefore(panel, i, type) + (i ? extra : 0);
      const block = blockWidth(panel, unit, type);
      const w = panel.size[1] * unit;
      const h = panel.size[0] * unit;
      const rect = {
        x: Math.round(x + (block - w) / 2),
        y: Math.round(y + above + (content - h) / 2),
        width: w,
        height: h,
      };
      places.set(panel.name, rect);
      if (panel.operator)
        signs.set(panel.name, { x: i ? (end + rect.x) / 2 : rect.x - type.sign * 0.7, y: rect.y + h / 2 });
      end = rect.x + w;
      x += block;
    });
    y += all + gap;
  });
  return { panels: places, signs };
}
