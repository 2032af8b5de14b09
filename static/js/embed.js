/**
 * The player alone in another page's frame: one scene or one step, at rest until somebody plays it. It fits into
 * whatever room it is given, and says how high it would like to be.
 */

import { fetchStage } from "./elements/fetch-stage.js";
import { mount } from "./mount.js";
import { make } from "./page/dom.js";
import { icon } from "./page/icons.js";
import { embeddedPage } from "./page/other-hosts.js";
import { readUrl, writeUrl } from "./state/url-state.js";

/** @import { Chapter } from "./data/records.js" */
/** @import { Host } from "./page/host.js" */
/** @import { State } from "./state/state.js" */

/** The picture's height, by its width, where it has all the room that it likes. */
const PICTURE = 9 / 16;

/**
 * The chapter with nothing but what an address asks for: its scene, or its step where it names no scene.
 * @param {Chapter} chapter
 * @param {string} hash
 * @returns {{chapter: Chapter, note: string}} `note`: what is wrong with the address
 */
export function narrow(chapter, hash) {
  const found = readUrl(hash, chapter);
  const place = found?.type === "goto" ? found : null;
  const step = chapter.steps[(place?.step ?? 1) - 1];
  const note = (found?.type === "note" ? found.sentence : place?.note) ?? "";
  const named = new URLSearchParams(hash.slice(1)).get("scene");
  const scenes = step?.scenes.filter((spec) => spec.name === named) ?? [];
  return { chapter: { ...chapter, steps: step ? [scenes.length ? { ...step, scenes } : step] : [] }, note };
}

/** @param {HTMLElement} root @param {Chapter} whole */
export async function mountEmbedded(root, whole) {
  const host = embeddedPage();
  const hash = host.address.read();
  const { chapter, note } = narrow(whole, hash);
  const named = new URLSearchParams(hash.slice(1)).has("frame");
  const player = await mountAlone(root, host, chapter, named ? null : { note });
  const link = chapterLink(host.window);
  if (link) player.parts.push(link);
  root.querySelector(".tools")?.append(...(link ? [link.element] : []));
}

/**
 * A player that tells the page around it how high it would like to be.
 * @param {HTMLElement} root @param {Host} host @param {Chapter} chapter
 * @param {{values?: Record<string, string>, note?: string}|null} start how its first frame is shown; null where the
 *   address names one
 */
export async function mountAlone(root, host, chapter, start) {
  // A chapter begins with what needs little; this is any scene.
  await fetchStage().catch(() => {});
  const player = mount(root, host, chapter);
  // It would play at once, beside others on the same page.
  if (start) player.dispatch({ type: "goto", step: 1, frame: 0, ...start });
  postHeight(root, host.window);
  return player;
}

/**
 * Tells the page around how high the player is with all the room that it likes, whenever that changes: in the words
 * that courses know of frames (LTI), and as a number of its own.
 * @param {HTMLElement} root @param {Window & typeof globalThis} window
 */
function postHeight(root, window) {
  if (window.parent === window) return;
  let known = 0;
  const parts = [".narration", "cnn-transport"].map((name) => /** @type {HTMLElement} */ (root.querySelector(name)));
  const observer = new window.ResizeObserver(() => {
    const words = parts.reduce((sum, { offsetHeight }) => sum + offsetHeight, 0);
    const height = Math.ceil(root.clientWidth * PICTURE + words);
    if (height === known) return;
    known = height;
    window.parent.postMessage({ type: "cnnviz", height, subject: "lti.frameResize" }, "*");
  });
  for (const part of [root, ...parts]) observer.observe(part);
}

/**
 * A link to the same frame in the whole chapter, where the page says where that is; a sandbox would not let it open.
 * @param {Window & typeof globalThis} window
 */
function chapterLink(window) {
  const { documentElement, baseURI } = window.document;
  const where = documentElement.dataset.embed;
  if (!where || (window.origin === "null" && window.location.protocol !== "file:")) return null;
  const label = "Open in the chapter";
  const named = { class: "chapter-link", target: "_blank", rel: "noopener", "aria-label": label, title: label };
  const element = make("a", named, icon("outside"));
  return {
    element,
    /** @param {State} state */
    update(state) {
      element.href = `${new URL(where, baseURI).href}${writeUrl(state)}`;
    },
  };
}
