/** The knob of a picture: one of those that are there, or one's own by file, paste, drop or camera. */

import { inTurn } from "../data/turns.js";
import { make, setText, windowOf } from "../page/dom.js";
import { listKnob } from "./knobs.js";
import { isNetworkFile } from "./own-drop.js";
import { cameraButton, fileButton, reasonOf } from "./picture-source.js";
import { squareFromFile, squareText } from "./square.js";

/** @import { Param } from "../data/records.js" */
/** @import { Knob, KnobActions } from "./knobs.js" */

/** What the list shows while the picture is one's own. */
const OWN = "";

/** @param {Param} param @param {string} id @param {KnobActions} say @returns {Knob} */
export function pictureKnob(param, id, say) {
  const { element, fields } = listKnob(param, id, { ...say, set: (text) => text === OWN || choose(text) });
  const select = /** @type {HTMLSelectElement} */ (fields[0]);
  select.prepend(make("option", { value: OWN, hidden: true }, "your own"));
  const refusal = make("p", { class: "message refusal", role: "alert" });
  const refuse = (/** @type {string} */ sentence) => setText(refusal, sentence);
  /** For each picture that is given. */
  const begin = inTurn();

  /** @param {string} text */
  function choose(text) {
    begin();
    refuse("");
    say.set(text);
  }

  /** @param {File|null|undefined} file */
  async function take(file) {
    if (!file || isNetworkFile(file)) return;
    const isLatest = begin();
    refuse("");
    try {
      const text = await squareFromFile(file, param.maximum);
      if (isLatest()) say.set(text);
    } catch (error) {
      if (isLatest()) refuse(reasonOf(error));
    }
  }

  const over = new AbortController();
  const shot = (/** @type {HTMLVideoElement} */ video, /** @type {import("./square.js").Size} */ size) =>
    choose(squareText(video, size, param.maximum));
  const { buttons, view } = cameraButton(element, shot, refuse, over.signal, { class: "preset" });
  const [open, input] = fileButton(take, { class: "preset", title: "Or paste one, or drop it here" });
  element.append(open, ...buttons, input, view, refusal);
  listenForFiles(element, take, over.signal);

  return {
    element,
    fields: [select],
    fill(text) {
      const shown = text.includes(",") ? OWN : text;
      if (select.value !== shown) select.value = shown;
    },
    leave() {
      begin();
      over.abort();
    },
  };
}

/**
 * Takes the files that are dropped or pasted anywhere but into another player.
 * @param {HTMLElement} element
 * @param {(file: File|null|undefined) => void} take
 * @param {AbortSignal} signal
 */
function listenForFiles(element, take, signal) {
  const window = windowOf(element);
  const player = () => element.closest(".player");
  const ours = (/** @type {Event} */ { target }) => {
    const other = target instanceof Element ? target.closest(".player") : null;
    return other === null || other === player();
  };
  const drop = (/** @type {DragEvent} */ event) => {
    // Else the browser would leave the page for the file.
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    if (event.type === "drop" && ours(event)) take(event.dataTransfer?.files[0]);
  };
  const paste = (/** @type {ClipboardEvent} */ event) => ours(event) && take(event.clipboardData?.files[0]);
  for (const kind of /** @type {const} */ (["dragover", "drop"])) window.addEventListener(kind, drop, { signal });
  window.addEventListener("paste", paste, { signal });
}
