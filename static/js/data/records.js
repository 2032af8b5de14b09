/**
 * The records that come over the wire, decoded: their types, and the making of one from its JSON.
 *
 * Keys equal the Python field names (cnnviz/content/scene.py); what the wire leaves out is filled in here.
 */

/** @typedef {"input"|"conv"|"activate"|"pool"|"stack"|"classify"} Stage */
/** @typedef {"signed"|"image"|"rgb"|"count"} Scale */
/** @typedef {"window"|"kernel"|"cell"|"skipped"|"argmax"|"border"|"highlight"} Role */
/** @typedef {[number, number]} Span half-open: start, stop */

/**
 * @typedef {object} Tensor one array on the screen, C×H×W
 * @property {string} name
 * @property {string} label
 * @property {Stage} stage
 * @property {Scale} scale
 * @property {number} max_abs the magnitude drawn in full colour
 * @property {[number, number, number]} shape
 * @property {string} editable the array parameter that an edit changes, or empty
 * @property {number[]|Float64Array} values in reading order, channel by channel
 * @property {number} error how far a value may be from the true one: 0, or half a step where they came as bytes
 * @property {[number, number]} range between which numbers all of them are, where they came as bytes
 */

/**
 * @typedef {object} Panel one picture within a scene
 * @property {string} name
 * @property {string} kind
 * @property {string[]} tensors
 * @property {string} label
 * @property {string} note
 * @property {Stage} stage
 * @property {[number, number]} size height, width in the scene's unit
 * @property {string} operator
 * @property {Record<string, any>} options
 */

/**
 * @typedef {object} Box a region of a tensor, which may lie in the padding
 * @property {string} tensor
 * @property {Role} role
 * @property {Span} channels
 * @property {Span} rows
 * @property {Span} columns
 * @property {number} group boxes with the same group (0 and up) are joined
 */

/**
 * @typedef {object} Computation one cell's arithmetic
 * @property {"dot"|"max"|"mean"|"relu"|"tanh"|"sigmoid"|"softmax"} op
 * @property {number[][]} terms of a dot product (a, b, a·b) or (a, b), else (a); of very many the first three and the
 *   last
 * @property {number[]} running
 * @property {number} bias
 * @property {number} result
 * @property {string} tensor
 * @property {[number, number, number]} index
 * @property {number} shown how many terms are on the screen
 * @property {[number, number, number]} shape how the terms lie: channels, rows, columns
 * @property {Operand[]} operands where the factors of the terms are, first a, then b
 * @property {number} own of softmax, for which of its terms this number is, from 0
 */

/**
 * @typedef {object} Operand where one factor of each term is; what lies outside the tensor is padding
 * @property {string} tensor
 * @property {[number, number, number]} start channel, row and column of the first
 * @property {[number, number]} step from row to row, from column to column
 */

/**
 * @typedef {object} Frame one moment of a scene, complete in itself
 * @property {number} k
 * @property {number} seconds
 * @property {string} narration
 * @property {string} formula MathML or empty
 * @property {Box[]} boxes
 * @property {Computation[]} computations
 * @property {Record<string, number>} revealed
 * @property {string[]} hidden
 * @property {string[]} focus
 * @property {Record<string, Record<string, any>>} panels
 */

/**
 * @typedef {object} Scene one animation, as far as it has arrived
 * @property {string} step
 * @property {string} name
 * @property {string} title
 * @property {Stage} stage
 * @property {Record<string, any>} values
 * @property {Tensor[]} tensors
 * @property {Panel[]} panels
 * @property {Frame[]} frames those that have arrived
 * @property {number} count how many frames there will be
 * @property {boolean} complete
 */

/**
 * @typedef {object} Param one knob of a scene
 * @property {string} name
 * @property {string} label
 * @property {"integer"|"choice"|"array"|"strokes"|"picture"} kind
 * @property {any} default
 * @property {number} minimum
 * @property {number} maximum of a picture, its sides in pixels
 * @property {[string, string][]} choices value, label
 * @property {number} channels
 * @property {string} help
 * @property {boolean} [knob] whether it has a control
 */

/** @typedef {{label: string, values: Record<string, number|string>}} Preset */
/** @typedef {{name: string, title: string, stage: Stage, params: Param[], presets: Preset[]}} SceneSpec */
/** @typedef {{number: number, name: string, title: string, icon: string, lead: string, scenes: SceneSpec[]}} Step */
/** @typedef {{version: string, title: string, steps: Step[]}} Chapter */

/**
 * A scene without frames yet, from its header.
 * @param {any} header
 * @returns {Scene}
 */
export function parseScene(header) {
  const { step, name, title, stage, values, panels } = header;
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
    frames: [],
    count: header.frames,
    complete: false,
  };
}

/**
 * @param {any} record
 * @returns {Tensor}
 */
function parseTensor(record) {
  const { bytes, offset, step, values, ...rest } = record;
  if (values) return { editable: "", ...rest, values, error: 0, range: [-Infinity, Infinity] };
  return {
    editable: "",
    ...rest,
    values: unpack(bytes, offset, step),
    error: step / 2,
    range: [offset, offset + 255 * step],
  };
}

/**
 * Base64 bytes b that mean offset + b·step.
 * @param {string} text
 * @param {number} offset
 * @param {number} step
 */
function unpack(text, offset, step) {
  const binary = atob(text);
  const values = new Float64Array(binary.length);
  for (let i = 0; i < binary.length; i++) values[i] = offset + binary.charCodeAt(i) * step;
  return values;
}

/**
 * A frame with everything that the wire left out.
 * @param {any} record
 * @returns {Frame}
 */
export function parseFrame(record) {
  const { type, boxes, computations, ...rest } = record;
  return {
    formula: "",
    computations: (computations ?? []).map(parseComputation),
    revealed: {},
    hidden: [],
    focus: [],
    panels: {},
    ...rest,
    narration: rest.narration ?? "",
    boxes: (boxes ?? []).map((/** @type {any} */ box) => ({ group: -1, ...box })),
  };
}

/**
 * @param {any} record
 * @returns {Computation}
 */
function parseComputation(record) {
  const operands = record.operands.map((/** @type {any} */ operand) => ({
    start: [0, 0, 0],
    step: [1, 1],
    ...operand,
  }));
  return { own: 0, ...record, operands };
}

/**
 * How many terms a work has, listed or not.
 * @param {Computation} work
 */
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
