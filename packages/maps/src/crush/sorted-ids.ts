/** A map in the order in which std::map is encoded. */
export function sortedById<K extends number | bigint, T>(map: ReadonlyMap<K, T>): ReadonlyMap<K, T> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}
