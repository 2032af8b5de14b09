/** Values that are made once. */

/**
 * What a map holds for a key; where it holds nothing yet, what `make` gives is put there.
 * @template K
 * @template V
 * @param {{get: (key: K) => V | undefined, set: (key: K, value: V) => unknown}} map
 * @param {K} key
 * @param {() => V} make
 * @returns {V}
 */
export function getOrMake(map, key, make) {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
