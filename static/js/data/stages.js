/** The stations of the pipeline strip. */

/** @import { Stage } from "./wire.js" */

/** Their names, in order; the type checker misses none. @type {Readonly<Record<Stage, string>>} */
export const STAGE_NAMES = {
  input: "Input",
  conv: "Conv",
  activate: "Activate",
  pool: "Pool",
  stack: "Stack",
  classify: "Classify",
};

/** In order. */
export const STAGES = /** @type {Stage[]} */ (Object.keys(STAGE_NAMES));
