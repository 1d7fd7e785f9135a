import type { Reader } from '@cephwire/codec'

/** The u8 struct_v in front of a struct without compat version and length. */
export function decodeStructV(r: Reader): number {
  const place = r.place()
  const structV = r.u8()
  if (structV === 0) r.fail(`struct_v 0 at offset ${place.offset} never was`)
  return structV
}
