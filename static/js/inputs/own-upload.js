/** Sends bytes to the server that are opened there: a line of JSON that says what they are, then they. */

const AWAY = "The server isn't responding, and this needs it: start it again, then give the file once more.";
const ODD = "The server could not take it; its log may say why.";

/** @typedef {{address: string, name: string, sentence: string, waits: boolean}} Opened where it is, or why it is not
 * opened, and whether that is for want of another file */

/**
 * @param {import("../page/host.js").Host} host
 * @param {string} path
 * @param {object} said
 * @param {BlobPart[]} parts
 * @param {AbortSignal} signal
 * @returns {Promise<Opened>}
 */
export async function sendToServer(host, path, said, parts, signal) {
  const body = new Blob([`${JSON.stringify(said)}\n`, ...parts]);
  const headers = { "Content-Type": "application/octet-stream" };
  try {
    const response = await host.fetch(new URL(path, host.base).href, { method: "POST", body, headers, signal });
    const { address = "", name = "", detail = "", parameter } = await response.json().catch(() => ({}));
    return { address, name, sentence: address ? "" : detail || ODD, waits: parameter === "data" };
  } catch {
    return { address: "", name: "", sentence: AWAY, waits: true };
  }
}
