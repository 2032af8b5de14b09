/**
 * Where Python's renderer starts: it opens one scene after another in an engine of JavaScript that has no page, and
 * asks for their pictures.
 */

import { parseFrame, parseScene } from "./data/records.js";
import { themeOf } from "./drawing/palette.js";
import { passesUnread } from "./drawing/results.js";
import { layoutAt } from "./drawing/shots.js";
import { duration, frameStarts, momentAt, settledAt } from "./state/timing.js";
import { captionSlot, sentenceOf } from "./views/captions.js";
import { fetchViews } from "./views/fetch-views.js";
import { still } from "./views/still.js";

/** @import { Frame, Scene } from "./data/records.js" */
/** @import { Size } from "./drawing/shots.js" */
/** @import { How } from "./views/still.js" */
/**
 * @typedef {object} Look
 * @property {number} width of the whole picture in pixels
 * @property {number} height
 * @property {number} least the smallest letters
 * @property {string} theme
 * @property {Record<string, string>} tokens the theme's colours by the names of the style sheet
 * @property {boolean} caption
 * @property {boolean} formulaOnly whether the caption is without its sentence
 * @property {boolean} transparent
 */

fetchViews();

/** What is open. @type {{scene: Scene, size: Size, how: How} | null} */
let opened = null;

/**
 * Opens a scene, and says what Python has to know of its frames.
 * @param {string} stream its JSON lines
 * @param {Look} look
 */
export function open(stream, { width, height, least, theme, tokens, caption, formulaOnly, transparent }) {
  const [header, ...rest] = stream
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const frames = rest.slice(0, -1).map(parseFrame);
  /** @type {Scene} */
  const scene = { ...parseScene(header), frames, complete: true };
  const told = [...scene.captions, ...frames].map((each) => (formulaOnly ? { ...each, narration: "" } : each));
  const slot = caption ? captionSlot(told, width) : undefined;
  const how = { theme: themeOf(theme, (token) => tokens[token] ?? ""), caption, formulaOnly, slot, transparent };
  opened = { scene, size: { width, height: height - (slot?.height ?? 0), least }, how };
  const starts = frameStarts(scene);
  return {
    seconds: duration(scene),
    frames: frames.map((frame, k) => ({
      start: starts[k],
      settled: settledAt(scene, k),
      sentence: sentenceOf(frame),
      rests: rests(frames, k),
    })),
  };
}

/** Whether all that its sentence tells is to be seen in a frame: the next one has another sentence.
 * @param {Frame[]} frames @param {number} k */
function rests(frames, k) {
  const sentence = frames[k]?.narration;
  return Boolean(sentence) && frames[k + 1]?.narration !== sentence;
}

/** Frame k once it is complete, as SVG. @param {number} k */
export const settled = (k) => draw((scene) => momentAt(scene, settledAt(scene, k), true));

/** What is to be seen at a second, in motion, as SVG. @param {number} seconds */
export const moving = (seconds) => draw((scene) => momentAt(scene, seconds), true);

/** @param {(scene: Scene) => import("./data/records.js").Moment} at @param {boolean} [runs] */
function draw(at, runs = false) {
  if (!opened) throw new RangeError("no scene is open");
  const { scene, size, how } = opened;
  const moment = at(scene);
  const passing = runs && passesUnread(moment.to);
  return still({ scene, moment, layout: layoutAt(scene, moment, size) }, { ...how, passing });
}
