/** Where the page begins: its theme at once; the player and the article once the page has been drawn. */

import { article, layOut, layOutLater } from "./page/article.js";
import { applyTheme, preferredTheme } from "./page/theme.js";

const idle = window.requestIdleCallback ?? setTimeout;

applyTheme(preferredTheme());
addEventListener("beforeprint", article);
read();
// What main.js is made of is fetched while the page is drawn; it runs once that is done.
import("./state/reducer.js");
// A page in the background is not drawn.
if (document.hidden) begin();
else requestAnimationFrame(() => setTimeout(begin));

function begin() {
  import("./main.js");
  idle(layOutLater);
}

/** Goes to where one reads: an address such as #step-3-text, or where one was, which the browser knows itself. */
function read() {
  const [, place] = /^#([\w-]+)$/.exec(location.hash) ?? [];
  if (!place && fresh()) return;
  layOut();
  if (place) document.getElementById(place)?.scrollIntoView();
}

function fresh() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return entry === undefined || entry.type === "navigate";
}
