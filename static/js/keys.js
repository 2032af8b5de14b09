/**
 * The key table: which key does what, who owns a key while something has the focus, and how the
 * help tells it.
 */

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./player.js").PlayerEvent} PlayerEvent */

/**
 * @typedef {object} Press what a key press is, as far as it matters
 * @property {string} key
 * @property {boolean} [shift]
 * @property {boolean} [modified] Ctrl, Alt or Meta is held
 * @property {boolean} [repeat] the key is being held down
 * @property {Focus} [focus] what has the focus
 */

/** @typedef {""|"field"|"text"|"select"|"range"|"timeline"|"radio"|"button"|"link"|"checkbox"} Focus */

/** The table as people read it. */
export const HELP = [
  { keys: ["Space", "N", "Enter"], what: "Begin; then the next step: its scenes play one after another" },
  { keys: ["Shift + Space", "P", "Backspace"], what: "The previous step, in its finished state" },
  { keys: ["Swipe left", "right"], what: "The next step; the previous one" },
  { keys: ["Page Down", "→"], what: "Begin; then the next scene" },
  { keys: ["Page Up", "←"], what: "The previous scene, in its finished state" },
  { keys: ["K"], what: "Pause and resume" },
  { keys: ["L", "J"], what: "One frame forward; one frame back" },
  { keys: ["1 … 8", "Home", "End"], what: "That step; the first; the last" },
  { keys: ["+", "−"], what: "Faster; slower" },
  { keys: ["F"], what: "Full screen; Esc leaves it" },
  { keys: ["S"], what: "The speaker's window: notes, the next scene, a timer" },
  { keys: ["B or .", "W"], what: "Black screen; white screen; any key brings the picture back" },
  { keys: ["V"], what: "The values on the screen as tables; V or Esc closes them" },
  { keys: ["T"], what: "Theme: light, dark, high contrast" },
  { keys: ["?"], what: "All keys" },
];

/** @type {Record<string, PlayerEvent>} */
const TABLE = {
  " ": { type: "nextStep" },
  n: { type: "nextStep" },
  enter: { type: "nextStep" },
  p: { type: "previousStep" },
  backspace: { type: "previousStep" },
  pagedown: { type: "nextScene" },
  arrowright: { type: "nextScene" },
  pageup: { type: "previousScene" },
  arrowleft: { type: "previousScene" },
  k: { type: "toggle" },
  l: { type: "frame", by: 1 },
  j: { type: "frame", by: -1 },
  home: { type: "goto", step: 1 },
  "+": { type: "speed", by: 1 },
  "=": { type: "speed", by: 1 },
  "-": { type: "speed", by: -1 },
  "−": { type: "speed", by: -1 },
  f: { type: "fullscreen" },
  s: { type: "speaker" },
  b: { type: "screen", colour: "black" },
  ".": { type: "screen", colour: "black" },
  w: { type: "screen", colour: "white" },
  v: { type: "values" },
  t: { type: "theme" },
  "?": { type: "help" },
};

/** Keys that would scroll the page; up and down do nothing else here. */
const SCROLLING = ["arrowup", "arrowdown"];

const ARROWS = ["arrowleft", "arrowright", "arrowup", "arrowdown"];
const MODIFIERS = ["shift", "control", "alt", "meta", "altgraph", "capslock", "fn", "numlock"];

/**
 * Keys that belong to what has the focus. "*" is every key; ! before a key takes it back, so that a
 * clicker goes on working after a slider has been touched.
 * @type {Record<Focus, string[]>}
 */
const OWNED = {
  "": [],
  field: ["*", "!pagedown", "!pageup"],
  text: ["*"],
  select: ["*", "!pagedown", "!pageup"],
  range: [...ARROWS, "home", "end"],
  timeline: ARROWS,
  radio: [...ARROWS, " ", "enter"],
  button: [" ", "enter"],
  link: ["enter"],
  checkbox: [" ", "enter"],
};

/**
 * What a key press means: `event` for the player or null, and whether the page's own answer to the
 * key (scrolling, going back) is to be kept from happening.
 * @param {Press} press
 * @param {State} state
 * @returns {{event: PlayerEvent|null, handled: boolean}}
 */
export function answer(press, state) {
  const nothing = { event: null, handled: false };
  const key = press.key.toLowerCase();
  if (press.modified || key === "tab" || MODIFIERS.includes(key)) return nothing;
  if (state.screen) return { event: press.repeat ? null : { type: "screen", colour: "" }, handled: true };
  // The browser would close the help too, but a moment later: the next key would find it open.
  if (state.help) return key === "?" || key === "escape" ? { event: { type: "help", open: false }, handled: true } : nothing;
  if (owns(press.focus ?? "", key)) {
    const held = press.repeat === true && press.focus === "button" && key === "enter";
    return { event: null, handled: held };
  }
  const event = eventFor(key, press.shift ?? false, state);
  if (!event) return { event: null, handled: SCROLLING.includes(key) };
  const again = event.type === "frame" || event.type === "speed";
  return { event: press.repeat && !again ? null : event, handled: true };
}

/**
 * @param {string} key
 * @param {boolean} shift
 * @param {State} state
 * @returns {PlayerEvent|null}
 */
function eventFor(key, shift, state) {
  const steps = state.chapter.steps.length;
  if (key === " " && shift) return { type: "previousStep" };
  if (key === "end") return { type: "goto", step: steps };
  if (/^[1-9]$/.test(key)) return Number(key) <= steps ? { type: "goto", step: Number(key) } : null;
  return Object.hasOwn(TABLE, key) ? /** @type {PlayerEvent} */ (TABLE[key]) : null;
}

/**
 * @param {Focus} focus
 * @param {string} key
 */
function owns(focus, key) {
  const owned = OWNED[focus];
  return owned.includes(key) || (owned.includes("*") && !owned.includes(`!${key}`));
}

/**
 * What kind of thing has the focus.
 * @param {{tagName: string, type?: string, isContentEditable?: boolean, dataset?: DOMStringMap, href?: unknown}|null} element
 * @returns {Focus}
 */
export function focusOf(element) {
  const tag = element?.tagName.toLowerCase() ?? "";
  if (tag === "textarea" || element?.isContentEditable) return "text";
  if (tag === "select") return "select";
  if (tag === "button" || tag === "summary") return "button";
  if (tag === "a" && element?.href) return "link";
  if (tag !== "input") return "";
  const type = element?.type ?? "text";
  if (type === "range") return element?.dataset?.["timeline"] !== undefined ? "timeline" : "range";
  if (type === "radio" || type === "checkbox") return type;
  return ["button", "submit", "reset"].includes(type) ? "button" : "field";
}
