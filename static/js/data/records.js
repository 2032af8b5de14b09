/**
 * The records that come over the wire, decoded: their types, and the making of one from its JSON.
 *
 * wire.d.ts has the types as they are sent, field by field; what the wire leaves out is filled in here.
 */

import { fromBase64 } from "./base64.js";

/** @typedef {import("./wire.js").Stage} Stage */
/** @import { BoxRecord, ComputationRecord, FrameLine, HeaderLine, OperandRecord, TensorRecord } from "./wire.js" */
/** @import { PanelChanges, SourceRecord, WindowRecord } from "./wire.js" */
/** @typedef {import("./wire.js").Role} Role */
/** @typedef {import("./wire.js").ParamRecord} Param */
/** @typedef {import("./wire.js").PresetRecord} Preset */
/** @typedef {import("./wire.js").SceneRecord} SceneSpec */
/** @typedef {import("./wire.js").StepRecord} Step */
/** @typedef {import("./wire.js").ChapterRecord} Chapter */
/** @typedef {import("./wire.js").AnyPanel} Panel */
/** @typedef {import("./wire.js").Kind} Kind */
/** @template {Kind} K @typedef {import("./wire.js").PanelRecord<K>} PanelOf a panel of one kind */
/** @template {Kind} K @typedef {Partial<PanelChanges[K]>} ChangesOf what changes in it by frame */

/** @typedef {Required<Omit<BoxRecord, "stage" | "name">> & Pick<BoxRecord, "stage" | "name">} Box */
/** @typedef {Required<OperandRecord>} Operand */
/** @typedef {Required<Omit<ComputationRecord, "operands">> & {operands: Operand[]}} Computation */
/** @typedef {import("./wire.js").OptionRecord} OptionRecord */
/** @typedef {import("./wire.js").QuestionRecord} QuestionRecord */
/** @typedef {{value: number|null, computations: Computation[]}} Worked an answer's number, and how it comes about */
/** @typedef {Required<Omit<OptionRecord, "value" | "computations">> & Worked} Option */
/** @typedef {Required<SourceRecord>} Source */
/** @typedef {{options: Option[], sources: Source[], window: WindowRecord|null}} Answers */
/** @typedef {Required<Omit<QuestionRecord, keyof Answers>> & Answers} Question */
/** @typedef {"type" | "boxes" | "computations" | "question"} Replaced */
/** @typedef {{boxes: Box[], computations: Computation[], question: Question|null}} Decoded */
/** @typedef {Required<Omit<FrameLine, Replaced>> & Decoded} Frame */
/** @typedef {Pick<Question, "kind" | "unit"> & {options: {text: string}[]}} Asked what answers to it are given with */
/** @typedef {Pick<Frame, "narration" | "formula" | "computations">} Said what a frame says beside its picture */
/** @typedef {Said & {asked?: Asked|null}} Caption what it says, and where it asks, what it asks */
/**
 * @typedef {object} Cells the cells of a tensor, however they came
 * @property {number[]|Float64Array} values in reading order, channel by channel
 * @property {number} error how far a value may be from the true one: 0, or half a step where they came as bytes
 * @property {[number, number]} range between which numbers all of them are, where they came as bytes
 */
/** @typedef {Required<Omit<TensorRecord, "values" | "bytes" | "offset" | "step">> & Cells} Tensor */
/**
 * @typedef {object} Arrived one animation, as far as it has arrived
 * @property {Tensor[]} tensors
 * @property {Caption[]} captions those that need the most room
 * @property {Frame[]} frames those that have arrived
 * @property {number} count how many frames there will be
 * @property {boolean} complete
 */
/** @typedef {Omit<HeaderLine, "type" | "tensors" | "captions" | "frames"> & Arrived} Scene */
/**
 * @typedef {object} Moment what is to be seen at one second of a scene
 * @property {number} k
 * @property {Frame|null} from
 * @property {Frame} to
 * @property {number} f how far `from` has become `to`, 0 to 1, eased in and out
 * @property {number} flight how far the numbers have flown that `to` computes, 0 to 1, evenly
 */

/**
 * @typedef {object} Marks cells that are marked as an answer, row by row from 0
 * @property {string} tensor
 * @property {number[]} own those that one has marked
 * @property {{right: number[], wrong: number[], missed: number[]}|null} told told apart, once they are
 * @property {number} alpha how far the telling has come, 0 to 1
 * @property {boolean} [open] whether no value of its cells has been set yet
 */

/** A scene without frames yet, from its header. @param {HeaderLine} header @returns {Scene} */
export function parseScene(header) {
  const { step, name, title, stage, values, panels, captions } = header;
  if (!Array.isArray(header.tensors) || !Number.isInteger(header.frames)) {
    throw new TypeError("a scene's header lacks its tensors or its number of frames");
  }
  return {
    step,
    name,
    title,
    stage,
    values: values ?? {},
    tensors: header.tensors.map(parseTensor),
    panels: panels ?? [],
    captions: (captions ?? []).map(parseCaption),
    frames: [],
    count: header.frames,
    complete: false,
  };
}

/** @param {TensorRecord} record @returns {Tensor} */
function parseTensor(record) {
  const { bytes, offset, step, values, ...rest } = record;
  if (values) return { editable: "", weights: false, ...rest, values, error: 0, range: [-Infinity, Infinity] };
  if (bytes === undefined || offset === undefined || step === undefined) {
    throw new TypeError(`the tensor ${rest.name} has no cells`);
  }
  return {
    editable: "",
    weights: false,
    ...rest,
    values: unpack(bytes, offset, step),
    error: step / 2,
    range: [offset, offset + 255 * step],
  };
}

/** Base64 bytes b that mean offset + b·step. @param {string} text @param {number} offset @param {number} step */
function unpack(text, offset, step) {
  return Float64Array.from(fromBase64(text), (byte) => offset + byte * step);
}

/** @param {import("./wire.js").MeansRecord} record @returns {Asked} */
const parseMeans = ({ kind, unit = "", texts = [] }) => ({ kind, unit, options: texts.map((text) => ({ text })) });

/** @param {import("./wire.js").CaptionRecord} record @returns {Caption} */
const parseCaption = ({ narration = "", formula = "", computations = [], means }) => ({
  narration,
  formula,
  computations: computations.map(parseComputation),
  asked: means ? parseMeans(means) : null,
});

/** A frame with everything that the wire left out. @param {FrameLine} record @returns {Frame} */
export function parseFrame(record) {
  const { type, boxes, computations, question, ...rest } = record;
  return {
    formula: "",
    computations: (computations ?? []).map(parseComputation),
    revealed: {},
    hidden: [],
    focus: [],
    panels: {},
    tween: 0,
    question: question ? parseQuestion(question) : null,
    ...rest,
    narration: rest.narration ?? "",
    boxes: (boxes ?? []).map((box) => ({ group: -1, ...box })),
  };
}

/** @param {QuestionRecord} record @returns {Question} */
export const parseQuestion = ({ options: answers = [], sources = [], window, ...rest }) => ({
  topic: "",
  tensor: "",
  unit: "",
  least: 0,
  most: 0,
  step: 0,
  ...rest,
  window: window ?? null,
  options: answers.map(parseOption),
  sources: sources.map((source) => ({ panel: "", text: "", ...source })),
});

/** @param {OptionRecord} record @returns {Option} */
const parseOption = ({ value, computations = [], ...rest }) => ({
  rule: "",
  belief: "",
  mend: "",
  working: "",
  terms: [],
  cells: [],
  values: [],
  ...rest,
  value: value ?? null,
  computations: computations.map(parseComputation),
});

/** @param {ComputationRecord} record @returns {Computation} */
function parseComputation(record) {
  /** @type {Operand[]} */
  const operands = record.operands.map((operand) => ({ start: [0, 0, 0], step: [1, 1], ...operand }));
  return { own: 0, ...record, operands };
}

/**
 * What a frame changes in a panel; a frame does not know of which kind its panels are.
 * @template {Kind} K
 * @param {Frame} frame
 * @param {PanelOf<K>} panel
 */
export const panelChanges = (frame, panel) => /** @type {ChangesOf<K> | undefined} */ (frame.panels?.[panel.name]);

/** Whether what is added is taken along from one to the next. @param {Computation} work */
export const isRolled = ({ op, running }) => op === "sum" && running.length > 1;

/** So many pairs that no panel writes out can be followed by eye; more arrive without a flight. */
export const FEW_PAIRS = 4;

/** How many terms a work has, listed or not. @param {Computation} work */
export const termCount = ({ shape: [channels, rows, columns] }) => channels * rows * columns;

/**
 * The place of a factor in its tensor: channel, row, column; it may lie in the padding.
 * @param {Computation} work
 * @param {Operand} operand
 * @param {number} i the term's number, channel by channel and row by row
 * @returns {[number, number, number]}
 */
export function operandCell({ shape: [, rows, columns] }, { start: [channel, top, left], step: [down, along] }, i) {
  const [y, x] = [Math.floor(i / columns) % rows, i % columns];
  return [channel + Math.floor(i / (rows * columns)), top + y * down, left + x * along];
}

/** A cell's number among all of a tensor's, channel by channel and row by row.
 * @param {Tensor["shape"]} shape @param {number} channel @param {number} row @param {number} column */
export const cellNumber = ([, rows, columns], channel, row, column) => (channel * rows + row) * columns + column;

/** That of a result; 0 where a scene shows none. @param {Computation} work @param {Pick<Scene, "tensors">} scene */
export function resultNumber({ tensor, index }, { tensors }) {
  const shown = tensors.find(({ name }) => name === tensor);
  return shown ? cellNumber(shown.shape, ...index) : 0;
}

/** Whether a panel is on the stage in a frame. @param {Frame} frame @param {{name: string}} panel */
export const isShown = (frame, { name }) => !frame.hidden.includes(name);

/** What makes a frame's shot: which panels are hidden, and which have another size or sign than their own.
 * @param {Frame} frame */
export function shotKey({ hidden, panels }) {
  const own = Object.entries(panels ?? {}).flatMap(([name, { size, operator }]) =>
    size || operator !== undefined ? `${name} ${size} ${operator}` : [],
  );
  return `${hidden} | ${own}`;
}

/**
 * Whether two frames show the same panels in the same sizes: then nothing moves from one to the other.
 * @param {Frame} a
 * @param {Frame} b
 */
export const isSameShot = (a, b) => shotKey(a) === shotKey(b);

/** Whether any panel is on the stage in both frames.
 * @param {Pick<Scene, "panels">} scene @param {Frame} a @param {Frame} b */
export const haveCommon = ({ panels }, a, b) => panels.some((panel) => isShown(a, panel) && isShown(b, panel));

/**
 * How many terms of a work were there in the frame before: none where it was another cell's.
 * @param {Frame | null} before
 * @param {number} at which of the frame's computations
 * @param {Computation} now
 */
export function termsBefore(before, at, now) {
  const earlier = before?.computations[at];
  return earlier && earlier.tensor === now.tensor && String(earlier.index) === String(now.index) ? earlier.shown : 0;
}
