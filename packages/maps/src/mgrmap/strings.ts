import { compareBytes } from '../sorted.js'
import type { Decode, Writer } from '@cephwire/codec'

const NO_STRINGS: ReadonlySet<string> = new Set()
const LENGTH_BYTES = 4

export const readString: Decode<string> = r => r.string()

/** set<string>; the many that are empty are one and the same. */
export const readStrings: Decode<ReadonlySet<string>> = r => {
  const strings = r.list(readString, LENGTH_BYTES)
  if (strings.length === 0) return NO_STRINGS
  const set = new Set(strings)
  if (set.size !== strings.length) r.fail('A set has an element twice')
  return set
}

/** In the order of std::set. */
export function writeStrings(w: Writer, strings: Iterable<string>): void {
  w.list([...strings].sort(compareBytes), (w, text) => w.string(text))
}
