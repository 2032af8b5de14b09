/** Where the page begins: its theme at once; the player and the article once the page has been drawn. */

import { layOut, layOutLater } from "./page/article.js";
import { whenIdle } from "./page/dom.js";
import { page } from "./page/host.js";
import { applyTheme, preferredTheme } from "./page/theme.js";

const { window, address } = page;
const { document } = window;

applyTheme(page, preferredTheme(page));
window.addEventListener("beforeprint", () => page.article?.());
goToReading();
// What main.js is made of is fetched while the page is drawn; it runs once that is done.
import("./mount.js");
// A page in the background is not drawn.
if (document.hidden) begin();
else window.requestAnimationFrame(() => setTimeout(begin));

function begin() {
  import("./main.js");
  whenIdle(window, () => layOutLater(page.article?.() ?? null));
}

/** Goes to where one reads: an address such as #step-3-text, or where one was, which the browser knows itself. */
function goToReading() {
  const [, place] = /^#([\w-]+)$/.exec(address.read()) ?? [];
  const article = place || address.returned ? page.article?.() : null;
  if (!article) return;
  layOut(article);
  if (place) document.getElementById(place)?.scrollIntoView();
}
