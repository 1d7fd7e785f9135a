/*
  OSDMap::Incremental                        src/osd/OSDMap.cc, encode() and decode()
    DECODE_START_LEGACY_COMPAT_LEN(8, 7, 7)
      section for clients                      incremental-client.ts
      section for OSDs                         incremental-extended.ts
      u32 inc_crc                              since struct_v 8: CRC-32C of all the rest
      u32 full_crc                             since struct_v 8: that of the map that comes of it

  Before struct_v 7: incremental-classic.ts
*/
import { Reader, TrailingBytesError } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { decodeClassicIncremental } from './incremental-classic.js'
import { decodeIncrementalClient } from './incremental-client.js'
import { decodeIncrementalExtended } from './incremental-extended.js'
import { checkCrc, crcAround } from './osd-map-crc.js'
import { OSD_MAP_V, OSD_V } from './osd-map-form.js'
import { LEGACY_REQUIRE_FLAGS, OSDMapFlag } from './osd-map-flag.js'
import { peek } from './walk.js'
import type { Decode } from '@cephwire/codec'
import type { OSDMapDecodeOptions } from './osd-map-decode.js'
import type { OSDMapIncremental } from './osd-map-incremental.js'

/** First struct_v with sections, a header and a length. */
const SECTIONS_V = 7
/** The newest struct_v of the section for clients that is known here. */
export const INCREMENTAL_CLIENT_V = 9

/** First struct_v of the section for OSDs that says which release they have. */
const RELEASE_V = 6

/** What the flags said of Luminous before there was a field for it. */
function newFlagsOf(flags: number, osdV: number): number {
  const isLuminous = flags >= 0 && (flags & OSDMapFlag.REQUIRE_LUMINOUS) !== 0
  return osdV < RELEASE_V && isLuminous ? flags & ~LEGACY_REQUIRE_FLAGS : flags
}

interface Section<T> {
  readonly fields: T
  readonly structV: number
  readonly tail: Uint8Array
}

function decodeSections(
  r: Reader,
  structV: number
): { readonly inc: OSDMapIncremental; readonly crcAt: number | undefined } {
  const client: Section<OSDMapIncremental> = r.field('client', r =>
    r.versioned(INCREMENTAL_CLIENT_V, (r, v) => ({
      fields: decodeIncrementalClient(r, v),
      structV: v,
      tail: readTail(r)
    }))
  )
  const extended: Section<Partial<OSDMapIncremental>> = r.field('extended', r =>
    r.versioned(OSD_V, (r, v) => ({
      fields: decodeIncrementalExtended(r, v, client.fields.newFlags),
      structV: v,
      tail: readTail(r)
    }))
  )
  const crcAt = structV >= OSD_MAP_V ? r.offset : undefined
  const crcs = structV >= OSD_MAP_V ? { incCrc: r.field('inc_crc', r => r.u32()), fullCrc: r.u32() } : {}
  const encoding = {
    structV,
    tail: readTail(r),
    clientV: client.structV,
    osdV: extended.structV,
    clientTail: client.tail,
    osdTail: extended.tail,
    newFlags: client.fields.newFlags
  }
  const newFlags = newFlagsOf(client.fields.newFlags, extended.structV)
  return { inc: { ...client.fields, ...extended.fields, newFlags, ...crcs, encoding }, crcAt }
}

function decodeWith(r: Reader, verifyCrc: boolean): OSDMapIncremental {
  const all = peek(r)
  const start = r.offset
  if ((all[0] ?? 0) < SECTIONS_V) return decodeClassicIncremental(r)
  const { inc, crcAt } = r.versionedLegacy(OSD_MAP_V, { compatV: SECTIONS_V, lenV: SECTIONS_V }, decodeSections)
  if (verifyCrc && crcAt !== undefined) {
    checkCrc('OSDMap::Incremental', inc.incCrc!, crcAround(all.subarray(0, r.offset - start), crcAt - start))
  }
  return inc
}

/** @throws CodecError; MapCrcError, which is one too, when the checksum is wrong */
export const decodeCheckedIncremental: Decode<OSDMapIncremental> = r => decodeWith(r, true)

/**
 * The increment in a whole buffer.
 *
 * @throws CodecError when the bytes are no increment; MapCrcError when its own checksum is wrong
 */
export function decodeOsdMapIncremental(
  bytes: Uint8Array,
  { verifyCrc = true, limits = {} }: OSDMapDecodeOptions = {}
): OSDMapIncremental {
  const r = new Reader(bytes, limits)
  const inc = decodeWith(r, verifyCrc)
  if (r.remaining > 0) throw new TrailingBytesError(`${r.remaining} bytes left over`, r.place())
  return inc
}
