/** The picture that a network of one's own reads: by file, drop, paste or camera, and in which numbers. */

import { make } from "../page/dom.js";
import { camera, hasCamera, stopUnseen, videoSize } from "./camera.js";
import { decoded, pixelBytes, UnusablePicture } from "./square.js";

/** @import { Own } from "./own-network.js" */
/** @typedef {(said: object, parts: BlobPart[], doing: string) => void} Send */

const NUMBERS = "Numbers that it was trained on";
const INVERT = "Light for dark, as of ink on paper where it learned chalk on a board";
const ODD = "That could not be read as a picture.";
const CAMERA_NAME = "what the camera saw";

/** Whether a file is to be the network's picture. @param {{type: string, name: string}} file */
export const isPicture = ({ type, name }) => type.startsWith("image/") || /\.(png|jpe?g|webp|gif|bmp)$/i.test(name);

export class OwnPicture {
  /** @param {Own} own @param {Send} send @param {(sentence: string) => void} refuse @param {AbortSignal} signal */
  constructor(own, send, refuse, signal) {
    const [height = 1, width = 1] = own.size ?? [];
    this.size = { width, height };
    this.send = send;
    this.refuse = refuse;
    const input = make("input", { type: "file", accept: "image/*", hidden: true, "aria-label": "Picture file" });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      // The same file may be chosen again.
      input.value = "";
      if (file) this.take(file);
    });
    this.range = make("select", { onchange: () => this.#change() });
    for (const [name = "", label = ""] of own.ranges ?? []) this.range.append(make("option", { value: name }, label));
    this.range.value = own.range ?? "";
    this.invert = make("input", { type: "checkbox", onchange: () => this.#change() });
    this.invert.checked = own.invert ?? false;
    const seen = camera((video) => this.#shoot(video), refuse);
    const look = () => {
      refuse("");
      seen.look();
    };
    const shoot = make("button", { type: "button", onclick: look }, "Camera");
    const choose = make("button", { type: "button", onclick: () => input.click() }, "Choose a picture");
    const title = make("h3", {}, "The picture that it reads");
    this.element = make(
      "section",
      { class: "own-picture" },
      title,
      make(
        "p",
        {},
        `Choose one, paste it, or drop it here. The network sees its middle, in ${width}×${height} pixels.`,
      ),
      make("div", { class: "pick" }, choose, input, shoot),
      seen.element,
      make("label", {}, `${NUMBERS} `, this.range),
      make("label", {}, this.invert, ` ${INVERT}`),
    );
    const video = /** @type {HTMLElement} */ (seen.element.querySelector("video"));
    video.style.aspectRatio = `${width} / ${height}`;
    shoot.hidden = !hasCamera(choose);
    stopUnseen(seen, title, signal);
    signal.addEventListener("abort", seen.stop);
  }

  #numbers = () => ({ range: this.range.value, invert: this.invert.checked });

  /** @param {File} file */
  async take(file) {
    this.refuse("");
    try {
      const pixels = await decoded(file, (image, size) => pixelBytes(image, size, this.size));
      this.send({ ...this.#numbers(), name: file.name }, [pixels], `Showing it ${file.name}…`);
    } catch (error) {
      this.refuse(error instanceof UnusablePicture ? `${error.message} The picture stays as it was.` : ODD);
    }
  }

  /** @param {HTMLVideoElement} video */
  #shoot(video) {
    const pixels = pixelBytes(video, videoSize(video), this.size);
    this.send({ ...this.#numbers(), name: CAMERA_NAME }, [pixels], `Showing it ${CAMERA_NAME}…`);
  }

  #change() {
    this.send(this.#numbers(), [], "Showing it the picture in these numbers…");
  }
}
