/** Canvases as fine as the screen, also when the window moves to another one or the page is zoomed. */

/** Milliseconds between two looks at the ratio: not every browser tells of every move. */
const LOOK_MS = 500;

/** @param {Element} element */
const windowOf = (element) => /** @type {Window} */ (element.ownerDocument.defaultView);

/** How many pixels of the screen one of the page's has along a side. @param {Element} element of the page */
const pixelRatio = (element) => windowOf(element).devicePixelRatio || 1;

/**
 * Makes a canvas as fine as the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 */
export function sizeCanvas(canvas, width, height) {
  canvas.width = Math.round(width * pixelRatio(canvas));
  canvas.height = Math.round(height * pixelRatio(canvas));
}

/**
 * What draws on a canvas in the page's pixels, however fine it is.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function pixelsOf(canvas, settings) {
  const context = canvas.getContext("2d", settings);
  const ratio = pixelRatio(canvas);
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * Has something drawn anew once the ratio is another one, until the function that is returned is called.
 * @param {Element} element of the page
 * @param {() => void} draw
 * @returns {() => void}
 */
export function onRatioChange(element, draw) {
  const over = new AbortController();
  let last = pixelRatio(element);

  function check() {
    if (pixelRatio(element) === last) return;
    last = pixelRatio(element);
    draw();
  }

  /** A query holds for one ratio only: each change needs the next. */
  function listen() {
    const onChange = () => {
      check();
      listen();
    };
    const query = windowOf(element).matchMedia(`(resolution: ${pixelRatio(element)}dppx)`);
    query.addEventListener("change", onChange, { once: true, signal: over.signal });
  }

  listen();
  const timer = setInterval(check, LOOK_MS);
  over.signal.addEventListener("abort", () => clearInterval(timer));
  return () => over.abort();
}
