/*
  map<s32, string>                           src/crush/CrushWrapper.cc, decode_32_or_64_string_map()
    u32 count
    … s32 key, string

  Old releases wrote keys of 64 bits. What then stands where the string's length should be is 0, and no name is empty.
*/
import { CodecError, sortedByNumber } from '@cephwire/codec'
import type { Reader, Writer } from '@cephwire/codec'

/** A key and the shortest string */
const MIN_NAME_BYTES = 9

/** Names by id, and whether the ids took 64 bits. */
export interface DecodedNames {
  readonly names: ReadonlyMap<number, string>
  readonly wide: boolean
}

export function decodeNames(r: Reader): DecodedNames {
  let wideKeys = 0
  const names = new Map<number, string>()
  const count = r.count(MIN_NAME_BYTES)
  for (let i = 0; i < count; i++) {
    const key = r.s32()
    if (names.has(key)) r.fail(`Two names for ${key}`)
    const name = r.string()
    if (name === '') wideKeys++
    names.set(key, name === '' ? r.string() : name)
  }
  if (wideKeys !== 0 && wideKeys !== count) r.fail('Names with keys of 32 and of 64 bits')
  return { names, wide: wideKeys !== 0 }
}

export function encodeNames(w: Writer, names: ReadonlyMap<number, string>, wide: boolean): void {
  w.map(
    sortedByNumber(names),
    (w, key) => (wide ? w.s32(key).u32(0) : w.s32(key)),
    (w, name) => {
      if (name === '' && !wide) throw new CodecError('An empty name in a CRUSH map')
      w.string(name)
    }
  )
}
