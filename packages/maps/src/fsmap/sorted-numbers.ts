/** A set in the order in which std::set of integers is encoded. */
export function sortedNumbers<T extends number | bigint>(set: ReadonlySet<T>): T[] {
  return [...set].sort((a, b) => (a < b ? -1 : 1))
}

/** A map in the order in which std::map with integers for keys is encoded. */
export function sortedByNumber<K extends number | bigint, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}
