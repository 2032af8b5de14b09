/** Window times kernel: each pair as a product, term by term, and the running sum below. */

import { format, formatApprox, formatFactor } from "../data/numbers.js";
import { termCount } from "../data/records.js";
import { isProjected, textWidth } from "../drawing/layout.js";
import { fittedText } from "./context.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */
/** @typedef {import("./context.js").Rect} Rect */
/** @typedef {import("../data/records.js").Computation} Computation */

/** The work that a products panel shows: the one of its group.
 * @param {import("./context.js").Frame} frame
 * @param {import("./context.js").Panel} panel
 * @returns {Computation | undefined}
 */
export const panelComputation = (frame, panel) => frame.computations?.[Number(panel.options.group ?? 0)];

/**
 * Where the running sum stands.
 * @param {Rect} rect
 * @param {number} zoom share of the height that is the sum's row
 * @returns {Rect}
 */
export function sumRect(rect, zoom) {
  const height = rect.height * zoom;
  return { x: rect.x, y: rect.y + rect.height - height * 0.86, width: rect.width, height: height * 0.82 };
}

/** @type {View} */
export const products = {
  draw(panel, rect, { moment, layout }) {
    const work = panelComputation(moment.to, panel);
    if (!work) return [];
    const before = moment.from && panelComputation(moment.from, panel);
    const same = before && before.tensor === work.tensor && String(before.index) === String(work.index);
    const columns = work.shape[2];
    const rows = Math.ceil(termCount(work) / columns);
    const side = rect.width / columns;
    const { roomy, bare } = textRoom(work, side, layout.type);
    /** @type {Shape[]} */
    const shapes = [];
    work.terms.forEach((term, i) => {
      const x = rect.x + (i % columns) * side;
      const y = rect.y + Math.floor(i / columns) * side;
      const gap = Math.max(1, side * 0.04);
      const spot = { x: x + gap / 2, y: y + gap / 2, width: side - gap, height: side - gap };
      const radius = Math.min(6, side * 0.08);
      const alpha = i < (same ? before.shown : 0) ? 1 : i < work.shown ? moment.f : 0;
      if (alpha < 1) shapes.push({ kind: "rect", ...spot, radius, stroke: "line", line: 1, dash: [3, 4] });
      if (alpha === 0) return;
      const fill = { scale: "signed", share: term[2] / largestFactor(work) };
      shapes.push({ kind: "rect", ...spot, radius, fill, stroke: "line", line: 1, alpha });
      const middle = x + side / 2;
      const factors = factorsText(term);
      const size = Math.min(side * 0.3, layout.type.number * 1.15);
      if (roomy) {
        shapes.push(fittedText(factors, middle, y + side * 0.29, size * 0.86, side * 0.9, { on: fill, alpha }));
        shapes.push(
          fittedText(format(term[2]), middle, y + side * 0.66, size * 1.25, side * 0.86, {
            on: fill,
            weight: 650,
            alpha,
          }),
        );
      } else if (!bare)
        shapes.push(
          fittedText(
            format(term[2]),
            middle,
            y + side / 2,
            Math.max(size * 1.2, Math.min(layout.type.least, side * 0.68)),
            side * 0.9,
            { on: fill, weight: 600, alpha },
          ),
        );
    });
    const sum = sumRect(rect, 1 / (rows + 1));
    const complete = work.shown === termCount(work);
    const value = work.shown === 0 ? "" : complete ? formatApprox(work.result) : format(work.running[work.shown - 1]);
    const size = Math.max(
      Math.min(sum.height * 0.52, layout.type.number * 1.5),
      Math.min(layout.type.least, sum.height * 0.9),
    );
    shapes.push({
      kind: "rect",
      ...sum,
      radius: Math.min(10, sum.height * 0.25),
      fill: "surface",
      stroke: complete ? "conv" : "line",
      line: complete ? 2.5 : 1,
    });
    const small = Math.min(size * 0.7, sum.width * 0.13);
    const labelled = small >= Math.max(10, layout.type.label * 0.6, layout.type.least);
    if (labelled)
      shapes.push({
        kind: "text",
        text: complete ? "sum" : "so far",
        x: sum.x + sum.width * 0.08,
        y: sum.y + sum.height / 2,
        size: small,
        fill: "muted",
        align: "left",
      });
    shapes.push({
      kind: "text",
      text: value,
      x: sum.x + sum.width * (labelled ? 0.92 : 0.5),
      y: sum.y + sum.height / 2,
      size,
      weight: 700,
      align: labelled ? "right" : "center",
    });
    return shapes;
  },
};

/** A product's two factors. @param {number[]} term */
const factorsText = (term) => `${format(term[0])}·${formatFactor(term[1])}`;

/** Whether a cell has room for its factors above their product, or not even for the product.
 * @param {Computation} work @param {number} side @param {import("../drawing/layout.js").Type} type */
function textRoom(work, side, type) {
  if (!isProjected(type)) return { roomy: side > 44, bare: false };
  const widest = (/** @type {string[]} */ texts) => Math.max(...texts.map((text) => textWidth(text, type.least)));
  const roomy = side > type.least * 2.4 && widest(work.terms.map(factorsText)) < side * 0.98;
  return {
    roomy,
    bare: !roomy && (side * 0.68 < type.least || widest(work.terms.map((term) => format(term[2]))) > side * 0.98),
  };
}

/** @param {Computation} work */
function largestFactor(work) {
  return Math.max(...work.terms.map((term) => Math.abs(term[2])), ...work.terms.map((term) => Math.abs(term[1])), 1e-9);
}
