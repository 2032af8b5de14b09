/** MathML → shapes: a formula as text and lines, where no browser sets it. Pure. */

import { itemAt } from "../data/lists.js";
import { levelLine, lineShape, rectShape, textShape } from "./build.js";
import { textWidth } from "./layout.js";
import { parseMarkup } from "./markup.js";
import { BASELINE } from "./shapes.js";

/** @import { Node } from "./markup.js" */
/** @import { Shape } from "./shapes.js" */
/**
 * @typedef {object} Box what is set of a formula
 * @property {number} width
 * @property {number} up how far it reaches above its baseline
 * @property {number} down and below it
 * @property {(x: number, y: number) => Shape[]} at its shapes, its baseline beginning there
 */
/** @typedef {{size: number, fill: string, weight?: number, waits?: boolean}} Style `waits`: whether results have their
 * room alone */
/** @typedef {(node: Node, style: Style) => Box} Setter */

/** How high a letter reaches above its baseline and below it, and where a fraction's line is, as shares of its size. */
const [UP, DOWN, AXIS] = [0.78, 0.22, 0.3];
/** How large what stands above or below another is, as a share of it. */
const SCRIPT = 0.72;
/** The room on either side of a sign between two numbers, after a comma, and between rows, in letters' sizes. */
const [AROUND, AFTER, BETWEEN] = [0.3, 0.22, 0.3];
/** What a sign in a cell of its own may be within. */
const HOLDERS = ["mphantom", "mrow"];
const FENCES = "()[]{}⌊⌋⌈⌉|";
/** How far a formula may be wider than its letters are thought to be. */
const SPARE = 1.04;

/** A formula, which may be several one under the other.
 * @param {string} mathml @param {number} size of its letters @param {boolean} [waits] whether its results have their
 * room alone @returns {Box} */
export function formulaBox(mathml, size, waits = false) {
  const boxes = parseMarkup(mathml).map((node) => setNode(node, { size, fill: "ink", waits }));
  return column(boxes, size * 0.55, 0);
}

/** @param {Node} node @param {Style} style @returns {Box} */
function setNode(node, style) {
  const { attributes, name } = node;
  const own = { ...style };
  if (attributes.class === "newest") own.weight = 700;
  if (attributes.class === "running") own.fill = "muted";
  own.fill = attributes["data-stage"] ?? own.fill;
  if (attributes.class === "missing") return emptyPlace(setRow(node, own), own);
  if (attributes.class === "result" && own.waits) return { ...setRow(node, own), at: () => [] };
  return (SET[name] ?? setRow)(node, own);
}

/** @type {Record<string, Setter>} */
const SET = {
  mi: ({ text, attributes }, style) =>
    letters(text, style, /^\p{L}$/u.test(text) && attributes.mathvariant !== "normal"),
  mn: ({ text }, style) => letters(text, style),
  mo: ({ text }, style) => letters(text, style),
  mtext: ({ text }, style) => letters(text, style),
  mspace: ({ attributes }, { size }) => blank(size * (Number.parseFloat(attributes.width ?? "") || 0)),
  mphantom: (node, style) => ({ ...setRow(node, style), at: () => [] }),
  mfrac: ({ children: [over, under] }, style) =>
    fraction(setNode(over ?? NOTHING, style), setNode(under ?? NOTHING, style), style),
  msub: ({ children: [base, sub] }, style) => scripts(base, sub, undefined, style),
  msup: ({ children: [base, sup] }, style) => scripts(base, undefined, sup, style),
  msubsup: ({ children: [base, sub, sup] }, style) => scripts(base, sub, sup, style),
  munder: ({ children: [base, under] }, style) => limits(base, under, undefined, style),
  mover: ({ children: [base, over] }, style) => limits(base, undefined, over, style),
  munderover: ({ children: [base, under, over] }, style) => limits(base, under, over, style),
  msqrt: (node, style) => root(setRow(node, style), style),
  mtable: ({ children }, style) => table(children, style),
};

/** @type {Node} */
const NOTHING = { name: "mrow", attributes: {}, text: "", children: [] };

/** @param {number} width @returns {Box} */
const blank = (width) => ({ width, up: 0, down: 0, at: () => [] });

/** @param {string} text @param {Style} style @param {boolean} [italic] @returns {Box} */
function letters(text, { size, fill, weight }, italic) {
  const width = textWidth(text, size) * SPARE * (weight ? 1.1 : 1);
  return {
    width,
    up: UP * size,
    down: DOWN * size,
    at: (x, y) => (text ? [textShape(text, x + width / 2, y - BASELINE * size, size, { fill, weight, italic })] : []),
  };
}

/** Where something will stand. @param {Box} box @param {Style} style @returns {Box} */
function emptyPlace({ width }, { size }) {
  const [up, down] = [UP * size, DOWN * size];
  const place = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y: y - up, width, height: up + down });
  return {
    width,
    up,
    down,
    at: (x, y) => [rectShape(place(x, y), { fill: "line", radius: size * 0.15, alpha: 0.6 })],
  };
}

/** What stands side by side, on one baseline. @param {Node} node @param {Style} style @returns {Box} */
function setRow({ children }, style) {
  const boxes = children.map((child) => setNode(child, style));
  const [up, down] = [Math.max(0, ...boxes.map((box) => box.up)), Math.max(0, ...boxes.map((box) => box.down))];
  return row(
    boxes.flatMap((box, i) => {
      const node = itemAt(children, i);
      if (node.name !== "mo") return [box];
      if (FENCES.includes(node.text))
        return [node.attributes.stretchy === "true" ? fence(node.text, up, down, style) : box];
      const { before, after } = room(node, children[i - 1], style.size);
      return [blank(before), box, blank(after)];
    }),
  );
}

/** The room before a sign and after it: none where it belongs to the number behind it.
 * @param {Node} sign @param {Node | undefined} before @param {number} size */
function room({ text, attributes }, before, size) {
  const prefix = !before || (before.name === "mo" && !")]}⌋⌉…".includes(before.text));
  if (attributes.form === "prefix" || (prefix && "−-+".includes(text))) return { before: 0, after: 0 };
  if (text === ",") return { before: 0, after: AFTER * size };
  const side = text === "…" || text === "·" ? AFTER * size * 0.6 : AROUND * size;
  return { before: side, after: side };
}

/** @param {Box[]} boxes @returns {Box} */
function row(boxes) {
  return {
    width: boxes.reduce((sum, { width }) => sum + width, 0),
    up: Math.max(0, ...boxes.map(({ up }) => up)),
    down: Math.max(0, ...boxes.map(({ down }) => down)),
    at(x, y) {
      let left = x;
      return boxes.flatMap((box) => {
        left += box.width;
        return box.at(left - box.width, y);
      });
    },
  };
}

/** Boxes one under the other, their middles in a line; the baseline is where `axis` lies above it in the middle.
 * @param {Box[]} boxes @param {number} gap @param {number} axis @returns {Box} */
function column(boxes, gap, axis) {
  const width = Math.max(0, ...boxes.map((box) => box.width));
  const height = boxes.reduce((sum, { up, down }) => sum + up + down, 0) + gap * Math.max(0, boxes.length - 1);
  const only = boxes.length === 1 ? boxes[0] : undefined;
  const up = only ? only.up : height / 2 + axis;
  return {
    width,
    up,
    down: height - up,
    at(x, y) {
      let top = y - up;
      return boxes.flatMap((box) => {
        const shapes = box.at(x + (width - box.width) / 2, top + box.up);
        top += box.up + box.down + gap;
        return shapes;
      });
    },
  };
}

/** A bracket as high as what stands beside it. @param {string} text @param {number} up @param {number} down
 * @param {Style} style @returns {Box} */
function fence(text, up, down, style) {
  const high = Math.max(1, (up + down) / ((UP + DOWN) * style.size));
  const box = letters(text, { ...style, size: style.size * high });
  const shift = high > 1 ? (down - up) / 2 + (box.up - box.down) / 2 : 0;
  return {
    ...box,
    up: Math.max(up, box.up - shift),
    down: Math.max(down, box.down + shift),
    at: (x, y) => box.at(x, y + shift),
  };
}

/** @param {Box} over @param {Box} under @param {Style} style @returns {Box} */
function fraction(over, under, { size, fill }) {
  const [gap, axis] = [size * 0.12, size * AXIS];
  const width = Math.max(over.width, under.width) + size * 0.3;
  const middle = (/** @type {Box} */ box, /** @type {number} */ x) => x + (width - box.width) / 2;
  return {
    width,
    up: axis + gap + over.up + over.down,
    down: under.up + under.down + gap - axis,
    at: (x, y) => [
      ...over.at(middle(over, x), y - axis - gap - over.down),
      levelLine(y - axis, x, x + width, fill, { line: size * 0.06 }),
      ...under.at(middle(under, x), y - axis + gap + under.up),
    ],
  };
}

/** @param {Node | undefined} base @param {Node | undefined} sub @param {Node | undefined} sup @param {Style} style
 * @returns {Box} */
function scripts(base, sub, sup, style) {
  const { size } = style;
  const small = { ...style, size: size * SCRIPT };
  const main = setNode(base ?? NOTHING, style);
  const [low, high] = [setNode(sub ?? NOTHING, small), setNode(sup ?? NOTHING, small)];
  const [drop, rise] = [size * 0.22, size * 0.38];
  return {
    width: main.width + Math.max(low.width, high.width),
    up: Math.max(main.up, sup ? high.up + rise : 0),
    down: Math.max(main.down, sub ? low.down + drop : 0),
    at: (x, y) => [...main.at(x, y), ...low.at(x + main.width, y + drop), ...high.at(x + main.width, y - rise)],
  };
}

/** @param {Node | undefined} base @param {Node | undefined} under @param {Node | undefined} over @param {Style} style
 * @returns {Box} */
function limits(base, under, over, style) {
  const small = { ...style, size: style.size * SCRIPT };
  const main = setNode(base ?? NOTHING, style);
  const [low, high] = [setNode(under ?? NOTHING, small), setNode(over ?? NOTHING, small)];
  const width = Math.max(main.width, low.width, high.width);
  const middle = (/** @type {Box} */ box, /** @type {number} */ x) => x + (width - box.width) / 2;
  return {
    width,
    up: main.up + high.up + high.down,
    down: main.down + low.up + low.down,
    at: (x, y) => [
      ...main.at(middle(main, x), y),
      ...high.at(middle(high, x), y - main.up - high.down),
      ...low.at(middle(low, x), y + main.down + low.up),
    ],
  };
}

/** @param {Box} inside @param {Style} style @returns {Box} */
function root(inside, { size, fill }) {
  const [left, over] = [size * 0.62, size * 0.12];
  return {
    width: inside.width + left + over,
    up: inside.up + over,
    down: inside.down,
    at(x, y) {
      const top = y - inside.up - over / 2;
      const points = [
        { x, y: y - size * 0.28 },
        { x: x + left * 0.4, y: y + inside.down },
        { x: x + left * 0.8, y: top },
        { x: x + left + inside.width, y: top },
      ];
      return [lineShape(points, fill, { line: size * 0.06 }), ...inside.at(x + left, y)];
    },
  };
}

/** Rows of cells, each column as wide as its widest. @param {Node[]} children @param {Style} style @returns {Box} */
function table(children, style) {
  const rows = children.map((each) => each.children.map((cell) => setCell(cell, style)));
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((cells) => cells[i]?.width ?? 0)));
  const set = rows.map((cells) =>
    row(
      widths.map((width, i) => {
        // A row that ends before the others keeps their width, or its cells would not stand below theirs.
        const cell = cells[i] ?? blank(0);
        const side = (width - cell.width) / 2;
        return { ...cell, width, at: (/** @type {number} */ x, /** @type {number} */ y) => cell.at(x + side, y) };
      }),
    ),
  );
  return column(set, style.size * BETWEEN, style.size * AXIS);
}

/** A cell that holds nothing but a sign has room around it, as between two numbers.
 * @param {Node} cell @param {Style} style @returns {Box} */
function setCell(cell, style) {
  const box = setRow(cell, style);
  const side = blank(AROUND * style.size);
  return isSign(cell) ? row([side, box, side]) : box;
}

/** @param {Node} node @returns {boolean} */
const isSign = ({ children: [only, ...others] }) =>
  only !== undefined && others.length === 0 && (only.name === "mo" || (HOLDERS.includes(only.name) && isSign(only)));
