/*
  OSDMap, section for clients                src/osd/OSDMap.cc
    ENCODE_START(10, 1)
      fsid
      u32 epoch
      utime_t created, modified
      map<s64, pg_pool_t> pools
      map<s64, string> pool_name
      s32 pool_max
      u32 flags
      s32 max_osd
      vector<u32> osd_state                    before struct_v 5 vector<u8>
      vector<u32> osd_weight
      vector<entity_addrvec_t> client_addrs    before struct_v 8 vector<entity_addr_t>
      map<pg_t, vector<s32>> pg_temp
      map<pg_t, s32> primary_temp
      vector<u32> osd_primary_affinity         since struct_v 2; empty for none
      bufferlist crush
      map<string, map<string, string>>         since struct_v 3: erasure_code_profiles
      map<pg_t, vector<s32>> pg_upmap          since struct_v 4
      map<pg_t, vector<pair<s32, s32>>>        since struct_v 4: pg_upmap_items
      u32 crush_version                        since struct_v 6
      map<s64, interval_set> new_removed_snaps, new_purged_snaps
                                               since struct_v 7
      utime_t last_up_change, last_in_change   since struct_v 9
      map<pg_t, s32> pg_upmap_primaries        since struct_v 10
*/
import { sortedByKey, utimeCodec, uuidCodec } from '@cephwire/codec'
import { readString, readStringMaps } from '../strings.js'
import { readTail } from '../struct-encoding.js'
import { EMPTY_OSD_MAP } from './osd-map.js'
import { decodeAddrvecs, decodePgOsd, decodePgOsds, decodePgUpmapItems, decodePools } from './osd-map-parts.js'
import { CLIENT_V } from './osd-map-form.js'
import { NumberVector } from './number-vector.js'
import { snapSetCodec } from './snap-set.js'
import type { Decode, Reader, Writer } from '@cephwire/codec'
import type { ErasureCodeProfile, OSDMap } from './osd-map.js'
import type { Seen } from './osd-map-parts.js'
import type { SnapSet } from './snap-set.js'

/** Far more than any cluster has; each is a Map. */
const MAX_PROFILES = 16_384

export const decodePoolNames: Decode<Map<bigint, string>> = r => r.map(r => r.s64(), readString, 12)

export function encodePoolNames(w: Writer, names: ReadonlyMap<bigint, string>): void {
  w.list(byNumber(names), (w, [id, name]) => w.s64(id).string(name))
}

export const decodeProfiles: Decode<ReadonlyMap<string, ErasureCodeProfile>> = r =>
  readStringMaps(r, { most: MAX_PROFILES, what: 'erasure code profiles' })

export function encodeProfiles(w: Writer, profiles: ReadonlyMap<string, ErasureCodeProfile>): void {
  w.list(sortedByKey(profiles), (w, [name, profile]) => {
    w.string(name).list(sortedByKey(profile), (w, [key, value]) => w.string(key).string(value))
  })
}

export const decodeSnapsByPool: Decode<Map<bigint, SnapSet>> = r => r.map(r => r.s64(), snapSetCodec.decode, 12)

export function encodeSnapsByPool(w: Writer, snaps: ReadonlyMap<bigint, SnapSet>): void {
  w.list(byNumber(snaps), (w, [pool, set]) => {
    snapSetCodec.encode(w.s64(pool), set, 0n)
  })
}

/** The entries of a map in the order of their keys. */
export function byNumber<K extends number | bigint, V>(map: ReadonlyMap<K, V>): [K, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What the section holds; the other fields as in a new map. */
export interface ClientSection {
  readonly fields: OSDMap
  readonly structV: number
  readonly tail: Uint8Array
}

function decodeSinceLuminous(r: Reader, structV: number): Partial<OSDMap> {
  return {
    ...(structV >= 4
      ? {
          pgUpmap: r.field('pg_upmap', decodePgOsds),
          pgUpmapItems: r.field('pg_upmap_items', decodePgUpmapItems)
        }
      : {}),
    ...(structV >= 6 ? { crushVersion: r.field('crush_version', r => r.u32()) } : {}),
    ...(structV >= 7
      ? {
          newRemovedSnaps: r.field('new_removed_snaps', decodeSnapsByPool),
          newPurgedSnaps: r.field('new_purged_snaps', decodeSnapsByPool)
        }
      : {}),
    ...(structV >= 9
      ? {
          lastUpChange: r.field('last_up_change', utimeCodec.decode),
          lastInChange: r.field('last_in_change', utimeCodec.decode)
        }
      : {}),
    ...(structV >= 10 ? { pgUpmapPrimaries: r.field('pg_upmap_primaries', decodePgOsd) } : {})
  }
}

function decodeBody(r: Reader, structV: number, seen: Seen): OSDMap {
  const map: OSDMap = {
    ...EMPTY_OSD_MAP,
    fsid: r.field('fsid', uuidCodec.decode),
    epoch: r.field('epoch', r => r.u32()),
    created: r.field('created', utimeCodec.decode),
    modified: r.field('modified', utimeCodec.decode),
    pools: r.field('pools', r => decodePools(r, seen)),
    poolNames: r.field('pool_name', decodePoolNames),
    poolMax: r.field('pool_max', r => r.s32()),
    flags: r.field('flags', r => r.u32()),
    maxOsd: r.field('max_osd', r => r.s32()),
    osdState: r.field('osd_state', r => NumberVector.decode(r, structV >= 5 ? 4 : 1)),
    osdWeight: r.field('osd_weight', r => NumberVector.decode(r)),
    clientAddrs: r.field('client_addrs', r => decodeAddrvecs(r, seen)),
    pgTemp: r.field('pg_temp', decodePgOsds),
    primaryTemp: r.field('primary_temp', decodePgOsd),
    osdPrimaryAffinity: structV >= 2 ? r.field('osd_primary_affinity', r => NumberVector.decode(r)) : [],
    crush: r.field('crush', r => r.blob()),
    erasureCodeProfiles: structV >= 3 ? r.field('erasure_code_profiles', decodeProfiles) : new Map()
  }
  return { ...map, ...decodeSinceLuminous(r, structV) }
}

export function decodeClientSection(r: Reader, seen: Seen): ClientSection {
  return r.versioned(CLIENT_V, (r, structV) => ({
    fields: decodeBody(r, structV, seen),
    structV,
    tail: readTail(r)
  }))
}
