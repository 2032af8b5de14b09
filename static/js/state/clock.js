/** The only reader of time: while it runs it tells, before each picture, how many seconds have passed. */

/** A slow picture is caught up by no more than this, so that no frame is jumped over. */
const MAX_STEP = 0.25;
/** More than this has been slept through, or spent in another tab: none of it has been seen. */
const MAX_GAP = 1;

/**
 * @param {(seconds: number) => void} onTick
 * @param {Pick<Window, "requestAnimationFrame"|"cancelAnimationFrame">} frames
 * @returns {{run: (on: boolean) => void}}
 */
export function clock(onTick, frames) {
  let request = 0;
  let last = 0;

  /** @param {number} now */
  function tick(now) {
    // Asked for first: the tick itself may stop the clock.
    request = frames.requestAnimationFrame(tick);
    const passed = last === 0 ? 0 : (now - last) / 1000;
    last = now;
    onTick(passed > MAX_GAP ? 0 : Math.min(MAX_STEP, Math.max(0, passed)));
  }

  return {
    run(on) {
      if (on === (request !== 0)) return;
      if (on) request = frames.requestAnimationFrame(tick);
      else frames.cancelAnimationFrame(request);
      if (!on) request = 0;
      last = 0;
    },
  };
}
