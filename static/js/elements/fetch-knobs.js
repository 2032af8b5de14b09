/** Which control a kind of parameter has: those that the chapter's first scene needs are here, the others come late. */

import { choiceKnob, integerKnob, listKnob } from "../inputs/knobs.js";

/** @import { Param } from "../data/records.js" */
/** @import { Knob, KnobActions } from "../inputs/knobs.js" */

/** More choices than this are a list to unfold. */
const SIDE_BY_SIDE = 5;

/** @typedef {(param: Param, id: string, say: KnobActions) => Knob} Maker */

/** The knobs by kind of parameter, as far as they are here. @type {Record<string, Maker>} */
export const KNOBS = {
  integer: integerKnob,
  choice: (param, ...rest) => (param.choices.length > SIDE_BY_SIDE ? listKnob : choiceKnob)(param, ...rest),
};

/** Those with which one makes something of one's own are fetched late, as the first scene has none. */
export async function fetchKnobs() {
  const [{ pictureKnob: picture }, { strokesKnob: strokes }] = await Promise.all([
    import("../inputs/picture-knob.js"),
    import("../inputs/strokes-knob.js"),
    fetchArrayKnob(),
  ]);
  Object.assign(KNOBS, { picture, strokes });
}

/** That of an array comes with the scenes that have one. */
export async function fetchArrayKnob() {
  const { arrayKnob: array } = await import("../inputs/array-knob.js");
  Object.assign(KNOBS, { array });
}
