/*
  OSDMap::Incremental                        src/osd/OSDMap.cc, encode()

  What is written depends on the features of the peer; the fields are those of incremental-client.ts and
  incremental-extended.ts.
                                     section for clients   section for OSDs
    without PGID64                   version 5 of incremental-classic.ts
    without OSDMAP_ENC               version 6 of incremental-classic.ts
    without SERVER_LUMINOUS          3                     2
    without SERVER_MIMIC             5                     6
    without SERVER_NAUTILUS          6                     6
    without SERVER_REEF              8                     9
    otherwise                        9                     9
*/
import { CEPH_FEATURES_ALL, CephFeature, CodecError, encode, haveFeature } from '@cephwire/codec'
import { canonicalCrush } from './canonical-crush.js'
import { encodeClassicIncremental } from './incremental-classic.js'
import { encodeIncrementalClient } from './incremental-client.js'
import { INCREMENTAL_CLIENT_V } from './incremental-decode.js'
import { encodeIncrementalExtended } from './incremental-extended.js'
import { osdMapCodec } from './osd-map-codec.js'
import { crcAround } from './osd-map-crc.js'
import { decodeOsdMap } from './osd-map-decode.js'
import { formFor, isReadableAs, OSD_BASE_V, OSD_MAP_V } from './osd-map-form.js'
import type { Encode, Features, Writer } from '@cephwire/codec'
import type { IncrementalStyle } from './incremental-client.js'
import type { OSDMapIncremental } from './osd-map-incremental.js'

const SECTION_COMPAT = 1
const STRUCT_COMPAT = 7
const NO_TAIL = new Uint8Array(0)

/** Addresses were of one form; whatever else an increment before sections has says its own version. */
const CLASSIC_FEATURES = CEPH_FEATURES_ALL & ~CephFeature.MSG_ADDR2

interface Layout {
  readonly structV: number
  readonly clientV: number
  readonly osdV: number
  readonly tail: Uint8Array
  readonly clientTail: Uint8Array
  readonly osdTail: Uint8Array
}

function clientVersion(features: Features): number {
  if (!haveFeature(features, CephFeature.SERVER_LUMINOUS)) return 3
  if (!haveFeature(features, CephFeature.SERVER_MIMIC)) return 5
  if (!haveFeature(features, CephFeature.SERVER_NAUTILUS)) return 6
  return haveFeature(features, CephFeature.SERVER_REEF) ? INCREMENTAL_CLIENT_V : 8
}

function osdVersion(features: Features): number {
  if (!haveFeature(features, CephFeature.SERVER_LUMINOUS)) return 2
  return haveFeature(features, CephFeature.SERVER_NAUTILUS) ? OSD_BASE_V : 6
}

function layoutFor(inc: OSDMapIncremental, features: Features): Layout {
  const needed = [
    osdVersion(features),
    ...(inc.changeStretchMode ? [10] : []),
    ...(inc.newRangeBlocklist.size > 0 || inc.oldRangeBlocklist.length > 0 ? [11] : []),
    ...(inc.mutateAllowCrimson === 0 ? [] : [12])
  ]
  const tails = { tail: NO_TAIL, clientTail: NO_TAIL, osdTail: NO_TAIL }
  return { structV: OSD_MAP_V, clientV: clientVersion(features), osdV: Math.max(...needed), ...tails }
}

function encodeSections(w: Writer, inc: OSDMapIncremental, layout: Layout, style: IncrementalStyle): void {
  const start = w.length
  let crcAt = -1
  w.versioned(layout.structV, STRUCT_COMPAT, w => {
    w.versioned(layout.clientV, SECTION_COMPAT, w => {
      encodeIncrementalClient(w, inc, layout.clientV, style)
      w.bytes(layout.clientTail)
    })
    w.versioned(layout.osdV, SECTION_COMPAT, w => {
      encodeIncrementalExtended(w, inc, layout.osdV, style)
      w.bytes(layout.osdTail)
    })
    crcAt = w.length - start
    if (layout.structV >= OSD_MAP_V) w.u32(0).u32(inc.fullCrc ?? 0)
    w.bytes(layout.tail)
  })
  if (layout.structV < OSD_MAP_V) return
  const bytes = w.finish().subarray(start)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(crcAt, crcAround(bytes, crcAt), true)
}

/** The maps inside, as they are written for the same peer; bytes that are no such maps stay as they are. */
function withMapsFor(inc: OSDMapIncremental, features: Features): OSDMapIncremental {
  const { crush, fullmap } = inc
  return {
    ...inc,
    encoding: undefined,
    crush: crush.length === 0 ? crush : canonicalCrush(crush, features),
    fullmap: fullmap.length === 0 ? fullmap : fullmapFor(fullmap, features)
  }
}

function fullmapFor(bytes: Uint8Array, features: Features): Uint8Array {
  try {
    return encode(osdMapCodec, decodeOsdMap(bytes, { verifyCrc: false }), features)
  } catch (error) {
    if (error instanceof CodecError) return bytes
    throw error
  }
}

/**
 * What a monitor would write for a peer with these features. A decoded increment that such a peer can read comes out
 * byte for byte as it came.
 */
export const encodeIncremental: Encode<OSDMapIncremental> = (w, inc, features) => {
  const { encoding } = inc
  const readable = isReadableAs(formFor(inc.encodeFeatures), formFor(features))
  const hasPgid64 = haveFeature(features, CephFeature.PGID64)
  if (encoding?.osdV === 0 || !hasPgid64 || !haveFeature(features, CephFeature.OSDMAP_ENC)) {
    const asBefore = encoding?.osdV === 0
    const of = encoding === undefined || asBefore ? inc : withMapsFor(inc, features)
    encodeClassicIncremental(w, of, asBefore, hasPgid64, asBefore ? CLASSIC_FEATURES : features)
    return
  }
  if (encoding?.clientV !== undefined && readable) {
    const layout = { ...encoding, clientV: encoding.clientV }
    encodeSections(w, inc, layout, { features: inc.encodeFeatures, anew: false })
    return
  }
  if (encoding === undefined) {
    encodeSections(w, inc, layoutFor(inc, features), { features, anew: true })
    return
  }
  // What a monitor made for its own features, it writes for those that its peer has of them.
  const shared = features & inc.encodeFeatures
  encodeSections(w, withMapsFor(inc, shared), layoutFor(inc, shared), { features: shared, anew: true })
}
