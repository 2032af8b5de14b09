/** Unpacks styles and program of an exported figure, and runs it: the policy of its page names both by their hash. */

import { fromBase85 } from "./base85.js";

const packed = document.getElementById("program")?.textContent ?? "";
const stream = new Blob([fromBase85(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
new Response(stream).json().then((parts) => {
  for (const [element, text] of parts) {
    const made = document.createElement(element);
    if (element === "script") made.type = "module";
    made.textContent = text;
    document.head.append(made);
  }
});
