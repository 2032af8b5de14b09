/**
 * A cell's arithmetic written out as MathML: 1·1 + 0·0 + 1·(−1) = 0, max(1, 3, 5, 2) = 5, a mean.
 *
 * It only writes: terms, running sums and results are the engine's. Where a printed number is rounded,
 * the sign is ≈. Terms that are not on the screen yet keep their room, so that nothing jumps: as empty places where
 * the others stand, or, in a line, behind what the terms before come to.
 */

import { equalsSign, format } from "../data/numbers.js";
import { termCount } from "../data/records.js";

/** @import { Caption, Computation } from "../data/records.js" */

/** More terms than this are told by the first three and the last; three lines hold no more. */
const MOST = 16;
/** A second cell's arithmetic stands beside the first only where it has few terms. */
const FEW = 4;
/** Rows are as high as one with parentheses is. */
const STRUT = '<mspace width="0" height="0.8em" depth="0.25em"/>';

/** The formula that a frame is told with: its own, which may be blank, or that of what it computes. What it comes to is
 * of the class "result".
 * @param {Caption} caption @returns {string} MathML */
export function formulaOf({ formula, computations }) {
  const [first] = computations;
  const few = first && termCount(first) > FEW ? 1 : 2;
  return (formula ? withResults(formula) : computations.filter(says).slice(0, few).map(arithmetic).join("")).trim();
}

/** Whether a cell's arithmetic says anything: a number that is handed on as it is would be equal to itself.
 * @param {Computation} work */
const says = ({ op, terms, bias }) => op !== "sum" || terms.length > 1 || bias !== 0;

/** From the last sign of equality in a row, or in what a space sets apart there, to the end of it. */
const COMES_TO = /(<mo>(?:&#x0003D;|&#x02248;|=|≈)<\/mo>)((?:(?!<mo>(?:&#x0003D;|&#x02248;|=|≈)<\/mo>).)*)/g;

/** A formula whose last results are marked. @param {string} mathml */
function withResults(mathml) {
  return mathml.replace(COMES_TO, (_, /** @type {string} */ sign, /** @type {string} */ rest) => {
    const end = endOfRow(rest);
    // What an equality follows in the same row is on the way to the result.
    const isLast = end < rest.length;
    return isLast ? `${sign}<mrow class="result">${rest.slice(0, end)}</mrow>${rest.slice(end)}` : sign + rest;
  });
}

/** Where the row ends in which markup begins, or is set apart by a space. @param {string} markup */
function endOfRow(markup) {
  let depth = 0;
  for (const { 0: tag, index } of markup.matchAll(/<[^>]*>/g)) {
    if (depth === 0 && (tag.startsWith("</") || tag.startsWith("<mspace"))) return index;
    if (!tag.endsWith("/>")) depth += tag.startsWith("</") ? -1 : 1;
  }
  return markup.length;
}

/** @param {Computation} work @returns {string} a math element, made of numbers and signs only */
export function arithmetic(work) {
  const { written, ended, later } = (WRITINGS[work.op] ?? call)(work);
  return `<math class="work ${work.op}"><mrow>${written}${ended ? "" : result(work)}${later}</mrow></math>`;
}

/** @param {Computation} work */
function isComplete(work) {
  return work.shown >= termCount(work);
}

/** = result once all terms are there; before, what they come to so far; before the first, its room alone.
 * @param {Computation} work */
function result(work) {
  if (work.shown === 0) return hide(operator("=") + operator("…"), false);
  if (isComplete(work)) {
    const printed = [...work.terms.flatMap(factors), work.bias, work.result];
    return `${operator(equalsSign(...printed))}<mrow class="result">${number(work.result)}</mrow>`;
  }
  const running = work.running[work.shown - 1];
  const soFar =
    running === undefined
      ? ""
      : `<mrow class="result"><mrow class="running"><mspace width="0.6em"/><mtext>so far</mtext>` +
        `<mspace width="0.4em"/>${number(running)}</mrow></mrow>`;
  return `${operator("=")}${operator("…")}${soFar}`;
}

/** What is written before the result, or, where it has ended, with it; and, hidden, what is still to come.
 * @typedef {(work: Computation) => {written: string, ended?: boolean, later: string}} Writing */

/** What is in one line. @param {(term: number[]) => string} write @returns {Writing} */
const inLine = (write) => (work) => {
  const parts = sum(work, write);
  if (work.shown === 0) return { written: parts.join("") + bias(work), later: "" };
  const [there, missing] = [true, false].map((shown) => parts.filter((part) => isHidden(part) !== shown).join(""));
  const [now, then] = isComplete(work) ? [bias(work), ""] : ["", bias(work)];
  return { written: there + now, later: missing + then };
};

/** How those are written that are no function of their terms. @type {Partial<Record<string, Writing>>} */
const WRITINGS = { dot, mean, sum: inLine(alone) };

/** @param {Computation} work */
const bias = (work) => (work.bias === 0 ? "" : hide(operator("+") + factor(work.bias), isComplete(work)));

/** @type {Writing} */
function dot(work) {
  const columns = work.shape[2];
  if (termCount(work) > MOST || columns < 2 || columns >= work.terms.length) return inLine(product)(work);
  const cells = work.terms.map((term, index) => {
    const sign = index === 0 ? "" : operator("+");
    const written = placed(work, index, product(term));
    return `<mtd>${placedSign(work, index, sign)}</mtd><mtd${newest(work, index)}>${STRUT}${written}</mtd>`;
  });
  // What they come to stands behind the last row: behind the middle one it would be that row's alone.
  const end = `<mtd class="end"><mrow>${bias(work)}${result(work)}</mrow></mtd>`;
  let rows = "";
  for (let start = 0; start < cells.length; start += columns) {
    const last = start + columns >= cells.length;
    rows += `<mtr>${cells.slice(start, start + columns).join("")}${last ? end : ""}</mtr>`;
  }
  return { written: `<mtable class="terms">${rows}</mtable>`, ended: true, later: "" };
}

/** @type {Writing} */
function mean(work) {
  const parts = sum(work, alone);
  const there = parts.filter((part) => !isHidden(part)).join("");
  // While terms are missing it is the mean of those that are there. It is as large as what stands beside it.
  const fraction = `<mfrac><mrow>${there}</mrow><mn>${isComplete(work) ? termCount(work) : work.shown}</mn></mfrac>`;
  const written = `<mstyle displaystyle="true" scriptlevel="0">${fraction}</mstyle>`;
  return { written: hide(written, work.shown > 0) + bias(work), later: parts.filter(isHidden).join("") };
}

/** A function of its terms: max(1, 3), tanh(0.5), softmax₂(1, 3). They keep their room where it is.
 * @type {Writing} */
function call(work) {
  const terms = listed(work).map(({ term, index }, place) => {
    const comma = place === 0 ? "" : operator(",");
    if (!term) return comma + operator("…");
    const written = `<mrow${newest(work, index)}>${number(/** @type {number} */ (term[0]))}</mrow>`;
    return placedSign(work, index, comma) + placed(work, index, written);
  });
  return { written: `${name(work)}${operator("(")}${terms.join("")}${operator(")")}`, later: "" };
}

/** Functions that are not written as the engine names them. @type {Record<string, string>} */
const WRITTEN = {
  relu: "ReLU",
  relu6: "ReLU6",
  elu: "ELU",
  gelu: "GELU",
  silu: "SiLU",
  hard_sigmoid: "hard sigmoid",
  hard_swish: "hard swish",
  hard_tanh: "hard tanh",
  selu: "SELU",
  gelu_tanh: "GELU",
  mish: "Mish",
  log_softmax: "log softmax",
};

/**
 * The function's name; softmax gives one number for each of its terms, and says which this one is.
 * @param {Computation} work
 */
function name({ op, own }) {
  const written = `<mi mathvariant="normal">${WRITTEN[op] ?? op}</mi>`;
  return op.endsWith("softmax") ? `<msub>${written}<mn>${own + 1}</mn></msub>` : written;
}

/** Terms in one line with plus signs. @param {Computation} work @param {(term: number[]) => string} write */
function sum(work, write) {
  return listed(work).map(({ term, index }, place) => {
    const sign = place === 0 ? "" : operator("+");
    if (!term) return sign + operator("…");
    return hide(`${sign}<mrow${newest(work, index)}>${write(term)}</mrow>`, index < work.shown);
  });
}

/**
 * All terms, or the first three, a gap and the last: of those on the screen, while some are missing.
 * @param {Computation} work
 * @returns {{term: number[]|null, index: number}[]}
 */
function listed(work) {
  const last = termCount(work) - 1;
  const all = work.terms.map((term, i) => ({ term, index: i + 1 === work.terms.length ? last : i }));
  const gap = { term: null, index: 3 };
  if (all.length <= last) return [...all.slice(0, 3), gap, ...all.slice(3)];
  if (all.length <= MOST) return all;
  if (work.shown < 5) return all.slice(0, work.shown);
  return [...all.slice(0, 3), gap, ...all.slice(work.shown - 1, work.shown)];
}

/** @param {Computation} work @param {number} index */
function newest(work, index) {
  return !isComplete(work) && index === work.shown - 1 ? ' class="newest"' : "";
}

/** A term where it stands: an empty place while it is to come, its room alone before the first.
 * @param {Computation} work @param {number} index @param {string} term */
function placed({ shown }, index, term) {
  if (index < shown || shown === 0) return hide(term, index < shown);
  return `<mrow class="missing"><mphantom>${term}</mphantom></mrow>`;
}

/** The sign before it. @param {Computation} work @param {number} index @param {string} sign */
function placedSign({ shown }, index, sign) {
  if (index < shown || shown === 0 || sign === "") return hide(sign, index < shown);
  return `<mrow class="running">${sign}</mrow>`;
}

/**
 * What is multiplied; a term of a dot product also carries its product, which is not written here.
 * @param {number[]} term
 */
function factors(term) {
  return term.slice(0, 2);
}

/** @param {number[]} term */
function product(term) {
  return `<mrow>${factors(term).map(factor).join(operator("·"))}</mrow>`;
}

/** A term that is not multiplied. @param {number[]} term */
function alone(term) {
  return factor(/** @type {number} */ (term[0]));
}

/** A number within a sum or product: a negative one in parentheses. @param {number} value */
function factor(value) {
  return format(value).startsWith("−") ? `${operator("(")}${number(value)}${operator(")")}` : number(value);
}

/** @param {number} value */
function number(value) {
  const text = format(value);
  return text.startsWith("−") ? `<mrow><mo form="prefix">−</mo><mn>${text.slice(1)}</mn></mrow>` : `<mn>${text}</mn>`;
}

/** @param {string} sign */
function operator(sign) {
  return `<mo>${sign}</mo>`;
}

/** @param {string} part */
const isHidden = (part) => part.startsWith("<mphantom>");

/** @param {string} part @param {boolean} shown */
function hide(part, shown) {
  return shown || part === "" ? part : `<mphantom>${part}</mphantom>`;
}
