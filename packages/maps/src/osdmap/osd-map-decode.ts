/*
  OSDMap                                     src/osd/OSDMap.cc, encode() and decode()
    DECODE_START_LEGACY_COMPAT_LEN(8, 7, 7)
      section for clients                      osd-map-client.ts
      section for OSDs                         osd-map-extended.ts
      u32 crc                                  since struct_v 8: CRC-32C of all the rest

  Before struct_v 7: osd-map-classic.ts
*/
import { Reader, TrailingBytesError } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { decodeClassic } from './osd-map-classic.js'
import { decodeClientSection } from './osd-map-client.js'
import { checkCrc, crcAround } from './osd-map-crc.js'
import { decodeExtendedSection } from './osd-map-extended.js'
import { formOf, OSD_MAP_V } from './osd-map-form.js'
import { flagsOfRelease } from './release-flags.js'
import { peek } from './walk.js'
import type { Decode, ReaderLimits } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { Seen } from './osd-map-parts.js'

/** How maps and increments are decoded. */
export interface OSDMapDecodeOptions {
  /** Whether a checksum that is wrong is a MapCrcError; default: true. */
  readonly verifyCrc?: boolean
  /** Limits of the {@link Reader}. */
  readonly limits?: Partial<ReaderLimits>
}

/** First struct_v with sections, a header and a length. */
const SECTIONS_V = 7

/** Every vector has an element for each OSD; the primary affinities are left out where they say nothing. */
function checkLengths(r: Reader, map: OSDMap): void {
  const { maxOsd, osdPrimaryAffinity } = map
  const vectors = [
    ...[map.osdState, map.osdWeight, map.osdInfo, map.osdXinfo, map.osdUuid],
    ...[map.clientAddrs, map.clusterAddrs, map.hbBackAddrs, map.hbFrontAddrs],
    ...(osdPrimaryAffinity.length === 0 ? [] : [osdPrimaryAffinity])
  ]
  const wrong = vectors.find(({ length }) => length !== maxOsd)
  if (wrong !== undefined) r.fail(`A vector of ${wrong.length} elements for ${maxOsd} OSDs`)
}

function decodeSections(r: Reader, structV: number): { readonly map: OSDMap; readonly crcAt: number | undefined } {
  const seen: Seen = { pools: new Set(), xinfos: new Set(), addrs: new Set() }
  const client = r.field('client', r => decodeClientSection(r, seen))
  const extended = r.field('extended', r => decodeExtendedSection(r, seen, client.fields))
  const crcAt = structV >= OSD_MAP_V ? r.offset : undefined
  const crc = structV >= OSD_MAP_V ? r.field('crc', r => r.u32()) : undefined
  const encoding = {
    structV,
    tail: readTail(r),
    clientV: client.structV,
    osdV: extended.structV,
    clientTail: client.tail,
    osdTail: extended.tail,
    flags: client.fields.flags,
    form: formOf(client.structV, extended.structV, seen)
  }
  const flags = flagsOfRelease(client.fields.flags, extended.fields.requireOsdRelease)
  const map = { ...client.fields, ...extended.fields, flags, crc, encoding }
  checkLengths(r, map)
  return { map, crcAt }
}

function decodeWith(r: Reader, verifyCrc: boolean): OSDMap {
  const all = peek(r)
  const start = r.offset
  if ((all[0] ?? 0) < SECTIONS_V) return decodeClassic(r)
  const { map, crcAt } = r.versionedLegacy(OSD_MAP_V, { compatV: SECTIONS_V, lenV: SECTIONS_V }, decodeSections)
  if (verifyCrc && crcAt !== undefined) {
    checkCrc('OSDMap', map.crc!, crcAround(all.subarray(0, r.offset - start), crcAt - start))
  }
  return map
}

/** @throws CodecError; MapCrcError, which is one too, when the checksum is wrong */
export const decodeChecked: Decode<OSDMap> = r => decodeWith(r, true)

/**
 * The OSDMap in a whole buffer.
 *
 * @throws CodecError when the bytes are no OSDMap; MapCrcError when its checksum is wrong
 */
export function decodeOsdMap(bytes: Uint8Array, { verifyCrc = true, limits = {} }: OSDMapDecodeOptions = {}): OSDMap {
  const r = new Reader(bytes, limits)
  const map = decodeWith(r, verifyCrc)
  if (r.remaining > 0) throw new TrailingBytesError(`${r.remaining} bytes left over`, r.place())
  return map
}
