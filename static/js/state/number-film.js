/**
 * The short film of a number that is told: its terms fly, by the wrong rule and then by the right one, a few at a time.
 * Pure.
 */

import { isShown, resultNumber, termCount } from "../data/records.js";
import { labelOf } from "./answer-rows.js";
import { wrongOption } from "./reveal.js";

/** @import { Box, Computation, Frame, Option, Scene } from "../data/records.js" */
/** @typedef {import("./reveal.js").Told} Told */

/** Seconds: what a term takes; how long all terms or cells that come one by one may take; what stands before and
 * after. */
const TERM = 1.1;
export const ALL = 6;
export const HOLD = 0.7;
/** More terms than this come in so many frames; pairs that meet one by one, each of which takes so long at least. */
const APART = 4;
const ONE_BY_ONE = 9;
const PAIR = 0.7;

/** A number: its terms fly, by the wrong rule and then by the right one. @param {Scene} shown @param {Frame} asking
 * @param {Told} told @returns {Scene} */
export function numberFilm(shown, asking, told) {
  const { truth } = told;
  const wanted = truth.computations[0]?.op === "dot" ? "products" : "pick";
  const worked = shown.panels.find(({ kind, options }) => kind === wanted && !("group" in options && options.group));
  const holder = holderOf(shown, asking, truth);
  const hidden = asking.hidden.filter((name) => name !== worked?.name && name !== holder);
  const seen = { ...asking, hidden, revealed: { ...asking.revealed, ...untilTold(truth, asking, shown) } };
  const replayed = (/** @type {Computation} */ work, /** @type {Option} */ option) =>
    whose(termFrames(seen, work, shown, worked !== undefined), told.said === "" ? "" : labelOf(told, option));
  const wrong = wrongOption(told);
  const wrongFrames = wrong ? wrong.computations.flatMap((work) => replayed(work, wrong)) : [];
  const frames = truth.computations.flatMap((work) => landing(replayed(work, truth), work, shown));
  // The right one begins anew: its terms are no more of those that stand there.
  const between = wrongFrames.length ? [opening(seen)] : [];
  // What they are written out in comes before them: nothing flies from what is still moving.
  const comes = hidden.length < asking.hidden.length ? [{ ...opening(seen), seconds: HOLD }] : [];
  return {
    ...shown,
    frames: [opening(asking), ...comes, ...wrongFrames, ...between, ...frames, ...closing(frames, asking)],
  };
}

/** Once the result comes it is told whose it is; of one alone, which nobody has answered, nothing is to be told.
 * @param {Frame[]} frames @param {string} name */
const whose = (frames, name) => frames.map((frame, i) => named(frame, i + 1 === frames.length ? name : ""));

/** The cell of the result with a name. @param {Frame} frame @param {string} name @returns {Frame} */
const named = (frame, name) => ({
  ...frame,
  boxes: frame.boxes.map((box) => (box.role === "cell" ? { ...box, name } : box)),
});

/** Of a map that is there, its cells as far as that of the right result, which is not told before it comes.
 * @param {Option} truth @param {Frame} asking @param {Scene} scene @returns {Record<string, number>} */
function untilTold({ computations: [work] }, { revealed }, scene) {
  if (!work || revealed[work.tensor] !== undefined || !scene.tensors.some(({ name }) => name === work.tensor))
    return {};
  return { [work.tensor]: resultNumber(work, scene) };
}

/** The right result stays in its cell where it is the next of its map. @param {Frame[]} frames
 * @param {Computation} work @param {Scene} scene @returns {Frame[]} */
function landing(frames, work, scene) {
  const flat = resultNumber(work, scene);
  return frames.map((frame, i) =>
    i + 1 === frames.length && frame.revealed[work.tensor] === flat
      ? { ...frame, revealed: { ...frame.revealed, [work.tensor]: flat + 1 } }
      : frame,
  );
}

/** The panel that comes for the right result: none where a map with its cell is there, one where there are several.
 * @param {Scene} scene @param {Frame} asking @param {Option} truth @returns {string} empty for none */
function holderOf({ panels }, asking, { computations: [work] }) {
  const holders = panels.filter(({ tensors }) => work !== undefined && tensors.includes(work.tensor));
  return holders.some((panel) => isShown(asking, panel)) ? "" : (holders[0]?.name ?? "");
}

/** As it stood while it was asked. @param {Frame} frame @returns {Frame} */
export const opening = (frame) => ({ ...frame, seconds: HOLD / 2, computations: [] });

/** The last frame once more, without what was on its way, and with all of the map that was there before.
 * @param {Frame[]} frames @param {Frame} asking */
function closing(frames, { revealed: before }) {
  return frames.slice(-1).map((frame) => {
    const given = Object.entries(frame.revealed).filter(([name]) => name in before);
    return { ...named(frame, ""), seconds: HOLD, revealed: Object.fromEntries(given) };
  });
}

/** A few terms at a time; where no panel writes them out, pairs that meet come one by one.
 * @param {Frame} asking @param {Computation} work @param {Scene} scene @param {boolean} isWritten
 * @returns {Frame[]} */
function termFrames(asking, work, scene, isWritten) {
  const count = termCount(work);
  const one = work.op === "dot" && !isWritten;
  const parts = Math.min(count, one ? ONE_BY_ONE : APART);
  const seconds = one ? Math.max(PAIR, Math.min(TERM, ALL / parts)) : TERM;
  return Array.from({ length: parts }, (_, i) => {
    const shown = Math.round((count * (i + 1)) / parts);
    return { ...asking, seconds: i + 1 === parts ? seconds + 0.4 * TERM : seconds, ...worksOn(work, shown, scene) };
  });
}

/** A computation in sight: its window, its filter, and where its result goes. @param {Computation} work
 * @param {number} shown how many of its terms are there @param {Scene} scene */
export function worksOn(work, shown, scene) {
  const roles = /** @type {const} */ (["window", "kernel"]);
  /** @type {Box[]} */
  const boxes = work.operands.slice(0, 2).map((operand, i) => operandBox(work, operand, roles[i] ?? "highlight"));
  if (scene.tensors.some(({ name }) => name === work.tensor)) {
    const [channel, row, column] = work.index;
    boxes.push({ tensor: work.tensor, role: "cell", ...place(channel, row, column, 1, 1), group: 0 });
  }
  return { boxes, computations: [{ ...work, shown }] };
}

/** What is read, or the weights. @param {Computation} work @param {Computation["operands"][number]} operand
 * @param {Box["role"]} role
 * @returns {Box} */
function operandBox({ shape: [channels, rows, columns] }, { tensor, start: [channel, row, column], step }, role) {
  const ends = [row + step[0] * (rows - 1), column + step[1] * (columns - 1)];
  const [top, left] = [Math.min(row, ends[0] ?? 0), Math.min(column, ends[1] ?? 0)];
  const [bottom, right] = [Math.max(row, ends[0] ?? 0), Math.max(column, ends[1] ?? 0)];
  const box = place(channel, top, left, bottom - top + 1, right - left + 1);
  return { tensor, role, ...box, channels: [channel, channel + channels], group: role === "window" ? 0 : -1 };
}

/** @param {number} channel @param {number} row @param {number} column @param {number} rows @param {number} columns
 * @returns {Omit<Box, "tensor"|"role"|"group">} */
const place = (channel, row, column, rows, columns) => ({
  channels: [channel, channel + 1],
  rows: [row, row + rows],
  columns: [column, column + columns],
});
