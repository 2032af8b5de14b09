/** Where the page begins: its theme at once; player and article once it is seen, or at once where a place is named. */

import { layOut, layOutLater } from "./page/article.js";
import { whenIdle, whenSeen } from "./page/dom.js";
import { page } from "./page/host.js";
import { applyTheme, preferredTheme } from "./page/theme.js";

const { window, address } = page;
const { document } = window;

applyTheme(page, preferredTheme(page));
window.addEventListener("beforeprint", () => page.article?.());
goToReading();
// Fetching and reading the player would share the cores with what draws the page. Who comes to a place waits for that.
if (address.read()) begin();
else whenSeen(window, begin);

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
