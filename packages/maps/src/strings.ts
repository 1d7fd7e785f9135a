/*
  set<string>, map<string, string> and map<string, T>

  As Reader has them, but for what hostile maps may have very many of: those that are empty are one and the same, and
  what is a string by itself is not named in errors.
*/
import { compareUtf8, LimitError } from '@cephwire/codec'
import type { Decode, Reader, Writer } from '@cephwire/codec'

const NO_STRINGS: ReadonlySet<string> = new Set()
const NO_ENTRIES: ReadonlyMap<string, never> = new Map<string, never>()
const LENGTH_BYTES = 4
/** Elements of one set: more than there are modules, or values of an option. */
const MAX_STRINGS = 4096

/** How many elements a map may have, where each costs far more than its bytes. */
interface MostOf {
  readonly most: number
  /** What they are, in the plural. */
  readonly what: string
}

export const readString: Decode<string> = r => r.string()

export const readStrings: Decode<ReadonlySet<string>> = r => {
  const count = r.count(LENGTH_BYTES)
  if (count === 0) return NO_STRINGS
  if (count > MAX_STRINGS) throw new LimitError(`${count} strings are over the limit of ${MAX_STRINGS}`, r.place())
  const strings = new Set<string>()
  for (let i = 0; i < count; i++) strings.add(r.string())
  if (strings.size !== count) r.fail('A set has an element twice')
  return strings
}

function readEntries<T>(r: Reader, minBytes: number, read: (key: string) => T, limit?: MostOf): ReadonlyMap<string, T> {
  const count = r.count(minBytes)
  if (count === 0) return NO_ENTRIES
  if (limit !== undefined && count > limit.most) {
    throw new LimitError(`${count} ${limit.what} are over the limit of ${limit.most}`, r.place())
  }
  const map = new Map<string, T>()
  for (let i = 0; i < count; i++) {
    const key = r.string()
    map.set(key, read(key))
    if (map.size !== i + 1) r.fail(`A map has the key ${JSON.stringify(key)} twice`)
  }
  return map
}

export const readStringMap: Decode<ReadonlyMap<string, string>> = r =>
  readEntries(r, 2 * LENGTH_BYTES, () => r.string())

/**
 * @param minBytes the fewest bytes that a key and a value take
 * @throws LimitError
 */
export function readStructMap<T>(
  r: Reader,
  decode: Decode<T>,
  minBytes: number,
  limit?: MostOf
): ReadonlyMap<string, T> {
  return readEntries(r, minBytes, key => r.field(`[${key}]`, decode), limit)
}

/**
 * map<string, map<string, string>>
 *
 * @throws LimitError
 */
export function readStringMaps(r: Reader, limit: MostOf): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return readStructMap(r, readStringMap, 2 * LENGTH_BYTES, limit)
}

/** In the order of std::set. */
export function writeStrings(w: Writer, strings: Iterable<string>): void {
  w.list([...strings].sort(compareUtf8), (w, text) => w.string(text))
}
