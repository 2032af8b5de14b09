/** Where the maps of a tensor lie side by side. Pure. */

/** @import { Rect } from "./context.js" */
/** @import { Item } from "../data/wire.js" */

/** How high a row of cells is, as a share of the room. */
const STRIP = 0.25;

/** @param {Item} item */
export const mapCount = (item) => (item.options ? Number(item.flat) : 1);

/**
 * Where each of the maps lies, its width, and that of a cell.
 * @param {Item} item
 * @param {Rect} room
 * @param {[number, number, number]} shape
 */
export function mapTiles(item, room, [, rows, columns]) {
  if (item.row) return rowTiles(mapCount(item), room);
  const { side, across, down } = fitSquares(mapCount(item), room.width, room.height);
  const inner = side * 0.92 * (item.share ?? 1);
  const cell = inner / Math.max(rows, columns);
  const left = room.x + (room.width - across * side + side - inner) / 2;
  const top = room.y + (room.height - down * side + side - inner) / 2;
  return (/** @type {number} */ channel) => ({
    x: left + (channel % across) * side,
    y: top + Math.floor(channel / across) * side,
    width: cell * columns,
    height: cell * rows,
    cell,
  });
}

/** Cells in one row, across all of the room. @param {number} count @param {Rect} room */
function rowTiles(count, room) {
  const [width, height] = [room.width / count, Math.min(room.height, room.width) * STRIP];
  // Not far from its words.
  const y = room.y + room.height - 1.6 * height;
  return (/** @type {number} */ channel) => ({ x: room.x + channel * width, y, width, height, cell: width });
}

/**
 * Squares in a rectangle, as large as they can be.
 * @param {number} count
 * @param {number} width
 * @param {number} height
 */
export function fitSquares(count, width, height) {
  let best = { side: 0, across: 1, down: count };
  for (let down = 1; down <= count; down++) {
    const across = Math.ceil(count / down);
    const side = Math.min(width / across, height / down);
    if (side > best.side) best = { side, across, down };
  }
  return best;
}
