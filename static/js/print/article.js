/** The article on paper: while it is printed, each step's section holds the pictures of its scenes. */

import { paint } from "../drawing/canvas.js";
import { readTheme } from "../drawing/palette.js";
import { emphasised, make, write } from "../page/dom.js";
import { spare } from "../state/wanted.js";
import { ending, pictureOf, plates } from "./figures.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../data/records.js").Scene} Scene */
/** @typedef {import("../drawing/palette.js").Theme} Theme */
/** @typedef {import("./figures.js").Plate} Plate */
/**
 * @typedef {{update: (state: State) => void, waits: () => boolean, print: () => void}} Paper `waits`: for scenes to be
 *   printed
 */

/** Pixels of a picture for each of the page; a browser that prints lines and letters as such needs none. */
const SHARP = 2;

const ABSENT = "This picture had not arrived when the page was printed.";
const HOW = "Some scenes are printed without their pictures. Ctrl+P (on a Mac ⌘P) in the page waits for all of them.";

/**
 * Looks after the article while it is printed, and gives it a button that prints it once all is here.
 * @param {HTMLElement} article
 * @param {() => void} changed called when what is asked for has changed
 * @param {(sentence: string) => void} tell said at the player, where the button cannot be seen
 * @returns {Paper}
 */
export function paper(article, changed, tell) {
  /** @type {State|null} */
  let now = null;
  let waiting = false;
  const said = make("span", { role: "status" });
  const button = make("button", { type: "button", onclick: ask }, "Print the chapter");
  article.querySelector(".press")?.replaceChildren(button, " ", said);
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", clear);

  function ask() {
    if (waiting) return go();
    waiting = true;
    changed();
  }

  /** @param {string} sentence */
  function say(sentence) {
    if (said.textContent === sentence) return;
    write(said, sentence);
    tell(sentence);
  }

  /** The page's own print, once its script has come to rest. */
  function go() {
    waiting = false;
    say("");
    setTimeout(() => print());
  }

  function lay() {
    clear();
    if (!now) return;
    const all = plates(now);
    const theme = white();
    for (const plate of all)
      article.querySelector(`#step-${plate.step}-text > :is(div, .play)`)?.before(figure(plate, theme));
    if (all.some(({ scene }) => !scene)) article.querySelector(".press")?.before(make("p", { class: "printed" }, HOW));
    for (const [i, item] of article.querySelectorAll("header li").entries()) {
      const titles = all
        .filter(({ step }) => step === i + 1)
        .map(({ number, title }) => make("li", {}, `${number} ${title}`));
      item.append(make("ul", { class: "printed" }, ...titles));
    }
  }

  function clear() {
    for (const each of article.querySelectorAll(".printed")) each.remove();
  }

  return {
    waits: () => waiting,
    print: ask,
    update(state) {
      now = state;
      if (!waiting) return;
      const count = spare(state).length;
      if (count === 0) return go();
      say(`Printing waits for the pictures of ${count} scene${count > 1 ? "s" : ""}. Press again to print without.`);
    },
  };
}

/** The colours for white paper, whatever is worn on the screen. */
function white() {
  const { dataset } = document.documentElement;
  const worn = dataset["theme"];
  dataset["theme"] = "paper";
  const theme = readTheme(document.documentElement);
  dataset["theme"] = worn;
  return theme;
}

/** @param {Plate} plate @param {Theme} theme */
function figure({ number, title, settings, scene }, theme) {
  const head = make("b", {}, `${number} ${title}`);
  if (!scene) return make("figure", { class: "printed" }, make("figcaption", {}, head, ` ${ABSENT}`));
  const words = [...emphasised(ending(scene).to.narration), settings && ` (${settings})`];
  return make("figure", { class: "printed" }, drawn(scene, theme), make("figcaption", {}, head, " ", ...words));
}

/** @param {Scene} scene @param {Theme} theme */
function drawn(scene, theme) {
  const { shapes, top, width, height } = pictureOf(scene);
  const canvas = make("canvas", { width: width * SHARP, height: height * SHARP });
  const pixels = canvas.getContext("2d");
  pixels?.setTransform(SHARP, 0, 0, SHARP, 0, -top * SHARP);
  if (pixels) paint(pixels, shapes, theme);
  return canvas;
}
