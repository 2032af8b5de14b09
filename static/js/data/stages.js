/** The stations of the pipeline strip. */

/** @typedef {import("./wire.js").Stage} Stage */

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
