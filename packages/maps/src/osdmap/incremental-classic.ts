/*
  OSDMap::Incremental before sections        src/osd/OSDMap.cc, encode_classic() and decode_classic()
    u16 version          3 to 6
    fsid
    u32 epoch
    utime_t modified
    s64 new_pool_max                           since version 4; before version 6 s32
    s32 new_flags
    bufferlist fullmap
    bufferlist crush
    s32 new_max_osd
    map<s64, pg_pool_t> new_pools              before version 6 with u32 as key, as the two below
    map<s64, string> new_pool_names            since version 5
    set<s64> old_pools
    map<s32, entity_addr_t> new_up_client
    map<s32, u8> new_state
    map<s32, u32> new_weight
    map<pg_t, vector<s32>> new_pg_temp         before version 6 with old_pg_t as key

    u16 ev                                     since version 5; a peer without PGID64 gets nothing from here on
    map<s32, entity_addr_t> new_hb_back_up
    map<u32, string> new_pool_names            before version 5
    map<s32, u32> new_up_thru
    map<s32, pair<u32, u32>>                   new_last_clean_interval
    map<s32, u32> new_lost
    map<entity_addr_t, utime_t>                new_blocklist
    vector<entity_addr_t> old_blocklist
    map<s32, entity_addr_t>                    since ev 6: new_up_cluster
    string cluster_snapshot                    since ev 7
    map<s32, uuid> new_uuid                    since ev 8
    map<s32, osd_xinfo_t> new_xinfo            since ev 9
    map<s32, entity_addr_t>                    since ev 10: new_hb_front_up
*/
import { CephFeature, utimeCodec, uuidCodec } from '@cephwire/codec'
import { writeOldPools } from './incremental-client.js'
import {
  addrsCodec,
  addrvecsCodec,
  blocklistCodec,
  cleanIntervalsCodec,
  osdU32Codec,
  osdU8Codec,
  pgOsdsCodec,
  poolsCodec,
  readAddrs,
  uuidsCodec,
  writeAddrList,
  xinfosCodec
} from './incremental-fields.js'
import { decodeOldPgOsds, encodeOldPgOsds } from './osd-map-classic.js'
import { byNumber, decodePoolNames, encodePoolNames } from './osd-map-client.js'
import { EMPTY_INCREMENTAL } from './osd-map-incremental.js'
import { pgPoolCodec } from './pg-pool-codec.js'
import type { Features, Reader, Writer } from '@cephwire/codec'
import type { OSDMapIncremental } from './osd-map-incremental.js'
import type { PgPool } from './pg-pool.js'

type Fields = Partial<{ -readonly [K in keyof OSDMapIncremental]: OSDMapIncremental[K] }>

const PGID64_VERSION = 6
const OLDEST_VERSION = 3
const EXTENDED_V = 10
const NO_TAIL = new Uint8Array(0)

const readOldNames = (r: Reader): Map<bigint, string> =>
  r.map(
    r => BigInt(r.u32()),
    r => r.string(),
    8
  )

const readOldPools = (r: Reader): Map<bigint, PgPool> => r.map(r => BigInt(r.u32()), pgPoolCodec.decode, 48)

function decodePools(r: Reader, version: number): Fields {
  if (version >= PGID64_VERSION) {
    return {
      newPools: r.field('new_pools', poolsCodec.decode),
      newPoolNames: r.field('new_pool_names', decodePoolNames),
      oldPools: r.field('old_pools', r => r.set(r => r.s64(), 8))
    }
  }
  return {
    newPools: r.field('new_pools', readOldPools),
    ...(version === 5 ? { newPoolNames: r.field('new_pool_names', readOldNames) } : {}),
    oldPools: r.field('old_pools', r => r.set(r => BigInt(r.u32()), 4))
  }
}

function readPoolMax(r: Reader, version: number): bigint {
  if (version >= PGID64_VERSION) return r.s64()
  return version >= 4 ? BigInt(r.s32()) : EMPTY_INCREMENTAL.newPoolMax
}

function decodeExtended(r: Reader, version: number, ev: number): Fields {
  const fields: Fields = { newHbBackUp: r.field('new_hb_back_up', addrvecsCodec.decode) }
  if (version < 5) fields.newPoolNames = r.field('new_pool_names', readOldNames)
  fields.newUpThru = r.field('new_up_thru', osdU32Codec.decode)
  fields.newLastCleanInterval = r.field('new_last_clean_interval', cleanIntervalsCodec.decode)
  fields.newLost = r.field('new_lost', osdU32Codec.decode)
  fields.newBlocklist = r.field('new_blocklist', blocklistCodec.decode)
  fields.oldBlocklist = r.field('old_blocklist', readAddrs)
  if (ev >= 6) fields.newUpCluster = r.field('new_up_cluster', addrvecsCodec.decode)
  if (ev >= 7) fields.clusterSnapshot = r.field('cluster_snapshot', r => r.string())
  if (ev >= 8) fields.newUuid = r.field('new_uuid', uuidsCodec.decode)
  if (ev >= 9) fields.newXinfo = r.field('new_xinfo', xinfosCodec.decode)
  if (ev >= 10) fields.newHbFrontUp = r.field('new_hb_front_up', addrvecsCodec.decode)
  return fields
}

export function decodeClassicIncremental(r: Reader): OSDMapIncremental {
  const version = r.u16()
  if (version < OLDEST_VERSION || version > PGID64_VERSION) r.fail(`An increment of an OSDMap of version ${version}`)
  const inc: OSDMapIncremental = {
    ...EMPTY_INCREMENTAL,
    fsid: r.field('fsid', uuidCodec.decode),
    epoch: r.field('epoch', r => r.u32()),
    modified: r.field('modified', utimeCodec.decode),
    newPoolMax: readPoolMax(r, version),
    newFlags: r.field('new_flags', r => r.s32()),
    fullmap: r.field('fullmap', r => r.blob().slice()),
    crush: r.field('crush', r => r.blob().slice()),
    newMaxOsd: r.field('new_max_osd', r => r.s32()),
    ...decodePools(r, version),
    newUpClient: r.field('new_up_client', addrvecsCodec.decode),
    newState: r.field('new_state', osdU8Codec.decode),
    newWeight: r.field('new_weight', osdU32Codec.decode),
    newPgTemp: r.field('new_pg_temp', version >= PGID64_VERSION ? pgOsdsCodec.decode : decodeOldPgOsds),
    encodeFeatures: version >= PGID64_VERSION ? CephFeature.PGID64 : 0n
  }
  const isShort = version === 5 && r.remaining === 0
  const ev = isShort ? undefined : version < 5 ? 0 : r.field('ev', r => r.u16())
  const extended = ev === undefined ? {} : decodeExtended(r, version, ev)
  const tails = { tail: NO_TAIL, clientTail: NO_TAIL, osdTail: NO_TAIL }
  const encoding = { structV: version, clientV: ev, osdV: 0, ...tails, newFlags: inc.newFlags }
  return { ...inc, ...extended, encoding }
}

function encodeOldNames(w: Writer, inc: OSDMapIncremental): void {
  w.list(byNumber(inc.newPoolNames), (w, [id, name]) => w.u32(Number(id)).string(name))
}

function encodePools(w: Writer, inc: OSDMapIncremental, version: number, features: Features): void {
  if (version >= PGID64_VERSION) {
    poolsCodec.encode(w, inc.newPools, features)
    encodePoolNames(w, inc.newPoolNames)
    writeOldPools(w, inc.oldPools)
    return
  }
  w.list(byNumber(inc.newPools), (w, [id, pool]) => {
    pgPoolCodec.encode(w.u32(Number(id)), pool, features)
  })
  if (version === 5) encodeOldNames(w, inc)
  w.list(
    [...inc.oldPools].map(Number).sort((a, b) => a - b),
    (w, id) => w.u32(id)
  )
}

function encodeExtended(w: Writer, inc: OSDMapIncremental, version: number, ev: number, features: Features): void {
  addrsCodec.encode(w, inc.newHbBackUp, features)
  if (version < 5) encodeOldNames(w, inc)
  osdU32Codec.encode(w, inc.newUpThru, features)
  cleanIntervalsCodec.encode(w, inc.newLastCleanInterval, features)
  osdU32Codec.encode(w, inc.newLost, features)
  blocklistCodec.encode(w, inc.newBlocklist, features)
  writeAddrList(w, inc.oldBlocklist, features)
  if (ev >= 6) addrsCodec.encode(w, inc.newUpCluster, features)
  if (ev >= 7) w.string(inc.clusterSnapshot)
  if (ev >= 8) uuidsCodec.encode(w, inc.newUuid, features)
  if (ev >= 9) xinfosCodec.encode(w, inc.newXinfo, features)
  if (ev >= 10) addrsCodec.encode(w, inc.newHbFrontUp, features)
}

/** @param features in which the increment came, or those of a peer that knows no sections */
export function encodeClassicIncremental(
  w: Writer,
  inc: OSDMapIncremental,
  asBefore: boolean,
  hasPgid64: boolean,
  features: Features
): void {
  const before = asBefore ? inc.encoding : undefined
  const version = before?.structV ?? (hasPgid64 ? PGID64_VERSION : PGID64_VERSION - 1)
  const made = hasPgid64 ? EXTENDED_V : undefined
  const ev = before === undefined ? made : before.clientV
  uuidCodec.encode(w.u16(version), inc.fsid, features)
  utimeCodec.encode(w.u32(inc.epoch), inc.modified, features)
  if (version >= PGID64_VERSION) w.s64(inc.newPoolMax)
  else if (version >= 4) w.s32(Number(BigInt.asIntN(32, inc.newPoolMax)))
  w.s32(inc.newFlags).blob(inc.fullmap).blob(inc.crush).s32(inc.newMaxOsd)
  encodePools(w, inc, version, features)
  addrsCodec.encode(w, inc.newUpClient, features)
  osdU8Codec.encode(w, inc.newState, features)
  osdU32Codec.encode(w, inc.newWeight, features)
  if (version >= PGID64_VERSION) pgOsdsCodec.encode(w, inc.newPgTemp, features)
  else encodeOldPgOsds(w, inc.newPgTemp)
  if (ev === undefined) return
  if (version >= 5) w.u16(ev)
  encodeExtended(w, inc, version, ev, features)
}
