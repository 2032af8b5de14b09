/** The theme: the system's at first, then the one chosen last, which the browser keeps. */

import { THEMES } from "../data/themes.js";

/** @import { Host } from "./host.js" */

/** Under which name the one chosen last is kept. */
export const THEME_KEY = "cnnviz-theme";

/** The theme to begin with. @param {Host} host */
export function preferredTheme({ local, window }) {
  const saved = local.read(THEME_KEY);
  if (saved && THEMES.includes(saved)) return saved;
  if (window.matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Puts a theme on; one that was chosen is remembered. @param {Host} host @param {string} theme */
export function applyTheme({ local, themed }, theme) {
  const current = themed.dataset.theme;
  if (current === theme) return;
  themed.dataset.theme = theme;
  if (current !== undefined) local.write(THEME_KEY, theme);
}
