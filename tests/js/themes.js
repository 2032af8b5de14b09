/** The themes as static/css/tokens.css has them. */

import { readFileSync } from "node:fs";
import { themeOf } from "../../static/js/drawing/palette.js";

const CSS = readFileSync(new URL("../../static/css/tokens.css", import.meta.url), "utf8");

/** @param {"light" | "dark" | "contrast" | "paper"} name */
export function theme(name) {
  const blocks = [...CSS.matchAll(/(\[data-theme="(\w+)"\]) \{([^}]*)\}/g)];
  const worn = blocks.filter(([, , of]) => of === "light" || of === name);
  const tokens = Object.fromEntries(
    worn.flatMap(([, , , body]) =>
      [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, token, value]) => [token, value]),
    ),
  );
  return themeOf(name, (token) => tokens[token]);
}
