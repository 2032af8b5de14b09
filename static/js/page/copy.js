/** Buttons that copy: each program of the article, each table; where that is not allowed, they select it. */

import { make, setText, windowOf } from "./dom.js";

const SAID = 2000;

/** @param {ParentNode} article */
export function addCopyButtons(article) {
  for (const program of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll(".code pre")))
    program.before(copyButton(program));
}

/** A button that copies a text: the element's own, or another that stands for it.
 * @param {HTMLElement} element @param {() => string} [text] */
export function copyButton(element, text = () => element.textContent ?? "") {
  const button = make("button", { type: "button", class: "copy", "aria-live": "polite" }, "Copy");
  button.addEventListener("click", async () => {
    setText(button, (await copyText(element, text())) ? "Copied" : "Selected");
    setTimeout(() => setText(button, "Copy"), SAID);
  });
  return button;
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 * @returns {Promise<boolean>} false where it could only be selected
 */
async function copyText(element, text) {
  try {
    await windowOf(element).navigator.clipboard.writeText(text);
    return true;
  } catch {
    windowOf(element).getSelection()?.selectAllChildren(element);
    return false;
  }
}
