/** The knob of a drawing: undo, clear, eraser, replay; and its strokes as text, for those who draw with keys. */

import { clock } from "../clock.js";
import { count, read, upTo, written } from "../strokes.js";
import { able, make, mark } from "../elements/dom.js";
import { about, typing } from "../elements/knobs.js";

/** @typedef {import("../records.js").Param} Param */
/** @typedef {import("../elements/knobs.js").Say} Say */
/** @typedef {import("../elements/knobs.js").Knob} Knob */

/** Seconds that a point of a replay takes, and all of them at least and at most. */
const PACE = { point: 0.025, least: 1.2, most: 5 };

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
  const drawn = () => read(text) ?? [];
  const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) => make("button", { type: "button", class: "preset", onclick }, name);
  const again = replay(say.set);
  const undo = button("Undo", () => say.set(written(drawn().slice(0, -1))));
  const clear = button("Clear", () => {
    say.take("pen");
    say.set("");
  });
  const eraser = button("Eraser", () => say.take(tool === "eraser" ? "pen" : "eraser"));
  const play = button("Replay", () => again.start(text, () => element.isConnected));
  const area = make("textarea", { id, rows: 5, spellcheck: "false", autocomplete: "off", wrap: "off" });
  area.addEventListener("input", () => say.set(area.value));
  const label = make("label", { for: id }, `${param.label} as text: x,y from 0 to 1, points split by semicolons, strokes by |`);
  const details = make("details", {}, make("summary", {}, "Edit as text"), label, area);
  const element = make("div", { role: "group", "aria-label": param.label, ...about(param) }, undo, clear, eraser, play, details);
  return {
    element,
    fields: [area],
    fill(given, _changed, chosen) {
      text = given;
      tool = chosen;
      again.hear(given);
      const empty = given === "";
      for (const each of [undo, clear, eraser, play]) able(each, !empty);
      mark(eraser, "aria-pressed", String(chosen === "eraser"));
      const lines = given.replace(/\|/g, "|\n");
      if (!typing(area) && area.value !== lines) area.value = lines;
    },
  };
}

/**
 * Draws a drawing once more, point by point, until another one takes its place.
 * @param {(text: string) => void} set
 */
function replay(set) {
  let whole = "";
  let sent = "";
  let passed = 0;
  let wanted = () => false;
  const time = clock((seconds) => {
    const all = read(whole) ?? [];
    const points = count(all);
    passed += seconds;
    const drawn = Math.ceil((points * passed) / Math.min(PACE.most, Math.max(PACE.least, points * PACE.point)));
    if (!wanted() || drawn >= points) time.run(false);
    if (!wanted()) return;
    const next = drawn >= points ? whole : written(upTo(all, Math.max(1, drawn)));
    if (next === sent) return;
    sent = next;
    set(sent);
  });
  return {
    /** @param {string} text @param {() => boolean} still whether it may go on */
    start(text, still) {
      [whole, sent, passed, wanted] = [text, text, 0, still];
      time.run(true);
    },
    /** What is drawn now; if it is not what was sent, another hand is drawing. @param {string} text */
    hear(text) {
      if (text !== sent) time.run(false);
    },
  };
}
