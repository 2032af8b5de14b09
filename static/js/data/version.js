/** The version of the chapter that a server answers with, so that a page takes nothing of another one. */

/** The header that names it. */
const HEADER = "Cnnviz-Version";

/** An answer that is of another version than the page. */
export class OtherVersion extends Error {}

/**
 * Asks as `fetch` does. Throws OtherVersion for an answer of another version; one that names none is taken.
 * @param {string} version
 * @param {typeof fetch} ask
 * @returns {typeof fetch}
 */
export function checkingVersion(version, ask) {
  return async (address, init) => {
    const response = await ask(address, init);
    const found = response.headers.get(HEADER);
    if (found === null || found === version) return response;
    response.body?.cancel().catch(() => {});
    throw new OtherVersion(found);
  };
}
