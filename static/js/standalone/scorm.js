/**
 * Answers kept by a learning platform (SCORM 1.2): a score at each of them, and so few letters that every platform
 * keeps them. Its words are asked of an object named API in a window around this one.
 */

/** @import { Answer } from "../state/questions.js" */
/** @import { Store } from "../page/host.js" */
/**
 * @typedef {object} Api
 * @property {(empty: "") => string} LMSInitialize
 * @property {(name: string) => string} LMSGetValue
 * @property {(name: string, value: string) => string} LMSSetValue
 * @property {(empty: "") => string} LMSCommit
 * @property {(empty: "") => string} LMSFinish
 */
/** @typedef {Pick<Answer, "topic"|"asked"|"truth"> & {rules: Record<string, [belief: string, mend: string]>}} Known */
/**
 * @typedef {object} Course
 * @property {string} version the chapter's
 * @property {string} kept the name under which the player keeps its answers
 * @property {Record<string, Known>} questions by key, as they are asked with the defaults
 */
/** @typedef {[question: number, flags: number, said: string, rule: string]} Entry */

/** A platform need not keep more letters than 4096; this is less than 1 kB in any writing. */
const LONGEST = 900;
/** No platform is so many windows away. */
const FARTHEST = 10;
const FLAGS = /** @type {const} */ (["right", "near", "mended"]);
/** The flag of an answer to other numbers than the defaults. */
const OTHER = 8;
const OTHER_NUMBERS = " (with other numbers)";

/** The platform's words; null where there is no platform. @param {Window} window @returns {Api|null} */
export function findApi(window) {
  for (const start of [window, window.opener]) {
    let around = start;
    for (let count = 0; around && count < FARTHEST; count++) {
      try {
        if (around.API) return around.API;
      } catch {
        // A window of another origin says nothing, but those around it may.
      }
      around = around.parent === around ? null : around.parent;
    }
  }
  return null;
}

/**
 * Keeps answers with a platform, and anything else until the window is closed.
 * @param {Api} api
 * @param {Course} course
 * @param {Window} window
 * @returns {Store}
 */
export function scormStore(api, course, window) {
  /** @type {Map<string, string|null>} */
  const others = new Map();
  api.LMSInitialize("");
  const status = api.LMSGetValue("cmi.core.lesson_status");
  if (!status || status === "not attempted") api.LMSSetValue("cmi.core.lesson_status", "incomplete");
  let answers = unpackAnswers(api.LMSGetValue("cmi.suspend_data"), course);

  window.addEventListener("pagehide", () => {
    api.LMSSetValue("cmi.core.session_time", timespan(window.performance.now() / 1000));
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
  });

  function report() {
    const { score, complete } = scoreOf(answers, course);
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", String(score));
    api.LMSSetValue("cmi.core.lesson_status", complete ? "completed" : "incomplete");
    api.LMSSetValue("cmi.suspend_data", packAnswers(answers, course));
    api.LMSCommit("");
  }

  return {
    read: (name) =>
      name === course.kept ? JSON.stringify({ version: course.version, answers }) : (others.get(name) ?? null),
    write(name, text) {
      if (name !== course.kept) return void others.set(name, text);
      answers = JSON.parse(text ?? "{}").answers ?? {};
      report();
    },
  };
}

/**
 * Of a hundred, so many as questions are answered right, at once or when asked again.
 * @param {Record<string, Answer>} answers @param {Course} course
 */
export function scoreOf(answers, { questions }) {
  const keys = Object.keys(questions);
  const own = keys.flatMap((key) => answers[key] ?? []);
  const right = own.filter((answer) => answer.right || answer.mended).length;
  return { score: Math.round((100 * right) / Math.max(1, keys.length)), complete: own.length === keys.length };
}

/**
 * The answers as a short text: which question, what was said, and whether it was right. What takes most of the room
 * is left out first, should it be too much.
 * @param {Record<string, Answer>} answers @param {Course} course
 */
export function packAnswers(answers, { version, questions }) {
  const entries = Object.entries(questions).flatMap(([key, { asked }], index) => {
    const answer = answers[key];
    if (!answer) return [];
    const flags = FLAGS.reduce((sum, name, bit) => sum + (answer[name] ? 2 ** bit : 0), 0);
    const other = answer.asked === asked ? 0 : OTHER;
    return [/** @type {Entry} */ ([index, flags + other, answer.said, answer.rule])];
  });
  const text = () => JSON.stringify([version, ...entries]);
  while (text().length > LONGEST) {
    const longest = entries.reduce((most, entry) => (entry[2].length > most[2].length ? entry : most));
    longest[2] = "";
  }
  return text();
}

/**
 * Those answers again; none where the text is of another version of the chapter, or none of ours.
 * @param {string} text @param {Course} course @returns {Record<string, Answer>}
 */
export function unpackAnswers(text, { version, questions }) {
  const [kept, ...entries] = parsed(text);
  if (kept !== version) return {};
  const keys = Object.keys(questions);
  return Object.fromEntries(
    entries.flatMap(([index, flags, said, rule]) => {
      const key = keys[index];
      const known = key === undefined ? undefined : questions[key];
      if (key === undefined || !known) return [];
      const [belief, mend] = known.rules[rule] ?? ["", ""];
      const other = flags >= OTHER;
      const { topic } = known;
      const asked = other ? known.asked + OTHER_NUMBERS : known.asked;
      const [right, near, mended] = FLAGS.map((_, bit) => Boolean(flags & (2 ** bit)));
      const told = { said, words: said, rule, topic, asked, truth: other ? "" : known.truth, belief, mend };
      return [[key, /** @type {Answer} */ ({ ...told, right, near, mended })]];
    }),
  );
}

/** @param {string} text @returns {[unknown, ...Entry[]]} */
function parsed(text) {
  try {
    const read = JSON.parse(text);
    return Array.isArray(read) ? /** @type {[unknown, ...Entry[]]} */ (read) : [null];
  } catch {
    return [null];
  }
}

/** Hours, minutes and seconds as SCORM 1.2 writes them, such as 0001:02:03.45. @param {number} seconds */
export function timespan(seconds) {
  const pad = (/** @type {number} */ number, /** @type {number} */ digits) => String(number).padStart(digits, "0");
  const whole = Math.floor(seconds);
  const hours = Math.min(9999, Math.floor(whole / 3600));
  const hundredths = Math.floor((seconds - whole) * 100);
  return `${pad(hours, 4)}:${pad(Math.floor(whole / 60) % 60, 2)}:${pad(whole % 60, 2)}.${pad(hundredths, 2)}`;
}
