/**
 * What ties the projected window to the speaker's, without a server between them: messages within one
 * session, which outlives a reload.
 */

/** @typedef {{kind: string, [key: string]: any}} Message */
/** @typedef {{post: (message: Message) => void, close: () => void}} Link */

const KEPT = "cnnviz-session";

/** The session's name: of this window, and in the address of the speaker's. */
export function session() {
  const fresh = Math.random().toString(36).slice(2, 10);
  try {
    const kept = sessionStorage.getItem(KEPT) ?? fresh;
    sessionStorage.setItem(KEPT, kept);
    return kept;
  } catch {
    return fresh;
  }
}

/** The address of the speaker's window. @param {string} name */
export const address = (name) => `#speaker=${name}`;

/**
 * @param {string} name of the session
 * @param {(message: Message) => void} hear what the other windows say
 * @returns {Link}
 */
export function link(name, hear) {
  const channel = new BroadcastChannel(`cnnviz ${name}`);
  channel.addEventListener("message", ({ data }) => {
    if (typeof data?.kind === "string") hear(data);
  });
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}
