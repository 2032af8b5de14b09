/** One's own answers as a file: a table of comma-separated values, a row for each answer. Pure. */

/** @import { Answered, StepSummary } from "../state/summary.js" */

/** What a spreadsheet takes the letters of a file for, without it, is not UTF-8. */
const MARK = "\uFEFF";
const HEADS = ["step", "scene", "question", "my answer", "right", "right answer", "belief", "what mends it"];

/** @param {readonly StepSummary[]} groups */
export function answersTable(groups) {
  const rows = groups.flatMap(({ step, title, answers }) => answers.map((each) => rowOf(`${step} ${title}`, each)));
  return `${MARK}${[HEADS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {string} step @param {Answered} answered */
function rowOf(step, { title, answer }) {
  const { asked, words, right, truth, belief, mend } = answer;
  return [step, title, asked.replaceAll("*", ""), words, right ? "yes" : "no", truth, belief, mend];
}

/** A cell in quotes; what a spreadsheet would compute stays text. @param {string} text */
const cell = (text) => `"${(/^[=+@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
