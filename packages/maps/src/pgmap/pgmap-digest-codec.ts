/*
  PGMapDigest                                src/mon/PGMap.cc
    ENCODE_START(5, 1)                         before Tentacle ENCODE_START(4, 1)
      s64 num_pg
      s64 num_pg_active
      s64 num_pg_unknown
      s64 num_osd
      unordered_map<s32, pool_stat_t> pg_pool_sum
      pool_stat_t pg_sum
      osd_stat_t osd_sum
      unordered_map<u64, s32> num_pg_by_state
      unordered_map<s32, pg_count> num_pg_by_osd
      map<s64, s64> num_pg_by_pool
      vector<u64> osd_last_seq
      unordered_map<s64, pair<pool_stat_t, utime_t>> per_pool_sum_delta
      unordered_map<s64, utime_t> per_pool_sum_deltas_stamps
      pool_stat_t pg_sum_delta
      utime_t stamp_delta
      map<s32, s64> avail_space_by_rule
      map<s64, interval_set<snapid_t>> purged_snaps
      map<string, osd_stat_t> osd_sum_by_class
      map<u64, vector<pg_t>> pool_pg_unavailable_map       since struct_v 5
*/
import { LimitError, utimeCodec } from '@cephwire/codec'
import { PG_ID_BYTES, pgIdCodec } from '../osdmap/pg-id.js'
import { readTail } from '../struct-encoding.js'
import { MIN_OSD_STAT_BYTES, osdStatCodec } from './osd-stat.js'
import { pgCountCodec, poolStatDeltaCodec, snapIntervalCodec } from './pgmap-digest-parts.js'
import { MIN_POOL_STAT_BYTES, poolStatCodec } from './pool-stat.js'
import type { Codec, Decode, Features, Reader, Writer } from '@cephwire/codec'
import type { OsdStat } from './osd-stat.js'
import type { PGMapDigest } from './pgmap-digest.js'

const STRUCT_V = 5
const STRUCT_COMPAT = 1
/** Older ones are those of Luminous and Mimic. */
const OLDEST_V = 4
/** More device classes than any cluster has. */
const MAX_CLASSES = 255

const s32: Decode<number> = r => r.s32()
const s64: Decode<bigint> = r => r.s64()
const u64: Decode<bigint> = r => r.u64()

function decodeCounts(r: Reader) {
  return {
    numPg: r.field('num_pg', s64),
    numPgActive: r.field('num_pg_active', s64),
    numPgUnknown: r.field('num_pg_unknown', s64),
    numOsd: r.field('num_osd', s64),
    pgPoolSum: r.field('pg_pool_sum', r => r.map(s32, poolStatCodec.decode, 4 + MIN_POOL_STAT_BYTES)),
    pgSum: r.field('pg_sum', poolStatCodec.decode),
    osdSum: r.field('osd_sum', osdStatCodec.decode),
    numPgByState: r.field('num_pg_by_state', r => r.map(u64, s32, 12)),
    numPgByOsd: r.field('num_pg_by_osd', r => r.map(s32, pgCountCodec.decode, 16)),
    numPgByPool: r.field('num_pg_by_pool', r => r.map(s64, s64, 16)),
    osdLastSeq: r.field('osd_last_seq', r => r.list(u64, 8))
  }
}

function decodeClasses(r: Reader): Map<string, OsdStat> {
  const count = r.count(4 + MIN_OSD_STAT_BYTES)
  if (count > MAX_CLASSES)
    throw new LimitError(`${count} device classes are over the limit of ${MAX_CLASSES}`, r.place())
  const classes = new Map<string, OsdStat>()
  for (let i = 0; i < count; i++) {
    const name = r.field(`[${i}]`, r => r.string())
    if (classes.has(name)) r.fail(`Two device classes named ${JSON.stringify(name)}`)
    classes.set(name, r.field(`[${name}]`, osdStatCodec.decode))
  }
  return classes
}

function decodeDeltas(r: Reader) {
  return {
    perPoolSumDelta: r.field('per_pool_sum_delta', r =>
      r.map(s64, poolStatDeltaCodec.decode, 16 + MIN_POOL_STAT_BYTES)
    ),
    perPoolSumDeltasStamps: r.field('per_pool_sum_deltas_stamps', r => r.map(s64, utimeCodec.decode, 16)),
    pgSumDelta: r.field('pg_sum_delta', poolStatCodec.decode),
    stampDelta: r.field('stamp_delta', utimeCodec.decode),
    availSpaceByRule: r.field('avail_space_by_rule', r => r.map(s32, s64, 12)),
    purgedSnaps: r.field('purged_snaps', r => r.map(s64, r => r.list(snapIntervalCodec.decode, 16), 12)),
    osdSumByClass: r.field('osd_sum_by_class', decodeClasses)
  }
}

const decodeUnavailable: Decode<Pick<PGMapDigest, 'poolPgUnavailableMap'>> = r => ({
  poolPgUnavailableMap: r.field('pool_pg_unavailable_map', r =>
    r.map(u64, r => r.list(pgIdCodec.decode, PG_ID_BYTES), 12)
  )
})

function decodeBody(r: Reader, structV: number): PGMapDigest {
  if (structV < OLDEST_V) r.fail(`PGMapDigest of struct_v ${structV} is from before Nautilus`)
  const counts = decodeCounts(r)
  const deltas = decodeDeltas(r)
  const unavailable = structV >= 5 ? decodeUnavailable(r) : {}
  return { ...counts, ...deltas, ...unavailable, encoding: { structV, tail: readTail(r) } }
}

function encodeCounts(w: Writer, digest: PGMapDigest, features: Features): void {
  w.s64(digest.numPg).s64(digest.numPgActive).s64(digest.numPgUnknown).s64(digest.numOsd)
  w.map(
    digest.pgPoolSum,
    (w, pool) => w.s32(pool),
    (w, stat) => {
      poolStatCodec.encode(w, stat, features)
    }
  )
  poolStatCodec.encode(w, digest.pgSum, features)
  osdStatCodec.encode(w, digest.osdSum, features)
  w.map(
    digest.numPgByState,
    (w, state) => w.u64(state),
    (w, num) => w.s32(num)
  )
  w.map(
    digest.numPgByOsd,
    (w, osd) => w.s32(osd),
    (w, count) => {
      pgCountCodec.encode(w, count, features)
    }
  )
  w.map(
    digest.numPgByPool,
    (w, pool) => w.s64(pool),
    (w, num) => w.s64(num)
  )
  w.list(digest.osdLastSeq, (w, seq) => w.u64(seq))
}

function encodeDeltas(w: Writer, digest: PGMapDigest, features: Features): void {
  w.map(
    digest.perPoolSumDelta,
    (w, pool) => w.s64(pool),
    (w, delta) => {
      poolStatDeltaCodec.encode(w, delta, features)
    }
  )
  w.map(
    digest.perPoolSumDeltasStamps,
    (w, pool) => w.s64(pool),
    (w, stamp) => {
      utimeCodec.encode(w, stamp, features)
    }
  )
  poolStatCodec.encode(w, digest.pgSumDelta, features)
  utimeCodec.encode(w, digest.stampDelta, features)
  w.map(
    digest.availSpaceByRule,
    (w, rule) => w.s32(rule),
    (w, bytes) => w.s64(bytes)
  )
}

function encodeRest(w: Writer, digest: PGMapDigest, features: Features, structV: number): void {
  w.map(
    digest.purgedSnaps,
    (w, pool) => w.s64(pool),
    (w, snaps) => {
      w.list(snaps, (w, interval) => {
        snapIntervalCodec.encode(w, interval, features)
      })
    }
  )
  w.map(
    digest.osdSumByClass,
    (w, name) => w.string(name),
    (w, stat) => {
      osdStatCodec.encode(w, stat, features)
    }
  )
  if (structV < 5) return
  w.map(
    digest.poolPgUnavailableMap ?? new Map<bigint, never>(),
    (w, pool) => w.u64(pool),
    (w, pgs) => {
      w.list(pgs, (w, pg) => {
        pgIdCodec.encode(w, pg, features)
      })
    }
  )
}

/**
 * PGMapDigest as managers have sent it since Nautilus. A decoded digest comes out byte for byte, what newer releases
 * appended included.
 */
export const pgMapDigestCodec: Codec<PGMapDigest> = {
  encode(w, digest, features) {
    const made = { structV: digest.poolPgUnavailableMap === undefined ? 4 : STRUCT_V, tail: new Uint8Array(0) }
    const { structV, tail } = digest.encoding ?? made
    w.versioned(structV, STRUCT_COMPAT, w => {
      encodeCounts(w, digest, features)
      encodeDeltas(w, digest, features)
      encodeRest(w, digest, features, structV)
      w.bytes(tail)
    })
  },
  decode: r => r.versioned(STRUCT_V, decodeBody)
}
