/** A small chapter and scenes that never came over a wire. */

import { parseQuestion, parseScene } from "../../static/js/data/records.js";

/** @param {string} name @param {object} [more] */
const spec = (name, more = {}) => ({ name, title: `The ${name}`, stage: "conv", params: [], presets: [], ...more });

const stride = {
  name: "stride",
  label: "Stride",
  kind: "integer",
  default: 1,
  minimum: 1,
  maximum: 4,
  choices: [],
  channels: 1,
  help: "",
};
const input = {
  name: "input",
  label: "Input",
  kind: "array",
  default: [
    [
      [1, 0],
      [0, 1],
    ],
  ],
  minimum: 0,
  maximum: 0,
  choices: [],
  channels: 1,
  help: "",
};

/** Three steps of two, one and two scenes. */
export const chapter = /** @type {any} */ ({
  version: "0",
  title: "A chapter",
  steps: [
    {
      number: 1,
      name: "one",
      title: "One",
      lead: "First.",
      scenes: [spec("a", { params: [stride, input] }), spec("b")],
    },
    { number: 2, name: "two", title: "Two", lead: "Then.", scenes: [spec("c", { stage: "pool" })] },
    { number: 3, name: "three", title: "Three", lead: "Last.", scenes: [spec("d"), spec("e")] },
  ],
});

/** @param {number} k @param {number} seconds */
export const frame = (k, seconds) => ({
  k,
  seconds,
  narration: `Frame ${k}.`,
  formula: "",
  boxes: [],
  computations: [],
  revealed: {},
  hidden: [],
  focus: [],
  panels: {},
  question: null,
});

/**
 * A scene of which so many frames have arrived.
 * @param {number} [count] @param {number} [arrived] @param {number} [seconds]
 */
export const scene = (count = 3, arrived = count, seconds = 1) =>
  /** @type {any} */ ({
    step: "one",
    name: "a",
    title: "A",
    stage: "conv",
    values: {},
    tensors: [],
    panels: [],
    frames: Array.from({ length: arrived }, (_, k) => frame(k, seconds)),
    count,
    complete: arrived === count,
  });

/** A question to the room. */
export const OPEN = { kind: "open", name: "ask" };

/** A question with three options, of which the second is right. */
export const CHOICE = parseQuestion({
  kind: "choice",
  name: "size",
  topic: "side",
  options: [
    {
      text: "12.5",
      rule: "the fraction stays",
      belief: "The fraction stays.",
      mend: "It does not.",
      working: "<math>25<mo>/</mo>2</math>",
      value: 12.5,
    },
    { text: "13", working: "<math>13</math>", value: 13 },
    { text: "not allowed", rule: "it must come out even", belief: "It must be even.", mend: "It need not." },
  ],
});

/** A question for a number. */
export const NUMBER = parseQuestion({
  kind: "number",
  name: "count",
  topic: "count",
  unit: "weights",
  options: [
    { text: "456 weights", value: 456, working: "<math>456</math>" },
    { text: "450 weights", rule: "no bias", belief: "There is no bias.", mend: "There is.", value: 450 },
    { text: "4,704 weights", rule: "a bias a cell", belief: "Each cell has one.", mend: "Each map has.", value: 4704 },
    { text: "0.33 weights", rule: "a third", belief: "A third.", mend: "No.", value: 1 / 3 },
  ],
});

/** A question for the cells of a map of 3×3, which {@link questionedMap} has. */
export const CELL = parseQuestion({
  kind: "cell",
  name: "where",
  topic: "where",
  tensor: "map",
  options: [
    { text: "4 cells", cells: [0, 1, 3, 4] },
    { text: "1 cell", rule: "only its own", belief: "Only its own changes.", mend: "All that see it do.", cells: [4] },
    { text: "9 cells", rule: "all", belief: "All change.", mend: "Few do.", cells: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
  ],
});

/** A question for its values, in halves from 0 to 4. */
export const DRAW = parseQuestion({
  kind: "draw",
  name: "map",
  topic: "map",
  tensor: "map",
  least: 0,
  most: 4,
  step: 0.5,
  options: [
    { text: "0 0 2 0 0 2 0 0 2", values: [0, 0, 2, 0, 0, 2, 0, 0, 2] },
    {
      text: "4 4 2 4 4 2 4 4 2",
      rule: "sign dropped",
      belief: "The sign goes.",
      mend: "It becomes 0.",
      values: [4, 4, 2, 4, 4, 2, 4, 4, 2],
    },
  ],
});

/**
 * As a scene, the second frame of which asks.
 * @param {number} [count] @param {number} [arrived] @param {object} [question]
 */
export const questioned = (count = 3, arrived = count, question = OPEN) => {
  const made = scene(count, arrived);
  if (made.frames[1]) made.frames[1] = { ...made.frames[1], question };
  return made;
};

/** A tensor of one channel of ones, as it comes over the wire. @param {string} name @param {number} side */
const ones = (name, side) => ({
  name,
  label: name,
  stage: "conv",
  scale: "signed",
  max_abs: 1,
  shape: [1, side, side],
  values: Array(side * side).fill(1),
});

/** A scene of three frames that asks about its map of 3×3. @param {object} question */
export const questionedMap = (question) => ({
  ...questioned(3, 3, question),
  ...{ tensors: gridScene({ map: 3 }, []).tensors, panels: [gridPanel("map", 3)] },
});

/** A panel of cells, named as its tensor. @param {string} name @param {number} side @param {object} [options] */
export const gridPanel = (name, side, options = {}) => ({
  name,
  kind: "grid",
  tensors: [name],
  label: name,
  note: "",
  stage: "conv",
  size: [side, side],
  operator: "",
  options,
});

/**
 * A scene of tensors of ones, without frames.
 * @param {Record<string, number>} sides of each tensor
 * @param {ReturnType<typeof gridPanel>[]} panels
 */
export const gridScene = (sides, panels) =>
  parseScene(
    /** @type {any} */ ({
      step: "s",
      name: "n",
      title: "T",
      stage: "conv",
      values: {},
      frames: 1,
      tensors: Object.entries(sides).map(([name, side]) => ones(name, side)),
      panels,
    }),
  );

/** A repeatable source of numbers from 0 to 1. @param {number} seed */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A parameter that is drawn. @param {string} name @param {string} label */
export const strokesParam = (name, label) => ({
  name,
  label,
  kind: "strokes",
  default: [
    [
      [0.1, 0.2],
      [0.3, 0.4],
    ],
  ],
  minimum: 0,
  maximum: 0,
  choices: [],
  channels: 1,
  help: "",
});

/** A chapter of one scene that is drawn. @param {...object} params */
export const liveChapter = (...params) => ({
  version: "1",
  title: "",
  steps: [
    {
      number: 1,
      name: "lenet",
      title: "",
      lead: "",
      scenes: [{ name: "live", title: "", stage: "classify", params, presets: [] }],
    },
  ],
});
