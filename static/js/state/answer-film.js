/**
 * What the stage shows at a question: the map as it is drawn, the cells that are marked; and once the answer is told a
 * short film of its own: one's own answer computed as its rule computes it, then the right one. Pure.
 */

import { getOrMake } from "../data/cache.js";
import { termCount } from "../data/records.js";
import { drawnValues, numbersSaid, rightCells } from "./answering.js";
import { cellFilm, cellMarks } from "./cell-film.js";
import { questionAt, saidTo } from "./questions.js";
import { revelation, toldAnswer, wrongOption } from "./reveal.js";
import { currentFrame, currentMoment } from "./state.js";
import { duration, momentAt } from "./timing.js";

/** @import { Box, Computation, Frame, Marks, Moment, Option, Panel, Scene, Tensor } from "../data/records.js" */
/** @import { State } from "./state.js" */
/** @typedef {import("./reveal.js").Told} Told */
/** @typedef {{scene: Scene, moment: Moment, marks: Marks|null}} Picture */

/** The name of the tensor and of the panel that keep one's own map. */
const OWN = "your answer";
/** Seconds: what a term takes, and a cell of a map; how long all its cells may take; what stands before and after. */
const TERM = 1.1;
const CELL = 1.3;
const MAP = 6;
const HOLD = 0.7;
/** More terms than this come in so many frames. */
const APART = 4;

/** What the stage shows; null before the first picture. @param {State} state @returns {Picture|null} */
export function answerPicture(state) {
  const { shown } = state;
  const moment = currentMoment(state);
  if (!shown || !moment) return null;
  const question = questionAt(state);
  const told = toldAnswer(state);
  const said = question ? saidTo(state, question) : "";
  if (question?.kind === "cell" && !told) {
    return { scene: shown, moment, marks: { tensor: question.tensor, own: numbersSaid(said), told: null, alpha: 0 } };
  }
  if (told && hasFilm(told)) return filmPicture(state, shown, told);
  if (question?.kind !== "draw") return { scene: shown, moment, marks: null };
  // Zeros would be an answer already.
  if (said === "") {
    const unknown = { tensor: question.tensor, own: [], told: null, alpha: 0, open: true };
    return { scene: shown, moment, marks: unknown };
  }
  const scene = made(shown, `draws ${moment.k} ${said}`, () => drawnScene(shown, moment.k, state));
  return { scene, moment: { ...moment, to: scene.frames[moment.k] ?? moment.to }, marks: null };
}

/** What tells marks from others. @param {Marks|null} marks */
export const marksKey = (marks) => (marks ? JSON.stringify(marks) : "");

/** How long it takes to tell the answer that has just been asked for, in seconds. @param {State} state */
export function tellingLength(state) {
  const told = toldAnswer(state);
  if (!told || !state.shown || state.reducedMotion) return 0;
  const film = hasFilm(told) ? duration(answerFilm(state.shown, currentFrame(state), told)) : 0;
  return Math.max(film, revelation(state)?.schedule.seconds ?? 0);
}

/** Whether there is more to see than formulas. @param {Told} told */
const hasFilm = ({ question, truth, option }) =>
  ["cell", "draw"].includes(question.kind) || truth.computations.length > 0 || (option?.computations.length ?? 0) > 0;

/** @param {State} state @param {Scene} shown @param {Told} told @returns {Picture} */
function filmPicture(state, shown, told) {
  const film = answerFilm(shown, currentFrame(state), told);
  const at = momentAt(film, state.reducedMotion ? Infinity : state.told, state.reducedMotion);
  // It begins with what stands there already.
  const moment = at.k === 0 ? { ...at, f: 1, flight: 1 } : at;
  return { scene: film, moment, marks: marksOf(shown, told, moment) };
}

/** @param {Scene} shown @param {Told} told @param {Moment} moment */
function marksOf(shown, told, moment) {
  if (told.question.kind === "draw") return mapMarks(told, moment);
  return told.question.kind === "cell" ? cellMarks(shown, told, numbersSaid(told.said), come(moment)) : null;
}

/** How many cells of the film have come. @param {Moment} moment */
const come = ({ k, f, flight }) => (Math.min(f, flight) < 0.9 ? Math.max(0, k - 1) : k);

/** Which cells of one's own map are right, as far as the right ones have come.
 * @param {Told} told @param {Moment} moment
 * @returns {Marks|null} */
function mapMarks({ question, said, truth }, moment) {
  if (said === "") return null;
  const met = new Set(rightCells(question, said));
  const cells = truth.values.map((_, i) => i).slice(0, come(moment));
  const told = { right: cells.filter((i) => met.has(i)), wrong: cells.filter((i) => !met.has(i)), missed: [] };
  return { tensor: OWN, own: [], told, alpha: 1 };
}

/** Scenes that were made of a scene: the latest ones, by what they show. @type {WeakMap<Scene, Map<string, Scene>>} */
const cache = new WeakMap();
const KEPT = 4;

/** @param {Scene} shown @param {string} key @param {() => Scene} make */
function made(shown, key, make) {
  const kept = getOrMake(cache, shown, () => new Map());
  const scene = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, scene);
  for (const old of kept.keys()) if (kept.size > KEPT) kept.delete(old);
  return scene;
}

/** The scene with the map as it is drawn by now. @param {Scene} shown @param {number} k @param {State} state */
function drawnScene(shown, k, state) {
  const question = /** @type {import("../data/records.js").Question} */ (questionAt(state));
  const values = drawnValues(question, saidTo(state, question));
  const tensors = shown.tensors.map((each) => (each.name === question.tensor ? withValues(each, values) : each));
  const frames = [...shown.frames];
  const asking = frames[k];
  if (asking) frames[k] = { ...asking, revealed: { ...asking.revealed, [question.tensor]: values.length } };
  return { ...shown, tensors, frames };
}

/** @param {Tensor} tensor @param {readonly number[]} values of its first channel @returns {Tensor} */
const withValues = (tensor, values) => ({ ...tensor, editable: "", values: [...values], error: 0 });

/** @param {Scene} shown @param {number} k @param {Told} told */
function answerFilm(shown, k, told) {
  const { question, said } = told;
  return made(shown, `tells ${k} ${question.kind} ${said}`, () => {
    const asking = /** @type {Frame} */ (shown.frames[k]);
    const film = filmOf(shown, asking, told);
    const frames = film.frames.map((frame, at) => ({ ...frame, k: at, question: null }));
    return { ...film, frames, count: frames.length, complete: true };
  });
}

/** @param {Scene} shown @param {Frame} asking @param {Told} told */
function filmOf(shown, asking, told) {
  const { kind } = told.question;
  if (kind === "cell") return cellFilm(shown, asking, told, numbersSaid(told.said));
  return kind === "draw" ? mapFilm(shown, asking, told) : numberFilm(shown, asking, told);
}

/** A number: its terms fly, by the wrong rule and then by the right one. @param {Scene} shown @param {Frame} asking
 * @param {Told} told @returns {Scene} */
function numberFilm(shown, asking, told) {
  const { truth } = told;
  const wanted = truth.computations[0]?.op === "dot" ? "products" : "pick";
  const worked = shown.panels.find(({ kind, options }) => kind === wanted && !("group" in options && options.group));
  const hidden = asking.hidden.filter((name) => name !== worked?.name && !holdsResult(shown, truth, name));
  const seen = { ...asking, hidden };
  const wrongFrames = (wrongOption(told)?.computations ?? []).flatMap((work) => termFrames(seen, work, shown));
  const frames = truth.computations.flatMap((work) => landing(termFrames(seen, work, shown), work, shown));
  // The right one begins anew: its terms are no more of those that stand there.
  const between = wrongFrames.length ? [opening(seen)] : [];
  return { ...shown, frames: [opening(asking), ...wrongFrames, ...between, ...frames, ...closing(frames)] };
}

/** The right result stays in its cell where it is the next of its map.
 * @param {Frame[]} frames @param {Computation} work
 * @param {Scene} scene @returns {Frame[]} */
function landing(frames, { tensor: name, index: [channel, row, column] }, { tensors }) {
  const [, rows, columns] = tensors.find((each) => each.name === name)?.shape ?? [0, 0, 0];
  const flat = (channel * rows + row) * columns + column;
  return frames.map((frame, i) =>
    i + 1 === frames.length && frame.revealed[name] === flat
      ? { ...frame, revealed: { ...frame.revealed, [name]: flat + 1 } }
      : frame,
  );
}

/** Whether a panel shows the tensor that the right result goes to. @param {Scene} scene @param {Option} truth
 * @param {string} name */
const holdsResult = ({ panels }, { computations: [work] }, name) =>
  work !== undefined && panels.some((panel) => panel.name === name && panel.tensors.includes(work.tensor));

/** One's own map beside the right one, whose cells come one after another; those of a wrong rule are computed beside
 * them. @param {Scene} shown @param {Frame} asking @param {Told} told @returns {Scene} */
function mapFilm(shown, asking, { question, said, truth, option }) {
  const { tensor: name } = question;
  const values = drawnValues(question, said);
  const tensors = shown.tensors.flatMap((each) =>
    each.name === name
      ? [withValues(each, truth.values), { ...withValues(each, values), name: OWN, label: "Your map" }]
      : [each],
  );
  const panels = shown.panels.flatMap((panel) =>
    panel.tensors.includes(name) && panel.kind === "grid" ? [panel, ownPanel(panel)] : [panel],
  );
  const answer = shown.panels.find((panel) => panel.kind === "grid" && panel.tensors.includes(name))?.name ?? "";
  const both = { ...asking, hidden: said === "" ? [...asking.hidden, OWN] : asking.hidden };
  const seconds = Math.max(0.25, Math.min(CELL, MAP / Math.max(1, truth.values.length)));
  const frames = truth.values.map((_, i) => {
    return {
      ...both,
      seconds,
      ...sideBySide(truth.computations[i], option === truth ? undefined : option?.computations[i], shown),
      revealed: { ...asking.revealed, [name]: i + 1 },
    };
  });
  const last = { ...both, seconds: HOLD, boxes: [], computations: [], revealed: { [name]: truth.values.length } };
  const before = {
    ...asking,
    hidden: [...asking.hidden, answer],
    revealed: { ...asking.revealed, [OWN]: values.length },
  };
  return { ...shown, tensors, panels, frames: [opening(said === "" ? both : before), ...frames, last] };
}

/** A cell as it is right, and one's own, by the rule that gives it. @param {Computation|undefined} work
 * @param {Computation|undefined} own @param {Scene} scene */
function sideBySide(work, own, scene) {
  if (!work) return { computations: [], boxes: [] };
  const { computations, boxes } = worksOn(work, work.shown, scene);
  if (!own) return { computations, boxes };
  const ownCell = boxes.filter(({ role }) => role === "cell").map((box) => ({ ...box, tensor: OWN }));
  return { computations: [...computations, { ...own, tensor: OWN }], boxes: [...boxes, ...ownCell] };
}

/** @param {Panel} panel @returns {Panel} */
const ownPanel = (panel) =>
  /** @type {Panel} */ ({ ...panel, name: OWN, tensors: [OWN], label: "Your map", operator: "" });

/** As it stood while it was asked. @param {Frame} frame @returns {Frame} */
const opening = (frame) => ({ ...frame, seconds: HOLD / 2, computations: [] });

/** The last frame once more, without what was on its way. @param {Frame[]} frames @returns {Frame[]} */
const closing = (frames) => frames.slice(-1).map((frame) => ({ ...frame, seconds: HOLD }));

/** A few terms at a time. @param {Frame} asking @param {Computation} work @param {Scene} scene @returns {Frame[]} */
function termFrames(asking, work, scene) {
  const count = termCount(work);
  const parts = Math.min(count, APART);
  return Array.from({ length: parts }, (_, i) => {
    const shown = Math.round((count * (i + 1)) / parts);
    return { ...asking, seconds: TERM * (i + 1 === parts ? 1.4 : 1), ...worksOn(work, shown, scene) };
  });
}

/** A computation in sight: its window, its filter, and where its result goes. @param {Computation} work
 * @param {number} shown how many of its terms are there @param {Scene} scene */
function worksOn(work, shown, scene) {
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
