/** Unpacks styles and program of an exported figure, and runs it: the policy of its page names both by their hash. */

const packed = document.getElementById("program")?.textContent ?? "";
const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
for (const [element, text] of await new Response(stream).json()) {
  const made = document.createElement(element);
  if (element === "script") made.type = "module";
  made.textContent = text;
  document.head.append(made);
}

export {};
