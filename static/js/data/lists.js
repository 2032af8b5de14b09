/** Lists whose items are known to be there. */

/**
 * The item at an index. Throws RangeError where there is none: what is asked for has been counted before.
 * @template T
 * @param {ArrayLike<T>} list
 * @param {number} index from 0
 * @returns {T}
 */
export function itemAt(list, index) {
  const item = list[index];
  if (item === undefined) throw new RangeError(`there is no item ${index} among ${list.length}`);
  return item;
}
