/** The knob of a drawing: clear, eraser, replay; and its strokes as text, for those who draw with keys. */

import { make, setAttribute, setEnabled } from "../page/dom.js";
import { helpTitle, isFocused } from "./knobs.js";

/** @import { Param } from "../data/records.js" */
/** @import { Knob, KnobActions } from "./knobs.js" */

/** A drawing on the stage's paper. @param {Param} param @param {string} id @param {KnobActions} say @returns {Knob} */
export function strokesKnob(param, id, say) {
  let text = "";
  let tool = "pen";
  const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) =>
    make("button", { type: "button", class: "preset", onclick }, name);
  const clear = button("Clear", () => {
    say.take("pen");
    say.set("");
  });
  const eraser = button("Eraser", () => say.take(tool === "eraser" ? "pen" : "eraser"));
  const play = button("Replay", () => say.replay(text));
  const area = make("textarea", { id, rows: 5, spellcheck: "false", autocomplete: "off", wrap: "off" });
  setRowsOf(area, say);
  const label = make(
    "label",
    { for: id },
    `${param.label} as text: x,y from 0 to 1, points split by semicolons, strokes by |`,
  );
  const details = make("details", {}, make("summary", {}, "Edit as text"), label, area);
  const element = make(
    "div",
    { role: "group", "aria-label": param.label, ...helpTitle(param) },
    clear,
    eraser,
    play,
    details,
  );
  return {
    element,
    fields: [area],
    fill(given, _changed, chosen) {
      text = given;
      tool = chosen;
      const empty = given === "";
      for (const each of [clear, eraser, play]) setEnabled(each, !empty);
      setAttribute(eraser, "aria-pressed", String(chosen === "eraser"));
      const lines = given.replace(/\|/g, "|\n");
      if (!isFocused(area) && area.value !== lines) area.value = lines;
    },
  };
}

/**
 * What is typed or pasted into an area is set as strokes, whatever program wrote them.
 * @param {HTMLTextAreaElement} area
 * @param {KnobActions} say
 */
function setRowsOf(area, say) {
  /** @type {typeof import("./pasted.js").readPasted | undefined} */
  let read;
  const load = async () => (await import("./pasted.js")).readPasted;
  area.addEventListener("focus", async () => (read = await load()), { once: true });
  area.addEventListener("input", async () => {
    const typed = area.value;
    // Once it is here, what is typed is set before anything else can happen to it.
    read ??= await load();
    say.set(...read(typed, false));
  });
}
