/** The knob of a picture: one of those that are there, or one's own by file, paste, drop or camera. */

import { make, setText, windowOf } from "../page/dom.js";
import { camera, hasCamera, stopUnseen, videoSize } from "./camera.js";
import { listKnob } from "./knobs.js";
import { isNetworkFile } from "./own-drop.js";
import { squareFromFile, squareText, UnusablePicture } from "./square.js";

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
  /** A number for each picture that was given: a slow one does not overtake the next. */
  let latest = 0;

  /** @param {string} text */
  function choose(text) {
    latest += 1;
    refuse("");
    say.set(text);
  }

  /** @param {File|null|undefined} file */
  async function take(file) {
    if (!file || isNetworkFile(file)) return;
    latest += 1;
    const mine = latest;
    refuse("");
    try {
      const text = await squareFromFile(file, param.maximum);
      if (mine === latest) say.set(text);
    } catch (error) {
      if (mine === latest) refuse(reasonOf(error));
    }
  }

  const seen = camera((video) => choose(squareText(video, videoSize(video), param.maximum)), refuse);
  const look = () => {
    refuse("");
    seen.look();
  };
  const shoot = make("button", { type: "button", class: "preset", onclick: look }, "Camera");
  const [open, input] = fileButton(take);
  element.append(open, ...(hasCamera(element) ? [shoot] : []), input, seen.element, refusal);

  const over = new AbortController();
  listenForFiles(element, take, over.signal);
  stopUnseen(seen, element, over.signal);

  return {
    element,
    fields: [select],
    fill(text) {
      const shown = text.includes(",") ? OWN : text;
      if (select.value !== shown) select.value = shown;
    },
    leave() {
      latest += 1;
      seen.stop();
      over.abort();
    },
  };
}

/** @param {unknown} error */
const reasonOf = (error) =>
  error instanceof UnusablePicture
    ? `${error.message} The picture stays as it was.`
    : "That could not be read as a picture.";

/** A button that asks for a file, and the field that hears of it. @param {(file: File|undefined) => void} take */
function fileButton(take) {
  const input = make("input", { type: "file", accept: "image/*", hidden: true, "aria-label": "Picture file" });
  input.addEventListener("change", () => {
    take(input.files?.[0]);
    // The same file may be chosen again.
    input.value = "";
  });
  const look = { type: "button", class: "preset", title: "Or paste one, or drop it here" };
  const button = make("button", { ...look, onclick: () => input.click() }, "Choose a picture");
  return /** @type {const} */ ([button, input]);
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
