/** How an opened cell is framed where one layer at a time has the room: the lens stands below it. Pure. */

import { itemAt } from "../data/lists.js";
import { heads } from "./network-framing.js";
import { placeLayer } from "./network-layout.js";
import { placeRow, sheetOf, strips, sumHeight, sumWidth } from "./network-lens.js";

/** @import { Room } from "./network-framing.js" */
/** @import { Ends, Framed, Tensors } from "./network-open.js" */

/** One layer, and below it what is shown of the cell. @param {Ends} ends @param {Tensors} tensors
 * @param {boolean} summed @param {boolean} unrolled @param {Room} room @returns {Framed} */
export function narrowFrame({ source, target }, tensors, summed, unrolled, { all, type, options }) {
  const { above } = heads(type);
  const layer = summed ? target : source;
  const share = 0.5;
  const high = all.height * share - above - type.label * 0.4;
  const unit = Math.min(high / layer.height, (all.width * 0.92) / layer.width);
  const wide = layer.kind === "bars" ? all.width : layer.width * unit;
  const middle = all.y + above + high / 2;
  const column = placeLayer(layer, unit, all.x + (all.width - wide) / 2, middle, options);
  const sized = layer.kind === "bars" ? { ...column, width: wide, y: middle - high / 2, height: high } : column;
  const lower = { ...all, y: all.y + all.height * share, height: all.height * (1 - share) };
  const title = type.label * 1.3;
  const dot = tensors.length > 1;
  const width = Math.min(sumWidth(type), all.width * 0.45);
  const size = Math.min(sumHeight(type, dot), lower.height);
  if (unrolled) {
    const shown = summed ? tensors.slice(2) : tensors.slice(0, 2);
    const room = summed && dot ? { ...lower, width: lower.width - width - type.label } : lower;
    const parts = strips(shown.length ? shown : tensors.slice(0, 1), source.layer.layer, room, type, true);
    const sum = summed
      ? { x: lower.x + lower.width - width, y: lower.y + (lower.height - size) / 2, width, height: size }
      : null;
    return { columns: [sized], lens: { parts, signs: [], sum } };
  }
  const shown = summed ? [itemAt(tensors, dot ? 2 : 0)] : tensors.slice(0, 2);
  const sign = type.sign;
  const count = summed ? 1 : shown.length;
  const each = (all.width - sign * count - (summed ? width : 0)) / count;
  const sheets = shown.map((tensor) =>
    sheetOf(tensor, each, lower.height - title, { ...type, number: type.number * 2 }),
  );
  const row = {
    ...lower,
    y: lower.y + title,
    height: lower.height - title,
    width: lower.width - (summed ? width + sign : 0),
  };
  const { parts, signs, end } = placeRow(sheets, row, sign);
  const sum = { x: end + sign, y: row.y + (row.height - size) / 2, width, height: size };
  const arrow = { text: "→", x: end + sign / 2, y: row.y + row.height / 2 };
  return { columns: [sized], lens: { parts, signs: summed ? [arrow] : signs, sum: summed ? sum : null } };
}
