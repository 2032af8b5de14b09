/** The tensors on the stage, one of which can be taken along as a file. */

import { make } from "../page/dom.js";
import { csv, npy } from "./files.js";
import { saveFile } from "./picture.js";
import { shownTensors } from "./tables.js";

/** @import { Frame, Scene, Tensor } from "../data/records.js" */

/** How each kind of file is written. @type {[ending: string, type: string, write: typeof csv|typeof npy][]} */
const KINDS = [
  ["csv", "text/csv", csv],
  ["npy", "application/octet-stream", npy],
];

/** @param {string} label @param {() => void} onclick */
export const button = (label, onclick) => make("button", { type: "button", onclick }, label);

/** @param {string} heading @param {...Node} body */
export const part = (heading, ...body) =>
  make("section", {}, make("h3", {}, heading), make("div", { class: "pick" }, ...body));

/**
 * @param {object} from
 * @param {Scene} from.scene
 * @param {Frame} from.frame
 * @param {string} from.name with which those of the files begin
 * @param {HTMLElement} from.near
 * @param {(tensor: Tensor) => Promise<Tensor>} from.exact the tensor with all its digits
 * @returns {Node[]} nothing where the stage has no tensor
 */
export function numbersPart({ scene, frame, name, near, exact }) {
  const shown = scene.panels.filter((panel) => !frame.hidden.includes(panel.name));
  const names = new Set(shown.flatMap((panel) => shownTensors(panel, frame)));
  const tensors = scene.tensors.filter((each) => names.has(each.name));
  if (!tensors.length) return [];
  const options = tensors.map(({ name: own, label, shape }) =>
    make("option", { value: own }, `${label || own}, ${shape.join("×")}`),
  );
  const choose = make("select", {}, ...options);
  const tools = KINDS.map(([ending, type, write]) =>
    button(`.${ending}`, async () => {
      const tensor = await exact(/** @type {Tensor} */ (tensors[choose.selectedIndex]));
      const body = write(tensor, frame.revealed[tensor.name]);
      saveFile(new Blob([body], { type }), `${name}-${tensor.name}.${ending}`, near);
    }),
  );
  return [part("Numbers on the stage", make("label", {}, "Tensor ", choose), ...tools)];
}
