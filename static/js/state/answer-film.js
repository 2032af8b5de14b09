/**
 * What the stage shows at a question: the map as it is drawn, the cells that are marked; and once the answer is told a
 * short film of its own: one's own answer computed as its rule computes it, then the right one. Pure.
 */

import { getOrMake } from "../data/cache.js";
import { drawnValues, numbersSaid, rightCells } from "./answering.js";
import { cellFilm, cellMarks } from "./cell-film.js";
import { ALL, HOLD, numberFilm, opening, worksOn } from "./number-film.js";
import { questionAt, saidTo } from "./questions.js";
import { toldAnswer } from "./reveal.js";
import { currentFrame } from "./state.js";
import { duration, momentAt } from "./timing.js";

/** @import { Computation, Frame, Marks, Moment, Panel, Scene, Tensor } from "../data/records.js" */
/** @import { Picture } from "./answer-picture.js" */
/** @import { State } from "./state.js" */
/** @typedef {import("./reveal.js").Told} Told */

/** The name of the tensor and of the panel that keep one's own map. */
const OWN = "your answer";
/** Seconds that a cell of a map takes. */
const CELL = 1.3;

/** What the stage shows where a question changes that. @param {State} state @param {Scene} shown
 * @param {Moment} moment @returns {Picture|null} */
export function askedPicture(state, shown, moment) {
  const question = questionAt(state);
  const told = toldAnswer(state);
  const said = question ? saidTo(state, question) : "";
  if (question?.kind === "cell" && !told) {
    return { scene: shown, moment, marks: { tensor: question.tensor, own: numbersSaid(said), told: null, alpha: 0 } };
  }
  if (told && hasFilm(told)) return filmPicture(state, shown, told);
  if (question?.kind !== "draw") return null;
  // Zeros would be an answer already.
  if (said === "") {
    const unknown = { tensor: question.tensor, own: [], told: null, alpha: 0, open: true };
    return { scene: shown, moment, marks: unknown };
  }
  const scene = made(shown, `draws ${moment.k} ${said}`, () => drawnScene(shown, moment.k, state));
  return { scene, moment: { ...moment, to: scene.frames[moment.k] ?? moment.to }, marks: null };
}

/** How long the film of an answer takes that is told, in seconds. @param {State} state @param {Scene} shown */
export function filmSeconds(state, shown) {
  const told = toldAnswer(state);
  return told && hasFilm(told) ? duration(answerFilm(shown, currentFrame(state), told)) : 0;
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
  const seconds = Math.max(0.25, Math.min(CELL, ALL / Math.max(1, truth.values.length)));
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
  const beside = { ...opening(both), seconds: HOLD, revealed: { ...before.revealed, [name]: 0 } };
  const first = said === "" ? [opening(both)] : [opening(before), beside];
  return { ...shown, tensors, panels, frames: [...first, ...frames, last] };
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
