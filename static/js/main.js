/** Mounts the player on its own page; or makes this window the speaker's, or the cards', where the address says so. */

import { mount } from "./mount.js";
import { whenIdle } from "./page/dom.js";
import { dataOf, page } from "./page/host.js";
import { CARDS, sessionIn } from "./presenter/link.js";

const { window, article } = page;
const chapter = dataOf("chapter");
const player = /** @type {HTMLElement} */ (window.document.getElementById("player"));
const session = sessionIn(page.address.read());

if (session) import("./presenter/speaker-window.js").then(({ speakerWindow }) => speakerWindow(session, chapter, page));
else if (page.address.read() === CARDS) import("./presenter/cards.js").then(({ cardsWindow }) => cardsWindow(page));
else if (window.document.documentElement.dataset.embed !== undefined)
  import("./embed.js").then(({ mountEmbedded }) => mountEmbedded(player, chapter));
else {
  mount(player, page, chapter);
  if (article) {
    whenIdle(window, () => import("./page/copy.js").then(({ addCopyButtons }) => addCopyButtons(article())));
    whenIdle(window, () => import("./page/scrolling.js").then(({ makeScrollable }) => makeScrollable(article())));
  }
}
