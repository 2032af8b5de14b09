/** The knob of a drawing: clear, eraser, replay; and its strokes as text, for those who draw with keys. */

import { able, make, mark } from "../page/dom.js";
import { about, reads, typing } from "./knobs.js";

/** @typedef {import("../data/records.js").Param} Param */
/** @typedef {import("./knobs.js").Say} Say */
/** @typedef {import("./knobs.js").Knob} Knob */

/**
 * A drawing on the stage's paper.
 * @param {Param} param
 * @param {string} id
 * @param {Say} say
 * @returns {Knob}
 */
export function strokes(param, id, say) {
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
  reads(area, false, say);
  const label = make(
    "label",
    { for: id },
    `${param.label} as text: x,y from 0 to 1, points split by semicolons, strokes by |`,
  );
  const details = make("details", {}, make("summary", {}, "Edit as text"), label, area);
  const element = make(
    "div",
    { role: "group", "aria-label": param.label, ...about(param) },
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
      for (const each of [clear, eraser, play]) able(each, !empty);
      mark(eraser, "aria-pressed", String(chosen === "eraser"));
      const lines = given.replace(/\|/g, "|\n");
      if (!typing(area) && area.value !== lines) area.value = lines;
    },
  };
}
