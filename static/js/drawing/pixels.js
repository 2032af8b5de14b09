/** Canvases as fine as the screen, also when the window moves to another one or the page is zoomed. */

/** Those who draw on canvases. @type {Set<() => void>} */
const redraws = new Set();

/** Milliseconds between two looks at the ratio. */
const LOOK = 500;

/** How many pixels of the screen one of the page's has along a side. */
export const pixelRatio = () => devicePixelRatio || 1;

/**
 * Makes a canvas as fine as the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 */
export function sizeCanvas(canvas, width, height) {
  canvas.width = Math.round(width * pixelRatio());
  canvas.height = Math.round(height * pixelRatio());
}

/**
 * Has something drawn anew once the ratio is another one, until the function that is returned is called.
 * @param {() => void} draw
 * @returns {() => void}
 */
export function onRatioChange(draw) {
  watch();
  redraws.add(draw);
  return () => void redraws.delete(draw);
}

let watched = false;
let lastRatio = pixelRatio();

function watch() {
  if (watched) return;
  watched = true;
  listenOnce();
  // Not every browser tells of every move: a look now and then costs nothing.
  setInterval(checkRatio, LOOK);
}

/** A query holds for one ratio only: each change needs the next. */
function listenOnce() {
  const onChange = () => {
    checkRatio();
    listenOnce();
  };
  matchMedia(`(resolution: ${pixelRatio()}dppx)`).addEventListener("change", onChange, { once: true });
}

function checkRatio() {
  if (pixelRatio() === lastRatio) return;
  lastRatio = pixelRatio();
  for (const draw of redraws) draw();
}
