// A reporter for node --test: node's own, and then which lines of static/js the tests run, and whether that is enough.
//
// Modules that only a browser can load (elements, the page itself) are counted as not loaded, not as lines missed.

import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";
import { Readable } from "node:stream";
import { spec as Spec } from "node:test/reporters";

/** Per cent of the lines and branches of what is loaded; a change that needs a lower one says why. */
const FLOORS = { lines: 95, branches: 94 };

const ROOT = new URL("../../", import.meta.url).pathname;
const modules = readdirSync(new URL("static/js", `file://${ROOT}`), { recursive: true })
  .map((name) => `static/js/${String(name).replaceAll(sep, "/")}`)
  .filter((name) => name.endsWith(".js"));

/** @import { TestEvent } from "node:test/reporters" */
/** @typedef {Extract<TestEvent, {type: "test:coverage"}>["data"]["summary"]} Summary */
/** @typedef {Pick<Summary["files"][number], "path"|"coveredLinePercent"> & Record<string, any>} Covered */

/** @param {AsyncIterable<TestEvent>} source */
export default async function* report(source) {
  /** @type {Summary[]} */
  const summaries = [];
  async function* others() {
    for await (const event of source) {
      if (event.type === "test:coverage") summaries.push(event.data.summary);
      else yield event;
    }
  }
  yield* Readable.from(others()).pipe(new Spec());
  for (const { files } of summaries) yield* table(files);
}

/** @param {Covered[]} files */
function* table(files) {
  const loaded = files
    .map((file) => ({ ...file, path: relative(ROOT, file.path).replaceAll(sep, "/") }))
    .filter(({ path }) => modules.includes(path))
    .sort((a, b) => a.coveredLinePercent - b.coveredLinePercent);
  for (const file of loaded.filter((each) => each.coveredLinePercent < 100)) {
    yield `${percent(file.coveredLinePercent)} of the lines of ${file.path}\n`;
  }
  const reached = { lines: share(loaded, "Line"), branches: share(loaded, "Branch") };
  const of = `${loaded.length} of ${modules.length} modules`;
  for (const what of /** @type {const} */ (["lines", "branches"])) {
    yield `${percent(reached[what])} of the ${what} of ${of}; the floor is ${FLOORS[what]} %\n`;
    if (reached[what] < FLOORS[what]) process.exitCode = 1;
  }
}

/** @param {Covered[]} files @param {"Line"|"Branch"} what */
function share(files, what) {
  const sum = (/** @type {string} */ key) => files.reduce((total, file) => total + file[key], 0);
  return (100 * sum(`covered${what}Count`)) / sum(`total${what}Count`);
}

/** @param {number} value */
function percent(value) {
  return `${value.toFixed(1).padStart(5)} %`;
}
