/** The registry of kinds of pictures: a new kind is one view and one line here. */

import { curve } from "./curve.js";
import { grid } from "./grid.js";
import { products } from "./products.js";

/** @type {Record<string, import("./context.js").View>} */
export const VIEWS = { grid, products, curve };
