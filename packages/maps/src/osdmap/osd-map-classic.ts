/*
  OSDMap before sections                     src/osd/OSDMap.cc, encode_classic() and decode_classic()
    u16 version          3 to 6
    fsid
    u32 epoch
    utime_t created, modified
    s32 pool_max                               before version 4
    map<s64, pg_pool_t> pools                  before version 6 with u32 as key, as the one below
    map<s64, string> pool_name                 since version 5
    s32 pool_max                               since version 4
    u32 flags
    s32 max_osd
    vector<u8> osd_state
    vector<u32> osd_weight
    vector<entity_addr_t> client_addrs
    map<pg_t, vector<s32>> pg_temp             before version 6 with old_pg_t as key
    bufferlist crush

    u16 ev                                     since version 5; a peer without PGID64 gets nothing from here on
    vector<entity_addr_t> hb_back_addrs
    vector<osd_info_t> osd_info
    map<u32, string> pool_name                 before version 5
    map<entity_addr_t, utime_t> blocklist
    vector<entity_addr_t> cluster_addrs        since ev 6
    u32 cluster_snapshot_epoch                 since ev 7
    string cluster_snapshot                    since ev 7
    vector<uuid> osd_uuid                      since ev 8
    vector<osd_xinfo_t> osd_xinfo              since ev 9
    vector<entity_addr_t> hb_front_addrs       since ev 10
*/
import { utimeCodec, uuidCodec } from '@cephwire/codec'
import { byNumber, decodePoolNames, encodePoolNames } from './osd-map-client.js'
import {
  decodeAddrvecs,
  decodeBlocklist,
  decodeInfos,
  decodePgOsds,
  decodePools,
  decodeUuids,
  decodeXinfos
} from './osd-map-parts.js'
import { canonicalCrush } from './canonical-crush.js'
import { s32ListCodec } from './entry-kinds.js'
import { NumberVector } from './number-vector.js'
import { EMPTY_OSD_MAP } from './osd-map.js'
import { writeAddrs, writeBlocklist, writeInfos, writeNumbers, writePgOsds, writePools } from './osd-map-write.js'
import { writeUuids, writeXinfos } from './osd-map-write.js'
import { comparePgText, decodeOldPgText, encodeOldPgText } from './pg-id.js'
import { pgPoolCodec } from './pg-pool-codec.js'
import type { Decode, Reader, Writer } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { Seen } from './osd-map-parts.js'
import type { Style } from './osd-map-write.js'
import type { PgPool } from './pg-pool.js'

/** First version whose pools have numbers of 64 bits, PGID64. */
const PGID64_VERSION = 6
const OLDEST_VERSION = 3
/** What a monitor writes as `ev`. */
const EXTENDED_V = 10
const NO_TAIL = new Uint8Array(0)

type Fields = Partial<{ -readonly [K in keyof OSDMap]: OSDMap[K] }>

const decodeOldPools: Decode<Map<bigint, PgPool>> = r => r.map(r => BigInt(r.u32()), pgPoolCodec.decode, 60)
const decodeOldPoolNames: Decode<Map<bigint, string>> = r =>
  r.map(
    r => BigInt(r.u32()),
    r => r.string(),
    8
  )

export const decodeOldPgOsds: Decode<Map<string, readonly number[]>> = r =>
  r.map(decodeOldPgText, s32ListCodec.decode, 12)

export function encodeOldPgOsds(w: Writer, map: ReadonlyMap<string, readonly number[]>): void {
  const sorted = [...map].sort(([a], [b]) => comparePgText(a, b))
  w.list(sorted, (w, [pg, osds]) => {
    encodeOldPgText(w, pg)
    s32ListCodec.encode(w, osds, 0n)
  })
}

function decodePoolFields(r: Reader, version: number, seen: Seen): Fields {
  if (version >= PGID64_VERSION) {
    const pools = r.field('pools', r => decodePools(r, seen))
    return { pools, poolNames: r.field('pool_name', decodePoolNames), poolMax: r.field('pool_max', r => r.s32()) }
  }
  const fields: Fields = version < 4 ? { poolMax: r.s32() } : {}
  fields.pools = r.field('pools', decodeOldPools)
  if (version === 5) fields.poolNames = r.field('pool_name', decodeOldPoolNames)
  if (version >= 4) fields.poolMax = r.s32()
  return fields
}

function decodeExtended(r: Reader, version: number, ev: number, seen: Seen): Fields {
  const fields: Fields = {
    hbBackAddrs: r.field('hb_back_addrs', r => decodeAddrvecs(r, seen)),
    osdInfo: r.field('osd_info', decodeInfos)
  }
  if (version < 5) fields.poolNames = r.field('pool_name', decodeOldPoolNames)
  fields.blocklist = r.field('blocklist', r => decodeBlocklist(r, seen))
  if (ev >= 6) fields.clusterAddrs = r.field('cluster_addrs', r => decodeAddrvecs(r, seen))
  if (ev >= 7) {
    fields.clusterSnapshotEpoch = r.field('cluster_snapshot_epoch', r => r.u32())
    fields.clusterSnapshot = r.field('cluster_snapshot', r => r.string())
  }
  if (ev >= 8) fields.osdUuid = r.field('osd_uuid', decodeUuids)
  if (ev >= 9) fields.osdXinfo = r.field('osd_xinfo', r => decodeXinfos(r, seen))
  if (ev >= 10) fields.hbFrontAddrs = r.field('hb_front_addrs', r => decodeAddrvecs(r, seen))
  return fields
}

export function decodeClassic(r: Reader): OSDMap {
  const seen: Seen = { pools: new Set(), xinfos: new Set(), addrs: new Set() }
  const version = r.u16()
  if (version < OLDEST_VERSION || version > PGID64_VERSION) r.fail(`An OSDMap of version ${version}`)
  const [fsid, epoch] = [r.field('fsid', uuidCodec.decode), r.field('epoch', r => r.u32())]
  const [created, modified] = [utimeCodec.decode(r), utimeCodec.decode(r)]
  const pools = decodePoolFields(r, version, seen)
  const map: OSDMap = {
    ...EMPTY_OSD_MAP,
    ...{ fsid, epoch, created, modified },
    ...pools,
    flags: r.field('flags', r => r.u32()),
    maxOsd: r.field('max_osd', r => r.s32()),
    osdState: r.field('osd_state', r => NumberVector.decode(r, 1)),
    osdWeight: r.field('osd_weight', r => NumberVector.decode(r)),
    clientAddrs: r.field('client_addrs', r => decodeAddrvecs(r, seen)),
    pgTemp: r.field('pg_temp', version >= PGID64_VERSION ? decodePgOsds : decodeOldPgOsds),
    crush: r.field('crush', r => r.blob())
  }
  const isShort = version === 5 && r.remaining === 0
  const ev = isShort || version < 5 ? 0 : r.field('ev', r => r.u16())
  const extended = isShort ? {} : decodeExtended(r, version, ev, seen)
  const tails = { tail: NO_TAIL, clientTail: NO_TAIL, osdTail: NO_TAIL }
  const encoding = { structV: version, clientV: ev, osdV: 0, ...tails, flags: map.flags, form: undefined }
  return { ...map, ...extended, encoding }
}

function encodePoolFields(w: Writer, map: OSDMap, version: number, style: Style): void {
  if (version >= PGID64_VERSION) {
    writePools(w, map.pools, style)
    encodePoolNames(w, map.poolNames)
    w.s32(map.poolMax)
    return
  }
  if (version < 4) w.s32(map.poolMax)
  w.list(byNumber(map.pools), (w, [id, pool]) => {
    pgPoolCodec.encode(w.u32(Number(id)), pool, style.features)
  })
  if (version === 5) encodeOldPoolNames(w, map)
  if (version >= 4) w.s32(map.poolMax)
}

function encodeOldPoolNames(w: Writer, map: OSDMap): void {
  w.list(byNumber(map.poolNames), (w, [id, name]) => w.u32(Number(id)).string(name))
}

function encodeExtended(w: Writer, map: OSDMap, version: number, ev: number, style: Style): void {
  writeAddrs(w, map.hbBackAddrs, style)
  writeInfos(w, map.osdInfo, style)
  if (version < 5) encodeOldPoolNames(w, map)
  writeBlocklist(w, map.blocklist, style)
  if (ev >= 6) writeAddrs(w, map.clusterAddrs, style)
  if (ev >= 7) w.u32(map.clusterSnapshotEpoch).string(map.clusterSnapshot)
  if (ev >= 8) writeUuids(w, map.osdUuid, style)
  if (ev >= 9) writeXinfos(w, map.osdXinfo, style)
  if (ev >= 10) writeAddrs(w, map.hbFrontAddrs, style)
}

/**
 * @param asBefore whether the map is written in the version that it came in
 */
export function encodeClassic(w: Writer, map: OSDMap, hasPgid64: boolean, style: Style): void {
  const { encoding } = map
  const before = style.asIs && encoding !== undefined && encoding.osdV === 0 ? encoding : undefined
  const version = before?.structV ?? (hasPgid64 ? PGID64_VERSION : PGID64_VERSION - 1)
  const ev = before?.clientV ?? (hasPgid64 ? EXTENDED_V : 0)
  uuidCodec.encode(w.u16(version), map.fsid, style.features)
  w.u32(map.epoch)
  utimeCodec.encode(w, map.created, style.features)
  utimeCodec.encode(w, map.modified, style.features)
  encodePoolFields(w, map, version, style)
  w.u32(map.flags).s32(map.maxOsd)
  writeNumbers(w, map.osdState, 1)
  writeNumbers(w, map.osdWeight, 4)
  writeAddrs(w, map.clientAddrs, style)
  if (version >= PGID64_VERSION) writePgOsds(w, map.pgTemp, style)
  else encodeOldPgOsds(w, map.pgTemp)
  w.blob(style.asIs ? map.crush : canonicalCrush(map.crush, 0n))
  if (version >= 5 && ev > 0) w.u16(ev)
  if (version < 5 || ev > 0) encodeExtended(w, map, version, ev, style)
}
