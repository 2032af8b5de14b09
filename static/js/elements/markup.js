/** The elements that a player is made of, where the page does not bring them along. */

import { make } from "../page/dom.js";

/** @import { Chapter } from "../data/records.js" */

/**
 * Gives an element what it lacks of a player: its class, a name of its own for ids, its parts.
 * @param {HTMLElement} root
 * @param {Chapter} chapter
 */
export function fillPlayer(root, chapter) {
  root.classList.add("player");
  root.id ||= freeId(root.ownerDocument);
  if (!root.hasAttribute("aria-label")) root.setAttribute("aria-label", "Player");
  if (!root.hasAttribute("role") && root.tagName !== "SECTION") root.setAttribute("role", "region");
  if (root.querySelector("cnn-stage")) return;
  root.append(
    make("cnn-strip", {}),
    make("cnn-stage", {}, contents(chapter)),
    make(
      "section",
      { class: "narration", "aria-label": "Narration" },
      make("p", { class: "sentence" }),
      make("div", { class: "formula" }),
      make("cnn-controls"),
    ),
    make("cnn-transport"),
    make("dialog", { class: "help", "aria-label": "Keys" }),
  );
}

/** @param {Document} page */
function freeId(page) {
  let count = 1;
  while (page.getElementById(`player-${count}`)) count += 1;
  return `player-${count}`;
}

/** The start screen: the chapter's name and its steps. @param {Chapter} chapter */
function contents({ title, part, subtitle, steps }) {
  const links = steps.map(({ number, title: name }) =>
    make(
      "li",
      {},
      make(
        "a",
        { href: `#step=${number}` },
        make("span", { class: "picture" }),
        " ",
        make("span", { class: "number" }, String(number)),
        " ",
        make("span", {}, name),
      ),
    ),
  );
  return make(
    "nav",
    { class: "start-screen", "aria-label": "Contents" },
    make(
      "div",
      { class: "name" },
      make("p", { class: "part" }, part),
      make("p", { class: "title" }, title),
      make("p", { class: "subtitle" }, subtitle),
    ),
    make(
      "a",
      { class: "begin", href: "#step=1" },
      make("span", { class: "by-key" }, "Press ", make("kbd", {}, "Space")),
      make("span", { class: "by-touch" }, "Tap to begin"),
    ),
    make("ol", {}, ...links),
  );
}
