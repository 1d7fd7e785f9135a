import { dumpInt } from './dump-int.js'
import { objectStatSumToJson } from './object-stat-sum-json.js'
import { storeStatfsToJson } from './store-statfs.js'
import type { ObjectStatSumJson } from './object-stat-sum-json.js'
import type { PoolStat } from './pool-stat.js'
import type { StoreStatfsJson } from './store-statfs.js'

/** pool_stat_t as Ceph dumps it, in `ceph pg dump pools` and `ceph report`. */
export interface PoolStatJson {
  readonly stat_sum: ObjectStatSumJson
  readonly store_stats: StoreStatfsJson
  readonly log_size: number
  readonly ondisk_log_size: number
  readonly up: number
  readonly acting: number
  readonly num_store_stats: number
}

/**
 * The statistics as Ceph prints them, names and order included: pool_stat_t::dump.
 *
 * Counters are numbers, as JSON.parse reads what Ceph prints: beyond 2⁵³ the nearest one.
 */
export function poolStatToJson(pool: PoolStat): PoolStatJson {
  return {
    stat_sum: objectStatSumToJson(pool.stats.sum),
    store_stats: storeStatfsToJson(pool.storeStats),
    log_size: dumpInt(pool.logSize),
    ondisk_log_size: dumpInt(pool.ondiskLogSize),
    up: pool.up,
    acting: pool.acting,
    num_store_stats: pool.numStoreStats
  }
}
