/** Colour names → colours of the current theme; values → colours on their scale. */

import { itemAt } from "../data/lists.js";
import { STAGES } from "../data/stages.js";

/** @typedef {[number, number, number]} Rgb */
/**
 * @typedef {{name: string, tokens: Record<string, string>, negative: Rgb, neutral: Rgb, positive: Rgb, paper: Rgb,
 *   inked: Rgb, counted: Rgb}} Theme
 */

const TOKENS = ["ink", "muted", "line", "surface", "paper", "accent", ...STAGES];

/** The name of the theme that an element is in. @param {Element} element */
const themeName = (element) => element.closest("[data-theme]")?.getAttribute("data-theme") ?? "light";

/** What was last read for an element. @type {WeakMap<Element, Theme>} */
const known = new WeakMap();

/** The theme as the style sheet gives it to this element; read once as long as it is in it.
 * @param {Element} element */
export function readTheme(element) {
  const name = themeName(element);
  const last = known.get(element);
  if (last?.name === name) return last;
  const style = /** @type {Window} */ (element.ownerDocument.defaultView).getComputedStyle(element);
  const theme = themeOf(name, (token) => style.getPropertyValue(`--${token}`).trim());
  known.set(element, theme);
  return theme;
}

/** A theme from what the style sheet's tokens are in it. Pure.
 * @param {string} name @param {(token: string) => string} get such as #1b1d22 for ink @returns {Theme} */
export function themeOf(name, get) {
  return {
    name,
    tokens: Object.fromEntries(TOKENS.map((token) => [token, get(token)])),
    negative: rgb(get("value-negative")),
    neutral: rgb(get("value-neutral")),
    positive: rgb(get("value-positive")),
    paper: rgb(get("image-paper")),
    inked: rgb(get("image-ink")),
    counted: rgb(get("value-count")),
  };
}

/** @param {string} text @returns {Rgb} */
function rgb(text) {
  const number = Number.parseInt(text.slice(1), 16) || 0;
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** @param {Rgb} from @param {Rgb} to @param {number} t @returns {Rgb} */
function mix(from, to, t) {
  return /** @type {Rgb} */ (from.map((c, i) => Math.round(c + (itemAt(to, i) - c) * t)));
}

/** What one channel of a colour picture shows: how much red, green, blue. @type {Record<string, Rgb>} */
const LIGHTS = { red: [214, 62, 58], green: [38, 150, 82], blue: [48, 104, 216] };

/** The scale of one channel of a tensor. @param {string} scale @param {number} channel */
export const channelScale = (scale, channel) => (scale === "rgb" ? (Object.keys(LIGHTS)[channel] ?? "image") : scale);

/** The colour of a value, given as a share −1…1 of the scale's limit.
 * @param {Theme} theme @param {string} scale @param {number} share @returns {Rgb} */
export function valueColour(theme, scale, share) {
  const t = Math.max(-1, Math.min(1, share));
  if (scale === "image") return mix(theme.paper, theme.inked, Math.abs(t));
  const light = LIGHTS[scale];
  if (light) return mix(theme.neutral, light, Math.abs(t));
  if (scale === "count") return mix(theme.neutral, theme.counted, Math.abs(t));
  return t < 0 ? mix(theme.neutral, theme.negative, -t) : mix(theme.neutral, theme.positive, t);
}

/** Whichever of dark and light letters reads better on this colour.
 * @param {Rgb} ground */
export function readableOn(ground) {
  // At a luminance of 0.197 these two have the same contrast.
  return luminance(ground) > 0.197 ? "#14161a" : "#ffffff";
}

/** Relative luminance after WCAG.
 * @param {Rgb} colour */
function luminance(colour) {
  const [r = 0, g = 0, b = 0] = colour.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {Rgb} colour */
export const hex = ([r, g, b]) => `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;
