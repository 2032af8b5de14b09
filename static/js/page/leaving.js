/**
 * What the page was at when it was left. The address is written then as well, but a reload that has
 * begun may come back to the one before.
 */

const NAME = "cnnviz.left";
const STEPS = "cnnviz.steps";
/** How many steps back, and on again, are kept: a step may hold a whole drawing. */
const MOST = 20;

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
    if (left?.was === location.hash && returned()) history.replaceState(left.entry, "", left.hash);
  } catch {
    // Nothing was kept, or nothing that can be read.
  }
}

/**
 * Keeps what was set last, and taken back last, for a reload.
 * @param {{past: unknown[], future: unknown[]}} state
 */
export function leaveSteps({ past, future }) {
  try {
    sessionStorage.setItem(STEPS, JSON.stringify({ past: past.slice(-MOST), future: future.slice(-MOST) }));
  } catch {
    // A browser that keeps nothing, or not so much, begins with nothing to take back.
  }
}

/**
 * The steps that were left, where this is a reload, or a step back to the page; else none.
 * @returns {{past?: unknown, future?: unknown}}
 */
export function leftSteps() {
  try {
    const left = JSON.parse(sessionStorage.getItem(STEPS) ?? "null");
    sessionStorage.removeItem(STEPS);
    return returned() ? { past: left?.past, future: left?.future } : {};
  } catch {
    return {};
  }
}

function returned() {
  const [navigation] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming} */ (navigation).type !== "navigate";
}
