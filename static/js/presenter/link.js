/**
 * What ties the projected window to the speaker's, without a server between them: messages within one
 * session, which outlives a reload.
 */

/** @import { Host } from "../page/host.js" */
/** @import { State } from "../state/state.js" */
/** @typedef {Pick<State, "step"|"scene"|"status"|"screen"|"help"|"speed"|"theme"|"values">} Followed */
/** @typedef {{kind: "state", frame: number} & Followed} StateMessage where the projected window is */
/**
 * @typedef {StateMessage
 *   | {kind: "hello"}
 *   | {kind: "gone"}
 *   | {kind: "event", event: import("../state/reducer.js").PlayerEvent}} Message
 */
/** @typedef {{post: (message: Message) => void}} Link */

const SESSION_KEY = "cnnviz-session";

/**
 * What nobody guesses, as a session's name is all that a window of a file knows another by.
 * @param {Pick<Window, "crypto">} window
 */
const random = ({ crypto }) =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

/** The session's name: of this window, and in the address of the speaker's. @param {Host} host */
export function sessionName({ session, window }) {
  const name = session.read(SESSION_KEY) ?? random(window);
  session.write(SESSION_KEY, name);
  return name;
}

/** The address of the speaker's window. @param {string} name */
export const speakerAddress = (name) => `#speaker=${name}`;

/** The address of the cards to print. */
export const CARDS = "#cards";

/** The session whose speaker's window an address asks for; undefined for none. @param {string} hash */
export const sessionIn = (hash) => /^#speaker=(\w+)$/.exec(hash)?.[1];

/**
 * Two windows of one file are strangers to some browsers, but for who opened whom: so each message
 * goes both ways, and is heard once. The window that was opened speaks first. No window of another
 * origin is heard, nor one that knows no name of the session; who was opened hears its opener alone.
 * @param {Window & typeof globalThis} window
 * @param {string} session
 * @param {(message: Message) => void} hear what the other windows say
 * @param {WindowProxy|null} [opener] the window that this one was opened by, to be the speaker's
 * @returns {Link}
 */
export function createLink(window, session, hear, opener = null) {
  const { location } = window;
  const me = random(window);
  const own = [location.origin, window.origin];
  let count = 0;
  let other = opener;
  /** The number of the latest message, by who said it. @type {Record<string, number>} */
  const heard = {};
  const channel = new window.BroadcastChannel(`cnnviz ${session}`);

  /** @param {MessageEvent} event */
  function onMessage({ data, source, origin }) {
    if (source && (!own.includes(origin) || (opener && source !== opener))) return;
    if (data?.session !== session || typeof data.kind !== "string") return;
    other = /** @type {WindowProxy|null} */ (source) ?? other;
    if (data.count <= (heard[data.from] ?? 0)) return;
    heard[data.from] = data.count;
    hear(data);
  }

  channel.addEventListener("message", onMessage);
  window.addEventListener("message", onMessage);
  return {
    post(message) {
      count += 1;
      const signed = { ...message, session, from: me, count };
      channel.postMessage(signed);
      other?.postMessage(signed, location.protocol === "file:" ? "*" : location.origin);
    },
  };
}
