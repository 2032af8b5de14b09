/** The ways in which panels can stand in rows, one beside or under another. Pure. */

/** @import { Panel } from "../data/records.js" */
/** @typedef {(Panel & {signed?: boolean})[]} Block panels one under the other; signed: with a sign at some time */

/** So many panels may begin a row; 2 to the power of it arrangements are tried. */
const MOST_BREAKS = 11;

/** Panels that stand under one another are a block. What may stand beyond the one before it does so in the first of the
 * two ways, and stands under it in the second. @param {Block} panels @returns {Block[][]} */
export function blocksOf(panels) {
  if (!panels.some(isBeyond)) return [blocks(panels, isUnder)];
  // What comes down to it passes no words: its name stands below, and a sign between the two has no place.
  const stacked = panels.map((panel) =>
    isBeyond(panel) ? { ...panel, operator: "", label: "", note: panel.label } : panel,
  );
  return [blocks(outwards(panels), isUnder), blocks(stacked, (panel) => isUnder(panel) || isBeyond(panel))];
}

/** The panels whose names stand below them. @param {Block[][]} rows @returns {ReadonlySet<string>} */
export const namedBelow = (rows) =>
  new Set(
    rows
      .flat()
      .flatMap(([, ...under]) => under.filter(isBeyond))
      .map(({ name }) => name),
  );

const isUnder = (/** @type {Panel} */ { options }) => options.row === "under";
const isBeyond = (/** @type {Panel} */ { options }) => options.row === "beyond";

/** @param {Panel[]} panels @param {(panel: Panel) => boolean} joins what stands before it @returns {Block[]} */
function blocks(panels, joins) {
  /** @type {Block[]} */
  const all = [];
  for (const panel of panels) {
    if (joins(panel) && all.length) all.at(-1)?.push(panel);
    else all.push([panel]);
  }
  return all;
}

/** Beyond what opens the row is at its left, with the sign between the two. @param {Panel[]} panels
 * @returns {Panel[]} */
function outwards(panels) {
  const [first, second, ...others] = panels;
  if (!first || !second || !isBeyond(second)) return panels;
  return [{ ...second, operator: "" }, { ...first, operator: second.operator }, ...others];
}

/** Every way to break blocks into rows; where wishes count, options.row "same" never opens one and "new" does.
 * @param {Block[]} blocks @param {boolean} wishes @returns {Block[][][]} */
export function arrangements(blocks, wishes) {
  /** @type {Block[][][]} */
  const all = [];
  const breaks = Math.max(0, blocks.length - 1);
  for (let mask = 0; mask < 1 << Math.min(breaks, MOST_BREAKS); mask++) {
    /** @type {Block[][]} */
    const rows = [[]];
    let allowed = true;
    blocks.forEach((block, index) => {
      const wish = wishes && block[0]?.options.row;
      if (index > 0 && mask & (1 << (index - 1))) {
        if (wish === "same") allowed = false;
        rows.push([]);
      } else if (index > 0 && wish === "new") allowed = false;
      rows.at(-1)?.push(block);
    });
    if (allowed) all.push(rows);
  }
  return all.length ? all : [[blocks]];
}
