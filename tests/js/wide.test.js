/** Letters are as wide as a visitor's font has them: in a wide one, too, no word touches another, none leaves the
 * stage, and none is wider than the plate that is made for it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { compose } from "../../static/js/views/compose.js";
import { differing, golden, names, settledStage } from "./goldens.js";

/** @import { Shape, TextShape } from "../../static/js/drawing/shapes.js" */

/** The stage in full screen on three projectors, above a caption of two lines and of three, in a window, and on a
 * telephone. */
const STAGES = [
  { width: 1024, height: 575, least: 25.6 },
  { width: 1024, height: 540, least: 25.6 },
  { width: 1280, height: 568, least: 24 },
  { width: 1920, height: 861, least: 36 },
  { width: 976, height: 520 },
  { width: 390, height: 420 },
];

/** How wide letters are in DejaVu Sans, the widest of the fonts that are asked for, in their size: as a rule, and those
 * that are not so. Bold ones are wider by a tenth, digits and signs by less. */
const [WIDE, BOLD] = [0.64, 1.1];
/** @type {[number, string][]} */
const OTHERS = [
  [0.32, "'Iijl ,-./:;|·’"],
  [0.41, "!()[]rt⌊⌋²³"],
  [0.53, "*?L_csz"],
  [0.76, "ABCDGHNOQRUVX"],
  [0.84, "#+<=>w−×→←∗÷≈≠"],
  [0.98, "Mm%W…@"],
];

/** What lies between two words on a line, at least, in their size. */
const APART = 0.1;

/** How wide a text is drawn, at most. @param {TextShape} shape */
function width({ text, size, weight = 400, width: most = Number.POSITIVE_INFINITY }) {
  const letters = Array.from(text, (letter) => OTHERS.find(([, some]) => some.includes(letter))?.[0] ?? WIDE);
  return Math.min(most, letters.reduce((sum, each) => sum + each, 0) * size * (weight >= 600 ? BOLD : 1));
}

/** From where to where its letters go. @param {TextShape} shape */
function extent(shape) {
  const wide = width(shape);
  const left = shape.x - { left: 0, center: wide / 2, right: wide }[shape.align ?? "center"];
  return { left, right: left + wide, top: shape.y - shape.size * 0.36, foot: shape.y + shape.size * 0.36 };
}

/** Whether two texts touch. @param {TextShape} one @param {TextShape} other */
function touch(one, other) {
  const [a, b] = [extent(one), extent(other)];
  // A program's words are parts of one line; a bracket may stand close.
  const close = [one, other].some(({ text }) => "()⌊⌋".includes(text));
  const apart = one.family === "mono" ? -1 : close || Math.abs(one.y - other.y) > 2 ? 0 : APART * one.size;
  return a.left < b.right + apart && b.left < a.right + apart && a.top < b.foot && b.top < a.foot;
}

/** What is painted in a colour of its own just before a text, about its middle and as high as a line: its plate, if it
 * has one. A cell has the colour of its value.
 * @param {Shape[]} shapes @param {TextShape} text */
function plateOf(shapes, text) {
  const below = shapes[shapes.indexOf(text) - 1];
  if (
    below?.kind !== "rect" ||
    typeof below.fill !== "string" ||
    below.fill === "paper" ||
    below.height > 2 * text.size
  )
    return;
  const { left, right } = extent(text);
  const aside = Math.max(
    Math.abs(below.x + below.width / 2 - (left + right) / 2),
    Math.abs(below.y + below.height / 2 - text.y),
  );
  return aside < 1 ? below : undefined;
}

for (const name of names) {
  const scene = golden(name);

  test(`words of ${name} keep apart in a wide font`, () => {
    for (const stage of STAGES) {
      for (const k of differing(scene)) {
        const shapes = compose(settledStage(scene, stage, k));
        const texts = shapes.flatMap((shape) =>
          shape.kind === "text" && shape.text.trim() && (shape.alpha ?? 1) > 0.3 ? [shape] : [],
        );
        const where = `in frame ${k} on ${stage.width}×${stage.height}`;
        for (const [i, one] of texts.entries()) {
          const { left, right } = extent(one);
          assert.ok(left > -1 && right < stage.width + 1, `“${one.text}” leaves the stage ${where}`);
          const plate = plateOf(shapes, one);
          assert.ok(!plate || plate.width >= right - left, `“${one.text}” is wider than its plate ${where}`);
          const other = texts.slice(i + 1).find((each) => touch(one, each));
          assert.ok(!other, `“${one.text}” touches “${other?.text}” ${where}`);
        }
      }
    }
  });
}
