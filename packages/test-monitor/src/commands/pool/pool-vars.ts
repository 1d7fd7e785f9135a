import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { settablePoolFlags } from './pool-flags.js'
import type { Pool } from '../../state/index.js'

/** A variable of a pool, as text and in JSON. */
export interface PoolVar {
  readonly name: string
  readonly value: string | number | boolean
  /** Where the text is another one than the value in JSON. */
  readonly text?: string
}

/** Options in the order in which `ceph osd pool get all` has them. */
export const poolOptions: readonly string[] = [
  ...['scrub_min_interval', 'scrub_max_interval', 'deep_scrub_interval'],
  ...['recovery_priority', 'recovery_op_priority', 'scrub_priority'],
  ...['compression_mode', 'compression_algorithm', 'compression_required_ratio'],
  ...['compression_max_blob_size', 'compression_min_blob_size'],
  ...['csum_type', 'csum_max_block', 'csum_min_block', 'fingerprint_algorithm']
]

/** As above, behind the mode of the autoscaler. */
export const autoscaleOptions: readonly string[] = [
  ...['pg_num_min', 'pg_num_max', 'target_size_bytes', 'target_size_ratio', 'pg_autoscale_bias'],
  ...['dedup_tier', 'dedup_chunk_algorithm', 'dedup_cdc_chunk_size']
]

/** Variables of erasure-coded pools alone. */
const erasureVars = ['erasure_code_profile', 'allow_ec_overwrites']

/** Variables of cache tiers alone. */
const tierVars = [
  ...['hit_set_type', 'hit_set_period', 'hit_set_count', 'hit_set_fpp', 'target_max_objects', 'target_max_bytes'],
  ...['cache_target_dirty_ratio', 'cache_target_dirty_high_ratio', 'cache_target_full_ratio'],
  ...['cache_min_flush_age', 'cache_min_evict_age', 'min_read_recency_for_promote'],
  ...['min_write_recency_for_promote', 'hit_set_grade_decay_rate', 'hit_set_search_last_n']
]

/** All that a pool has a value for. */
export function poolVars(pool: Pool): PoolVar[] {
  const [bulk, ...flags] = [...settablePoolFlags].reverse()
  const flag = (name: string): PoolVar => ({ name, value: pool.flags.has(name) })
  const option = (name: string): PoolVar[] => {
    const value = pool.options.get(name)
    return value === undefined ? [] : [{ name, value }]
  }
  return [
    { name: 'size', value: pool.size },
    { name: 'min_size', value: pool.minSize },
    { name: 'pg_num', value: pool.pgNum },
    { name: 'pgp_num', value: pool.pgpNum },
    { name: 'crush_rule', value: 'replicated_rule' },
    ...flags.reverse().map(flag),
    { name: 'use_gmt_hitset', value: true, text: '1' },
    { name: 'fast_read', value: 0 },
    ...poolOptions.flatMap(option),
    { name: 'pg_autoscale_mode', value: pool.autoscaleMode },
    ...autoscaleOptions.flatMap(option),
    flag(bulk!)
  ]
}

/** @throws CommandError when there is no such variable, or it has no value */
export function poolVar(pool: Pool, name: string): PoolVar {
  const found = poolVars(pool).find(other => other.name === name)
  if (found !== undefined) return found
  if (erasureVars.includes(name)) throw notApplicable(`pool '${pool.name}' is not a erasure pool`)
  if (tierVars.includes(name)) throw notApplicable(`pool '${pool.name}' is not a tier pool`)
  if (poolOptions.includes(name) || autoscaleOptions.includes(name)) {
    throw new CommandError(-Errno.ENOENT, `option '${name}' is not set on pool '${pool.name}'`)
  }
  throw new CommandError(-Errno.EINVAL, `pool '${pool.name}': invalid variable: '${name}'`)
}

const notApplicable = (reason: string): CommandError =>
  new CommandError(-Errno.EACCES, `${reason}: variable not applicable`)
