/** Scenes are asked for with values that can be; of others the page itself says why not. */

import { keyValues, scenePath } from "./requests.js";

/** @import { Chapter } from "./records.js" */
/** @import { AskSocket } from "./scene-request.js" */

/** What the addresses of scenes begin with. */
const SCENES = "api/scenes/";

/**
 * How scenes are asked for where what cannot be is refused here.
 * @param {Chapter} chapter
 * @param {typeof fetch} ask
 * @param {AskSocket} askSocket
 * @returns {{ask: typeof fetch, askSocket: AskSocket}}
 */
export function refusing(chapter, ask, askSocket) {
  /** What tells it comes with the first values. @type {typeof import("./refusals.js").refusedValue | null} */
  let refusedValue = null;

  /** @param {string} key @param {Record<string, string>} values */
  async function refusal(key, values) {
    if (Object.keys(values).length === 0) return null;
    refusedValue ??= (await import("./refusals.js")).refusedValue;
    return refusedValue(chapter, scenePath(key), values);
  }

  return {
    ask: async (address, init) => {
      const key = String(address).replace(SCENES, "");
      const values = typeof init?.body === "string" ? JSON.parse(init.body) : keyValues(key);
      const refused = String(address).startsWith(SCENES) ? await refusal(key, values) : null;
      return refused ? Response.json(refused, { status: 422 }) : ask(address, init);
    },
    askSocket: (key, signal) => {
      const values = keyValues(key);
      if (Object.keys(values).length > 0 && refusedValue?.(chapter, scenePath(key), values) !== null) return null;
      return askSocket(key, signal);
    },
  };
}
