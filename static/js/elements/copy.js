/** A button on each program of the article that copies it; where that is not allowed, it selects it. */

import { make, write } from "./dom.js";

const SAID = 2000;

/** @param {ParentNode} article */
export function copyable(article) {
  for (const program of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll(".code pre"))) {
    const button = make("button", { type: "button", class: "copy", "aria-live": "polite" }, "Copy");
    button.addEventListener("click", async () => {
      write(button, (await copied(program)) ? "Copied" : "Selected");
      setTimeout(() => write(button, "Copy"), SAID);
    });
    program.before(button);
  }
}

/** @param {HTMLElement} program @returns {Promise<boolean>} false where it could only be selected */
async function copied(program) {
  try {
    await navigator.clipboard.writeText(program.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(program);
    return false;
  }
}
