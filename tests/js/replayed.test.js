/** What an answer is made of comes from where it stands on the screen: of every question, by every rule. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../static/js/data/numbers.js";
import { operandCell, termCount } from "../../static/js/data/records.js";
import { within } from "../../static/js/drawing/shapes.js";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { groupsOf, tokensOf } from "../../static/js/state/term-schedule.js";
import { frameStarts, momentAt, settledAt } from "../../static/js/state/timing.js";
import { compose, layers } from "../../static/js/views/compose.js";
import { flights } from "../../static/js/views/flights.js";
import { boxPlaces, cellBox } from "../../static/js/views/places.js";
import { findNumber, numberPlace } from "../../static/js/views/text-places.js";
import { standing } from "../../static/js/views/unwritten.js";
import { after } from "./reducing.js";
import { answering, picture, QUESTIONS, waiting } from "./telling.js";

/** @import { Computation, Option, Question, Scene } from "../../static/js/data/records.js" */
/** @import { Context, Rect, Shape } from "../../static/js/views/context.js" */

const SIZES = [
  { width: 1760, height: 760, least: 36 },
  { width: 1280, height: 540 },
];
/** Numbers that stand on the screen as something else, by question and what they are in its arithmetic. */
const BY_CHANCE = {
  "pooling-max ask-back values": "the map is 4×4; how many values its window has is said nowhere",
  "stride-padding-padding ask stride": "all weights are 1, and so are the steps",
};
/** How many times one looks, from a film's frame to the next. */
const LOOKS = 24;

/** @param {Shape} shape @returns {string[]} */
const textsIn = (shape) =>
  shape.kind === "within" ? within(shape).flatMap(textsIn) : shape.kind === "text" ? [shape.text] : [];

/** Whether words have a number; a cell that holds it says nothing of the arithmetic, and S2 is a name.
 * @param {string} text @param {string} number */
const says = (text, number) =>
  /[\p{L}×]/u.test(text) &&
  new RegExp(`(?<![\\p{L}\\d.,])${number.replaceAll(".", "\\.")}(?![\\p{L}\\d]|[.,]\\d)`, "u").test(text);

/** The numbers that an option's arithmetic begins with, and what each is. @param {Option} option */
function numbersOf({ working, terms }) {
  const tokens = tokensOf(working);
  const groups = groupsOf(tokens);
  const end = tokens.findIndex(({ text }) => /[=≈]/.test(text));
  const left = end < 0 ? tokens : tokens.slice(0, end);
  return left.flatMap(({ text, isNumber }, i) =>
    isNumber ? [{ number: text, name: terms[groups[i] ?? 0] ?? "" }] : [],
  );
}

/** Where numbers fly from that have names, and all the words beside them. @param {Context} context
 * @param {Question} question */
function saidOf(context, question) {
  const sentence = context.moment.to.narration.replaceAll("*", "");
  const words = [sentence, ...layers(context).flatMap(({ shapes }) => shapes.flatMap(textsIn))];
  const flies = (/** @type {string} */ number, /** @type {string} */ name) =>
    question.sources
      .filter(({ names }) => names.includes(name))
      .some(({ panel, text }) => {
        const wanted = { number, text, nth: 0 };
        return panel ? numberPlace(context, panel, wanted) : findNumber([sentence], wanted);
      });
  return { words, flies };
}

test("each number of a rule's arithmetic that stands in words flies from there", () => {
  const used = new Set();
  let [flown, constant] = [0, 0];
  for (const [name, scene, k, question] of QUESTIONS) {
    const moment = momentAt(scene, settledAt(scene, k));
    for (const size of SIZES) {
      const context = { scene, moment, layout: layoutAt(scene, moment, size) };
      const { words, flies } = saidOf(context, question);
      for (const option of question.options) {
        const read = option.computations.flatMap(({ terms }) => terms.flat().map((value) => String(Math.abs(value))));
        for (const { number, name: what } of numbersOf(option)) {
          const isRead = read.includes(number.replaceAll(",", ""));
          if (!what || isRead) constant += 1;
          else if (flies(number, what)) flown += 1;
          else {
            const said = words.filter((text) => says(text, number));
            const chance = `${name} ${question.name} ${what}`;
            if (said.length && chance in BY_CHANCE) used.add(chance);
            else assert.deepEqual(said, [], `${chance} is ${number}, for “${option.rule}”`);
          }
        }
      }
    }
  }
  assert.deepEqual([...used].sort(), Object.keys(BY_CHANCE).sort());
  assert.ok(flown > constant, `${flown} fly, ${constant} are constants`);
});

/** The cells that a rule reads, which are on the stage. @param {Context} context @param {Computation} work */
function cellsRead(context, work) {
  const values = work.terms.map(([value]) => Number(value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return work.operands.flatMap((operand) =>
    Array.from({ length: termCount(work) }, (_, i) => i).flatMap((i) => {
      const [channel, row, column] = operandCell(work, operand, i);
      const found = context.scene.tensors.find(({ name }) => name === operand.tensor);
      const [, rows, columns] = found?.shape ?? [0, 0, 0];
      const isCounted = work.op !== "midpoint" || [least, most].includes(Number(values[i]));
      const isThere = row >= 0 && column >= 0 && row < rows && column < columns;
      return isCounted && isThere ? boxPlaces(context, cellBox(operand.tensor, channel, row, column)).slice(0, 1) : [];
    }),
  );
}

/** All that is on its way in a film, at every look, and the cells that its rules read.
 * @param {Scene} film @param {typeof SIZES[number]} size */
function lookedAt(film, size) {
  /** @type {Rect[]} */
  const flying = [];
  /** @type {Map<string, Rect>} */
  const read = new Map();
  let before = 0;
  for (const frame of film.frames) {
    for (let i = 1; i <= LOOKS; i += 1) {
      const moment = momentAt(film, before + (frame.seconds * i) / LOOKS);
      const context = { scene: film, moment, layout: layoutAt(film, moment, size) };
      for (const shape of flights(context)) if (shape.kind === "rect" && shape.stroke === "accent") flying.push(shape);
      if (i === LOOKS)
        for (const work of moment.to.computations)
          for (const place of cellsRead(context, work)) read.set(`${place.x} ${place.y}`, place);
    }
    before += frame.seconds;
  }
  return { flying, read: [...read.values()] };
}

/** @param {Rect} a @param {Rect} b */
const apart = (a, b) => Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);

test("each cell that a rule reads lifts off where it stands, and the right one's beside it", () => {
  let cells = 0;
  for (const [name, scene, k, question] of QUESTIONS) {
    for (const option of question.options.filter(({ computations }) => computations.length)) {
      const answers = answering(question, option).map((event) => ({ type: "answer", ...event }));
      const { scene: film } = picture(after(waiting(scene, k), ...answers, "nextStep"));
      const { flying, read } = lookedAt(film, SIZES[1] ?? assert.fail());
      assert.ok(read.length > 0);
      for (const place of read) {
        const near = flying.some((each) => apart(each, place) < place.width * 0.7);
        assert.ok(near, `${name} ${question.name}, “${option.rule}”: ${JSON.stringify(place)} stays`);
      }
      cells += read.length;
    }
  }
  assert.ok(cells > 100, `${cells}`);
});

/** A film of one's own answer and the right one, and what stands in it at the end of a frame.
 * @param {typeof QUESTIONS[number]} asked @param {Option} option */
function filmOf([, scene, k, question], option) {
  const answers = answering(question, option).map((event) => ({ type: "answer", ...event }));
  const { scene: film } = picture(after(waiting(scene, k), ...answers, "nextStep"));
  const ends = frameStarts(film).slice(1);
  const contexts = film.frames.map((_, at) => {
    const moment = momentAt(film, Number(ends[at]));
    return { scene: film, moment, layout: layoutAt(film, moment, SIZES[1] ?? assert.fail()) };
  });
  return { film, contexts };
}

/** The questions that are answered by a number, which is computed on the screen. */
const COMPUTED = QUESTIONS.filter(
  ([, , , { kind, options }]) => kind !== "draw" && options.some(({ computations }) => computations.length),
);

test("a wrong rule's number stands in its cell until the right one comes, which is not told before", () => {
  for (const asked of COMPUTED) {
    const [name, , , question] = asked;
    const right = question.options.find(({ rule }) => !rule)?.computations[0] ?? assert.fail();
    for (const { rule, computations } of question.options.filter((each) => each.rule)) {
      const option = question.options.find((each) => each.rule === rule) ?? assert.fail();
      const [own] = computations;
      assert.ok(own);
      const { film, contexts } = filmOf(asked, option);
      const told = contexts.map((context) =>
        standing(context).flatMap((shape) => ("text" in shape ? [shape.text] : [])),
      );
      const last = film.frames.findLastIndex((frame) => frame.computations[0]?.result === own.result);
      assert.deepEqual(told[last], [format(own.result)], `${name}: ${rule}`);
      const [, rows, columns] = film.tensors.find((each) => each.name === right.tensor)?.shape ?? [0, 0, 0];
      const cell = (right.index[0] * rows + right.index[1]) * columns + right.index[2];
      const shows = film.frames.map(({ revealed }) => (revealed[right.tensor] ?? Infinity) > cell);
      const first = shows.indexOf(true);
      // A panel may show one tensor after another.
      const shown = film.frames.map(({ hidden, panels }) =>
        film.panels.some(({ name, tensors }) => {
          const { tensor: now } = /** @type {{tensor?: string}} */ (panels[name] ?? {});
          return !hidden.includes(name) && (now ? now === right.tensor : tensors.includes(right.tensor));
        }),
      );
      assert.ok(
        shows.every((isThere, at) => at >= last + 2 || !isThere || !shown[at]),
        `${name}: ${rule}`,
      );
      assert.ok(first >= 0 || told.at(-1)?.[0] === format(right.result), `${name} ends with what is right`);
    }
  }
});

test("a filter that is flipped lies on its window as the rule reads it", () => {
  const asked =
    QUESTIONS.find(([name, , , { kind }]) => name === "convolution-edge" && kind === "number") ?? assert.fail();
  const sides = (/** @type {Option} */ option) => {
    const { contexts } = filmOf(asked, option);
    const framed = contexts
      .slice(1, 2)
      .flatMap((context) =>
        compose(context).flatMap((shape) =>
          shape.kind === "rect" && typeof shape.stroke === "object" ? [{ x: shape.x, share: shape.stroke.share }] : [],
        ),
      );
    return framed.toSorted((a, b) => a.x - b.x).map(({ share }) => share);
  };
  const [right, flipped] = ["", "the kernel is flipped"].map((rule) =>
    sides(asked[3].options.find((each) => each.rule === rule) ?? assert.fail()),
  );
  assert.deepEqual(right, [1, 1, 1, -1, -1, -1]);
  assert.deepEqual(flipped, right?.toReversed());
});
