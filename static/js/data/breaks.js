/** Where the lines of a text may not end. It stands apart from other texts' rules, as the page needs it first. */

/** A text in which no line ends between a number and its percent sign. @param {string} text */
export const heldTogether = (text) => text.replace(/(\d\*?) %/g, "$1\u00a0%");
