import type { Decode, Reader } from '@cephwire/codec'

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>()

/** map<string, T>, as Reader.map() reads it; the many that are empty are one and the same. */
export function readNamedMap<T>(r: Reader, decode: Decode<T>, minItemBytes: number): ReadonlyMap<string, T> {
  const count = r.count(minItemBytes)
  if (count === 0) return NOTHING
  const map = new Map<string, T>()
  for (let i = 0; i < count; i++) {
    const name = r.string()
    if (map.has(name)) r.fail(`A map has the key ${JSON.stringify(name)} twice`)
    map.set(name, r.field(`[${name}]`, decode))
  }
  return map
}
