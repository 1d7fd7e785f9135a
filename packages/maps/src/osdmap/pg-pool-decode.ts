/*
  pg_pool_t                                  src/osd/osd_types.cc
    DECODE_START_LEGACY_COMPAT_LEN(32, 5, 5)
      u8  type, size, crush_rule, object_hash
      u32 pg_num, pgp_num, lpg_num, lpgp_num
      u32 last_change
      u64 snap_seq
      u32 snap_epoch
      map<u64, pool_snap_info_t> snaps         before struct_v 3 both counts, auid, then both without their counts
      interval_set removed_snaps
      u64 auid
      u64 flags                                since struct_v 4
      u32 crash_replay_interval                since struct_v 4
      u8  min_size                             since struct_v 7
      u64 quota_max_bytes, quota_max_objects   since struct_v 8
      set<u64> tiers                           since struct_v 9
      s64 tier_of                              since struct_v 9
      u8  cache_mode                           since struct_v 9
      s64 read_tier, write_tier                since struct_v 9
      map<string, string> properties           since struct_v 10
      HitSet::Params hit_set_params            since struct_v 11
      u32 hit_set_period, hit_set_count        since struct_v 11
      u32 stripe_width                         since struct_v 12
      u64 target_max_bytes, target_max_objects since struct_v 13
      u32 cache_target_dirty_ratio_micro       since struct_v 13
      u32 cache_target_full_ratio_micro        since struct_v 13
      u32 cache_min_flush_age                  since struct_v 13
      u32 cache_min_evict_age                  since struct_v 13
      string erasure_code_profile              since struct_v 14
      u32 last_force_op_resend_preluminous     since struct_v 15
      u32 min_read_recency_for_promote         since struct_v 16
      u64 expected_num_objects                 since struct_v 17
      u32 cache_target_dirty_high_ratio_micro  since struct_v 19
      u32 min_write_recency_for_promote        since struct_v 20
      u8  use_gmt_hitset                       since struct_v 21
      u8  fast_read                            since struct_v 22
      u32 hit_set_grade_decay_rate             since struct_v 23
      u32 hit_set_search_last_n                since struct_v 23
      pool_opts_t opts                         since struct_v 24
      u32 last_force_op_resend_prenautilus     since struct_v 25
      map<string, map<string, string>>         since struct_v 26: application_metadata
      utime_t create_time                      since struct_v 27
      u32 pg_num_target, pgp_num_target        since struct_v 28
      u32 pg_num_pending                       since struct_v 28
      u32 pg_num_dec_last_epoch_started, …     since struct_v 28: two, of 14.1 alone
      u32 last_force_op_resend                 since struct_v 28
      u8  pg_autoscale_mode                    since struct_v 28
      pg_merge_meta_t last_pg_merge_meta       since struct_v 29
      u32 peering_crush_bucket_count, …_target, …_barrier, …_mandatory_member
                                               struct_v 30; since struct_v 31 behind a u8 that says if they are there
      shard_id_set nonprimary_shards           since struct_v 32
*/
import { LimitError, utimeCodec } from '@cephwire/codec'
import { readString, readStringMap, readStringMaps } from '../strings.js'
import { readTail } from '../struct-encoding.js'
import { hitSetParamsCodec } from './hit-set-params.js'
import { pgMergeMetaCodec } from './pg-merge-meta.js'
import { DEFAULT_PG_POOL } from './pg-pool.js'
import { PoolFlag } from './pool-flag.js'
import { poolOptsCodec } from './pool-opts.js'
import { MIN_POOL_SNAP_BYTES, poolSnapInfoCodec } from './pool-snap-info.js'
import { shardSetCodec } from './shard-set.js'
import { decodeSnapRange, SNAP_RANGE_BYTES, snapSetCodec } from './snap-set.js'
import type { Decode, Reader } from '@cephwire/codec'
import type { PeeringCrush, PgPool, PgPoolEncoding } from './pg-pool.js'
import type { PoolSnapInfo } from './pool-snap-info.js'
import type { SnapSet } from './snap-set.js'

/** The newest struct_v that is known here. */
export const PG_POOL_V = 32
export const PG_POOL_HEADER = { compatV: 5, lenV: 5 } as const
/** More hit sets than any pool keeps; as many grades are printed. */
const MAX_HIT_SETS = 65_536
/** Monitors allow four. */
const MAX_APPLICATIONS = 1024
const NO_TAIL = new Uint8Array(0)

const decodeU64: Decode<bigint> = r => r.u64()

type Fields = { -readonly [K in keyof PgPool]: PgPool[K] }

/** Before struct_v 3 the counts stand in front of both. */
function decodeOldSnaps(r: Reader, pool: Fields): void {
  const [snapCount, rangeCount] = [r.count(MIN_POOL_SNAP_BYTES), r.count(SNAP_RANGE_BYTES)]
  pool.auid = r.u64()
  const snaps = new Map<bigint, PoolSnapInfo>()
  for (let i = 0; i < snapCount; i++) snaps.set(r.u64(), poolSnapInfoCodec.decode(r))
  pool.snaps = snaps
  pool.removedSnaps = Array.from({ length: rangeCount }, () => decodeSnapRange(r))
}

function decodeSnaps(r: Reader, structV: number, pool: Fields): void {
  if (structV < 3) {
    decodeOldSnaps(r, pool)
    return
  }
  pool.snaps = r.field('snaps', r => r.map(decodeU64, poolSnapInfoCodec.decode, MIN_POOL_SNAP_BYTES))
  pool.removedSnaps = r.field('removed_snaps', snapSetCodec.decode)
  pool.auid = r.u64()
}

/** How a pool keeps snapshots was not said in the flags before Mimic. */
function withSnapMode(flags: bigint, snapSeq: bigint, removedSnaps: SnapSet): bigint {
  if (snapSeq === 0n || (flags & (PoolFlag.SELFMANAGED_SNAPS | PoolFlag.POOL_SNAPS)) !== 0n) return flags
  return flags | (removedSnaps.length > 0 ? PoolFlag.SELFMANAGED_SNAPS : PoolFlag.POOL_SNAPS)
}

/** struct_v 7 to 14: quotas, tiers, erasure coding. */
function decodeTiering(r: Reader, structV: number, pool: Fields): void {
  if (structV >= 8) [pool.quotaMaxBytes, pool.quotaMaxObjects] = [r.u64(), r.u64()]
  if (structV >= 9) {
    pool.tiers = r.field('tiers', r => r.set(decodeU64, 8))
    ;[pool.tierOf, pool.cacheMode, pool.readTier, pool.writeTier] = [r.s64(), r.u8(), r.s64(), r.s64()]
  }
  if (structV >= 10) pool.properties = r.field('properties', readStringMap)
  if (structV >= 11) {
    pool.hitSetParams = r.field('hit_set_params', hitSetParamsCodec.decode)
    ;[pool.hitSetPeriod, pool.hitSetCount] = [r.u32(), r.u32()]
    if (pool.hitSetCount > MAX_HIT_SETS) {
      throw new LimitError(`${pool.hitSetCount} hit sets are over the limit of ${MAX_HIT_SETS}`, r.place())
    }
  }
  if (structV >= 12) pool.stripeWidth = r.u32()
  if (structV >= 13) {
    ;[pool.targetMaxBytes, pool.targetMaxObjects] = [r.u64(), r.u64()]
    ;[pool.cacheTargetDirtyRatioMicro, pool.cacheTargetFullRatioMicro] = [r.u32(), r.u32()]
    ;[pool.cacheMinFlushAge, pool.cacheMinEvictAge] = [r.u32(), r.u32()]
  }
  if (structV >= 14) pool.erasureCodeProfile = r.field('erasure_code_profile', readString)
}

/** struct_v 15 to 24. */
function decodeSinceHammer(r: Reader, structV: number, pool: Fields): void {
  pool.lastForceOpResendPreluminous = structV >= 15 ? r.u32() : 0
  pool.minReadRecencyForPromote = structV >= 16 ? r.u32() : 1
  pool.expectedNumObjects = structV >= 17 ? r.u64() : 0n
  pool.cacheTargetDirtyHighRatioMicro = structV >= 19 ? r.u32() : pool.cacheTargetDirtyRatioMicro
  pool.minWriteRecencyForPromote = structV >= 20 ? r.u32() : 1
  pool.useGmtHitset = structV >= 21 ? r.bool() : false
  pool.fastRead = structV >= 22 ? r.bool() : false
  pool.hitSetGradeDecayRate = structV >= 23 ? r.u32() : 0
  pool.hitSetSearchLastN = structV >= 23 ? r.u32() : 1
  if (structV >= 24) pool.opts = r.field('opts', poolOptsCodec.decode)
}

/** What a pool gets that comes from before there was autoscaling. */
const AUTOSCALE_WARN = 1
const NO_MERGE_EPOCHS = [0, 0] as const

/** struct_v 25 to 29. @returns the epochs of 14.1 */
function decodeSinceLuminous(r: Reader, structV: number, pool: Fields): readonly [number, number] {
  pool.lastForceOpResendPrenautilus = structV >= 25 ? r.u32() : pool.lastForceOpResendPreluminous
  if (structV >= 26) {
    pool.applicationMetadata = r.field('application_metadata', r =>
      readStringMaps(r, { most: MAX_APPLICATIONS, what: 'applications' })
    )
  }
  if (structV >= 27) pool.createTime = r.field('create_time', utimeCodec.decode)
  if (structV < 28) {
    ;[pool.pgNumTarget, pool.pgpNumTarget, pool.pgNumPending] = [pool.pgNum, pool.pgpNum, pool.pgNum]
    ;[pool.lastForceOpResend, pool.pgAutoscaleMode] = [pool.lastForceOpResendPrenautilus, AUTOSCALE_WARN]
    return NO_MERGE_EPOCHS
  }
  ;[pool.pgNumTarget, pool.pgpNumTarget, pool.pgNumPending] = [r.u32(), r.u32(), r.u32()]
  const epochs = [r.u32(), r.u32()] as const
  ;[pool.lastForceOpResend, pool.pgAutoscaleMode] = [r.u32(), r.u8()]
  const [lastEpochStarted, lastEpochClean] = epochs
  pool.lastPgMergeMeta =
    structV >= 29
      ? r.field('last_pg_merge_meta', pgMergeMetaCodec.decode)
      : { ...DEFAULT_PG_POOL.lastPgMergeMeta, lastEpochStarted, lastEpochClean }
  return epochs
}

const decodePeeringCrush: Decode<PeeringCrush> = r => ({
  bucketCount: r.u32(),
  bucketTarget: r.u32(),
  bucketBarrier: r.u32(),
  mandatoryMember: r.s32()
})

function decodePeering(r: Reader, structV: number): PeeringCrush | undefined {
  if (structV === 30) return decodePeeringCrush(r)
  return structV >= 31 ? r.optional(decodePeeringCrush) : undefined
}

/** What stands between the header and the end. */
export function decodePgPoolBody(r: Reader, structV: number): PgPool {
  const pool: Fields = { ...DEFAULT_PG_POOL }
  ;[pool.type, pool.size, pool.crushRule, pool.objectHash] = [r.u8(), r.u8(), r.u8(), r.u8()]
  ;[pool.pgNum, pool.pgpNum] = [r.u32(), r.u32()]
  const localized = [r.u32(), r.u32()] as const
  ;[pool.lastChange, pool.snapSeq, pool.snapEpoch] = [r.u32(), r.u64(), r.u32()]
  decodeSnaps(r, structV, pool)
  const flags = structV >= 4 ? r.u64() : 0n
  const crashReplayInterval = structV >= 4 ? r.u32() : 0
  pool.flags = withSnapMode(flags, pool.snapSeq, pool.removedSnaps)
  pool.minSize = structV >= 7 ? r.u8() : pool.size - Math.floor(pool.size / 2)
  decodeTiering(r, structV, pool)
  decodeSinceHammer(r, structV, pool)
  const mergeEpochs = decodeSinceLuminous(r, structV, pool)
  const peeringCrush = decodePeering(r, structV)
  if (peeringCrush !== undefined) pool.peeringCrush = peeringCrush
  if (structV >= 32) pool.nonprimaryShards = r.field('nonprimary_shards', shardSetCodec.decode)
  const tail = structV >= PG_POOL_HEADER.lenV ? readTail(r) : NO_TAIL
  const encoding: PgPoolEncoding = { structV, tail, localized, crashReplayInterval, flags, mergeEpochs }
  return Object.assign(pool, { encoding })
}

export const decodePgPool: Decode<PgPool> = r => r.versionedLegacy(PG_POOL_V, PG_POOL_HEADER, decodePgPoolBody)
