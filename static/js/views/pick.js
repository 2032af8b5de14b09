/** A pooling window enlarged: its values one by one, the strongest lifted out, what comes of them below. */

import { format, formatApprox } from "../data/numbers.js";
import { termCount } from "../data/records.js";
import { fittedText, frameChange } from "./context.js";
import { panelComputation, sumRect } from "./products.js";

/** @typedef {import("./context.js").View} View */
/** @typedef {import("./context.js").Shape} Shape */

/** How far the winner is lifted, as a share of its side. */
const LIFT = 0.13;

/** @type {View} */
export const pick = {
  draw(panel, rect, context) {
    const { moment, layout } = context;
    const work = panelComputation(moment.to, panel);
    if (!work) return [];
    const before = moment.from && panelComputation(moment.from, panel);
    const same = before && String(before.index) === String(work.index);
    const columns = work.shape[2];
    const rows = Math.ceil(termCount(work) / columns);
    const side = rect.width / columns;
    const { to } = frameChange(context, panel);
    const limit = Number(panel.options.max_abs);
    const complete = work.shown === termCount(work);
    /** @type {Shape[]} */
    const shapes = [];
    /** @type {Shape[]} */
    const lifted = [];
    work.terms.forEach(([value], i) => {
      const wins = i === to.argmax;
      const up = wins ? side * LIFT * moment.f : 0;
      const gap = Math.max(1, side * 0.05);
      const spot = {
        x: rect.x + (i % columns) * side + gap / 2,
        y: rect.y + Math.floor(i / columns) * side + gap / 2,
        width: side - gap,
        height: side - gap,
      };
      const radius = Math.min(8, side * 0.09);
      const seen = i < (same ? before.shown : 0) ? 1 : i < work.shown ? moment.f : 0;
      if (seen < 1) shapes.push({ kind: "rect", ...spot, radius, stroke: "line", line: 1, dash: [3, 4] });
      if (seen === 0) return;
      const alpha = complete && to.argmax !== undefined && !wins ? seen * (1 - 0.6 * moment.f) : seen;
      const fill = { scale: "signed", share: value / limit };
      const card = { ...spot, y: spot.y - up };
      const target = wins ? lifted : shapes;
      if (wins) target.push({ kind: "rect", ...spot, y: spot.y + up * 0.4, radius, fill: "ink", alpha: 0.16 });
      target.push({ kind: "rect", ...card, radius, fill, stroke: wins ? "pool" : "line", line: wins ? 3.5 : 1, alpha });
      target.push(
        fittedText(
          format(value),
          card.x + card.width / 2,
          card.y + card.height / 2,
          Math.min(side * 0.44, layout.type.number * 1.7),
          side * 0.86,
          { on: fill, weight: wins ? 700 : 500, alpha },
        ),
      );
    });
    const pill = sumRect(rect, 1 / (rows + 1));
    const size = Math.min(pill.height * 0.5, layout.type.number * 1.5);
    shapes.push({
      kind: "rect",
      ...pill,
      radius: Math.min(10, pill.height * 0.25),
      fill: "surface",
      stroke: complete ? "pool" : "line",
      line: complete ? 2.5 : 1,
    });
    if (work.shown > 0) {
      const value = complete ? work.result : work.running[work.shown - 1];
      const small = Math.min(size * 0.72, pill.width * 0.16);
      const room = small >= Math.max(10, layout.type.label * 0.6, layout.type.least);
      if (room)
        shapes.push({
          kind: "text",
          text: work.op,
          x: pill.x + pill.width * 0.07,
          y: pill.y + pill.height / 2,
          size: small,
          fill: "muted",
          align: "left",
        });
      shapes.push(
        fittedText(
          complete ? formatApprox(value) : format(value),
          pill.x + pill.width * (room ? 0.94 : 0.5),
          pill.y + pill.height / 2,
          size,
          pill.width * (room ? 0.6 : 0.9),
          { weight: 700, align: room ? "right" : "center" },
        ),
      );
    }
    return [...shapes, ...lifted];
  },
};
