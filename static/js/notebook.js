/**
 * The player in a notebook's output, in a frame of its own: at rest, until somebody plays it. What it asks goes to the
 * widget around the frame, which also hears what is set.
 */

import { fetchThrough } from "./data/port-fetch.js";
import { nonDefaults, typedText } from "./data/requests.js";
import { mountAlone } from "./embed.js";
import { page } from "./page/host.js";
import { framedPage } from "./page/other-hosts.js";
import { findScene } from "./state/state.js";
import { typedKey } from "./state/wanted.js";

/** @import { Chapter, Param } from "./data/records.js" */
/** @import { State } from "./state/state.js" */
/** @typedef {Record<string, string>} Values all values of the scene, as typed */
/** @typedef {{type: "begin", chapter: Chapter, values: Values, theme: string}} Begin */
/** @typedef {{type: "values", values: Values} | {type: "alive"} | import("./data/port-fetch.js").Answer} Told */

const { window } = page;

window.addEventListener("message", ({ source, data, ports: [port] }) => {
  if (source === window.parent && data?.type === "begin" && port) begin(data, port);
});

/** @param {Begin} given @param {MessagePort} port to the widget */
async function begin({ chapter, values, theme }, port) {
  const root = /** @type {HTMLElement} */ (window.document.getElementById("player"));
  const player = await mountAlone(root, framedPage(fetchThrough(port), theme), chapter, { values });
  const params = findScene(chapter, 1, 0)?.spec.params ?? [];
  const setting = reporter(params, values, (set) => port.postMessage({ type: "values", values: set }));
  player.parts.push(setting);
  port.addEventListener("message", ({ data }) => {
    const told = /** @type {Told} */ (data);
    // What waited for the kernel is asked for again.
    if (told.type === "alive") player.dispatch({ type: "serverBack" });
    if (told.type === "values" && setting.isNews(told.values)) player.dispatch({ type: "set", values: told.values });
  });
  port.start();
}

/**
 * Tells what is set, once its scene is here.
 * @param {Param[]} params @param {Values} first @param {(values: Values) => void} tell
 */
function reporter(params, first, tell) {
  const texts = (/** @type {Values} */ values) =>
    Object.fromEntries(params.map((param) => [param.name, typedText(param, values[param.name] ?? param.default)]));
  let known = JSON.stringify(texts(first));
  return {
    /** @param {Values} values */
    isNews(values) {
      const before = known;
      known = JSON.stringify(texts(values));
      return known !== before;
    },
    /** @param {State} state */
    update(state) {
      if (!state.shown?.complete || state.replay || state.shownKey !== typedKey(state)) return;
      const path = state.shownKey.split("?")[0] ?? "";
      const values = texts(nonDefaults(params, state.values[path] ?? {}));
      if (this.isNews(values)) tell(values);
    },
  };
}
