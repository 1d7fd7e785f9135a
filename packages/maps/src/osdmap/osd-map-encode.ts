/*
  OSDMap                                     src/osd/OSDMap.cc, encode()

  What is written depends on the features of the peer; the fields are those of osd-map-client.ts and osd-map-extended.ts.
                                     section for clients   section for OSDs
    without PGID64                   version 5 of osd-map-classic.ts
    without OSDMAP_ENC               version 6 of osd-map-classic.ts
    without SERVER_LUMINOUS          3                     1
    without SERVER_MIMIC             6                     5
    without SERVER_NAUTILUS          7                     6
    without SERVER_REEF              9                     9
    otherwise                        10                    9
*/
import { CephFeature, haveFeature, utimeCodec, uuidCodec, Writer } from '@cephwire/codec'
import { cephReleaseName } from '../releases.js'
import { canonicalCrush } from './canonical-crush.js'
import { encodePoolNames, encodeProfiles, encodeSnapsByPool } from './osd-map-client.js'
import { encodeClassic } from './osd-map-classic.js'
import { encodingFeatures } from './encoding-features.js'
import { crcAround } from './osd-map-crc.js'
import { encodeNodeFlags } from './osd-map-extended.js'
import { formFor, isOfForm, isReadableAs, OSD_MAP_V, osdVersion } from './osd-map-form.js'
import {
  writeAddrs,
  writeBlocklist,
  writeInfos,
  writeNumbers,
  writePgOsd,
  writePgOsds,
  writePgUpmapItems,
  writePools,
  writeUuids,
  writeXinfos
} from './osd-map-write.js'
import { flagsOfRelease, legacyFlags } from './release-flags.js'
import type { Encode, Features } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { OSDMapForm } from './osd-map-form.js'
import type { Style } from './osd-map-write.js'

const SECTION_COMPAT = 1
const STRUCT_COMPAT = 7
/** First struct_v of each section with address vectors. */
const CLIENT_ADDRVEC_V = 8
const OSD_ADDRVEC_V = 7
const NO_TAIL = new Uint8Array(0)

/** The versions of the sections, and what stands behind them. */
interface Layout {
  readonly structV: number
  readonly clientV: number
  readonly osdV: number
  readonly tail: Uint8Array
  readonly clientTail: Uint8Array
  readonly osdTail: Uint8Array
  readonly flags: number
}

function encodeFlags(w: Writer, map: OSDMap, { clientV, flags }: Layout, { asIs }: Style): void {
  w.u32(clientV < 4 && !asIs ? legacyFlags(flags, map.requireOsdRelease) : flags)
}

function encodeClient(w: Writer, map: OSDMap, layout: Layout, style: Style): void {
  const { clientV } = layout
  const { features } = style
  uuidCodec.encode(w, map.fsid, features)
  utimeCodec.encode(w.u32(map.epoch), map.created, features)
  utimeCodec.encode(w, map.modified, features)
  writePools(w, map.pools, style)
  encodePoolNames(w, map.poolNames)
  encodeFlags(w.s32(map.poolMax), map, layout, style)
  writeNumbers(w.s32(map.maxOsd), map.osdState, clientV >= 5 ? 4 : 1)
  writeNumbers(w, map.osdWeight, 4)
  writeAddrs(w, map.clientAddrs, { ...style, addrvecs: clientV >= CLIENT_ADDRVEC_V })
  writePgOsds(w, map.pgTemp, style)
  writePgOsd(w, map.primaryTemp, style)
  if (clientV >= 2) writeNumbers(w, map.osdPrimaryAffinity, 4)
  w.blob(style.asIs ? map.crush : canonicalCrush(map.crush, features))
  if (clientV >= 3) encodeProfiles(w, map.erasureCodeProfiles)
  if (clientV >= 4) {
    writePgOsds(w, map.pgUpmap, style)
    writePgUpmapItems(w, map.pgUpmapItems, style)
  }
  if (clientV >= 6) w.u32(map.crushVersion)
  if (clientV >= 7) {
    encodeSnapsByPool(w, map.newRemovedSnaps)
    encodeSnapsByPool(w, map.newPurgedSnaps)
  }
  if (clientV >= 9) {
    utimeCodec.encode(w, map.lastUpChange, features)
    utimeCodec.encode(w, map.lastInChange, features)
  }
  if (clientV >= 10) writePgOsd(w, map.pgUpmapPrimaries, style)
  w.bytes(layout.clientTail)
}

function encodeExtendedBase(w: Writer, map: OSDMap, style: Style): void {
  writeAddrs(w, map.hbBackAddrs, style)
  writeInfos(w, map.osdInfo, style)
  writeBlocklist(w, map.blocklist, style)
  writeAddrs(w, map.clusterAddrs, style)
  w.u32(map.clusterSnapshotEpoch).string(map.clusterSnapshot)
  writeUuids(w, map.osdUuid, style)
  writeXinfos(w, map.osdXinfo, style)
  writeAddrs(w, map.hbFrontAddrs, style)
}

function encodeExtended(w: Writer, map: OSDMap, { osdV, osdTail }: Layout, style: Style): void {
  encodeExtendedBase(w, map, { ...style, addrvecs: osdV >= OSD_ADDRVEC_V })
  if (osdV >= 2) w.f32(map.nearfullRatio).f32(map.fullRatio)
  if (osdV >= 3) w.f32(map.backfillfullRatio)
  if (osdV === 4) w.string(map.requireMinCompatClient === 0 ? '' : cephReleaseName(map.requireMinCompatClient))
  if (osdV >= 5) w.u8(map.requireMinCompatClient).u8(map.requireOsdRelease)
  if (osdV >= 6) encodeSnapsByPool(w, map.removedSnapsQueue)
  if (osdV >= 8) encodeNodeFlags(w, map.crushNodeFlags)
  if (osdV >= 9) encodeNodeFlags(w, map.deviceClassFlags)
  if (osdV >= 10) {
    w.bool(map.stretchModeEnabled).u32(map.stretchBucketCount)
    w.u32(map.degradedStretchMode).u32(map.recoveringStretchMode).s32(map.stretchModeBucket)
  }
  if (osdV >= 11) writeBlocklist(w, map.rangeBlocklist, style)
  if (osdV >= 12) w.bool(map.allowCrimson)
  w.bytes(osdTail)
}

function encodeSections(w: Writer, map: OSDMap, layout: Layout, style: Style): void {
  const start = w.length
  let crcAt = -1
  w.versioned(layout.structV, STRUCT_COMPAT, w => {
    w.versioned(layout.clientV, SECTION_COMPAT, w => {
      encodeClient(w, map, layout, style)
    })
    w.versioned(layout.osdV, SECTION_COMPAT, w => {
      encodeExtended(w, map, layout, style)
    })
    crcAt = w.length - start
    if (layout.structV >= OSD_MAP_V) w.u32(0)
    w.bytes(layout.tail)
  })
  if (layout.structV < OSD_MAP_V) return
  const bytes = w.finish().subarray(start)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(crcAt, crcAround(bytes, crcAt), true)
}

/** The layout for a peer. */
function layoutFor(map: OSDMap, features: Features): Layout {
  const form = formFor(features)
  const tails = { tail: NO_TAIL, clientTail: NO_TAIL, osdTail: NO_TAIL }
  return { structV: OSD_MAP_V, clientV: form.clientV, osdV: osdVersion(map, form), ...tails, flags: map.flags }
}

/** The layout that a map came in, for fields that may have changed since. */
function layoutOf(map: OSDMap, encoding: NonNullable<OSDMap['encoding']>): Layout {
  const decoded = flagsOfRelease(encoding.flags, map.requireOsdRelease)
  return { ...encoding, flags: decoded === map.flags ? encoding.flags : map.flags }
}

/**
 * What a monitor would write for a peer with these features. A decoded map that such a peer can read comes out byte for
 * byte as it came.
 */
export const encodeOsdMap: Encode<OSDMap> = (w, map, given) => {
  const { encoding } = map
  const isReadable = encoding === undefined || isReadableAs(encoding.form, formFor(given))
  const features = isReadable ? given : given & encodingFeatures(map.requireOsdRelease)
  const style: Style = { features, asIs: encoding !== undefined && isReadable, anew: !isReadable, addrvecs: true }
  const isClassic = encoding?.osdV === 0 && isReadable
  if (isClassic || !haveFeature(features, CephFeature.PGID64 | CephFeature.OSDMAP_ENC)) {
    encodeClassic(w, map, haveFeature(features, CephFeature.PGID64), { ...style, addrvecs: false })
    return
  }
  encodeSections(w, map, style.asIs ? layoutOf(map, encoding!) : layoutFor(map, features), style)
}

/** Bytes that a map takes, to within a few: what is set aside before it is written. */
const MIN_BYTES = 4096
const BYTES_AN_OSD = 600

/**
 * Just what a monitor writes that holds this map, whichever way it came: the bytes that `full_crc` is of.
 *
 * @param form of what is written, {@link formFor} these features
 */
export function encodeOsdMapAnew(map: OSDMap, features: Features, form: OSDMapForm = formFor(features)): Uint8Array {
  const w = new Writer(MIN_BYTES + map.crush.length + BYTES_AN_OSD * map.osdState.length)
  const asIs = isOfForm(map.encoding?.form, form)
  const layout = { ...layoutFor(map, features), clientV: form.clientV }
  encodeSections(w, { ...map, encoding: undefined }, layout, { features, asIs, anew: true, addrvecs: true })
  return w.finish()
}
