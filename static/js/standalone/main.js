/** Where the chapter as one file begins: the page as it is, with its requests answered from the file. */

import { dataOf, page } from "../page/host.js";
import { fetchFromFile } from "./file-fetch.js";

page.fetch = fetchFromFile(dataOf("streams"), dataOf("notes"), dataOf("chapter"));
import("../start.js");
