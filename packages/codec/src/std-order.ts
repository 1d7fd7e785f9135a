/*
  The order of std::map and std::set, which is the order on the wire.
*/

/** Where surrogates stand before U+E000 in UTF-16, they stand behind U+FFFF in UTF-8. */
function byCodePoint(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}

/** Order of std::string, which compares bytes: for UTF-8 that is the order of code points. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return byCodePoint(x) - byCodePoint(y)
  }
  return a.length - b.length
}

/** A map in the order in which std::map with strings for keys is encoded. */
export function sortedByKey<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].sort(([a], [b]) => compareUtf8(a, b)))
}

/** A map in the order in which std::map with integers for keys is encoded. */
export function sortedByNumber<K extends number | bigint, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A set in the order in which std::set of integers is encoded. */
export function sortedNumbers<T extends number | bigint>(set: ReadonlySet<T>): T[] {
  return [...set].sort((a, b) => (a < b ? -1 : 1))
}
