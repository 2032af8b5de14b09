/** Pictures that stand for themselves: what is said below them, and what they are called. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { formulaOf } from "../../static/js/drawing/arithmetic.js";
import { formulaBox } from "../../static/js/drawing/formula.js";
import { textWidth } from "../../static/js/drawing/layout.js";
import { parseMarkup } from "../../static/js/drawing/markup.js";
import { captionShapes, captionSlot } from "../../static/js/views/captions.js";
import { still } from "../../static/js/views/still.js";
import { golden, names, settledStage } from "./goldens.js";
import { theme } from "./themes.js";

/** @type {Record<string, string>} */
const ENTITY = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
const SIZE = { width: 960, height: 540 };

/** @param {string} name @param {number} [k] @param {object} [how] */
const taken = (name, k, how = {}) => still(settledStage(golden(name), SIZE, k), { theme: theme("light"), ...how });

/** The texts of a document in their order, whichever of their letters are bold. @param {string} svg */
const texts = (svg) =>
  Array.from(svg.replace(/<.?tspan[^>]*>/g, "").matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text = ""]) => text);

test("a picture says its scene's title, and its frame's sentence without marks, to those who don't see it", () => {
  const scene = golden("convolution-edge");
  const k = scene.frames.findIndex(({ narration }) => narration.includes("*"));
  const svg = taken("convolution-edge", k);
  const sentence = scene.frames[k]?.narration.replaceAll("*", "") ?? "";
  assert.match(svg, new RegExp(`^<svg [^>]*role="img"[^>]*>\n<title>${scene.title}</title>\n<desc>`));
  assert.equal(/<desc>([^<]*)</.exec(svg)?.[1], sentence);
  assert.ok(!texts(svg).join(" ").includes(sentence), "without a caption it is not on the picture");
});

test("a caption has every word and every number, as texts, in a room that stays the same through a scene", () => {
  for (const name of names) {
    const scene = golden(name);
    const heights = new Set();
    for (const k of [0, Math.floor(scene.frames.length / 2), scene.frames.length - 1]) {
      const svg = taken(name, k, { caption: true });
      const said = svg.slice(svg.indexOf('<g id="caption">'));
      const { narration = "", ...frame } = scene.frames[k] ?? {};
      const all = texts(said)
        .join(" ")
        .replaceAll("\u00a0", " ")
        .replaceAll("&quot;", '"')
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">");
      assert.ok(
        all.startsWith(
          narration
            .replace(/\*([^*]+)\*/g, "$1")
            .replaceAll("\u00a0", " ")
            .trim(),
        ),
        `${name} ${k}: ${all}`,
      );
      const formula = formulaOf(/** @type {any} */ ({ narration, ...frame }));
      const numbers = (/** @type {string} */ text) => Array.from(text.matchAll(/\d+(\.\d+)?/g), ([all]) => all);
      const seen = formula
        .replace(/<mphantom>.*?<\/mphantom>/g, "")
        .replace(/<[^>]*>/g, " ")
        .replace(/&#\w+;/g, " ");
      for (const number of numbers(seen)) assert.ok(numbers(all).includes(number), `${name} ${k} lacks ${number}`);
      heights.add(/viewBox="0 0 960 (\d+)"/.exec(svg)?.[1]);
    }
    assert.equal(heights.size, 1, `${name} jumps: ${[...heights]}`);
  }
});

test("no caption is wider than its picture, and none leaves its room", () => {
  for (const name of names) {
    const svg = taken(name, undefined, { caption: true });
    const bottom = Number(/viewBox="0 0 960 (\d+)"/.exec(svg)?.[1]);
    for (const [, x, y] of svg.slice(svg.indexOf('<g id="caption">')).matchAll(/<text x="([\d.-]+)" y="([\d.-]+)"/g)) {
      assert.ok(Number(x) > 0 && Number(x) < 960, `${name}: ${x}`);
      assert.ok(Number(y) > 540 && Number(y) < bottom, `${name}: ${y}`);
    }
  }
});

test("what a sentence emphasises is bold in its picture, and nothing else of it", () => {
  for (const name of names) {
    const scene = golden(name);
    const k = scene.frames.findIndex(({ narration }) => narration.includes("*"));
    const { narration = "" } = scene.frames[k] ?? {};
    const said = taken(name, k, { caption: true }).split('<g id="caption">')[1] ?? "";
    const bold = Array.from(said.matchAll(/<tspan font-weight="700">([^<]*)</g), ([, text = ""]) => text);
    const wanted = Array.from(narration.matchAll(/\*([^*]+)\*/g), ([, text = ""]) => text);
    const words = (/** @type {string[]} */ all) => all.join(" ").replaceAll("\u00a0", " ").split(" ");
    assert.deepEqual(words(bold), words(wanted.map((text) => text.replace(/[<>&"]/g, (sign) => ENTITY[sign] ?? sign))));
  }
});

test("sentences of a scene begin at one place, and formulas stand clear of them, all within the picture", () => {
  for (const name of names) {
    const { frames } = golden(name);
    for (const width of [960, 1280]) {
      const slot = captionSlot(frames, width);
      for (const frame of frames) {
        const { height, at } = captionShapes(frame, width, slot);
        const all = at(0).flatMap((shape) => (shape.kind === "text" ? [shape] : []));
        const sentence = all.filter(({ align }) => align === "left");
        const formula = all.filter(({ align }) => align !== "left");
        assert.ok(height <= slot.height, `${name}: ${frame.narration}`);
        if (slot.sentences === null) continue;
        assert.deepEqual([...new Set(sentence.map(({ x }) => x))], frame.narration ? [slot.sentences] : [], name);
        for (const { x, y, text, size } of sentence) {
          assert.ok(x >= 0 && x + textWidth(text, size) <= width, `${name}: ${text}`);
          const level = formula.filter((each) => Math.abs(each.y - y) < size);
          assert.ok(
            level.every((each) => each.x > x + textWidth(text, size)),
            `${name}: ${text}`,
          );
        }
        assert.ok(
          formula.every(({ x, text, size }) => x + textWidth(text, size) / 2 <= width),
          `${name}: ${frame.narration}`,
        );
      }
    }
  }
});

test("a scene without a sentence or a formula needs no room", () => {
  assert.equal(captionSlot([{ narration: "", formula: "", computations: [] }], 960).height, 0);
});

test("a picture can be without paper", () => {
  assert.match(taken("convolution-edge"), /<rect width="960" height="540" fill="#fcfbf8"\/>/);
  assert.doesNotMatch(taken("convolution-edge", undefined, { transparent: true }), /<rect width="960" height="540"/);
});

test("a panel that comes twice has two names, as each may stand once in a document", () => {
  for (const name of names) {
    const ids = Array.from(taken(name, 0, { caption: true }).matchAll(/<g id="([^"]*)"/g), ([, id]) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
  }
});

/** Where the letters of a formula stand: text, left edge to right by its middle, and baseline.
 * @param {string} inside */
function set(inside) {
  const box = formulaBox(`<math>${inside}</math>`, 100);
  return { box, shapes: box.at(0, 0) };
}

test("a fraction stands on its line: above it the one number, below it the other", () => {
  const { box, shapes } = set("<mfrac><mn>1</mn><mn>12</mn></mfrac>");
  const [over, line, under] = /** @type {any[]} */ (shapes);
  assert.deepEqual([over.text, line.kind, under.text], ["1", "line", "12"]);
  assert.ok(over.y < line.points[0].y && line.points[0].y < under.y);
  assert.equal(over.x, under.x);
  assert.ok(box.up > 100 && box.down > 60);
});

test("scripts are smaller, and stand where they belong", () => {
  const { shapes } = set("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>");
  const [base, low, high] = /** @type {any[]} */ (shapes);
  assert.ok(low.size < base.size && high.size < base.size);
  assert.ok(low.x > base.x && high.x > base.x && high.y < base.y && low.y > base.y);
  assert.equal(base.italic, true);
});

test("what is not there yet keeps its room", () => {
  const sum = (/** @type {string} */ name) => set(`<mn>1</mn><${name}><mo>+</mo><mn>2</mn></${name}>`);
  assert.deepEqual(sum("mphantom").box.width, sum("mrow").box.width);
  assert.deepEqual(sum("mphantom").shapes.length, 1);
});

test("a minus before a number is its sign, and one between two has room around it", () => {
  const width = (/** @type {string} */ inside) => set(inside).box.width;
  const minus = "<mo>&#x02212;</mo>";
  const one = "<mn>1</mn>";
  assert.ok(width(one + minus + one) - width(one) > width(minus + one) + 40);
});

test("rows of terms stand in columns", () => {
  const cell = (/** @type {string} */ text) => `<mtd><mn>${text}</mn></mtd>`;
  const rows = [
    ["1", "22"],
    ["333", "4"],
  ].map((row) => `<mtr>${row.map(cell).join("")}</mtr>`);
  const [a, b, c, d] = /** @type {any[]} */ (set(`<mtable>${rows.join("")}</mtable>`).shapes);
  assert.deepEqual([a.x, b.x], [c.x, d.x]);
  assert.deepEqual([a.y, c.y], [b.y, d.y]);
  assert.ok(c.y > a.y);
});

test("a sign in a column of its own has room around it, shown or not", () => {
  const table = (/** @type {string} */ sign) =>
    set(`<mtable><mtr><mtd><mn>1</mn></mtd><mtd>${sign}</mtd><mtd><mn>1</mn></mtd></mtr></mtable>`).box.width;
  const plus = "<mo>+</mo>";
  assert.ok(table(plus) > set(`<mn>1</mn>${plus}<mn>1</mn>`).box.width - 1);
  assert.equal(table(`<mphantom>${plus}</mphantom>`), table(plus));
});

test("a bracket is as high as what it holds", () => {
  const mark = (/** @type {string} */ sign) => `<mo stretchy="true">${sign}</mo>`;
  const { shapes } = set(`<mrow>${mark("⌊")}<mfrac><mn>1</mn><mn>2</mn></mfrac>${mark("⌋")}</mrow>`);
  const sizes = /** @type {any[]} */ (shapes)
    .filter(({ text }) => text === "⌊" || text === "⌋")
    .map(({ size }) => size);
  assert.ok(sizes.length === 2 && sizes.every((size) => size > 150), String(sizes));
});

test("markup is read as it was meant", () => {
  const [only] = parseMarkup('<a b="1 &amp; 2"><c/><d>x &lt; &#x2212;&#49;</d></a>');
  assert.deepEqual(only, {
    name: "a",
    attributes: { b: "1 & 2" },
    text: "",
    children: [
      { name: "c", attributes: {}, text: "", children: [] },
      { name: "d", attributes: {}, text: "x < −1", children: [] },
    ],
  });
});
