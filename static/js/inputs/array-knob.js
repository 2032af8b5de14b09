/** The knob of an array: it is edited on the stage, or here as text, which comes late. */

import { focusIn, make, setEnabled, setText, windowOf } from "../page/dom.js";
import { helpTitle, isFocused } from "./knobs.js";

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
  setRowsOf(area, true, say);
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
  foldElsewhere(details);
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
      const lines = text.replace(/([;|])/g, "$1\n");
      if (!isFocused(area) && area.value !== lines) area.value = lines;
    },
  };
}

/** What is unfolded is folded by Escape, by a press anywhere else, and where another one is unfolded.
 * @param {HTMLDetailsElement} details */
function foldElsewhere(details) {
  let over = new AbortController();
  const fold = () => details.toggleAttribute("open", false);
  const onPress = (/** @type {Event} */ event) => {
    if (!details.parentElement || !event.composedPath().includes(details.parentElement)) fold();
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
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

/**
 * What is typed or pasted into an area is set as rows of numbers, whatever program wrote them.
 * @param {HTMLTextAreaElement} area
 * @param {boolean} even whether all rows are as long
 * @param {KnobActions} say
 */
export function setRowsOf(area, even, say) {
  /** @type {typeof import("./pasted.js").readPasted | undefined} */
  let read;
  const load = async () => (await import("./pasted.js")).readPasted;
  area.addEventListener("focus", async () => (read = await load()), { once: true });
  area.addEventListener("input", async () => {
    const typed = area.value;
    // Once it is here, what is typed is set before anything else can happen to it.
    read ??= await load();
    say.set(...read(typed, even));
  });
}

/** H×W, or C×H×W where there are several channels. @param {string} text */
function size(text) {
  const planes = text.split("|");
  const rows = planes[0]?.split(";") ?? [];
  const sides = [rows.length, rows[0]?.split(",").length ?? 0];
  return (planes.length > 1 ? [planes.length, ...sides] : sides).join("×");
}
