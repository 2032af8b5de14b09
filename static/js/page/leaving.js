/**
 * What the page was at when it was left. The address is written then as well, but a reload that has
 * begun may come back to the one before.
 */

const LEFT_KEY = "cnnviz.left";
const STEPS_KEY = "cnnviz.steps";
/** How many steps back, and on again, are kept: a step may hold a whole drawing. */
const MAX_STEPS = 20;

/**
 * Keeps the place for a reload, or for who comes back.
 * @param {string} was the hash in the address bar until now
 */
export function rememberPlace(was) {
  try {
    sessionStorage.setItem(LEFT_KEY, JSON.stringify({ was, hash: location.hash, entry: history.state }));
  } catch {
    // A browser that keeps nothing comes back to what the address says.
  }
}

/** Puts the address right where a reload, or a step back, has brought an older one than was left. */
export function restorePlace() {
  try {
    const left = JSON.parse(sessionStorage.getItem(LEFT_KEY) ?? "null");
    sessionStorage.removeItem(LEFT_KEY);
    if (left?.was === location.hash && hasReturned()) history.replaceState(left.entry, "", left.hash);
  } catch {
    // Nothing was kept, or nothing that can be read.
  }
}

/**
 * Keeps what was set last, and taken back last, for a reload.
 * @param {{past: unknown[], future: unknown[]}} state
 */
export function rememberSteps({ past, future }) {
  try {
    sessionStorage.setItem(
      STEPS_KEY,
      JSON.stringify({ past: past.slice(-MAX_STEPS), future: future.slice(-MAX_STEPS) }),
    );
  } catch {
    // A browser that keeps nothing, or not so much, begins with nothing to take back.
  }
}

/**
 * The steps that were left, where this is a reload, or a step back to the page; else none.
 * @returns {{past?: unknown, future?: unknown}}
 */
export function rememberedSteps() {
  try {
    const left = JSON.parse(sessionStorage.getItem(STEPS_KEY) ?? "null");
    sessionStorage.removeItem(STEPS_KEY);
    return hasReturned() ? { past: left?.past, future: left?.future } : {};
  } catch {
    return {};
  }
}

function hasReturned() {
  const [navigation] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming} */ (navigation).type !== "navigate";
}
