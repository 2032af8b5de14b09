/** Canvases as fine as the screen, also when the window moves to another one or the page is zoomed. */

/** Those who draw on canvases. @type {Set<() => void>} */
const drawers = new Set();

/** Milliseconds between two looks at the ratio. */
const LOOK = 500;

/** How many pixels of the screen one of the page's has along a side. */
export const ratio = () => devicePixelRatio || 1;

/**
 * Makes a canvas as fine as the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 */
export function refine(canvas, width, height) {
  canvas.width = Math.round(width * ratio());
  canvas.height = Math.round(height * ratio());
}

/**
 * Has something drawn anew once the ratio is another one, until the function that is returned is called.
 * @param {() => void} draw
 * @returns {() => void}
 */
export function onAnotherRatio(draw) {
  watch();
  drawers.add(draw);
  return () => void drawers.delete(draw);
}

let watched = false;
let drawn = ratio();

function watch() {
  if (watched) return;
  watched = true;
  listen();
  // Not every browser tells of every move: a look now and then costs nothing.
  setInterval(compare, LOOK);
}

/** A query holds for one ratio only: each change needs the next. */
function listen() {
  matchMedia(`(resolution: ${ratio()}dppx)`).addEventListener("change", () => (compare(), listen()), { once: true });
}

function compare() {
  if (ratio() === drawn) return;
  drawn = ratio();
  for (const draw of drawers) draw();
}
