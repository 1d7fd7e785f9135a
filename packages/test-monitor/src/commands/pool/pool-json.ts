import { formatUtime } from '@cephwire/codec'
import { formatPoolFlags, poolFlagsMask } from './pool-flags.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { Pool } from '../../state/index.js'

const byName = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

/** @param idName `pool` in the osdmap, `pool_id` in the list of pools */
export function poolJson(pool: Pool, idName: 'pool' | 'pool_id'): JsonValue {
  return {
    [idName]: pool.id,
    pool_name: pool.name,
    create_time: formatUtime(pool.created),
    flags: poolFlagsMask(pool.flags),
    flags_names: formatPoolFlags(pool.flags),
    type: pool.type === 'replicated' ? 1 : 3,
    size: pool.size,
    min_size: pool.minSize,
    crush_rule: pool.crushRule,
    peering_crush_bucket_count: 0,
    peering_crush_bucket_target: 0,
    peering_crush_bucket_barrier: 0,
    peering_crush_bucket_mandatory_member: 0x7fffffff,
    object_hash: 2,
    pg_autoscale_mode: pool.autoscaleMode,
    pg_num: pool.pgNum,
    pg_placement_num: pool.pgpNum,
    pg_placement_num_target: pool.pgpNum,
    pg_num_target: pool.pgNum,
    pg_num_pending: pool.pgNum,
    last_pg_merge_meta: noMerge,
    last_change: String(pool.lastChange),
    last_force_op_resend: '0',
    last_force_op_resend_prenautilus: '0',
    last_force_op_resend_preluminous: '0',
    auid: 0,
    snap_mode: pool.snaps.size > 0 ? 'pool' : 'selfmanaged',
    snap_seq: Math.max(0, ...pool.snaps.keys()),
    snap_epoch: pool.snaps.size > 0 ? pool.lastChange : 0,
    pool_snaps: [...pool.snaps].map(([snapid, name]) => ({ snapid, stamp: formatUtime(pool.created), name })),
    removed_snaps: '[]',
    ...noQuotaNoTiers,
    erasure_code_profile: pool.type === 'erasure' ? 'default' : '',
    ...noHitSet,
    stripe_width: pool.type === 'erasure' ? 8192 : 0,
    expected_num_objects: 0,
    fast_read: false,
    options: Object.fromEntries(byName(pool.options)),
    application_metadata: Object.fromEntries(
      byName(pool.applications).map(([app, data]) => [app, Object.fromEntries(data)])
    )
  }
}

const noMerge = {
  source_pgid: '0.0',
  ready_epoch: 0,
  last_epoch_started: 0,
  last_epoch_clean: 0,
  source_version: "0'0",
  target_version: "0'0"
} as const

const noQuotaNoTiers = {
  quota_max_bytes: 0,
  quota_max_objects: 0,
  tiers: [],
  tier_of: -1,
  read_tier: -1,
  write_tier: -1,
  cache_mode: 'none',
  target_max_bytes: 0,
  target_max_objects: 0,
  cache_target_dirty_ratio_micro: 400_000,
  cache_target_dirty_high_ratio_micro: 600_000,
  cache_target_full_ratio_micro: 800_000,
  cache_min_flush_age: 0,
  cache_min_evict_age: 0
} as const

const noHitSet = {
  hit_set_params: { type: 'none' },
  hit_set_period: 0,
  hit_set_count: 0,
  use_gmt_hitset: true,
  min_read_recency_for_promote: 0,
  min_write_recency_for_promote: 0,
  hit_set_grade_decay_rate: 0,
  hit_set_search_last_n: 0,
  grade_table: []
} as const
