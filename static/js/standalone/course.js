/** Where a step in a learning platform begins: as an exported page does, and the platform keeps the answers. */

import { dataOf, page } from "../page/host.js";
import { fetchFromFile } from "./file-fetch.js";
import { findApi, scormStore } from "./scorm.js";

page.fetch = fetchFromFile(dataOf("streams"), dataOf("notes"), dataOf("chapter"));
const api = findApi(page.window);
if (api) page.local = scormStore(api, dataOf("course"), page.window);
import("../start.js");
