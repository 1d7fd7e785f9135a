/*
  What an OSDMap and an OSDMap::Incremental have in common     src/osd/OSDMap.cc
    DECODE_START_LEGACY_COMPAT_LEN(8, 7, 7)
      section for clients
      section for OSDs
      u32 crc                                  since struct_v 8: CRC-32C of all the rest
      …
*/
import { Reader, TrailingBytesError } from '@cephwire/codec'
import { checkCrc, crcAround } from './osd-map-crc.js'
import { OSD_MAP_V } from './osd-map-form.js'
import { peek } from './walk.js'
import type { Decode, ReaderLimits } from '@cephwire/codec'

/** How maps and increments are decoded. */
export interface OSDMapDecodeOptions {
  /** Whether a checksum that is wrong is a MapCrcError; default: true. */
  readonly verifyCrc?: boolean
  /** Limits of the {@link Reader}. */
  readonly limits?: Partial<ReaderLimits>
}

/** A value, and its checksum where it has one. */
export interface Sealed<T> {
  readonly value: T
  readonly crc: { readonly at: number; readonly declared: number } | undefined
}

/** One of the two structs. */
export interface SectionsStruct<T> {
  readonly what: string
  /** Before struct_v 7. */
  readonly decodeClassic: Decode<T>
  /** Behind the header. */
  readonly decodeSections: (r: Reader, structV: number) => Sealed<T>
}

/** First struct_v with sections, a header and a length. */
const SECTIONS_V = 7

/** The checksum, if this struct_v has one. */
export function decodeCrc(r: Reader, structV: number, name: string): Sealed<unknown>['crc'] {
  return structV < OSD_MAP_V ? undefined : { at: r.offset, declared: r.field(name, r => r.u32()) }
}

/** @throws CodecError; MapCrcError, which is one too, when the checksum is wrong */
export function decodeStruct<T>(r: Reader, struct: SectionsStruct<T>, verifyCrc: boolean): T {
  const all = peek(r)
  const start = r.offset
  if ((all[0] ?? 0) < SECTIONS_V) return struct.decodeClassic(r)
  const { value, crc } = r.versionedLegacy(OSD_MAP_V, { compatV: SECTIONS_V, lenV: SECTIONS_V }, struct.decodeSections)
  if (verifyCrc && crc !== undefined) {
    checkCrc(struct.what, crc.declared, crcAround(all.subarray(0, r.offset - start), crc.at - start))
  }
  return value
}

/** The same of a whole buffer. @throws CodecError, MapCrcError */
export function decodeWhole<T>(
  bytes: Uint8Array,
  struct: SectionsStruct<T>,
  { verifyCrc = true, limits = {} }: OSDMapDecodeOptions
): T {
  const r = new Reader(bytes, limits)
  const value = decodeStruct(r, struct, verifyCrc)
  if (r.remaining > 0) throw new TrailingBytesError(`${r.remaining} bytes left over`, r.place())
  return value
}
