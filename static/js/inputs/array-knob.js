/** The knob of an array: it is edited on the stage, or here as text, which comes late. */

import { focusIn, make, setEnabled, setText, windowOf } from "../page/dom.js";
import { ArrayText, size } from "./array-text.js";
import { helpTitle } from "./knobs.js";

/** @import { Param } from "../data/records.js" */
/** @import { Knob, KnobActions } from "./knobs.js" */

/**
 * Rows of numbers: they are edited on the stage, or here as text.
 * @param {Param} param
 * @param {string} id
 * @param {KnobActions} say
 * @returns {Knob}
 */
export function arrayKnob(param, id, say) {
  const name = param.label.toLowerCase();
  const summary = make("span", { class: "summary" });
  const reset = make("button", { type: "button", class: "reset", onclick: say.reset }, `Reset ${name}`);
  const area = make("textarea", { id, rows: 5, spellcheck: "false", autocomplete: "off", wrap: "off" });
  const typing = new ArrayText(area, param, say);
  const label = make(
    "label",
    { for: id },
    `${param.label} as text: numbers split by commas, rows by semicolons; or paste rows from anywhere`,
  );
  const details = make(
    "details",
    {},
    make("summary", {}, "Edit as text", make("span", { class: "visually-hidden" }, `: ${name}`)),
    label,
    area,
  );
  foldElsewhere(details, () => typing.drop());
  return {
    element: make(
      "div",
      {},
      make("span", { class: "label", ...helpTitle(param) }, param.label),
      summary,
      reset,
      details,
    ),
    fields: [area],
    fill(text, changed, _, seen) {
      setText(summary, size(seen.text) + (seen.changed ? ", edited" : ""));
      setEnabled(reset, changed);
      typing.fill(text, seen);
    },
    leave: () => typing.leave(),
  };
}

/** What is unfolded is folded by Escape, by a press anywhere else, and where another one is unfolded.
 * @param {HTMLDetailsElement} details @param {() => void} drop forgets what was typed */
function foldElsewhere(details, drop) {
  let over = new AbortController();
  const fold = () => details.toggleAttribute("open", false);
  const onPress = (/** @type {Event} */ event) => {
    if (!details.parentElement || !event.composedPath().includes(details.parentElement)) fold();
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    drop();
    if (details.contains(focusIn(details))) details.querySelector("summary")?.focus();
    fold();
  };
  details.addEventListener("toggle", () => {
    over.abort();
    if (!details.open) return;
    over = new AbortController();
    const options = { capture: true, signal: over.signal };
    details.ownerDocument.addEventListener("click", onPress, options);
    // Where the player's keys are heard: it keeps Escape from all that is within.
    windowOf(details).addEventListener("keydown", onKey, options);
    const others = details.closest("cnn-controls")?.querySelectorAll("details[open]") ?? [];
    for (const other of others) other.toggleAttribute("open", other === details);
  });
}
