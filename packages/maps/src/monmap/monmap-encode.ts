/*
  MonMap                                     src/mon/MonMap.cc, encode()

  What is written depends on the features of the peer; the fields are those of monmap-decode.ts.
    without MONNAMES                           u16 1, no names
    without MONENC                             u16 2, one address per monitor
    without SERVER_NAUTILUS                    ENCODE_START(5, 3)
    otherwise                                  ENCODE_START(10, 6); before Tentacle ENCODE_START(9, 6)
*/
import { CephFeature, compareUtf8, haveFeature, sortedByKey, utimeCodec, uuidCodec } from '@cephwire/codec'
import { encodeMonAddrs, encodeMonInsts } from './legacy-mons.js'
import { monFeatureCodec } from './mon-feature.js'
import { monInfoCodec } from './mon-info.js'
import type { Encode, Features, Writer } from '@cephwire/codec'
import type { MonMap } from './monmap.js'

/** The first struct_v for peers since Nautilus. */
const NAUTILUS_V = 6
const NAUTILUS_COMPAT = 6
const LEGACY_COMPAT = 3
/** The first struct_v with a length. */
const LEN_V = 3

function encodeNames(w: Writer, names: ReadonlySet<string>): void {
  w.list([...names].sort(compareUtf8), (w, name) => w.string(name))
}

function encodeTimes(w: Writer, map: MonMap, features: Features): void {
  utimeCodec.encode(w, map.lastChanged, features)
  utimeCodec.encode(w, map.created, features)
}

function encodeIds(w: Writer, { fsid, epoch }: MonMap, features: Features): void {
  uuidCodec.encode(w, fsid, features)
  w.u32(epoch)
}

function encodeFeaturesAndMons(w: Writer, map: MonMap, features: Features, structV: number): void {
  if (structV >= 4) {
    monFeatureCodec.encode(w, map.persistentFeatures, features)
    monFeatureCodec.encode(w, map.optionalFeatures, features)
  }
  if (structV < 5) return
  w.map(
    sortedByKey(map.mons),
    (w, name) => w.string(name),
    (w, info) => {
      monInfoCodec.encode(w, info, features)
    }
  )
}

function encodeLegacy(w: Writer, map: MonMap, features: Features): void {
  const { structV, tail } = versionFor(map, LEN_V, NAUTILUS_V - 1, 5)
  w.versioned(structV, LEGACY_COMPAT, w => {
    encodeIds(w, map, features)
    encodeMonAddrs(w, sortedByKey(map.mons), features)
    encodeTimes(w, map, features)
    encodeFeaturesAndMons(w, map, features, structV)
    w.bytes(tail)
  })
}

/** The struct_v that a map came in, if it is between the two; otherwise the given one. */
function versionFor(map: MonMap, oldest: number, newest: number, made: number): { structV: number; tail: Uint8Array } {
  const { encoding } = map
  const asBefore = encoding !== undefined && encoding.structV >= oldest && encoding.structV <= newest
  return asBefore ? encoding : { structV: made, tail: new Uint8Array(0) }
}

function encodeSinceNautilus(w: Writer, map: MonMap, features: Features): void {
  const { structV, tail } = versionFor(map, NAUTILUS_V, 255, map.authEpoch === undefined ? 9 : 10)
  w.versioned(structV, NAUTILUS_COMPAT, w => {
    encodeIds(w, map, features)
    encodeTimes(w, map, features)
    encodeFeaturesAndMons(w, map, features, structV)
    w.list(map.ranks, (w, name) => w.string(name))
    if (structV >= 7) w.u8(map.minMonRelease)
    if (structV >= 8) {
      const removedRanks = [...map.removedRanks].sort((a, b) => a - b)
      w.list(removedRanks, (w, rank) => w.u32(rank)).u8(map.strategy)
      encodeNames(w, map.disallowedLeaders)
    }
    if (structV >= 9) {
      w.bool(map.stretchModeEnabled).string(map.tiebreakerMon)
      encodeNames(w, map.stretchMarkedDownMons)
    }
    if (structV >= 10) {
      w.u32(map.authEpoch ?? 0).u32(map.authServiceCipher ?? 0)
      w.list(map.authAllowedCiphers ?? [], (w, cipher) => w.u32(cipher)).u32(map.authPreferredCipher ?? 0)
    }
    w.bytes(tail)
  })
}

export const encodeMonMap: Encode<MonMap> = (w, map, features) => {
  if (haveFeature(features, CephFeature.MONNAMES | CephFeature.MONENC | CephFeature.SERVER_NAUTILUS)) {
    encodeSinceNautilus(w, map, features)
  } else if (haveFeature(features, CephFeature.MONNAMES | CephFeature.MONENC)) {
    encodeLegacy(w, map, features)
  } else {
    const named = haveFeature(features, CephFeature.MONNAMES)
    encodeIds(w.u16(named ? 2 : 1), map, features)
    if (named) encodeMonAddrs(w, sortedByKey(map.mons), features)
    else encodeMonInsts(w, map, features)
    encodeTimes(w, map, features)
  }
}
