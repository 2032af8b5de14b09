/** The article on paper: while it is printed, each step's section holds the pictures of its scenes. */

import { paint } from "../drawing/canvas.js";
import { readTheme } from "../drawing/palette.js";
import { make, setText, windowOf } from "../page/dom.js";
import { emphasisNodes } from "../page/emphasis.js";
import { prefetchKeys } from "../state/wanted.js";
import { figurePicture, figures, frameMoment, HALF_WIDTH, lastMoment } from "./figures.js";
import { questionSheet, questionsAsked } from "./questions.js";

/** @import { State } from "../state/state.js" */
/** @import { Theme } from "../drawing/palette.js" */
/** @import { Figure, Picture } from "./figures.js" */
/**
 * @typedef {{update: (state: State) => void, waits: () => boolean, print: () => void}} PrintedArticle `waits`: for
 *   scenes to be printed
 */

/** Pixels of a picture for each of the page; a browser that prints lines and letters as such needs none. */
const SCALE = 2;

const ABSENT = "This picture had not arrived yet when the page was printed.";
const HOW = "Some scenes are printed without their pictures. Ctrl+P (on a Mac ⌘P) in the page waits for all of them.";

/**
 * Looks after the article while it is printed, and gives it a button that prints it once all is here.
 * @param {HTMLElement} article
 * @param {() => void} changed called when what is asked for has changed
 * @param {(sentence: string) => void} tell said at the player, where the button cannot be seen
 * @returns {PrintedArticle}
 */
export function printedArticle(article, changed, tell) {
  /** @type {State|null} */
  let now = null;
  let waiting = false;
  const said = make("span", { role: "status" });
  const button = make("button", { type: "button", onclick: startPrint }, "Print the chapter");
  article.querySelector(".press")?.replaceChildren(button, " ", said);
  const window = windowOf(article);
  window.addEventListener("beforeprint", addFigures);
  window.addEventListener("afterprint", removeFigures);

  function startPrint() {
    if (waiting) return printNow();
    waiting = true;
    changed();
  }

  /** @param {string} sentence */
  function say(sentence) {
    if (said.textContent === sentence) return;
    setText(said, sentence);
    tell(sentence);
  }

  /** The page's own print, once its script has come to rest. */
  function printNow() {
    waiting = false;
    say("");
    setTimeout(() => window.print());
  }

  function addFigures() {
    removeFigures();
    if (!now) return;
    const all = figures(now);
    const theme = paperTheme(article.ownerDocument.documentElement);
    for (const plate of all)
      article.querySelector(`#step-${plate.step}-text > :is(div, .play)`)?.before(figure(plate, theme));
    for (const { number: step } of now.chapter.steps) {
      const sheet = questionSheet(questionsAsked(all, step), ({ scene, k }) =>
        figureCanvas(figurePicture(scene, frameMoment(scene, k), HALF_WIDTH), theme),
      );
      if (sheet) article.querySelector(`#step-${step}-text > .play`)?.before(sheet);
    }
    if (all.some(({ scene }) => !scene)) article.querySelector(".press")?.before(make("p", { class: "printed" }, HOW));
    for (const [i, item] of article.querySelectorAll("header li").entries()) {
      const titles = all
        .filter(({ step }) => step === i + 1)
        .map(({ number, title }) => make("li", {}, `${number} ${title}`));
      item.append(make("ul", { class: "printed" }, ...titles));
    }
  }

  function removeFigures() {
    for (const each of article.querySelectorAll(".printed")) each.remove();
  }

  return {
    waits: () => waiting,
    print: startPrint,
    update(state) {
      now = state;
      if (!waiting) return;
      const count = prefetchKeys(state).length;
      if (count === 0) return printNow();
      say(`Waiting for the pictures of ${count} scene${count > 1 ? "s" : ""}. Press again to print without them.`);
    },
  };
}

/** The colours for white paper, whatever is worn on the screen. @param {HTMLElement} themed */
function paperTheme(themed) {
  const { dataset } = themed;
  const worn = dataset.theme;
  dataset.theme = "paper";
  const theme = readTheme(themed);
  dataset.theme = worn;
  return theme;
}

/** @param {Figure} plate @param {Theme} theme */
function figure({ number, title, settings, scene }, theme) {
  const head = make("b", {}, `${number} ${title}`);
  if (!scene) return make("figure", { class: "printed" }, make("figcaption", {}, head, ` ${ABSENT}`));
  const words = [...emphasisNodes(lastMoment(scene).to.narration), settings && ` (${settings})`];
  return make(
    "figure",
    { class: "printed" },
    figureCanvas(figurePicture(scene), theme),
    make("figcaption", {}, head, " ", ...words),
  );
}

/** @param {Picture} picture @param {Theme} theme */
function figureCanvas({ shapes, top, width, height }, theme) {
  const canvas = make("canvas", { width: width * SCALE, height: height * SCALE });
  const pixels = canvas.getContext("2d");
  pixels?.setTransform(SCALE, 0, 0, SCALE, 0, -top * SCALE);
  if (pixels) paint(pixels, shapes, theme);
  return canvas;
}
