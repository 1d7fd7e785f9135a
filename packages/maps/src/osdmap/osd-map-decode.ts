/*
  OSDMap                                     src/osd/OSDMap.cc, encode() and decode()
    DECODE_START_LEGACY_COMPAT_LEN(8, 7, 7)
      section for clients                      osd-map-client.ts
      section for OSDs                         osd-map-extended.ts
      u32 crc                                  since struct_v 8: CRC-32C of all the rest

  Before struct_v 7: osd-map-classic.ts
*/
import { readTail } from '../struct-encoding.js'
import { decodeClassic } from './osd-map-classic.js'
import { decodeClientSection } from './osd-map-client.js'
import { decodeExtendedSection } from './osd-map-extended.js'
import { formOf } from './osd-map-form.js'
import { flagsOfRelease } from './release-flags.js'
import { decodeCrc, decodeStruct, decodeWhole } from './sections.js'
import type { Decode, Reader } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { Seen } from './osd-map-parts.js'
import type { OSDMapDecodeOptions, Sealed, SectionsStruct } from './sections.js'

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

function decodeSections(r: Reader, structV: number): Sealed<OSDMap> {
  const seen: Seen = { pools: new Set(), xinfos: new Set(), addrs: new Set() }
  const client = r.field('client', r => decodeClientSection(r, seen))
  const extended = r.field('extended', r => decodeExtendedSection(r, seen, client.fields))
  const crc = decodeCrc(r, structV, 'crc')
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
  const map = { ...client.fields, ...extended.fields, flags, crc: crc?.declared, encoding }
  checkLengths(r, map)
  return { value: map, crc }
}

const struct: SectionsStruct<OSDMap> = { what: 'OSDMap', decodeClassic, decodeSections }

/** @throws CodecError; MapCrcError, which is one too, when the checksum is wrong */
export const decodeChecked: Decode<OSDMap> = r => decodeStruct(r, struct, true)

/**
 * The OSDMap in a whole buffer.
 *
 * @throws CodecError when the bytes are no OSDMap; MapCrcError when its checksum is wrong
 */
export function decodeOsdMap(bytes: Uint8Array, options: OSDMapDecodeOptions = {}): OSDMap {
  return decodeWhole(bytes, struct, options)
}
