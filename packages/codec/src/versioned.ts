/*
  Headers of versioned structs               src/include/encoding.h

  ENCODE_START / DECODE_START
    u8  struct_v
    u8  struct_compat
    u32 struct_len         bytes that follow
    … struct_len bytes

  DECODE_START_LEGACY_COMPAT_LEN(v, compatv, lenv)
    u8  struct_v
    u8  struct_compat      if struct_v >= compatv
    u32 struct_len         if struct_v >= lenv
    … to the end of the enclosing struct where there is no length

  DECODE_START_LEGACY_COMPAT_LEN_16
    the same; but struct_v was a u16 before compatv, so its high byte is skipped
*/
import { IncompatibleVersionError } from './errors.js'
import type { Reader } from './reader.js'

/** Since which struct_v the parts of the header are there. */
export interface LegacyHeader {
  /** First struct_v with a struct_compat. */
  readonly compatV: number
  /** First struct_v with a length. */
  readonly lenV: number
  /** Whether struct_v was two bytes before `compatV`. */
  readonly wide?: boolean
}

function checkCompat(r: Reader, structV: number, structCompat: number, supported: number): void {
  if (structCompat > supported) throw new IncompatibleVersionError(structV, structCompat, supported, r.place())
}

export function readVersioned<T>(r: Reader, supported: number, decode: (r: Reader, structV: number) => T): T {
  const structV = r.u8()
  checkCompat(r, structV, r.u8(), supported)
  return r.within(r.u32(), r => decode(r, structV))
}

export function readVersionedLegacy<T>(
  r: Reader,
  supported: number,
  { compatV, lenV, wide = false }: LegacyHeader,
  decode: (r: Reader, structV: number) => T
): T {
  const structV = r.u8()
  if (structV >= compatV) checkCompat(r, structV, r.u8(), supported)
  else if (wide) r.skip(1)
  return structV >= lenV ? r.within(r.u32(), r => decode(r, structV)) : decode(r, structV)
}
