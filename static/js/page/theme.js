/** The page's theme: the system's at first, then the one chosen last, kept in this browser. */

import { THEMES } from "../state/state.js";

const NAME = "cnnviz-theme";

/** The theme to begin with. */
export function preferred() {
  const kept = recall();
  if (kept && THEMES.includes(kept)) return kept;
  if (matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Puts a theme on; one that was chosen is remembered.
 * @param {string} theme
 */
export function wear(theme) {
  const { dataset } = document.documentElement;
  const worn = dataset["theme"];
  if (worn === theme) return;
  dataset["theme"] = theme;
  if (worn !== undefined) remember(theme);
}

function recall() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** @param {string} theme */
function remember(theme) {
  try {
    localStorage.setItem(NAME, theme);
  } catch {
    // A browser that keeps nothing forgets the theme, and that is all.
  }
}
