/** Making, changing and finding elements in few words; each belongs to the document that it is put into. */

/** The document in which elements are made. */
const maker = () => new Text().ownerDocument;

/** The window that an element is in. @param {Element} element */
export const windowOf = (element) => /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);

/** What has the focus in the tree that an element is in. @param {Element} element */
export function focusIn(element) {
  const tree = element.getRootNode();
  return tree instanceof Document || tree instanceof ShadowRoot ? tree.activeElement : null;
}

/** Whether an element is, or is in, what has the full screen. @param {Element} element */
export const isFullScreen = (element) => element.closest(":fullscreen") !== null;

/** Does some work in an idle moment. @param {Window & typeof globalThis} window @param {() => void} work */
export function whenIdle(window, work) {
  if (window.requestIdleCallback) window.requestIdleCallback(work);
  else setTimeout(work);
}

/**
 * Does some work once the page has been painted; at once where it is in the background, which is never painted.
 * @param {Window & typeof globalThis} window
 * @param {() => void} work
 */
export function whenSeen(window, work) {
  const { document, PerformanceObserver } = window;
  if (document.hidden) return work();
  if (!PerformanceObserver?.supportedEntryTypes?.includes("paint"))
    return void window.requestAnimationFrame(() => setTimeout(work));
  let done = false;
  const begin = () => {
    if (done) return;
    done = true;
    seen.disconnect();
    document.removeEventListener("visibilitychange", begin);
    work();
  };
  const seen = new PerformanceObserver(begin);
  document.addEventListener("visibilitychange", begin);
  seen.observe({ type: "paint", buffered: true });
}

/**
 * An element with attributes, listeners (on…) and children.
 * @template {keyof HTMLElementTagNameMap | `cnn-${string}`} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] true sets an empty one, false and null none
 * @param {...(Node|string)} children
 * @returns {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = /** @type {any} */ (maker().createElement(tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Sets text only where it differs, so that nothing is laid out or read aloud anew.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Sets an attribute only where it differs; null and false take it away.
 * @param {Element} element
 * @param {string} name
 * @param {string|number|boolean|null} value
 */
export function setAttribute(element, name, value) {
  if (value === null || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** @param {Event} event */
const ignore = (event) =>
  event.currentTarget instanceof Element &&
  event.currentTarget.ariaDisabled === "true" &&
  event.stopImmediatePropagation();

/**
 * Says whether a button can do something now. One that cannot keeps the focus, which a disabled one would lose.
 * @param {HTMLElement} button
 * @param {boolean} can
 */
export function setEnabled(button, can) {
  // Added again, the same listener is still heard once.
  button.addEventListener("click", ignore, { capture: true });
  setAttribute(button, "aria-disabled", can ? null : "true");
}

/** Gives the focus to what otherwise never has it, where that which had it goes away. @param {HTMLElement} element */
export function holdFocus(element) {
  if (element.tabIndex >= 0) return element.focus();
  element.tabIndex = -1;
  element.focus();
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
}

/** Takes the focus from what is in an element, so that its keys are the player's again. @param {HTMLElement} element */
export function leaveKeys(element) {
  const focused = focusIn(element);
  if (focused instanceof HTMLElement && element.contains(focused)) focused.blur();
}

/** What is wider than its room can be scrolled by keys, too. @param {HTMLElement} element @param {string} label */
export function makeReachable(element, label) {
  const scrolls = element.scrollWidth > element.clientWidth;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": label }))
    setAttribute(element, name, scrolls && value);
}

/** Puts an element over a place of what it lies in.
 * @param {HTMLElement} element @param {{x: number, y: number, width: number, height: number}} place in pixels */
export function standOver({ style }, { x, y, width, height }) {
  Object.assign(style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

/**
 * Tells the player what the user wants.
 * @param {Element} element
 * @param {import("../state/reducer.js").PlayerEvent} detail
 */
export function emit(element, detail) {
  element.dispatchEvent(new CustomEvent("cnn", { bubbles: true, detail }));
}

/** Markup of our own making as nodes. @param {string} markup */
export function parseMarkup(markup) {
  const template = make("template");
  template.innerHTML = markup;
  return template.content;
}
