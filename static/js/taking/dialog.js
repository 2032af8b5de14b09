/** The dialog that takes the picture along: as a file, a link, a command, a program, numbers. All is made here. */

import { fetchHeader } from "../data/scene-request.js";
import { readTheme } from "../drawing/palette.js";
import { copyButton } from "../page/copy.js";
import { make, setText } from "../page/dom.js";
import { NOWHERE } from "../page/other-hosts.js";
import { mayOpen } from "../page/sheet.js";
import { currentMoment, currentScene } from "../state/state.js";
import { writeUrl } from "../state/url-state.js";
import { still } from "../views/still.js";
import { pytorchLines } from "./code.js";
import { renderCommand } from "./command.js";
import { button, numbersPart, part } from "./numbers.js";
import { bitmap, copyPicture, pictureOf, saveFile } from "./picture.js";

/** @import { Tensor } from "../data/records.js" */
/** @import { Host } from "../page/host.js" */
/** @import { State } from "../state/state.js" */

const NO_COPY = "This browser does not let a page copy pictures here: save it instead.";
const COPIED = "The picture is in the clipboard.";
const NO_CODE = "No operation is computed in this frame.";
const ROUNDED = "≈ rounded to 256 levels, since the server, which has the exact values, isn't responding.";

/**
 * Shows what can be taken of the frame on the screen, paused.
 * @param {State} state
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {HTMLElement} player
 * @param {typeof fetch} ask
 * @param {Host} host
 */
export async function showTaking(state, tell, player, ask, host) {
  const [scene, moment, found] = [state.shown, currentMoment(state), currentScene(state)];
  const stage = player.querySelector("cnn-stage");
  if (!scene || !moment || !found || !stage || player.querySelector("dialog[open]")) return;
  if (state.status === "playing") tell({ type: "toggle" });
  if (!(await mayOpen(player))) return;
  const frame = moment.to.k + 1;
  const name = `${scene.name}-${frame}`;
  const theme = readTheme(stage);
  const status = make("p", { class: "status", role: "status" });
  const caption = make("input", { type: "checkbox", checked: true, onchange: () => setText(command, commandLine()) });
  const context = pictureOf(scene, moment);
  const svg = () => still(context, { theme, caption: caption.checked });
  const commandLine = () =>
    renderCommand({
      ...{ step: found.step.name, scene: scene.name, frame, values: state.values[found.path] ?? {} },
      ...{ theme: state.theme, caption: caption.checked },
    });
  const command = make("code", {}, commandLine());
  const save = (/** @type {BlobPart} */ body, /** @type {string} */ type, /** @type {string} */ ending) =>
    saveFile(new Blob([body], { type }), `${name}.${ending}`, player);
  const pixels = () => bitmap(context, theme, caption.checked, player);
  const title = make("h2", { id: `${player.id}-taking-title` }, "Take this picture");
  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  const dialog = make(
    "dialog",
    { class: "taking", "aria-labelledby": title.id, "data-dialog": "taking" },
    make("header", {}, title, close),
    make("p", {}, `${found.spec.title} · frame ${frame} of ${scene.count}`),
    make(
      "div",
      { class: "pick" },
      button("SVG", () => save(svg(), "image/svg+xml", "svg")),
      button("PNG", async () => save(await pixels(), "image/png", "png")),
      button("Copy picture", async () => setText(status, (await copyPicture(pixels(), player)) ? COPIED : NO_COPY)),
      make("label", {}, caption, " with its sentence"),
    ),
    status,
    ...(host.base === NOWHERE ? [] : [textPart("Link to this frame", make("code", {}, linkTo(state, host)))]),
    ...(state.chapter.version ? [textPart("The command that renders it", command)] : []),
    ...codePart(pytorchLines(scene, moment.to) || listing(host, found.step.number)),
    ...numbersPart({ scene, frame: moment.to, name, near: player, exact }),
  );
  dialog.addEventListener("close", () => dialog.remove());
  player.append(dialog);
  dialog.showModal();

  /** With all its digits, where the picture has it in levels alone. @param {Tensor} tensor */
  async function exact(tensor) {
    if (tensor.error === 0) return tensor;
    const key = state.shownKey;
    const whole = await fetchHeader(`${key}${key.includes("?") ? "&" : "?"}exact=1`, ask);
    const same = whole?.tensors.find((each) => each.name === tensor.name);
    if (!same) setText(status, ROUNDED);
    return same ?? tensor;
  }
}

/** A text to read and copy. @param {string} heading @param {HTMLElement} text */
function textPart(heading, text) {
  const box = make("pre", { tabindex: 0, role: "region", "aria-label": heading }, text);
  return part(heading, box, copyButton(text));
}

/** @param {string} lines */
function codePart(lines) {
  const heading = "PyTorch";
  return [lines ? textPart(heading, make("code", {}, lines)) : part(heading, make("p", {}, NO_CODE))];
}

/** The program of the step's text, where the page has that. @param {Host} host @param {number} step */
const listing = ({ article }, step) =>
  article?.()?.querySelector(`#step-${step}-text .code pre`)?.textContent?.trim() ?? "";

/** The address of the frame: in the whole chapter, where the page knows where that is.
 * @param {State} state @param {Host} host */
function linkTo(state, { window, base }) {
  const whole = window.document.documentElement.dataset.embed;
  const page = whole ? new URL(whole, base).href : (base.split("#")[0] ?? "");
  return `${page}${writeUrl(state)}`;
}
