import type { OsdVector } from './osd-vector.js'

/** Changes to a vector, collected until all are known. */
export class Edit<T> {
  readonly changes = new Map<number, T>()
  readonly #base: OsdVector<T>

  constructor(base: OsdVector<T>) {
    this.#base = base
  }

  get(osd: number): T {
    return this.changes.get(osd) ?? this.#base.at(osd)!
  }

  set(osd: number, value: T): void {
    this.changes.set(osd, value)
  }

  /** Takes over all of a map by number of an OSD. */
  setAll(values: Iterable<readonly [number, T]>): void {
    for (const [osd, value] of values) this.set(osd, value)
  }
}

/** A map with some entries set or taken away; the same map where nothing changes. */
export function edited<K, V>(
  map: ReadonlyMap<K, V>,
  changes: Iterable<readonly [K, V]>,
  gone: Iterable<K> = []
): ReadonlyMap<K, V> {
  const [entries, keys] = [[...changes], [...gone]]
  if (entries.length === 0 && keys.length === 0) return map
  const copy = new Map(map)
  for (const [key, value] of entries) copy.set(key, value)
  for (const key of keys) copy.delete(key)
  return copy
}
