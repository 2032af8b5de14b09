/** Four cards to print, A to D: a question's options held up in a room, told apart by letter, shape and colour. */

import { make, parseMarkup } from "../page/dom.js";
import { addSheet } from "../page/sheet.js";

/** On a page of 210×297: the shape around each letter, and how far down the letter's middle is. */
const SHAPES = [
  { letter: "A", name: "circle", drawing: '<circle cx="105" cy="148" r="88"/>', middle: 148 },
  { letter: "B", name: "square", drawing: '<rect x="23" y="66" width="164" height="164" rx="4"/>', middle: 148 },
  { letter: "C", name: "triangle", drawing: '<path d="M105 42L192 226H18z"/>', middle: 166 },
  { letter: "D", name: "diamond", drawing: '<path d="M105 30L191 148 105 266 19 148z"/>', middle: 148 },
];

/**
 * Makes this window the cards' own.
 * @param {import("../page/host.js").Host} host
 */
export function cardsWindow({ window }) {
  const page = window.document;
  const print = () => window.print();
  const cards = SHAPES.map(({ letter, name, drawing, middle }) =>
    make(
      "li",
      { "data-letter": letter, "aria-label": `${letter}, in a ${name}` },
      cardPicture(letter, drawing, middle),
    ),
  );
  page.body.replaceChildren(
    make(
      "main",
      { class: "cards" },
      make(
        "header",
        {},
        make("h1", {}, "Four cards"),
        make(
          "p",
          {},
          "One set for each seat, on A4 or Letter, a card a sheet. At a question with options everyone thinks first; " +
            "then all hold up their cards at the same moment.",
        ),
        make("button", { type: "button", onclick: print }, "Print the cards"),
      ),
      make("ol", {}, ...cards),
    ),
  );
  addSheet(page, "cards.css");
  page.title = "Four cards · cnnviz";
}

/** @param {string} letter @param {string} drawing @param {number} middle */
function cardPicture(letter, drawing, middle) {
  return parseMarkup(
    `<svg viewBox="0 0 210 297" aria-hidden="true"><g class="shape">${drawing}</g>` +
      `<text class="letter" x="105" y="${middle}">${letter}</text></svg>`,
  );
}
