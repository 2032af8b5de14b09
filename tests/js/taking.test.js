/** What can be taken along of a picture: numbers as files, its command, its lines of PyTorch. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pytorchLines } from "../../static/js/taking/code.js";
import { renderCommand } from "../../static/js/taking/command.js";
import { csv, npy } from "../../static/js/taking/files.js";
import { golden, names } from "./goldens.js";

/** @type {{shape: [number, number, number], values: number[]}} */
const tensor = { shape: [2, 1, 3], values: [1, -2.5, 3, 4, 5, 1 / 3] };

test("CSV has a line a row, an empty one between channels, and nothing for what is not computed", () => {
  assert.equal(csv(tensor), `1,-2.5,3\r\n\r\n4,5,${1 / 3}\r\n`);
  assert.equal(csv(tensor, 4), "1,-2.5,3\r\n\r\n4,,\r\n");
});

test(".npy begins as NumPy reads it, aligned, and has each number whole", () => {
  const bytes = new DataView(npy(tensor, 5));
  const length = bytes.getUint16(8, true);
  assert.equal((10 + length) % 64, 0);
  const header = new TextDecoder().decode(new Uint8Array(bytes.buffer, 10, length));
  assert.match(header, /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(2, 1, 3\), \} *\n$/);
  assert.equal(bytes.byteLength, 10 + length + 6 * 8);
  assert.equal(bytes.getFloat64(10 + length + 8, true), -2.5);
  assert.ok(Number.isNaN(bytes.getFloat64(10 + length + 5 * 8, true)));
});

test("the command names scene, frame, what is set and how it looks, for a shell", () => {
  const shown = { step: "convolution", scene: "edge", frame: 5, values: {}, theme: "light", caption: false };
  assert.equal(renderCommand(shown), "cnnviz render convolution edge --frame 5 -o edge-5.svg");
  const set = { ...shown, values: { stride: "2", kernel: "-1,0;0,1", x: "it's" }, theme: "dark", caption: true };
  assert.equal(
    renderCommand(set),
    "cnnviz render convolution edge --frame 5 --stride=2 --kernel='-1,0;0,1' --x='it'\\''s' --theme dark --caption " +
      "-o edge-5.svg",
  );
});

test("every scene says something in PyTorch, or computes nothing, and each program names torch", () => {
  let said = 0;
  for (const name of names) {
    const scene = golden(name);
    for (const frame of scene.frames) {
      const lines = pytorchLines(scene, frame);
      if (lines === "") continue;
      said += 1;
      assert.match(lines, /torch|nn\./, name);
      assert.doesNotMatch(lines, /undefined|NaN|null|−|≈/, name);
    }
  }
  assert.ok(said > 0);
});
