/**
 * Every scene's last frame as a picture, as it was last looked at and accepted: tests/pictures/STEP-SCENE.svg.
 *
 * `make golden` accepts what they are now; tests/README.md says more.
 */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { test } from "node:test";
import { svg } from "../../static/js/drawing/svg.js";
import { layers } from "../../static/js/views/compose.js";
import { golden, names, settledStage } from "./goldens.js";
import { theme } from "./themes.js";

const PICTURES = new URL("../pictures/", import.meta.url);
const SIZE = { width: 960, height: 540 };

/** @param {string} name @param {"light" | "dark" | "contrast"} [worn] */
function picture(name, worn = "light") {
  const scene = golden(name);
  const drawn = layers(settledStage(scene, SIZE));
  return svg(drawn, { ...SIZE, title: scene.title }, theme(worn));
}

/** Where two pictures part. @param {string} accepted @param {string} now */
function difference(accepted, now) {
  const [old, new_] = [accepted.split("\n"), now.split("\n")];
  const at = old.findIndex((line, i) => line !== new_[i]);
  const cut = (/** @type {string} */ line = "nothing") => (line.length < 300 ? line : `${line.slice(0, 299)}…`);
  return `line ${at + 1} was\n${cut(old[at])}\nand is\n${cut(new_[at])}`;
}

for (const name of names) {
  test(`${name} ends in the picture that was accepted`, () => {
    const file = new URL(`${name}.svg`, PICTURES);
    const now = picture(name);
    const accepted = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (env.ACCEPT) return void (accepted !== now && writeFileSync(file, now));
    assert.ok(accepted, `tests/pictures/${name}.svg is not there yet: make golden, and look at it`);
    if (accepted !== now) {
      assert.fail(`tests/pictures/${name}.svg: ${difference(accepted, now)}\nmake golden, and look at what it changes`);
    }
  });
}

test("no picture is left of a scene that is gone", () => {
  const left = readdirSync(PICTURES).filter((file) => !names.includes(file.replace(".svg", "")));
  assert.deepEqual(left, []);
});
