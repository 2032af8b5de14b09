/** Turns, of which the latest counts: what is slow does not overtake what was begun after it. */

/**
 * Gives what begins a turn; that gives what says whether it is still the latest.
 * @returns {() => () => boolean}
 */
export function inTurn() {
  let latest = 0;
  return () => {
    latest += 1;
    const mine = latest;
    return () => mine === latest;
  };
}
