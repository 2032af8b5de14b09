/** How scenes are asked for together with what draws and changes them: a scene that has come can be played. */

import { fetchStage } from "./fetch-stage.js";

/** @import { AskSocket } from "../data/scene-request.js" */

/**
 * @param {typeof fetch} ask
 * @param {AskSocket} askSocket
 * @param {string} [first] the address of the scene that does with what is here
 * @returns {{ask: typeof fetch, askSocket: AskSocket}}
 */
export function askingForStage(ask, askSocket = () => null, first = "") {
  /** @template T @param {Promise<T>} answer */
  const withStage = async (answer) => (await Promise.all([answer, fetchStage()]))[0];
  return {
    ask: (address, init) => {
      const answer = ask(address, init);
      return String(address).split("?")[0] === first ? answer : withStage(answer);
    },
    askSocket: (key, signal) => {
      const answer = askSocket(key, signal);
      return answer && withStage(answer);
    },
  };
}
