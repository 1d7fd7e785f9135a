/*
  MonMap                                     src/mon/MonMap.cc, decode()
    DECODE_START_LEGACY_COMPAT_LEN_16(10, 3, 3)
      fsid
      u32 epoch
      vector<entity_inst_t>                    struct_v 1
      map<string, entity_addr_t> mon_addr      struct_v 2 to 5
      utime_t last_changed
      utime_t created
      mon_feature_t persistent_features        since struct_v 4
      mon_feature_t optional_features          since struct_v 4
      map<string, mon_info_t> mon_info         since struct_v 5
      vector<string> ranks                     since struct_v 6
      u8  min_mon_release                      since struct_v 7
      set<u32> removed_ranks                   since struct_v 8
      u8  strategy                             since struct_v 8
      set<string> disallowed_leaders           since struct_v 8
      u8  stretch_mode_enabled                 since struct_v 9
      string tiebreaker_mon                    since struct_v 9
      set<string> stretch_marked_down_mons     since struct_v 9
      u32 auth_epoch                           since struct_v 10
      u32 auth_service_cipher                  since struct_v 10
      vector<u32> auth_allowed_ciphers         since struct_v 10
      u32 auth_preferred_cipher                since struct_v 10
*/
import { utimeCodec, uuidCodec } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { checkMonCount, checkMonMap } from './check-monmap.js'
import { decodeMonAddrs, decodeMonInsts, legacyRanks } from './legacy-mons.js'
import { inferRelease, monFeatureCodec } from './mon-feature.js'
import { monInfoCodec } from './mon-info.js'
import { ElectionStrategy } from './monmap.js'
import type { Decode, Reader } from '@cephwire/codec'
import type { MonInfo } from './mon-info.js'
import type { MonMap } from './monmap.js'

const STRUCT_V = 10
const MIN_MON_BYTES = 20

const decodeString: Decode<string> = r => r.string()
const decodeStrings: Decode<Set<string>> = r => r.set(decodeString, 4)
const decodeRemovedRanks: Decode<Set<number>> = r => r.set(r => r.u32(), 4)

const decodeMonInfos: Decode<Map<string, MonInfo>> = r => {
  const mons = new Map<string, MonInfo>()
  const count = r.count(MIN_MON_BYTES)
  checkMonCount(r, count)
  for (let i = 0; i < count; i++) {
    const name = r.field(`[${i}]`, decodeString)
    if (mons.has(name)) r.fail(`Two monitors named ${JSON.stringify(name)}`)
    mons.set(name, r.field(`[${name}]`, monInfoCodec.decode))
  }
  return mons
}

/** The monitors where struct_v has them: before the times or behind the features. */
function decodeOldMons(r: Reader, structV: number): Map<string, MonInfo> {
  if (structV === 1) return r.field('mon_inst', decodeMonInsts)
  return structV < 6 ? r.field('mon_addr', decodeMonAddrs) : new Map<string, MonInfo>()
}

type AuthFields = 'authEpoch' | 'authServiceCipher' | 'authAllowedCiphers' | 'authPreferredCipher'

function decodeAuth(r: Reader): Required<Pick<MonMap, AuthFields>> {
  return {
    authEpoch: r.field('auth_epoch', r => r.u32()),
    authServiceCipher: r.field('auth_service_cipher', r => r.u32()),
    authAllowedCiphers: r.field('auth_allowed_ciphers', r => r.list(r => r.u32(), 4)),
    authPreferredCipher: r.field('auth_preferred_cipher', r => r.u32())
  }
}

function decodeBody(r: Reader, structV: number): MonMap {
  const fsid = r.field('fsid', uuidCodec.decode)
  const epoch = r.field('epoch', r => r.u32())
  const oldMons = decodeOldMons(r, structV)
  const lastChanged = r.field('last_changed', utimeCodec.decode)
  const created = r.field('created', utimeCodec.decode)
  const persistentFeatures = structV >= 4 ? r.field('persistent_features', monFeatureCodec.decode) : 0n
  const optionalFeatures = structV >= 4 ? r.field('optional_features', monFeatureCodec.decode) : 0n
  const mons = structV >= 5 ? r.field('mon_info', decodeMonInfos) : oldMons
  const ranks = structV >= 6 ? r.field('ranks', r => r.list(decodeString, 4)) : legacyRanks(mons)
  const map = {
    fsid,
    epoch,
    lastChanged,
    created,
    persistentFeatures,
    optionalFeatures,
    mons,
    ranks,
    minMonRelease: structV >= 7 ? r.field('min_mon_release', r => r.u8()) : inferRelease(persistentFeatures),
    removedRanks: structV >= 8 ? r.field('removed_ranks', decodeRemovedRanks) : new Set<number>(),
    strategy: structV >= 8 ? r.field('strategy', r => r.u8()) : ElectionStrategy.Classic,
    disallowedLeaders: structV >= 8 ? r.field('disallowed_leaders', decodeStrings) : new Set<string>(),
    stretchModeEnabled: structV >= 9 ? r.field('stretch_mode_enabled', r => r.bool()) : false,
    tiebreakerMon: structV >= 9 ? r.field('tiebreaker_mon', decodeString) : '',
    stretchMarkedDownMons: structV >= 9 ? r.field('stretch_marked_down_mons', decodeStrings) : new Set<string>(),
    ...(structV >= 10 ? decodeAuth(r) : {})
  }
  const encoding = { structV, tail: readTailOf(r, structV) }
  checkMonMap(r, map)
  return { ...map, encoding }
}

/** Before struct_v 3 there is no length, so what follows is not ours. */
function readTailOf(r: Reader, structV: number): Uint8Array {
  return structV >= 3 ? readTail(r) : new Uint8Array(0)
}

export const decodeMonMap: Decode<MonMap> = r =>
  r.versionedLegacy(STRUCT_V, { compatV: 3, lenV: 3, wide: true }, decodeBody)
