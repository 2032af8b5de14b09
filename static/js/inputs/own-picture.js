/** The picture that a network of one's own reads: by file, drop, paste or camera, and in which numbers. */

import { inTurn } from "../data/turns.js";
import { make } from "../page/dom.js";
import { cameraButton, fileButton, reasonOf } from "./picture-source.js";
import { decoded, pixelBytes } from "./square.js";

/** @import { Own } from "./own-network.js" */
/** @typedef {(said: object, parts: BlobPart[], doing: string) => void} Send */

const NUMBERS = "Numbers that it was trained on";
const INVERT = "Light for dark, as of ink on paper where it learned chalk on a board";
const CAMERA_NAME = "what the camera saw";

/** Whether a file is to be the network's picture. @param {{type: string, name: string}} file */
export const isPicture = ({ type, name }) => type.startsWith("image/") || /\.(png|jpe?g|webp|gif|bmp)$/i.test(name);

export class OwnPicture {
  /** For each picture that is given. */
  #begin = inTurn();

  /** @param {Own} own @param {Send} send @param {(sentence: string) => void} refuse @param {AbortSignal} signal */
  constructor(own, send, refuse, signal) {
    const [height = 1, width = 1] = own.size ?? [];
    this.size = { width, height };
    this.send = send;
    this.refuse = refuse;
    this.range = make("select", { onchange: () => this.#change() });
    for (const [name = "", label = ""] of own.ranges ?? []) this.range.append(make("option", { value: name }, label));
    this.range.value = own.range ?? "";
    this.invert = make("input", { type: "checkbox", onchange: () => this.#change() });
    this.invert.checked = own.invert ?? false;
    const title = make("h3", {}, "The picture that it reads");
    const [choose, input] = fileButton((file) => file && this.take(file), {});
    const shoot = (/** @type {HTMLVideoElement} */ video, /** @type {import("./square.js").Size} */ size) =>
      this.#send(pixelBytes(video, size, this.size), CAMERA_NAME);
    const { buttons, view } = cameraButton(title, shoot, refuse, signal, {});
    this.element = make(
      "section",
      { class: "own-picture" },
      title,
      make(
        "p",
        {},
        `Choose one, paste it, or drop it here. The network sees its middle, in ${width}×${height} pixels.`,
      ),
      make("div", { class: "pick" }, choose, input, ...buttons),
      view,
      make("label", {}, `${NUMBERS} `, this.range),
      make("label", {}, this.invert, ` ${INVERT}`),
    );
    const video = /** @type {HTMLElement} */ (view.querySelector("video"));
    video.style.aspectRatio = `${width} / ${height}`;
  }

  #numbers = () => ({ range: this.range.value, invert: this.invert.checked });

  /** @param {File} file */
  async take(file) {
    const isLatest = this.#begin();
    this.refuse("");
    try {
      const pixels = await decoded(file, (image, size) => pixelBytes(image, size, this.size));
      if (isLatest()) this.#send(pixels, file.name);
    } catch (error) {
      if (isLatest()) this.refuse(reasonOf(error));
    }
  }

  /** @param {BlobPart} pixels @param {string} name of the picture */
  #send(pixels, name) {
    this.send({ ...this.#numbers(), name }, [pixels], `Showing it ${name}…`);
  }

  #change() {
    this.send(this.#numbers(), [], "Showing it the picture in these numbers…");
  }
}
