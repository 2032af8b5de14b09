/** The page's theme: the system's at first, then the one chosen last, kept in this browser. */

import { THEMES } from "../state/state.js";

const THEME_KEY = "cnnviz-theme";

/** The theme to begin with. */
export function preferredTheme() {
  const kept = savedTheme();
  if (kept && THEMES.includes(kept)) return kept;
  if (matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Puts a theme on; one that was chosen is remembered.
 * @param {string} theme
 */
export function applyTheme(theme) {
  const { dataset } = document.documentElement;
  const current = dataset.theme;
  if (current === theme) return;
  dataset.theme = theme;
  if (current !== undefined) saveTheme(theme);
}

function savedTheme() {
  try {
    return localStorage.getItem(THEME_KEY);
  } catch {
    return null;
  }
}

/** @param {string} theme */
function saveTheme(theme) {
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // A browser that keeps nothing forgets the theme, and that is all.
  }
}
