/** The few lines of PyTorch that compute what a frame shows, with what is set. Pure. */

/** @import { Frame, Scene } from "../data/records.js" */
/** @typedef {Record<string, any>} Given parameters by name */

const TORCH = "import torch";
const FUNCTIONAL = `${TORCH}\nimport torch.nn.functional as F\n`;

/**
 * Those of the operation that the scene's parameters set; else those of the cell that the frame computes; empty where
 * it computes none.
 * @param {Pick<Scene, "values"|"panels">} scene
 * @param {Frame|null} frame
 */
export function pytorchLines({ values, panels }, frame) {
  return program(panels) || ofOperation(values) || (frame ? ofCell(frame) : "");
}

/** What a scene shows as a program. @param {Scene["panels"]} panels */
function program(panels) {
  const shown = panels.find(({ kind }) => kind === "code");
  const lines = shown?.kind === "code" ? shown.options.lines : [];
  return lines.map(({ pieces }) => pieces.map(([text]) => text).join("")).join("\n");
}

/** @param {Given} given */
function ofOperation(given) {
  const { input, kernel, method, window, stride, padding = 0, W, K, S, P, D, C_in, C_out } = given;
  if (isArray(input) && isArray(kernel)) {
    const how = `${stride === undefined ? "" : `, stride=${stride}`}${padding ? `, padding=${padding}` : ""}`;
    const lines = [`image = ${tensor(input)}`, `kernel = ${tensor(kernel)}`];
    return `${FUNCTIONAL}\n${lines.join("\n")}\nprint(F.conv2d(image[None], kernel[None]${how})[0])`;
  }
  const pool = { max: "max_pool2d", mean: "avg_pool2d" }[String(method)];
  if (isArray(input) && pool && window)
    return `${FUNCTIONAL}\nx = ${tensor(input)}\nprint(F.${pool}(x, ${window}, stride=${stride}))`;
  if ([W, K, S, P, D].every(Number.isInteger)) {
    const layer = `torch.nn.Conv2d(1, 1, ${K}, stride=${S}, padding=${P}, dilation=${D})`;
    return `${TORCH}\n\nlayer = ${layer}\nprint(layer(torch.zeros(1, ${W}, ${W})).shape[-1])`;
  }
  if ([K, C_in, C_out].every(Number.isInteger)) {
    const layer = `torch.nn.Conv2d(${C_in}, ${C_out}, ${K})`;
    return `${TORCH}\n\nlayer = ${layer}\nprint(sum(p.numel() for p in layer.parameters()))`;
  }
  return "";
}

/** What stands for a computation's terms, which are a tensor a, and of a dot product a tensor b. */
const OF_TERMS = {
  dot: "(a * b).sum()",
  sum: "a.sum()",
  max: "a.max()",
  mean: "a.mean()",
  midpoint: "(a.min() + a.max()) / 2",
  relu: "torch.relu(a)",
  abs: "a.abs()",
  tanh: "torch.tanh(a)",
  sigmoid: "torch.sigmoid(a)",
  softmax: "torch.softmax(a, 0)",
  relu6: "torch.nn.functional.relu6(a)",
  elu: "torch.nn.functional.elu(a)",
  hard_sigmoid: "torch.nn.functional.hardsigmoid(a)",
  hard_swish: "torch.nn.functional.hardswish(a)",
  gelu: "torch.nn.functional.gelu(a)",
  silu: "torch.nn.functional.silu(a)",
  hard_tanh: "torch.nn.functional.hardtanh(a)",
  selu: "torch.selu(a)",
  gelu_tanh: 'torch.nn.functional.gelu(a, approximate="tanh")',
  softplus: "torch.nn.functional.softplus(a)",
  softsign: "torch.nn.functional.softsign(a)",
  mish: "torch.nn.functional.mish(a)",
  erf: "torch.erf(a)",
  exp: "a.exp()",
  log: "a.log()",
  sqrt: "a.sqrt()",
  reciprocal: "a.reciprocal()",
  log_softmax: "torch.log_softmax(a, 0)",
};

/** The cell that is computed, from all of its terms. @param {Frame} frame */
function ofCell({ computations }) {
  const found = computations.find(({ terms, shape }) => terms.length === shape[0] * shape[1] * shape[2]);
  if (!found) return "";
  const { op, terms, bias } = found;
  const column = (/** @type {number} */ i) =>
    `torch.tensor([${terms.map((term) => term[i] ?? 0).join(", ")}], dtype=torch.float32)`;
  const factors = op === "dot" ? `\nb = ${column(1)}` : "";
  const added = bias ? ` + ${bias}`.replace("+ -", "- ") : "";
  return `${TORCH}\n\na = ${column(0)}${factors}\nprint(${OF_TERMS[op]}${added})`;
}

/** @param {unknown} value @returns {value is any[]} */
const isArray = (value) => Array.isArray(value);

/** Channels, rows, columns as Python writes them: a row a line. @param {any[]} channels */
function tensor(channels) {
  const rows = (/** @type {any[]} */ channel) => `[${channel.map((row) => `[${row.join(", ")}]`).join(",\n    ")}]`;
  return `torch.tensor([${channels.map(rows).join(",\n   ")}], dtype=torch.float32)`;
}
