import { compareUtf8, formatUtime } from '@cephwire/codec'
import { objectOf } from './json-text.js'
import { formatPgId } from './pg-id.js'
import { PoolFlag, poolFlagNames } from './pool-flag.js'
import { poolOptNames } from './pool-opts.js'
import { formatSnapSet } from './snap-set.js'
import type { HitSetParams } from './hit-set-params.js'
import type { Eversion, PgMergeMeta } from './pg-merge-meta.js'
import type { PgPool } from './pg-pool.js'
import type { PoolOpts } from './pool-opts.js'
import type { ShardSet } from './shard-set.js'

/** A pool in the output of `ceph osd dump -f json`, with its number and name in front. Numbers past 2^53 are rounded. */
export interface PgPoolJson {
  readonly create_time: string
  readonly flags: number
  readonly flags_names: string
  readonly type: number
  readonly size: number
  readonly min_size: number
  readonly crush_rule: number
  readonly peering_crush_bucket_count: number
  readonly peering_crush_bucket_target: number
  readonly peering_crush_bucket_barrier: number
  readonly peering_crush_bucket_mandatory_member: number
  /** Since Tentacle. */
  readonly is_stretch_pool?: boolean
  readonly object_hash: number
  readonly pg_autoscale_mode: string
  readonly pg_num: number
  readonly pg_placement_num: number
  readonly pg_placement_num_target: number
  readonly pg_num_target: number
  readonly pg_num_pending: number
  readonly last_pg_merge_meta: PgMergeMetaJson
  readonly last_change: string
  readonly last_force_op_resend: string
  readonly last_force_op_resend_prenautilus: string
  readonly last_force_op_resend_preluminous: string
  readonly auid: number
  readonly snap_mode: string
  readonly snap_seq: number
  readonly snap_epoch: number
  readonly pool_snaps: readonly { readonly snapid: number; readonly stamp: string; readonly name: string }[]
  readonly removed_snaps: string
  readonly quota_max_bytes: number
  readonly quota_max_objects: number
  readonly tiers: readonly number[]
  readonly tier_of: number
  readonly read_tier: number
  readonly write_tier: number
  readonly cache_mode: string
  readonly target_max_bytes: number
  readonly target_max_objects: number
  readonly cache_target_dirty_ratio_micro: number
  readonly cache_target_dirty_high_ratio_micro: number
  readonly cache_target_full_ratio_micro: number
  readonly cache_min_flush_age: number
  readonly cache_min_evict_age: number
  readonly erasure_code_profile: string
  readonly hit_set_params: HitSetParamsJson
  readonly hit_set_period: number
  readonly hit_set_count: number
  readonly use_gmt_hitset: boolean
  readonly min_read_recency_for_promote: number
  readonly min_write_recency_for_promote: number
  readonly hit_set_grade_decay_rate: number
  readonly hit_set_search_last_n: number
  readonly grade_table: readonly number[]
  readonly stripe_width: number
  readonly expected_num_objects: number
  readonly fast_read: boolean
  /** Since Tentacle. */
  readonly nonprimary_shards?: string
  readonly options: Readonly<Record<string, string | number>>
  readonly application_metadata: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface PgMergeMetaJson {
  readonly source_pgid: string
  readonly ready_epoch: number
  readonly last_epoch_started: number
  readonly last_epoch_clean: number
  readonly source_version: string
  readonly target_version: string
}

export interface HitSetParamsJson {
  readonly type: string
  readonly false_positive_probability?: number
  readonly target_size?: number
  readonly seed?: number
}

const TENTACLE = 20
/** What stands for no bucket. */
const NO_MEMBER = 0x7fffffff

const cacheModes = ['none', 'writeback', 'forward', 'readonly', 'readforward', 'readproxy', 'proxy']
const autoscaleModes = ['off', 'warn', 'on']

const versionText = ({ epoch, version }: Eversion): string => `${epoch}'${version}`

function mergeMetaJson(meta: PgMergeMeta): PgMergeMetaJson {
  return {
    source_pgid: formatPgId(meta.sourcePgid),
    ready_epoch: meta.readyEpoch,
    last_epoch_started: meta.lastEpochStarted,
    last_epoch_clean: meta.lastEpochClean,
    source_version: versionText(meta.sourceVersion),
    target_version: versionText(meta.targetVersion)
  }
}

function hitSetJson({ type, bloom }: HitSetParams): HitSetParamsJson {
  if (type !== 'bloom') return { type }
  return {
    type,
    false_positive_probability: (bloom?.fppMicro ?? 0) / 1e6,
    target_size: Number(BigInt.asIntN(64, bloom?.targetSize ?? 0n)),
    seed: Number(BigInt.asIntN(64, bloom?.seed ?? 0n))
  }
}

/** What an object in the n-th hit set counts, in millionths. */
function gradeTable({ hitSetCount, hitSetGradeDecayRate }: PgPool): number[] {
  let grade = 1_000_000
  return Array.from({ length: hitSetCount }, () => {
    grade = Math.trunc(grade * (1 - hitSetGradeDecayRate / 100)) >>> 0
    return grade
  })
}

function optionsJson({ values }: PoolOpts): Record<string, string | number> {
  const named = [...values].flatMap(([key, { value }]) => {
    const name = poolOptNames.get(key)
    return name === undefined ? [] : [[name, typeof value === 'bigint' ? Number(value) : value] as const]
  })
  return objectOf(named.sort(([a], [b]) => compareUtf8(a, b)))
}

const shardsText = (shards: ShardSet): string => `{${[...shards].sort((a, b) => a - b).join(',')}}`

function placementJson(pool: PgPool, release: number): Partial<PgPoolJson> {
  const peering = pool.peeringCrush
  return {
    type: pool.type,
    size: pool.size,
    min_size: pool.minSize,
    crush_rule: pool.crushRule,
    peering_crush_bucket_count: peering?.bucketCount ?? 0,
    peering_crush_bucket_target: peering?.bucketTarget ?? 0,
    peering_crush_bucket_barrier: peering?.bucketBarrier ?? 0,
    peering_crush_bucket_mandatory_member: peering?.mandatoryMember ?? NO_MEMBER,
    ...(release >= TENTACLE ? { is_stretch_pool: (peering?.bucketCount ?? 0) !== 0 } : {}),
    object_hash: pool.objectHash,
    pg_autoscale_mode: autoscaleModes[pool.pgAutoscaleMode] ?? '???',
    pg_num: pool.pgNum,
    pg_placement_num: pool.pgpNum,
    pg_placement_num_target: pool.pgpNumTarget,
    pg_num_target: pool.pgNumTarget,
    pg_num_pending: pool.pgNumPending
  }
}

function snapsJson(pool: PgPool): Partial<PgPoolJson> {
  const snaps = [...pool.snaps.values()].map(({ snapid, stamp, name }) => {
    return { snapid: Number(snapid), stamp: formatUtime(stamp), name }
  })
  return {
    snap_mode: (pool.flags & PoolFlag.POOL_SNAPS) === 0n ? 'selfmanaged' : 'pool',
    snap_seq: Number(pool.snapSeq),
    snap_epoch: pool.snapEpoch,
    pool_snaps: snaps,
    removed_snaps: formatSnapSet(pool.removedSnaps),
    quota_max_bytes: Number(pool.quotaMaxBytes),
    quota_max_objects: Number(pool.quotaMaxObjects)
  }
}

function tieringJson(pool: PgPool): Partial<PgPoolJson> {
  return {
    tiers: [...pool.tiers].map(Number),
    tier_of: Number(pool.tierOf),
    read_tier: Number(pool.readTier),
    write_tier: Number(pool.writeTier),
    cache_mode: cacheModes[pool.cacheMode] ?? 'unknown',
    target_max_bytes: Number(pool.targetMaxBytes),
    target_max_objects: Number(pool.targetMaxObjects),
    cache_target_dirty_ratio_micro: pool.cacheTargetDirtyRatioMicro,
    cache_target_dirty_high_ratio_micro: pool.cacheTargetDirtyHighRatioMicro,
    cache_target_full_ratio_micro: pool.cacheTargetFullRatioMicro,
    cache_min_flush_age: pool.cacheMinFlushAge,
    cache_min_evict_age: pool.cacheMinEvictAge,
    erasure_code_profile: pool.erasureCodeProfile,
    hit_set_params: hitSetJson(pool.hitSetParams),
    hit_set_period: pool.hitSetPeriod,
    hit_set_count: pool.hitSetCount,
    use_gmt_hitset: pool.useGmtHitset,
    min_read_recency_for_promote: pool.minReadRecencyForPromote,
    min_write_recency_for_promote: pool.minWriteRecencyForPromote,
    hit_set_grade_decay_rate: pool.hitSetGradeDecayRate,
    hit_set_search_last_n: pool.hitSetSearchLastN,
    grade_table: gradeTable(pool)
  }
}

/**
 * A pool as `ceph osd dump -f json` prints it, but for its number, its name and its read balance: src/osd/osd_types.cc
 *
 * @param release number of the release that prints: 16, 18, 20; unless said, that which wrote the pool
 */
export function pgPoolToJson(
  pool: PgPool,
  release: number = (pool.encoding?.structV ?? 0) >= 32 ? TENTACLE : 0
): PgPoolJson {
  const applications = [...pool.applicationMetadata].map(([name, values]) => [name, objectOf(values)] as const)
  return {
    create_time: formatUtime(pool.createTime),
    flags: Number(pool.flags),
    flags_names: poolFlagNames(pool.flags).join(','),
    ...placementJson(pool, release),
    last_pg_merge_meta: mergeMetaJson(pool.lastPgMergeMeta),
    last_change: String(pool.lastChange),
    last_force_op_resend: String(pool.lastForceOpResend),
    last_force_op_resend_prenautilus: String(pool.lastForceOpResendPrenautilus),
    last_force_op_resend_preluminous: String(pool.lastForceOpResendPreluminous),
    auid: Number(pool.auid),
    ...snapsJson(pool),
    ...tieringJson(pool),
    stripe_width: pool.stripeWidth,
    expected_num_objects: Number(pool.expectedNumObjects),
    fast_read: pool.fastRead,
    ...(release >= TENTACLE ? { nonprimary_shards: shardsText(pool.nonprimaryShards) } : {}),
    options: optionsJson(pool.opts),
    application_metadata: objectOf(applications)
  } as PgPoolJson
}
