/** How scenes are asked for together with what draws them: a scene that has come can be drawn. */

import { fetchViews } from "./fetch-views.js";

/** @import { AskSocket } from "../data/scene-request.js" */

/**
 * @param {typeof fetch} ask
 * @param {AskSocket} askSocket
 * @param {string} [first] the address of the scene that is drawn by what is here
 * @returns {{ask: typeof fetch, askSocket: AskSocket}}
 */
export function askingForViews(ask, askSocket = () => null, first = "") {
  /** @template T @param {Promise<T>} answer */
  const withViews = async (answer) => (await Promise.all([answer, fetchViews()]))[0];
  return {
    ask: (address, init) => {
      const answer = ask(address, init);
      return String(address).split("?")[0] === first ? answer : withViews(answer);
    },
    askSocket: (key, signal) => {
      const answer = askSocket(key, signal);
      return answer && withViews(answer);
    },
  };
}
