/** One's own answers as a file: a table of comma-separated values, a row for each answer. Pure. */

/** @import { Answered, StepSummary } from "../state/summary.js" */

/** What a spreadsheet takes the letters of a file for, without it, is not UTF-8. */
const MARK = "\uFEFF";
const HEADS = [
  "step",
  "scene",
  "question",
  "my answer",
  "right",
  "mended",
  "right answer",
  "only near",
  "belief",
  "what mends it",
];

/** @param {readonly StepSummary[]} groups */
export function answersTable(groups) {
  const rows = groups.flatMap(({ step, title, answers }) => answers.map((each) => rowOf(`${step} ${title}`, each)));
  return `${MARK}${[HEADS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {string} step @param {Answered} answered */
function rowOf(step, { title, answer }) {
  const { asked, words, right, mended, truth, near, belief, mend } = answer;
  const said = (/** @type {boolean} */ flag) => (flag ? "yes" : "no");
  const question = asked.replaceAll("*", "");
  return [
    step,
    title,
    question,
    words,
    said(right),
    right ? "" : said(mended),
    truth,
    belief && said(near),
    belief,
    mend,
  ];
}

/** A cell in quotes; what a spreadsheet would compute stays text. @param {string} text */
const cell = (text) => `"${(/^[=+@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
