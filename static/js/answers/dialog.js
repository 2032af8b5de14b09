/** The dialog of one's own answers: what was right, which beliefs showed, and the same asked again with new numbers. */

import { focusIn, holdFocus, make, setText, windowOf } from "../page/dom.js";
import { emphasisNodes } from "../page/emphasis.js";
import { icon } from "../page/icons.js";
import { mayOpen } from "../page/sheet.js";
import { addressOf, beliefText, countsOf, offerText, rightText, summaryOf } from "../state/summary.js";
import { answersTable } from "./table.js";
import { button, Twins } from "./twins.js";

/** @import { State } from "../state/state.js" */
/** @import { Answered, StepSummary } from "../state/summary.js" */
/** @typedef {(event: import("../state/reducer.js").PlayerEvent) => void} Tell */

const FILE = "cnnviz-answers.csv";
const NOTHING =
  "Nothing here yet. Where the film asks, press A to D, type the number or mark the picture; what you answered, and " +
  "what it says about what you believe, are then listed here.";
const MENDED = ": asked again with other numbers, you were right.";
const KEPT = "Only this browser keeps them.";

/**
 * Shows the answers. The film pauses meanwhile.
 * @param {() => State} now
 * @param {Tell} tell
 * @param {HTMLElement} player
 * @param {typeof fetch} ask
 */
export async function showAnswers(now, tell, player, ask) {
  if (player.querySelector("dialog[open]")) return;
  if (now().status === "playing") tell({ type: "toggle" });
  if (!(await mayOpen(player))) return;
  const title = make("h2", { id: `${player.id}-answers-title` }, "Your answers");
  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  const body = make("div", { class: "body", id: `${player.id}-answers` });
  const dialog = make(
    "dialog",
    { class: "own-answers", "aria-labelledby": title.id },
    make("header", {}, title, close),
    body,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", ({ key, target, ctrlKey, altKey, metaKey }) => {
    if (!(target instanceof HTMLInputElement || ctrlKey || altKey || metaKey)) twins.press(key);
  });
  const twins = new Twins(
    ask,
    () => showList(),
    (topic, right) => tell({ type: "askedAgain", topic, right }),
  );

  /** @param {boolean} [erased] */
  function showList(erased = false) {
    setText(title, "Your answers");
    dialog.dataset.dialog = "answers";
    const groups = summaryOf(now());
    const all = groups.flatMap(({ answers }) => answers);
    // What is mended can be asked again, too, after all else.
    const wrong = all.filter(({ answer }) => !answer.right).toSorted((a, b) => mendedLast(a) - mendedLast(b));
    const lead = all.length ? `${capital(offerText(countsOf(all)))}. ${KEPT}` : NOTHING;
    const said = make("p", { class: "lead", role: "status" }, erased ? `Erased. ${NOTHING}` : lead);
    const askAgain = async () => {
      if (!(await twins.begin([...new Set(wrong.map(({ answer }) => answer.topic))], body))) return;
      setText(title, "Asked again");
      dialog.dataset.dialog = "twins";
    };
    const save = () => saveFile(answersTable(groups), dialog);
    const erase = () => {
      tell({ type: "forget" });
      showList(true);
    };
    const tools = make(
      "footer",
      {},
      ...(wrong.length ? [button("Ask me again", askAgain, "first")] : []),
      button("Save as a file", save),
      button("Erase all", erase),
    );
    const inside = focusIn(dialog) && body.contains(focusIn(dialog));
    body.replaceChildren(said, ...groups.map((group) => stepSection(group, now, go)), ...(all.length ? [tools] : []));
    if (inside) holdFocus(title);
  }

  /** @param {Answered} answered */
  function go({ step, scene }) {
    dialog.close();
    player.scrollIntoView();
    tell({ type: "goto", step, scene });
  }

  showList();
  player.append(dialog);
  dialog.showModal();
}

/** @param {Answered} answered */
const mendedLast = ({ answer }) => Number(answer.mended);

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {StepSummary} group @param {() => State} now @param {(answered: Answered) => void} go */
function stepSection({ step, title, answers }, now, go) {
  const counts = countsOf(answers);
  const count = counts.wrong ? "" : `All ${rightText(counts)}`;
  return make(
    "section",
    {},
    make("h3", {}, make("span", { class: "number" }, String(step)), ` ${title}`, make("small", {}, count)),
    make("ul", {}, ...answers.map((each) => answerItem(each, addressOf(now().chapter, each), go))),
  );
}

/** @param {Answered} answered @param {string} href @param {(answered: Answered) => void} go */
function answerItem(answered, href, go) {
  const { asked, words, right, mended, truth } = answered.answer;
  const belief = beliefText(answered.answer);
  const own = make("p", { class: "said" }, "Your answer");
  if (right) own.append(", ", make("b", {}, words), ", is right.");
  else own.append(": ", make("b", {}, words), ".", ...(truth ? [" Right is ", make("b", {}, truth), "."] : []));
  const onclick = (/** @type {Event} */ event) => {
    event.preventDefault();
    go(answered);
  };
  return make(
    "li",
    { "data-right": right, "data-mended": mended },
    icon(right || mended ? "right" : "again"),
    make("p", { class: "asked" }, ...emphasisNodes(asked)),
    own,
    ...(belief ? [make("p", { class: "belief" }, belief)] : []),
    ...(mended ? [make("p", { class: "mended" }, make("b", {}, "Mended"), MENDED)] : []),
    make("a", { href, onclick }, `Watch “${answered.title}”`),
  );
}

/** Gives the browser a file to keep. @param {string} text @param {HTMLElement} near */
function saveFile(text, near) {
  const { URL: addresses, Blob: Bytes } = windowOf(near);
  const address = addresses.createObjectURL(new Bytes([text], { type: "text/csv" }));
  make("a", { href: address, download: FILE }).click();
  // The browser has taken it by then.
  setTimeout(() => addresses.revokeObjectURL(address), 10_000);
}
