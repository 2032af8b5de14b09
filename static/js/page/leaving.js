/**
 * What the page was at when it was left. The address is written then as well, but a reload that has
 * begun may come back to the one before.
 */

const NAME = "cnnviz.left";

/**
 * Keeps the place for a reload, or for who comes back.
 * @param {string} was the hash in the address bar until now
 */
export function leave(was) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ was, hash: location.hash, entry: history.state }));
  } catch {
    // A browser that keeps nothing comes back to what the address says.
  }
}

/** Puts the address right where a reload, or a step back, has brought an older one than was left. */
export function comeBack() {
  try {
    const left = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    sessionStorage.removeItem(NAME);
    const [navigation] = performance.getEntriesByType("navigation");
    const { type } = /** @type {PerformanceNavigationTiming} */ (navigation);
    if (left?.was === location.hash && type !== "navigate") history.replaceState(left.entry, "", left.hash);
  } catch {
    // Nothing was kept, or nothing that can be read.
  }
}
