/** One way through static/js, no returns: a module imports only from its own folder and what stands before it. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

const FOLDER = new URL("../../static/js/", import.meta.url);
const STYLES = new URL("../../static/css/", import.meta.url);

/** By folder, and by module beside the folders, what it may import besides itself. @type {Record<string, string[]>} */
const MAY_IMPORT = {
  data: [],
  drawing: ["data"],
  state: ["data"],
  views: ["data", "drawing"],
  page: ["data", "state"],
  inputs: ["data", "state", "views", "page"],
  elements: ["data", "state", "drawing", "views", "page", "inputs"],
  "stills.js": ["data", "state", "drawing", "views"],
  print: ["data", "state", "drawing", "views", "page"],
  answers: ["data", "state", "page", "inputs"],
  taking: ["data", "state", "drawing", "views", "page"],
  presenter: ["data", "state", "page", "inputs", "elements"],
  "deferred.js": ["data", "state", "page", "elements", "print", "presenter"],
  "mount.js": ["data", "state", "page", "inputs", "elements", "print", "answers", "taking", "deferred.js"],
  "embed.js": ["data", "state", "page", "elements", "mount.js"],
  "notebook.js": ["data", "state", "page", "embed.js"],
  "widget.js": ["data"],
  "main.js": ["page", "presenter", "mount.js", "embed.js"],
  "start.js": ["page", "main.js"],
  standalone: ["data", "state", "page", "start.js"],
  "service-worker.js": [],
  "dev-reload.js": [],
};

const MOST_FOLDERS = 12;

const modules = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".js"));

/** @param {string} path */
const roomOf = (path) => /** @type {string} */ (path.split("/")[0]);

/** The modules that one imports: at once, late, or for its types alone. @param {string} path */
function importsOf(path) {
  const source = readFileSync(new URL(path, FOLDER), "utf8");
  return Array.from(source.matchAll(/(?:\bfrom |\bimport |\bimport\()"(\.[^"]+)"/g), ([, to = ""]) =>
    posix.normalize(posix.join(posix.dirname(path), to)),
  );
}

for (const path of modules) {
  test(`${path} imports only what stands before it`, () => {
    const room = roomOf(path);
    assert.ok(MAY_IMPORT[room], `say in this test what static/js/${room} may import`);
    const others = importsOf(path).filter((to) => roomOf(to) !== room && !MAY_IMPORT[room]?.includes(roomOf(to)));
    assert.deepEqual(others, []);
  });
}

/** What a module may ask of its host, or of the tree that an element is in, and of nothing else. */
const GLOBALS =
  "document|location|history|window|self|globalThis|localStorage|sessionStorage|navigator|matchMedia|fetch|WebSocket|" +
  "addEventListener|removeEventListener|innerWidth|innerHeight|devicePixelRatio|getComputedStyle|getSelection|print|" +
  "performance|requestAnimationFrame|cancelAnimationFrame|requestIdleCallback|BroadcastChannel";
/** The page itself, and what runs beside it. */
const PAGE = ["page/host.js", "standalone/unpack.js", "service-worker.js", "dev-reload.js"];

/** A module's program: without comments, texts, and the names of properties. @param {string} source */
function bare(source) {
  return source
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/(?<=[`}])[^`${}\n]*(?=`|\$\{)/g, "")
    .replace(/\?\.\s*[#\w]+|\.[#\w]+/g, "");
}

for (const path of modules.filter((each) => !PAGE.includes(each))) {
  test(`${path} reads no global of the page`, () => {
    const program = bare(readFileSync(new URL(path, FOLDER), "utf8"));
    for (const [, name = ""] of program.matchAll(new RegExp(`(?<![\\w$])(${GLOBALS})\\b(?!\\s*:)`, "g"))) {
      const own = new RegExp(
        `(?:const|function) \\{?[^=;]*\\b${name}\\b|\\((?:[^()]*[^\\w.])?${name}\\b[^()]*\\) (?:=>|\\{)`,
      );
      assert.match(program, own, `${name} is neither a parameter nor taken from the host`);
    }
  });
}

test("no module and no style sheet names a step or a scene of the chapter", () => {
  const golden = readdirSync(new URL("../golden/", import.meta.url)).map((name) => name.replace(/\.jsonl$/, ""));
  const header = (/** @type {string} */ name) =>
    readFileSync(new URL(`../golden/${name}.jsonl`, import.meta.url), "utf8").split("\n", 1)[0] ?? "{}";
  const scenes = golden.map((name) => JSON.parse(header(name)));
  const names = new Set(scenes.flatMap(({ step, name }) => [`${step}/${name}`, step]));
  const sheets = readdirSync(STYLES).map((path) => new URL(path, STYLES));
  for (const url of [...modules.map((path) => new URL(path, FOLDER)), ...sheets])
    for (const [text] of readFileSync(url, "utf8").matchAll(/"[a-z_/]+"/g))
      assert.ok(!names.has(text.slice(1, -1)), `${url.pathname} names ${text}`);
});

test("the rules go one way: each names only what stands above it in the list", () => {
  const order = Object.keys(MAY_IMPORT);
  for (const [room, others] of Object.entries(MAY_IMPORT))
    for (const other of others) assert.ok(order.indexOf(other) < order.indexOf(room), `${room} names ${other}`);
});

test("the folders can be kept in mind", () => {
  const folders = new Set(modules.filter((path) => path.includes("/")).map(roomOf));
  assert.ok(folders.size <= MOST_FOLDERS, `${folders.size} folders: ${[...folders].join(", ")}`);
});

test("the rules name no folder and no import that is gone", () => {
  assert.deepEqual(Object.keys(MAY_IMPORT).sort(), [...new Set(modules.map(roomOf))].sort());
  for (const [room, others] of Object.entries(MAY_IMPORT)) {
    const used = new Set(
      modules
        .filter((path) => roomOf(path) === room)
        .flatMap(importsOf)
        .map(roomOf),
    );
    assert.deepEqual(
      others.filter((other) => !used.has(other)),
      [],
      room,
    );
  }
});
