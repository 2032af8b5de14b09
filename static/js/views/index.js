/** The registry of kinds of pictures: a new kind is one view and one line here. */

import { arc } from "./arc.js";
import { bars } from "./bars.js";
import { blocks } from "./blocks.js";
import { code } from "./code.js";
import { cone } from "./cone.js";
import { curve } from "./curve.js";
import { drawing } from "./drawing.js";
import { flights, ridingFilters } from "./flights.js";
import { graph } from "./graph.js";
import { grid } from "./grid.js";
import { lines } from "./lines.js";
import { network } from "./network.js";
import { pad } from "./pad.js";
import { pick } from "./pick.js";
import { products } from "./products.js";
import { ruler } from "./ruler.js";
import { sheet } from "./sheet.js";
import { stack } from "./stack.js";
import { table } from "./table.js";
import { tiles } from "./tiles.js";
import { standing } from "./unwritten.js";
import { vectors } from "./vectors.js";
import { volume } from "./volume.js";
import { years } from "./years.js";

/** @import { Context, Kind, View } from "./context.js" */

/** What draws panels of each kind. @type {{[K in Kind]: View<K>}} */
export const VIEWS = {
  grid,
  products,
  table,
  pad,
  cone,
  bars,
  pick,
  timeline: years,
  network,
  graph,
  curve,
  blocks,
  ruler,
  stack,
  code,
  volume,
  drawing,
  tiles,
  sheet,
  lines,
  arc,
  strip: vectors,
};

/** What flies over them. */
export const FLYING = {
  filters: ridingFilters,
  numbers: (/** @type {Context} */ context) => [...standing(context), ...flights(context)],
};
