/** Numbers of a question's workings come from where they stand: each place that a scene names has one of them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutAt } from "../../static/js/drawing/shots.js";
import { groupsOf, tokensOf } from "../../static/js/state/term-schedule.js";
import { frameStarts, momentAt } from "../../static/js/state/timing.js";
import { findNumber, numberPlace } from "../../static/js/views/text-places.js";
import { golden, names } from "./goldens.js";

const SIZE = { width: 1760, height: 760, least: 36 };

test("a number is found as a whole, within the words that are said to have it, the nth or the last", () => {
  const at = (/** @type {string} */ text, /** @type {string} */ number, words = "", nth = 0) => {
    const found = findNumber([text], { number, text: words, nth });
    return found && [found.span.start, text.slice(found.span.start, found.span.end)];
  };
  assert.deepEqual(at("64 filters of 3×3", "3"), [14, "3"]);
  assert.deepEqual(at("64 filters of 3×3", "3", "", 1), [16, "3"]);
  assert.deepEqual(at("64 filters of 3×3", "3", "", 5), [16, "3"]);
  assert.equal(at("64 filters of 3×3", "6"), null);
  assert.equal(at("64 filters of 3×3", "4", "of 3×3"), null);
  assert.deepEqual(at("224×224×3, 64 filters of 3×3", "3", "64 filters of 3×3"), [25, "3"]);
  assert.deepEqual(at("1,728 weights", "1,728"), [0, "1,728"]);
  assert.equal(at("1,728 weights", "728"), null);
  assert.deepEqual(at("C3 has sixteen filters", "16", "sixteen"), [7, "sixteen"]);
  assert.equal(at("C3 has sixteen filters", "16", "seventeen"), null);
});

test("each place that a question names has one of its numbers, where the stage shows it", () => {
  let [panels, sentences] = [0, 0];
  for (const name of names) {
    const scene = golden(name);
    for (const [k, { question, narration }] of scene.frames.entries()) {
      const moment = momentAt(scene, Number(frameStarts(scene)[k + 1]));
      for (const { names: meant, panel, text } of question?.sources ?? []) {
        const context = { scene, moment, layout: layoutAt(scene, moment, SIZE) };
        const numbers = question?.options.flatMap(({ working, terms }) => numbersOf(working, terms, meant)) ?? [];
        assert.ok(numbers.length > 0, `${name}: ${meant}`);
        const places = numbers.map((number) => {
          const wanted = { number, text, nth: 0 };
          if (!panel) return findNumber([narration.replaceAll("*", "")], wanted);
          const place = numberPlace(context, panel, wanted);
          if (place) {
            assert.ok(place.width > 0 && place.x >= 0 && place.x + place.width <= SIZE.width, `${name}: ${number}`);
            assert.ok(place.y >= 0 && place.y + place.height <= SIZE.height, `${name}: ${number}`);
          }
          return place;
        });
        assert.ok(places.some(Boolean), `${name}, ${question?.name}: ${meant} is not in ${panel || narration}`);
        if (panel) panels += 1;
        else sentences += 1;
      }
    }
  }
  assert.ok(panels > 15 && sentences > 7, `${panels} ${sentences}`);
});

/** The numbers of a working that have one of these names.
 * @param {string} markup @param {string[]} terms @param {string[]} meant */
function numbersOf(markup, terms, meant) {
  const tokens = tokensOf(markup);
  const groups = groupsOf(tokens);
  return tokens.flatMap(({ text, isNumber }, i) =>
    isNumber && meant.includes(terms[groups[i] ?? 0] ?? "") ? [text] : [],
  );
}
