/** Elements of XML as lines of text. Pure. */

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
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}="${escaped(String(value))}"`,
  );
  return `<${[name, ...pairs].join(" ")}>`;
}

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => /** @type {string} */ (ENTITIES[sign]));
