/** Where the chapter as one file begins: the page as it is, with `fetch` answered from the file. */

import { fetchFromFile } from "./file-fetch.js";

const read = (/** @type {string} */ id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

globalThis.fetch = fetchFromFile(read("streams"), read("notes"));
import("../start.js");
