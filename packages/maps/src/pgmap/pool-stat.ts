/*
  pool_stat_t                                src/osd/osd_types.cc
    ENCODE_START(7, 5)                         for a peer without OSDENC no more than u8 struct_v 4 in front
      object_stat_collection_t stats
      s64 log_size
      s64 ondisk_log_size
      s32 up                                   since struct_v 6
      s32 acting                               since struct_v 6
      store_statfs_t store_stats               since struct_v 7
      s32 num_store_stats                      since struct_v 7
*/
import { CephFeature, haveFeature } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { objectStatCollectionCodec } from './object-stat-collection.js'
import { NO_STATFS, storeStatfsCodec } from './store-statfs.js'
import type { Codec, Features, Reader, Writer } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'
import type { ObjectStatCollection } from './object-stat-collection.js'
import type { StoreStatfs } from './store-statfs.js'

/** What a pool holds, summed up over its PGs and over the OSDs that have some of it. */
export interface PoolStat {
  readonly stats: ObjectStatCollection
  /** What the object stores of the OSDs hold of the pool. */
  readonly storeStats: StoreStatfs
  /** Entries of the PGs' logs. */
  readonly logSize: bigint
  readonly ondiskLogSize: bigint
  /** Replicas or shards that are up; 0 before struct_v 6 (Hammer). */
  readonly up: number
  /** Replicas or shards that are acting; 0 before struct_v 6. */
  readonly acting: number
  /** How many OSDs `storeStats` adds up; 0 before struct_v 7 (Nautilus). */
  readonly numStoreStats: number
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 7
const STRUCT_COMPAT = 5
/** The first struct_v with a length. */
const LEN_V = 5
/** Older ones, from before Argonaut, have other fields. */
const OLDEST_V = 4

/** That of struct_v 4, with an object_stat_sum_t of struct_v 3. */
export const MIN_POOL_STAT_BYTES = 120

function encodeStats(w: Writer, pool: PoolStat, features: Features): void {
  objectStatCollectionCodec.encode(w, pool.stats, features)
  w.s64(pool.logSize).s64(pool.ondiskLogSize)
}

function decodeBody(r: Reader, structV: number): PoolStat {
  if (structV < OLDEST_V) r.fail(`pool_stat_t of struct_v ${structV} is from before Argonaut`)
  return {
    stats: r.field('stats', objectStatCollectionCodec.decode),
    logSize: r.field('log_size', r => r.s64()),
    ondiskLogSize: r.field('ondisk_log_size', r => r.s64()),
    up: structV >= 6 ? r.field('up', r => r.s32()) : 0,
    acting: structV >= 6 ? r.field('acting', r => r.s32()) : 0,
    storeStats: structV >= 7 ? r.field('store_stats', storeStatfsCodec.decode) : NO_STATFS,
    numStoreStats: structV >= 7 ? r.field('num_store_stats', r => r.s32()) : 0,
    encoding: { structV, tail: structV < LEN_V ? new Uint8Array(0) : readTail(r) }
  }
}

/** Statistics of one pool, as MGetPoolStatsReply has them by name. */
export const poolStatCodec: Codec<PoolStat> = {
  encode(w, pool, features) {
    if (!haveFeature(features, CephFeature.OSDENC)) {
      encodeStats(w.u8(LEN_V - 1), pool, features)
      return
    }
    const made = { structV: STRUCT_V, tail: new Uint8Array(0) }
    const { structV, tail } = pool.encoding !== undefined && pool.encoding.structV >= LEN_V ? pool.encoding : made
    w.versioned(structV, STRUCT_COMPAT, w => {
      encodeStats(w, pool, features)
      if (structV >= 6) w.s32(pool.up).s32(pool.acting)
      if (structV >= 7) {
        storeStatfsCodec.encode(w, pool.storeStats, features)
        w.s32(pool.numStoreStats)
      }
      w.bytes(tail)
    })
  },
  decode: r => r.versionedLegacy(STRUCT_V, { compatV: LEN_V, lenV: LEN_V }, decodeBody)
}
