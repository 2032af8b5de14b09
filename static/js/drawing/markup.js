/** Elements of XML as lines of text, and back from markup that is our own. Pure. */

/** Those that are undefined are left out. @typedef {Record<string, string | number | undefined>} Attributes */

/** An element in one line, with nothing in it but text.
 * @param {string} name @param {Attributes} attributes @param {string} [text] */
export function tag(name, attributes, text) {
  if (text === undefined) return opening(name, attributes).replace(/>$/, "/>");
  return `${opening(name, attributes)}${escaped(text)}</${name}>`;
}

/** Elements within another. @param {string} name @param {Attributes} attributes @param {string[]} lines */
export const group = (name, attributes, lines) => [opening(name, attributes), ...lines, `</${name}>`];

/** @param {string} name @param {Attributes} attributes */
export function opening(name, attributes) {
  let written = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    written += ` ${key}="${typeof value === "number" ? value : escaped(value)}"`;
  }
  return `${written}>`;
}

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** @param {string} text */
const escaped = (text) =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => /** @type {string} */ (ENTITIES[sign])) : text;

/** An element, its text, and the elements in it; one has either.
 * @typedef {{name: string, attributes: Record<string, string>, text: string, children: Node[]}} Node */

/** One tag: its slash, name, attributes and closing slash; or text between two. */
const PIECE = /<(\/?)([\w-]+)([^>]*?)(\/?)>|([^<]+)/g;

/** The elements of markup that is well formed. @param {string} markup @returns {Node[]} */
export function parseMarkup(markup) {
  /** @type {Node} */
  const root = { name: "", attributes: {}, text: "", children: [] };
  const open = [root];
  for (const [, end, name, attributes = "", empty, text = ""] of markup.matchAll(PIECE)) {
    const within = open.at(-1) ?? root;
    if (end) open.pop();
    else if (name === undefined) within.text += unescaped(text);
    else {
      /** @type {Node} */
      const node = { name, attributes: attributesOf(attributes), text: "", children: [] };
      within.children.push(node);
      if (!empty) open.push(node);
    }
  }
  return root.children;
}

/** @param {string} text such as ` class="a" width="1em"` @returns {Record<string, string>} */
const attributesOf = (text) =>
  Object.fromEntries(
    Array.from(text.matchAll(/([\w:-]+)="([^"]*)"/g), ([, key = "", value = ""]) => [key, unescaped(value)]),
  );

/** @type {Record<string, string>} */
const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** @param {string} text */
const unescaped = (text) =>
  text.replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (all, sixteen, ten, name) => {
    if (name) return SIGNS[name] ?? all;
    return String.fromCodePoint(Number.parseInt(sixteen ?? ten, sixteen ? 16 : 10));
  });
