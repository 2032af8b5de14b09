/** A picture of each step as SVG, for the start screen: prints {theme: [svg, …]}. From the scenes of tests/golden. */

import { layoutAt } from "../static/js/drawing/shots.js";
import { svg } from "../static/js/drawing/svg.js";
import { layers } from "../static/js/views/compose.js";
import { golden } from "../tests/js/goldens.js";
import { theme } from "../tests/js/themes.js";

/** @import { Frame } from "../static/js/data/records.js" */
/** @typedef {{scene: string, panels: string[], frame?: (frame: Frame) => boolean}} Choice */

const SIZE = { width: 480, height: 300 };
/** Letters that are smaller than this can't be read in a thumbnail. */
const LEAST = 34;
/** Of each step, a scene, those of its panels that tell what the step is about, and if need be which of its frames:
 * the last one of these. @type {Choice[]} */
const CHOICES = [
  { scene: "mlp-flatten", panels: ["digit", "strip"] },
  { scene: "convolution-digit", panels: ["input", "output"] },
  { scene: "stride-padding-padding", panels: ["padded"] },
  { scene: "pooling-max", panels: ["input", "output"] },
  { scene: "channels-filters", panels: ["maps"] },
  { scene: "hierarchy-growth", panels: ["cone"] },
  { scene: "lenet-run", panels: ["network"], frame: ({ panels }) => !Object.hasOwn(panels.network ?? {}, "open") },
  { scene: "pytorch-code", panels: ["code"] },
];

/** @param {Choice} choice @param {"light" | "dark"} worn */
function picture({ scene: name, panels, frame = () => true }, worn) {
  const whole = golden(name);
  const chosen = whole.panels.filter((panel) => panels.includes(panel.name));
  if (chosen.length < panels.length) throw new Error(`${name} lacks one of the panels ${panels.join(", ")}`);
  const scene = { ...whole, panels: chosen.map((panel) => ({ ...panel, label: "", note: "", operator: "" })) };
  const k = whole.frames.findLastIndex(frame);
  const to = { .../** @type {Frame} */ (whole.frames[k]), boxes: [], hidden: [], focus: [] };
  const moment = { from: null, to, f: 1, k };
  const drawn = layers({ scene, moment, layout: layoutAt(scene, moment, SIZE) }).map((layer) => ({
    ...layer,
    shapes: layer.shapes.filter((shape) => shape.kind !== "text" || shape.family === "mono" || shape.size >= LEAST),
  }));
  return svg(drawn, { ...SIZE, title: scene.title }, theme(worn));
}

const themes = /** @type {const} */ (["light", "dark"]);
console.log(
  JSON.stringify(Object.fromEntries(themes.map((worn) => [worn, CHOICES.map((each) => picture(each, worn))]))),
);
