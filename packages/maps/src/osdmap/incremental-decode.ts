/*
  OSDMap::Incremental                        src/osd/OSDMap.cc, encode() and decode()
    DECODE_START_LEGACY_COMPAT_LEN(8, 7, 7)
      section for clients                      incremental-client.ts
      section for OSDs                         incremental-extended.ts
      u32 inc_crc                              since struct_v 8: CRC-32C of all the rest
      u32 full_crc                             since struct_v 8: that of the map that comes of it

  Before struct_v 7: incremental-classic.ts
*/
import { readTail } from '../struct-encoding.js'
import { decodeClassicIncremental } from './incremental-classic.js'
import { decodeIncrementalClient } from './incremental-client.js'
import { decodeIncrementalExtended } from './incremental-extended.js'
import { OSD_V } from './osd-map-form.js'
import { LEGACY_REQUIRE_FLAGS, OSDMapFlag } from './osd-map-flag.js'
import { decodeCrc, decodeStruct, decodeWhole } from './sections.js'
import type { Decode, Reader } from '@cephwire/codec'
import type { OSDMapIncremental } from './osd-map-incremental.js'
import type { OSDMapDecodeOptions, Sealed, SectionsStruct } from './sections.js'

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

function decodeSections(r: Reader, structV: number): Sealed<OSDMapIncremental> {
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
  const crc = decodeCrc(r, structV, 'inc_crc')
  const crcs = crc === undefined ? {} : { incCrc: crc.declared, fullCrc: r.field('full_crc', r => r.u32()) }
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
  return { value: { ...client.fields, ...extended.fields, newFlags, ...crcs, encoding }, crc }
}

const struct: SectionsStruct<OSDMapIncremental> = {
  what: 'OSDMap::Incremental',
  decodeClassic: decodeClassicIncremental,
  decodeSections
}

/** @throws CodecError; MapCrcError, which is one too, when the checksum is wrong */
export const decodeCheckedIncremental: Decode<OSDMapIncremental> = r => decodeStruct(r, struct, true)

/**
 * The increment in a whole buffer.
 *
 * @throws CodecError when the bytes are no increment; MapCrcError when its own checksum is wrong
 */
export function decodeOsdMapIncremental(bytes: Uint8Array, options: OSDMapDecodeOptions = {}): OSDMapIncremental {
  return decodeWhole(bytes, struct, options)
}
