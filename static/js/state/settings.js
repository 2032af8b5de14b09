/** What the user sets, and takes back: a scene's parameters, speed, theme, screens, help. */

import { nonDefaults } from "../data/requests.js";
import { THEMES } from "../data/themes.js";
import { historyAfter, redoValues, undoValues, withStep } from "./history.js";
import { refused, settle } from "./loading.js";
import { currentFrame, currentScene, isFinished, SPEEDS } from "./state.js";
import { typedKey } from "./wanted.js";

/** @import { Message, State, Values } from "./state.js" */

/**
 * New values for parameters of the scene; the place stays, paused and settled. With a `refusal` there
 * is no need to ask: the page could not read one of them.
 * @param {State} state
 * @param {{values: Record<string, unknown>, refusal?: Message}} event
 * @returns {State}
 */
export function set(state, { values, refusal }) {
  const found = currentScene(state);
  if (state.step === 0 || !found) return state;
  const old = state.values[found.path] ?? {};
  const next = withValues(state, nonDefaults(found.spec.params, { ...old, ...values }));
  return refusal ? refused(next, { key: typedKey(next), ...refusal }) : next;
}

/**
 * One parameter, or all of the scene, back to the default.
 * @param {State} state
 * @param {{parameter?: string}} event
 * @returns {State}
 */
export function reset(state, { parameter }) {
  const old = state.values[currentScene(state)?.path ?? ""] ?? {};
  const kept = Object.entries(old).filter(([name]) => parameter !== undefined && name !== parameter);
  return state.step === 0 ? state : withValues(state, Object.fromEntries(kept));
}

/** @param {State} state @param {Values} typed @returns {State} */
function withValues(state, typed) {
  const old = state.values[currentScene(state)?.path ?? ""] ?? {};
  if (JSON.stringify(old) === JSON.stringify(typed)) return state;
  return withChange({ ...state, ...withStep(state, old) }, old, typed);
}

/** @param {State} state @param {Values} old @param {Values} typed @returns {State} */
function withChange(state, old, typed) {
  const found = currentScene(state);
  // What is drawn by hand is answered at once: the scene is shown in its finished state.
  const drawn = found?.spec.params.some(({ kind, name }) => kind === "strokes" && old[name] !== typed[name]);
  const stay =
    drawn || isFinished(state)
      ? { at: /** @type {const} */ ("end"), value: 0, play: false }
      : { at: /** @type {const} */ ("frame"), value: Math.max(0, currentFrame(state)), play: false };
  const target = state.target && !drawn ? { ...state.target, play: false } : stay;
  const values = { ...state.values, [found?.path ?? ""]: typed };
  return settle({ ...state, values, target, hint: null, replay: null });
}

/** The last step on the scene that is on the screen taken back. @param {State} state @returns {State} */
export function undo(state) {
  const values = state.step > 0 ? undoValues(state) : null;
  return values ? stepBack(state, values, -1) : state;
}

/** What was last taken back set again. @param {State} state @returns {State} */
export function redo(state) {
  const values = state.step > 0 ? redoValues(state) : null;
  return values ? stepBack(state, values, 1) : state;
}

/** @param {State} state @param {Values} values @param {1|-1} by */
function stepBack(state, values, by) {
  return withChange(
    { ...state, ...historyAfter(state, by) },
    state.values[currentScene(state)?.path ?? ""] ?? {},
    values,
  );
}

/**
 * Why a hand did nothing, beside the control that it meant; nothing any more without a sentence.
 * @param {State} state
 * @param {{parameter: string, sentence: string}} event
 * @returns {State}
 */
export function hint(state, { parameter, sentence }) {
  if ((state.hint?.sentence ?? "") === sentence) return state;
  // One that is left has nothing more to say; another one may have.
  if (!sentence && state.hint?.parameter !== parameter) return state;
  return { ...state, hint: sentence ? { parameter, sentence } : null };
}

/**
 * Faster or slower by so many notches, or to an exact speed.
 * @param {State} state
 * @param {{by?: number, to?: number}} event
 * @returns {State}
 */
export function speed(state, { by = 0, to = state.speed }) {
  const found = SPEEDS.indexOf(to);
  if (found < 0) return state;
  const index = Math.max(0, Math.min(SPEEDS.length - 1, found + by));
  return { ...state, speed: /** @type {number} */ (SPEEDS[index]) };
}

/**
 * What was set before a reload, as far as it still makes sense.
 * @param {State} state
 * @param {{speed?: unknown, values?: unknown, past?: unknown, future?: unknown, answers?: State["answers"]}} event
 * @returns {State}
 */
export function restore(state, event) {
  const given = /** @type {Record<string, unknown>} */ (Object(event.values));
  const values = { ...state.values };
  for (const [path, params] of paramsByPath(state)) {
    if (Object.hasOwn(given, path)) values[path] = nonDefaults(params, Object(given[path]));
  }
  const past = steps(state, event.past ?? state.past);
  const future = steps(state, event.future ?? state.future);
  const answers = event.answers ?? state.answers;
  return speed({ ...state, values, past, future, answers }, { to: Number(event.speed) });
}

/** @param {State} state */
function paramsByPath({ chapter }) {
  const all = chapter.steps.flatMap((step) =>
    step.scenes.map((spec) => /** @type {const} */ ([`${step.name}/${spec.name}`, spec.params])),
  );
  return new Map(all);
}

/** The steps of a history among what is given. @param {State} state @param {unknown} given @returns {State["past"]} */
function steps(state, given) {
  const known = paramsByPath(state);
  return (Array.isArray(given) ? given : []).flatMap((step) => {
    const { path, values } = Object(step);
    const params = known.get(path);
    return params ? [{ path, values: nonDefaults(params, Object(values)) }] : [];
  });
}

/**
 * What the hand on a paper does: draw, or erase.
 * @param {State} state
 * @param {{tool: "pen"|"eraser"}} event
 * @returns {State}
 */
export function tool(state, { tool: chosen }) {
  return chosen === state.tool ? state : { ...state, tool: chosen };
}

/** A named theme, or the next one. @param {State} state @param {{name?: string}} event @returns {State} */
export function theme(state, { name }) {
  const next = name ?? THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length] ?? "light";
  return THEMES.includes(next) ? { ...state, theme: next } : state;
}

/**
 * A black or white screen; asked for while there is any, the picture comes back.
 * @param {State} state
 * @param {{colour: ""|"black"|"white"}} event
 * @returns {State}
 */
export function screen(state, { colour }) {
  return { ...state, screen: state.screen ? "" : colour };
}

/**
 * The table of keys: shown, hidden, or the other of the two.
 * @param {State} state
 * @param {{open?: boolean}} event
 * @returns {State}
 */
export function help(state, { open = !state.help }) {
  return open === state.help ? state : { ...state, help: open };
}

/**
 * The drawer of settings: open, closed, or the other of the two.
 * @param {State} state
 * @param {{open?: boolean}} event
 * @returns {State}
 */
export function drawer(state, { open = !state.drawer }) {
  return open === state.drawer ? state : { ...state, drawer: open };
}
